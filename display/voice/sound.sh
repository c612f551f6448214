# Makes one clip: speech by espeak-ng, levelled and encoded, with its line of the manifest. Sourced by the scripts beside it,
# which say `voice`, `pitch`, `bitrate`, `economy`, `loudness_aim KIND` and `speed_of KIND`, and call `begin LANGUAGE`, `add` and `end`.

name=$(basename "$0" .sh)
missing=()
for tool in espeak-ng sox soxi opusenc opusdec; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "$name: missing: ${missing[*]}; on Debian: apt-get install espeak-ng sox opus-tools" >&2
  exit 1
fi

ceiling=${ceiling:--2}  # dBFS before encoding; Opus may overshoot by up to 1 dB, and by more where bits are few
rate=48000  # Opus works at 48 kHz

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/clips"

# Loudness of a 48 kHz mono file in LUFS: the two K-weighting filters of BS.1770, then the mean square. Not gated: the clips
# are trimmed, and most are shorter than one gating block. The 12 dB keep the first filter from clipping.
loudness_of() {
  sox "$1" -n gain -12 \
    biquad 1.53512485958697 -2.69169618940638 1.19839281085285 1 -1.69065929318241 0.73248077421585 \
    biquad 1 -2 1 1 -1.99004745483398 0.99007225036621 \
    stats 2>&1 | awk '/^RMS lev dB/ { printf "%.3f", $4 + 12 - 0.691 }'
}
peak_of() { sox "$1" -n stats 2>&1 | awk '/^Pk lev dB/ { print $4 }'; }
difference() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a - b }'; }
above() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b) }'; }

# level FILE LUFS: brings a clip to that loudness with its peaks under the ceiling. Where they do not fit, the clip's own loud
# and soft parts are evened, first by a compressor, which suits vowels, then by a limiter that also stops the burst of a k or p.
# Works 10 dB lower, out of reach of clipping.
level() {
  local file=$1 aim=$(($2 - 10)) limit=$((ceiling - 10)) pass effect
  for pass in 1 2 3 4 5 6; do
    change "$file" gain "$(difference "$aim" "$(loudness_of "$file")")"
    above "$(peak_of "$file")" "$limit" || break
    case $pass in
      1 | 2) effect=(compand "0.001,0.05" "-70,-70,-30,-30,-20,-24,-12,-22,0,-20" 0 -90 0.0015) ;;
      3 | 4 | 5) effect=(compand "0,0.02" "-70,-70,-13,-13,0,$limit" 0 -90 0.0005) ;;
      *) break ;;
    esac
    change "$file" "${effect[@]}"
  done
  change "$file" gain 10
}
change() {
  sox -D -R "$1" -e floating-point -b 32 "$work/changed.wav" "${@:2}"
  mv "$work/changed.wav" "$1"
}

# Spoken clips: the rumble that a TV speaker cannot play is cut, the band of the consonants lifted a little for a noisy hall,
# silence trimmed, and the ends faded so that no edge clicks.
speak() {
  local kind=$1 text=$2 to=$3
  espeak-ng -v "$voice" -s "$(speed_of "$kind")" -p "$pitch" -z -w "$work/raw.wav" "$text"
  sox -D -R "$work/raw.wav" -e floating-point -b 32 "$work/trimmed.wav" gain -6 rate -v "$rate" highpass 90 equalizer 2800 1.2q 3 treble 3 5000 \
    silence 1 0.003 -54d reverse silence 1 0.003 -54d reverse
  sox -D -R "$work/trimmed.wav" -e floating-point -b 32 "$to" fade t 0.004 -0 0.012
}

# begin LANGUAGE: the head of the manifest.
begin() {
  separator=
  rm -f "$work"/clips/*
  printf '{\n  "version": 1,\n  "language": "%s",\n  "clips": {\n' "$1" >"$work/clips/manifest.json"
}

# entry NAME FILE SECONDS KIND TEXT: a line of the manifest.
entry() {
  printf '%s    "%s": { "file": "%s", "seconds": %.3f, "kind": "%s", "text": "%s" }' \
    "$separator" "$1" "$2" "$3" "$4" "$5" >>"$work/clips/manifest.json"
  separator=$',\n'
}

# add NAME KIND TEXT WAV: levels, encodes, checks what a player will hear, and writes the manifest entry. A clip that overshoots
# once it is encoded, which happens where bits are few, is made a little softer and encoded again.
add() {
  local clip=$work/clips/$1.opus kind=$2 text=$3 wav=$4 try peak seconds
  level "$wav" "$(loudness_aim "$kind")"
  for try in 1 2 3 4; do
    sox -D -R "$wav" -b 16 "$work/16.wav"
    opusenc --quiet --speech --bitrate "$bitrate" --comp 10 "${economy[@]}" --serial 1 --discard-comments --padding 0 "$work/16.wav" "$clip"
    opusdec --quiet --no-dither --force-wav "$clip" "$work/decoded.wav"
    peak=$(peak_of "$work/decoded.wav")
    above "$peak" -1 || break
    if [ "$try" = 4 ]; then
      echo "$name: $1 peaks at $peak dB after encoding; lower the ceiling" >&2
      exit 1
    fi
    change "$wav" gain -2
  done
  seconds=$(soxi -D "$work/decoded.wav")
  entry "$1" "$1.opus" "$seconds" "$kind" "$text"
  [ -z "${VERBOSE:-}" ] || printf '%-16s %s s  %6.1f LUFS  %5.1f dB\n' "$1" "$seconds" \
    "$(loudness_of "$work/decoded.wav")" "$peak"
}

# end FOLDER: only now, when every clip is good, the old ones give way.
end() {
  printf '\n  }\n}\n' >>"$work/clips/manifest.json"
  mkdir -p "$1"
  rm -f "$1"/*.opus "$1/manifest.json"
  cp "$work"/clips/* "$1/"
  echo "$name: $(find "$1" -name '*.opus' | wc -l) clips, $(cat "$1"/* | wc -c) bytes in $1"
}
