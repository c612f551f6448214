#!/usr/bin/env bash
# Makes the clips with which the kiosk reads its views aloud, in Indonesian and in English, and their manifests.
#
#   display/voice/make-kiosk-clips.sh [FOLDER]      default: kiosk/voice; `id` and `en` are made in it
#
# Run it after make-clips.sh: Indonesian letters and numbers are the board's own clips, which the manifest only points to, so
# that a number sounds at the kiosk as it will be called. Licence, repeatability and manifest are as make-clips.sh tells. The
# names are those of kiosk/kiosk/reading.js; a test holds both to each other. Services and permits that the office has renamed
# have no clip: the kiosk reads their letter and shape, or spells their code.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:-$here/../../kiosk/voice}

# Nearer than a board and meant for one person: slower sentences, fewer bits. The text is for the eye, and is what is read.
bitrate=10
economy=(--cvbr --framesize 60)
ceiling=-7
loudness_aim() { echo -18; }
speed_of() { case $1 in letter) echo 118 ;; number) echo 138 ;; phrase) echo "$pace" ;; esac; }

# shellcheck source=display/voice/sound.sh
source "$here/sound.sh"

# name | Indonesian | English; a comma at the end keeps the pitch up, since more is said after it.
table() {
  cat <<'END'
pilih-layanan|Silakan pilih layanan.|Please choose a service.
kantor-tutup|Kantor tutup.|The office is closed.
kantor-belum-buka|Kantor belum buka.|The office is not open yet.
kantor-libur|Kantor libur.|It is a public holiday.
istirahat|Kantor sedang istirahat. Nomor tetap dapat diambil.|The office has a break. You can still take a number.
kertas-out|Kertas tiket habis.|The ticket paper has run out.
kertas-cover|Printer tiket terbuka.|The ticket printer is open.
kertas-faulty|Printer tiket terganggu.|The ticket printer has a fault.
kertas-unknown|Printer tiket belum siap.|The ticket printer is not ready yet.
nomor-di-layar|Nomor tampil di layar.|Numbers are shown on the screen.
cek-berkas|Untuk melihat status berkas Anda, pindai tanda terima.|To check your file, scan your receipt.
tidak-ada-antrean|Tidak ada antrean.|No queue.
menunggu|menunggu.|waiting.
tutup|Tutup.|Closed.
layanan|Layanan,|Service,
tanda|tanda,|sign,
bentuk-circle|lingkaran.|circle.
bentuk-square|kotak.|square.
bentuk-triangle|segitiga.|triangle.
bentuk-diamond|belah ketupat.|diamond.
bentuk-hexagon|segi enam.|hexagon.
bentuk-plain|persegi.|rounded square.
nama-pendaftaran-izin|Pendaftaran izin.|Apply for a permit.
nama-pengambilan-sk|Pengambilan SK.|Collect a permit.
nama-legalisasi|Legalisasi.|Certified copies.
nama-pengaduan|Pengaduan.|Complaints.
nama-informasi|Informasi.|Information.
tidak-ada-orang|Tidak ada yang menunggu.|Nobody is waiting.
orang-menunggu|orang menunggu.|people waiting.
perkiraan|Perkiraan,|About,
perkiraan-hingga|Perkiraan hingga,|Up to,
sampai|sampai,|to,
menit|menit.|minutes.
loket-buka|loket buka.|counters open.
loket-belum-buka|Loket belum buka.|No counter is open yet.
layanan-tutup|Layanan ini sedang tutup.|This service is closed now.
tutup-unstaffed|Petugas sedang tidak di tempat.|The officer is away at the moment.
tutup-over|Pelayanan hari ini selesai.|Service is over for today.
sentuh-ambil|Sentuh ambil nomor, untuk mendapat nomor antrean.|Touch take a number, to join the queue.
sentuh-hati|Bila Anda perlu didahulukan, sentuh tanda hati.|If you need priority, touch the heart.
prioritas|Prioritas sudah dipilih.|Priority is chosen.
sentuh-cek|Sentuh cek syarat dulu, untuk melihat syaratnya.|Touch check papers first, to see what is needed.
nomor-anda|Nomor antrean Anda,|Your queue number is,
anda-berikutnya|Anda yang berikutnya.|You are next.
sebelum-anda|orang sebelum Anda.|people before you.
ambil-tiket|Ambil tiket di bawah.|Take your ticket below.
foto-nomor|Foto nomor ini.|Take a photo of this number.
tunggu-dipanggil|Silakan menunggu sampai nomor Anda dipanggil.|Please wait until your number is called.
ketik-kode|Ketik kode tanda terima. Sepuluh huruf.|Type the code of your receipt. Ten letters.
kode|Kode Anda,|Your code is,
berkas-process|Berkas Anda sedang diproses.|Your file is being worked on.
berkas-ready|Izin Anda siap diambil.|Your permit is ready.
berkas-returned|Ada yang perlu dilengkapi.|Something is missing.
berkas-refused|Permohonan ditolak.|The application was refused.
berkas-granted|SK sudah diserahkan.|The permit has been handed over.
berkas-refused-closed|Nota Dinas penolakan sudah diserahkan.|The letter of refusal has been handed over.
berkas-wait|Belum perlu datang ke loket.|No need to come to a counter yet.
berkas-come|Silakan ambil nomor, untuk loket,|Please take a number for counter,
berkas-over|Tidak ada lagi yang perlu dilakukan.|There is nothing left to do.
berkas-here|Hari ini Anda sudah memiliki nomor,|Today you already have number,
visit-called|Silakan menuju loket,|Please go to counter,
visit-serving|Sedang dilayani di loket,|Being served at counter,
visit-held|Ditunda sebentar oleh loket,|On hold for a moment at counter,
visit-missed|Nomor Anda terlewat.|Your number was missed.
visit-served|Kunjungan selesai. Terima kasih.|Your visit is over. Thank you.
visit-incomplete|Persyaratan belum lengkap.|Some requirements are missing.
visit-no-show|Nomor ini dipanggil dan tidak hadir.|This number was called and nobody came.
visit-cancelled|Kunjungan ini diakhiri.|This visit was ended.
visit-expired|Nomor ini sudah tidak berlaku.|This number is no longer valid.
visit-will|Anda akan dipanggil ke loket,|You will be called to counter,
visit-stay|Nomor yang sama akan dipanggil lagi.|The same number will be called again.
visit-report|Silakan melapor ke petugas loket,|Please report to the officer at counter,
visit-again|Bila perlu, silakan ambil nomor baru.|If you need to, please take a new number.
mohon-maaf|Mohon maaf.|Sorry.
tidak-dikenal|Kode tidak dikenal.|This code is not known.
tanya-petugas|Silakan tanyakan kepada petugas.|Please ask an officer.
belum-ada-jawaban|Belum ada jawaban dari server. Bila tiket keluar, nomornya berlaku.|There is no answer yet. If a ticket comes out, its number is valid.
belum-dapat|Nomor belum dapat diberikan. Silakan langsung menemui petugas.|No numbers can be given right now. Please go straight to an officer.
pilih-izin|Izin apa yang akan diurus? Pilih izinnya.|Which permit is it for? Choose it.
izin-sipd|Surat izin praktik dokter atau dokter gigi.|Doctor or dentist.
izin-sipb|Surat izin praktik bidan.|Midwife.
izin-sipp|Surat izin praktik perawat.|Nurse.
izin-sipa|Surat izin praktik apoteker.|Pharmacist.
izin-sipttk|Surat izin praktik tenaga teknis kefarmasian.|Pharmacy technician.
izin-siptgm|Surat izin praktik terapis gigi dan mulut.|Dental nurse.
izin-sipts|Surat izin praktik tenaga sanitasi lingkungan.|Environmental health officer.
izin-reklame|Izin pemasangan reklame.|Advertising.
izin-skp-penelitian|Surat keterangan penelitian.|Research.
izin-paud|Izin pendirian sekolah swasta, atau PAUD.|Private school or kindergarten.
izin-trayek|Izin trayek.|Public transport route.
izin-sktr|Surat keterangan tata ruang.|Spatial planning.
sentuh-syarat|Sentuh syarat yang sudah Anda bawa. Bila perlu, petugas dapat membacakannya.|Touch what you have with you. An officer can read it to you.
dari|dari|of
syarat-ada|syarat sudah ada.|papers are there.
sentuh-cetak|Sentuh cetak yang kurang, untuk membawa pulang daftarnya.|Touch print what is missing, to take the list home.
ambil-daftar|Ambil daftar di bawah. Silakan kembali bila syarat sudah lengkap.|Take your list below. Please come back when everything is there.
foto-daftar|Foto yang masih kurang.|Take a photo of what is missing.
END
}

# Words that espeak-ng misreads in Indonesian, mostly by the wrong e; phonemes as in make-clips.sh.
declare -A misread=(
  [antrean]="antR2'ean" [belum]="b@l'um" [sebelum]="s@b@l'um" [tiket]="t'ikEt" [loket]="l'okEt" [menit]="m@n'it"
  [sedang]="s@d'aN" [sentuh]="s@nt'uh" [enam]="@n'am" [segi]="s@g'i" [persegi]="p@Rs@g'i" [perlu]="p@Rl'u"
  [ketik]="k@t'ik" [kode]="k'ode" [lengkap]="l@Nk'ap" [dilengkapi]="dil@Nk'api" [selesai]="s@l@s'aI"
  [terlewat]="t@Rl'ewat" [diproses]="dipR2'oses" [dikenal]="dik@n'al" [sebentar]="s@b@nt'aR" [tempat]="t@mp'at"
  [memiliki]="m@mil'iki" [oleh]="'oleh" [PAUD]="p'aud" [reklame]="R2ekl'ame" [apoteker]="apot'ekeR"
  [tenaga]="t@n'aga" [teknis]="t'eknis" [terapis]="teR2'apis" [sekolah]="s@k'olah" [keluar]="k@lu'aR"
)

# As espeak-ng should read a text.
reading() {
  local word bare out=()
  if [ "$language" != id ]; then
    echo "$1"
    return
  fi
  for word in $1; do
    bare=${word%[.,?]}
    if [ -n "${misread[$bare]:-}" ]; then word="[[${misread[$bare]}]]${word#"$bare"}"; fi
    if [ -n "${misread[${bare,}]:-}" ]; then word="[[${misread[${bare,}]}]]${word#"$bare"}"; fi
    out+=("$word")
  done
  echo "${out[*]}"
}

say() { # NAME KIND TEXT [READING]
  speak "$2" "${4:-$3}" "$work/spoken.wav"
  add "$1" "$2" "${3%,}" "$work/spoken.wav"
}

phrases() { # COLUMN
  local line
  while IFS='|' read -r -a line; do say "${line[0]}" phrase "${line[$1]}" "$(reading "${line[$1]}")"; done < <(table)
}

# The board's letters and numbers, where they lie.
borrowed() {
  local clip seconds kind text
  while IFS='|' read -r clip seconds kind text; do
    entry "$clip" "../../../display/voice/clips/$clip.opus" "$seconds" "$kind" "$text"
  done < <(sed -nE 's/^ *"([^"]+)": \{ "file": "[^"]+", "seconds": ([0-9.]+), "kind": "(letter|number)", "text": "([^"]*)" \},?$/\1|\2|\3|\4/p' \
    "$here/clips/manifest.json")
}

language=id voice=id pitch=52 pace=160
begin id
borrowed
phrases 1
end "$out/id"

language=en voice=en-gb pitch=48 pace=165
begin en
for letter in {A..Z}; do
  # Spelled with a word before it an "A" is a letter; the markup says so without one.
  espeak-ng -v en-gb -m -s "$(speed_of letter)" -q "<say-as interpret-as=\"characters\">$letter</say-as>" -x >"$work/phonemes"
  say "huruf-${letter,,}" letter "$letter" "[[$(tr -d '\n _!' <"$work/phonemes")]]"
done
for number in zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
  seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand; do
  say "$number" number "$number"
done
phrases 2
end "$out/en"
