#!/usr/bin/env bash
# Makes the bundled clips of a language and their manifest.
#
#   display/voice/make-clips.sh [LANGUAGE [FOLDER]]      id (default) or en; the folder `clips` or `clips-en` beside this script
#
# Why clips at all: browser speech synthesis is unreliable on Chromium under Linux and often needs the internet. The clips are
# the voice an office has on its first day; its own recorded voice replaces them with a manifest of the same shape and names.
#
# Licence. Everything here is generated: speech by espeak-ng (the program is GPL-3, its output is free to use), the chime by sox.
# No recording and no foreign sample is used. MBROLA's Indonesian voice (mbrola-id1) is not in Debian main, so it is not used.
#
# Repeatable. The same versions of espeak-ng, sox, opusenc and libopus give the same bytes: dither is off and the Ogg serial is
# fixed. Another version may change the encoder's name in the Ogg header, last bits of the sound and lengths by a few ms; never
# the names, kinds, texts or the set of clips. Made with espeak-ng 1.51, sox 14.4.2, opus-tools 0.2, libopus 1.3.1 (Debian 12).
#
# The manifest, one entry for each clip:
#   file     beside the manifest, Ogg Opus, mono
#   seconds  length of the sound
#   kind     chime | phrase | letter | number; the player sets its pauses by it
#   text     what is said; what an office reads aloud when it records its own voice
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
language=${1:-id}
case $language in
  id) out=${2:-$here/clips} ;;
  en) out=${2:-$here/clips-en} ;;
  *) echo "make-clips: \"$language\" is no language of the boards: id or en" >&2; exit 1 ;;
esac

# The plain Indonesian voice: the "female" and Klatt variants only bend the formants of the same male data. Letters are slowest, because nothing around them helps the ear; phrases are known by heart.
voice=$language
pitch=52
speed_of() { case $1 in letter) echo 118 ;; number) echo 138 ;; phrase) echo 142 ;; esac; }

bitrate=40
economy=(--framesize 20)

# LUFS (ITU-R BS.1770, one channel, whole clip). The chime's strokes stand out of its average, and it should not be louder than
# the words.
loudness_aim() { if [ "$1" = chime ]; then echo -18; else echo -16; fi; }

# shellcheck source=display/voice/sound.sh
source "$here/sound.sh"

# name | kind | text | what espeak-ng reads. Phonemes, since its own rules misread loket, empat, enam and belas, and may change:
# e as in the letter B, E as in "bebek", @ as in "empat". A comma keeps the pitch up, as inside a sentence; without it the pitch
# falls. Numbers fall, since the last word of a call is one.
table_id() {
  cat <<'END'
nomor-antrean|phrase|nomor antrean|[[n'omOR antR2'ean]],
antrean|phrase|antrean|[[antR2'ean]],
silakan-menuju|phrase|silakan menuju|[[sil'akan m@n'udZu]],
loket|phrase|loket|[[l'okEt]],
panggilan-ulang|phrase|panggilan ulang|[[paNg'ilan 'ulaN]],
huruf-a|letter|A|[['a]],
huruf-b|letter|B|[[b'e]],
huruf-c|letter|C|[[tS'e]],
huruf-d|letter|D|[[d'e]],
huruf-e|letter|E|[['e]],
huruf-f|letter|F|[['Ef]],
huruf-g|letter|G|[[g'e]],
huruf-h|letter|H|[[h'a]],
huruf-i|letter|I|[['i]],
huruf-j|letter|J|[[dZ'e]],
huruf-k|letter|K|[[k'a]],
huruf-l|letter|L|[['El]],
huruf-m|letter|M|[['Em]],
huruf-n|letter|N|[['En]],
huruf-o|letter|O|[['o]],
huruf-p|letter|P|[[p'e]],
huruf-q|letter|Q|[[k'i]],
huruf-r|letter|R|[['ER]],
huruf-s|letter|S|[['Es]],
huruf-t|letter|T|[[t'e]],
huruf-u|letter|U|[['u]],
huruf-v|letter|V|[[f'e]],
huruf-w|letter|W|[[w'e]],
huruf-x|letter|X|[['Eks]],
huruf-y|letter|Y|[[j'e]],
huruf-z|letter|Z|[[z'Et]],
nol|number|nol|[[n'ol]]
satu|number|satu|[[s'atu]]
dua|number|dua|[[d'ua]]
tiga|number|tiga|[[t'iga]]
empat|number|empat|[[@mp'at]]
lima|number|lima|[[l'ima]]
enam|number|enam|[[@n'am]]
tujuh|number|tujuh|[[t'udZuh]]
delapan|number|delapan|[[d@l'apan]]
sembilan|number|sembilan|[[s@mb'ilan]]
sepuluh|number|sepuluh|[[s@p'uluh]]
sebelas|number|sebelas|[[s@b@l'as]]
belas|number|belas|[[b@l'as]]
puluh|number|puluh|[[p'uluh]]
seratus|number|seratus|[[s@R2'atus]]
ratus|number|ratus|[[R2'atus]]
seribu|number|seribu|[[s@R2'ibu]]
ribu|number|ribu|[[R2'ibu]]
END
}

# English, for the second reading: espeak-ng reads its own words well. Names begin with en-, so that both languages may lie
# side by side in a board's memory.
table_en() {
  cat <<'END'
en-ticket-number|phrase|ticket number|ticket number,
en-calling-again|phrase|calling again|calling again,
en-please-go-to|phrase|please go to|please go to,
en-counter|phrase|counter|counter,
en-a|letter|A|[['eI]],
en-b|letter|B|B,
en-c|letter|C|C,
en-d|letter|D|D,
en-e|letter|E|E,
en-f|letter|F|F,
en-g|letter|G|G,
en-h|letter|H|H,
en-i|letter|I|I,
en-j|letter|J|J,
en-k|letter|K|K,
en-l|letter|L|L,
en-m|letter|M|M,
en-n|letter|N|N,
en-o|letter|O|O,
en-p|letter|P|P,
en-q|letter|Q|Q,
en-r|letter|R|R,
en-s|letter|S|S,
en-t|letter|T|T,
en-u|letter|U|U,
en-v|letter|V|V,
en-w|letter|W|W,
en-x|letter|X|X,
en-y|letter|Y|Y,
en-z|letter|Z|Z,
en-zero|number|zero|zero
en-one|number|one|one
en-two|number|two|two
en-three|number|three|three
en-four|number|four|four
en-five|number|five|five
en-six|number|six|six
en-seven|number|seven|seven
en-eight|number|eight|eight
en-nine|number|nine|nine
en-ten|number|ten|ten
en-eleven|number|eleven|eleven
en-twelve|number|twelve|twelve
en-thirteen|number|thirteen|thirteen
en-fourteen|number|fourteen|fourteen
en-fifteen|number|fifteen|fifteen
en-sixteen|number|sixteen|sixteen
en-seventeen|number|seventeen|seventeen
en-eighteen|number|eighteen|eighteen
en-nineteen|number|nineteen|nineteen
en-twenty|number|twenty|twenty
en-thirty|number|thirty|thirty
en-forty|number|forty|forty
en-fifty|number|fifty|fifty
en-sixty|number|sixty|sixty
en-seventy|number|seventy|seventy
en-eighty|number|eighty|eighty
en-ninety|number|ninety|ninety
en-hundred|number|hundred|hundred
en-thousand|number|thousand|thousand
END
}

# tone HERTZ SECONDS TO: one struck bar, a tone with its octave and twelfth, the higher ones dying sooner; 100 dB in SECONDS.
tone() {
  local partial at=1 part files=()
  for partial in "1 0.60 1.00" "2 0.16 0.60" "3 0.05 0.35"; do
    read -r -a part <<<"$partial"
    awk -v h="$1" -v n="${part[0]}" -v s="$2" -v f="${part[2]}" 'BEGIN { print h * n, s * f }' >"$work/partial"
    read -r hertz seconds <"$work/partial"
    sox -D -R -n -r "$rate" -c 1 -e floating-point -b 32 "$work/partial-$at.wav" \
      synth "$seconds" sine "$hertz" vol "${part[1]}" fade t 0.006 \
      fade l 0 "$seconds" "$(difference "$seconds" 0.01)"
    files+=("$work/partial-$at.wav")
    at=$((at + 1))
  done
  sox -D -R -m -v 1 "${files[0]}" -v 1 "${files[1]}" -v 1 "${files[2]}" -e floating-point -b 32 "$3"
}

# The chime: a falling major third, e2 then c2, 1.2 s. Falling reads as "listen", not as an alarm.
chime() {
  tone 659.26 2 "$work/ding.wav"
  tone 523.25 2 "$work/dong-now.wav"
  sox -D -R "$work/dong-now.wav" -e floating-point -b 32 "$work/dong.wav" pad 0.4 0
  sox -D -R -m -v 0.7 "$work/ding.wav" -v 0.7 "$work/dong.wav" -e floating-point -b 32 "$1" trim 0 1.2 fade t 0 1.2 0.15
}

begin "$language"
if [ "$language" = id ]; then
  chime "$work/chime.wav"
  add chime chime "" "$work/chime.wav"
fi
while IFS='|' read -r name_of kind text reading; do
  speak "$kind" "$reading" "$work/spoken.wav"
  add "$name_of" "$kind" "$text" "$work/spoken.wav"
done < <("table_$language")
end "$out"
