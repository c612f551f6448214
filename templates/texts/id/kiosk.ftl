# The kiosk.
kiosk-welcome = Silakan pilih layanan
kiosk-welcome-help = Sentuh layanan yang Anda perlukan.
kiosk-other-language = English
kiosk-other-language-label = English (ganti bahasa)
kiosk-large = A+ huruf besar
kiosk-contrast = Kontras tinggi
kiosk-lower = Turunkan layar
kiosk-read = Bacakan layar ini
kiosk-hush = Berhenti membaca
kiosk-mute = Suara belum tersedia
kiosk-tools = Bahasa dan tampilan
kiosk-services = Layanan
kiosk-back = Kembali
kiosk-home = Ke halaman awal
kiosk-done = Selesai

kiosk-waiting = { $count ->
    [0] Tidak ada antrean
   *[other] { $count } menunggu
}
kiosk-ahead = { $count ->
    [0] Tidak ada yang menunggu
   *[other] { $count } orang menunggu
}
kiosk-estimate = { $low ->
    [0] perkiraan hingga { $high } menit
   *[other] perkiraan { $low }-{ $high } menit
}
kiosk-estimate-title = { $low ->
    [0] Perkiraan hingga { $high } menit
   *[other] Perkiraan { $low }-{ $high } menit
}
kiosk-reason = { $lokets ->
    [0] loket belum buka, { $ahead } di depan
   *[other] { $lokets } loket buka, { $ahead } di depan
}
kiosk-lokets = { $lokets ->
    [0] loket belum buka
   *[other] { $lokets } loket buka
}
kiosk-day-hour = { $day } pukul { $hour }

kiosk-closed = Tutup
kiosk-closed-early = Nomor diberikan mulai { $when }
kiosk-closed-over = Pelayanan hari ini selesai
kiosk-closed-holiday = Libur: { $holiday }
kiosk-closed-full = Antrean hari ini sudah penuh sampai tutup
kiosk-closed-full-help = Nomor yang diambil sekarang tidak akan sempat dilayani. Silakan datang lebih awal pada hari berikutnya.
kiosk-closed-unstaffed = Petugas sedang tidak di tempat
kiosk-closed-clock = Jam komputer sedang diperiksa
kiosk-closed-clock-help = Nomor diberikan lagi setelah petugas memastikan jamnya. Silakan tanyakan kepada petugas.
kiosk-closed-opens = Buka { $when }
kiosk-closed-unstaffed-help = Silakan tanyakan kepada petugas, atau pilih layanan lain.
kiosk-closed-title = Layanan ini sedang tutup

kiosk-clock = Nomor belum dapat diberikan
kiosk-clock-help = Jam komputer kantor harus dipastikan dahulu. Silakan hubungi petugas.
kiosk-night = Kantor tutup
kiosk-night-early = Kantor belum buka
kiosk-night-holiday = Kantor libur
kiosk-night-opens = Buka kembali { $when }
kiosk-night-last = Silakan datang pada hari kerja.
kiosk-break = Istirahat sampai { $hour }. Nomor tetap dapat diambil.

kiosk-scan = Cek berkas Anda
kiosk-scan-help = Pindai QR tanda terima, atau sentuh untuk mengetik kodenya.

kiosk-priority = Prioritas
kiosk-priority-choose = Pilih yang sesuai.
kiosk-priority-undo = Sentuh lagi untuk membatalkan.
kiosk-priority-chosen = Prioritas: { $class }
kiosk-take = Ambil nomor

kiosk-check = Cek syarat dulu
kiosk-permits = Izin apa yang akan diurus?
kiosk-permits-help = Pilih izinnya untuk melihat syaratnya.
kiosk-permits-failed = Daftar izin belum dapat dibuka
kiosk-check-help = Sentuh yang sudah Anda bawa.
kiosk-check-maybe = Hanya bila sesuai dengan Anda. Sentuh yang sudah Anda bawa.
kiosk-check-there = { $there } dari { $needed } syarat sudah ada
kiosk-take-anyway = Tetap ambil nomor
kiosk-list = Cetak yang kurang
kiosk-list-photo = Foto syarat yang kurang dari layar ini.
kiosk-list-asked = Mencetak daftar Anda
kiosk-list-below = Ambil daftar di bawah
kiosk-list-help = Silakan kembali bila syarat sudah lengkap. Daftar ini bukan nomor antrean.
kiosk-list-photo-title = Foto yang masih kurang
kiosk-page = { $page } / { $pages }
kiosk-previous-page = Halaman sebelumnya
kiosk-next-page = Halaman berikutnya

kiosk-paper-out = Kertas tiket habis.
kiosk-paper-cover = Printer tiket terbuka.
kiosk-paper-faulty = Printer tiket terganggu.
kiosk-paper-unknown = Printer tiket belum siap.
kiosk-paper-short = Nomor tampil di layar.
kiosk-paper-help = Nomor tetap dapat diambil. Nomor dan QR tampil di layar untuk difoto.

kiosk-issuing = Mengambil nomor Anda
kiosk-issuing-slow = Mohon tunggu sebentar.
kiosk-issuing-help = Server belum menjawab; kiosk terus mencoba. Nomor Anda hanya satu, tidak perlu mengulang. Bila mendesak, mohon hubungi petugas.
kiosk-uncertain = Belum ada jawaban dari server
kiosk-uncertain-help = Bila tiket keluar, nomornya berlaku. Bila tidak, mohon hubungi petugas.

kiosk-your-number = Nomor antrean Anda
kiosk-ticket-below = Ambil tiket di bawah
kiosk-ticket-photo = Foto nomor ini
kiosk-ticket-photo-help = Tiket kertas mungkin tidak keluar. Simpan foto nomor dan QR ini.
kiosk-ticket-shape = Tanda { $shape }
kiosk-ticket-ahead = { $count ->
    [0] Anda yang berikutnya
   *[other] { $count } orang sebelum Anda
}
kiosk-ticket-qr = QR: pantau dari ponsel
kiosk-qr-picture = Kode QR untuk memantau nomor { $number }
kiosk-ticket-watch = Silakan menunggu sampai nomor Anda dipanggil.
kiosk-shape-circle = lingkaran
kiosk-shape-square = kotak
kiosk-shape-triangle = segitiga
kiosk-shape-diamond = belah ketupat
kiosk-shape-hexagon = segi enam
kiosk-shape-plain = persegi

kiosk-code = Ketik kode tanda terima
kiosk-code-help = 10 huruf di bawah QR pada tanda terima.
kiosk-code-typed = Kode: { $code }
kiosk-code-empty = Kode masih kosong
kiosk-code-erase = Hapus
kiosk-code-search = Cek berkas

kiosk-status = Status berkas Anda
kiosk-status-ticket = Status nomor Anda
kiosk-searching = Mencari berkas Anda
kiosk-not-found = Kode tidak dikenal
kiosk-not-found-help = Periksa kembali kode pada tanda terima Anda, atau tanyakan kepada petugas.
kiosk-search-failed = Berkas belum dapat dicari
kiosk-search-failed-help = Silakan coba sekali lagi, atau tanyakan kepada petugas.
kiosk-type-again = Ketik kode
kiosk-sorry = Mohon maaf
kiosk-ask-officer = Silakan kembali, atau tanyakan kepada petugas.

kiosk-berkas-process = Sedang diproses
kiosk-berkas-ready = Izin Anda siap diambil
kiosk-berkas-returned = Ada yang perlu dilengkapi
kiosk-berkas-refused = Permohonan ditolak
kiosk-berkas-granted = SK sudah diserahkan
kiosk-berkas-refused-closed = Nota Dinas penolakan sudah diserahkan
kiosk-berkas-wait = Belum perlu datang ke loket. Kami beri tahu lewat halaman QR Anda.
kiosk-berkas-come = Silakan ambil nomor untuk Loket { $loket }.
kiosk-berkas-over = Tidak ada lagi yang perlu dilakukan.
kiosk-berkas-here = Anda sudah memiliki nomor { $number } hari ini.
kiosk-berkas-number = Berkas { $number }
kiosk-berkas-now = Sekarang
kiosk-berkas-with = Oleh
kiosk-berkas-since = Sejak
kiosk-berkas-reason = Keterangan
kiosk-berkas-steps = { $done } dari { $steps } langkah selesai

kiosk-visit-waiting = { $count ->
    [0] Anda yang berikutnya
   *[other] { $count } orang sebelum Anda
}
kiosk-visit-called = Silakan menuju Loket { $loket }
kiosk-visit-serving = Sedang dilayani di Loket { $loket }
kiosk-visit-held = Ditunda sebentar oleh Loket { $loket }
kiosk-visit-with-berkas = Berkas Anda sedang diproses
kiosk-visit-missed = Nomor Anda terlewat
kiosk-visit-served = Kunjungan selesai. Terima kasih.
kiosk-visit-incomplete = Persyaratan belum lengkap
kiosk-visit-no-show = Nomor ini dipanggil dan tidak hadir
kiosk-visit-cancelled = Kunjungan ini diakhiri
kiosk-visit-expired = Nomor ini sudah tidak berlaku
kiosk-visit-old = Nomor ini dari hari lain dan sudah tidak berlaku
kiosk-visit-will = Anda akan dipanggil ke Loket { $loket }.
kiosk-visit-stay = Silakan menunggu. Nomor yang sama akan dipanggil lagi.
kiosk-visit-report = Masih ingin dilayani? Sentuh tombol ini; nomor Anda dipanggil lagi setelah beberapa nomor lain.
kiosk-report = Saya sudah di sini
kiosk-visit-again = Bila masih perlu dilayani, silakan ambil nomor baru.

kiosk-still-there = Masih di sana?
kiosk-still-there-help = Layar kembali ke awal dalam { $seconds } detik.
kiosk-stay = Lanjut

kiosk-away = Nomor belum dapat diberikan
kiosk-away-ask = Silakan langsung menemui petugas.
kiosk-away-since = Terganggu sejak { $hour }.
kiosk-away-back = Layar ini pulih dengan sendirinya.
kiosk-berkas-lacking = Yang perlu dibawa atau diperbaiki:
