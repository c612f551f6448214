# The console of a loket.
console-seat-closed = Tutup
console-seat-mine = Buka
console-seat-paused = Jeda
console-seat-others = Dijaga { $name }

console-idle-closed = Loket tutup
console-idle-closed-help = Buka loket untuk mulai memanggil. { $count ->
    [0] Belum ada yang menunggu.
   *[other] { $count } orang menunggu.
}
console-idle-mine = { $count ->
    [0] Belum ada yang menunggu
   *[other] Siap memanggil
}
console-idle-mine-help = { $count ->
    [0] Nomor baru tampil di sini begitu diambil di kiosk.
   *[other] Tekan Spasi untuk memanggil nomor berikutnya.
}
console-idle-paused = Loket jeda: { $reason }
console-idle-paused-help = Papan menampilkan alasannya. { $count ->
    [0] Tidak ada yang menunggu.
   *[other] { $count } orang menunggu.
}
console-idle-others = Loket ini dijaga { $name }
console-idle-others-help = Ambil alih hanya bila ia sudah pergi. Nomor di loket ikut berpindah kepada Anda.

console-queue = Antrean
console-queue-empty = Tidak ada yang menunggu.
console-queue-more = dan { $count } lagi
console-held = Ditunda
console-missed = Terlewat
console-resume = Lanjutkan
console-call = Panggil
console-comes = Minta dihampiri: temui pemohon di tempat duduknya.
console-priority = Prioritas
console-why-turn = Sesuai urutan
console-why-priority = Giliran prioritas
console-why-overdue = Menunggu terlalu lama
console-why-again = Dipanggil kembali
console-why-chosen = Dipilih: { $reason }

console-line-pendaftaran = Pendaftaran
console-line-skm = Survei SKM
console-line-serah = Penyerahan SK
console-line-legalisasi = Legalisasi
console-line-pengaduan = Pengaduan
console-line-informasi = Informasi

console-stage-called = Dipanggil
console-stage-serving = Dilayani
console-called-for = Dipanggil sejak
console-served-for = Dilayani
console-waited = Menunggu
console-shown = Tampil di { $board } { $time }
console-not-shown = Belum tampil di papan
console-voice-waiting = menunggu giliran suara
console-voice-speaking = sedang disuarakan { $board }
console-voice-spoken = terdengar dari { $board } { $time }
console-voice-silent = TIDAK terdengar, mohon panggil langsung
console-before = Nomor diambil pukul { $hour }
console-leg = menunggu { $waited } mnt, dilayani { $served } mnt
console-berkas = Berkas

console-space = Spasi
console-act-open = Buka loket
console-act-take-over = Ambil alih loket
console-act-pause = Jeda
console-act-close = Tutup loket
console-act-next = Panggil berikutnya
console-act-recall = Panggil ulang
console-act-present = Hadir, mulai layani
console-act-miss = Tidak hadir
console-act-hold = Tunda sebentar
console-act-transfer = Pindahkan
console-act-dismiss = Akhiri tanpa layanan
console-act-finish = Selesai
console-act-undo = Urungkan
console-requeue = Antrekan lagi
console-done-undo = Diurungkan: { $number } kembali di loket.
console-done-requeue = { $number } kembali ke antrean.

console-reason = Alasan
console-reason-public = Alasan (tampil di papan)
console-ask-pause = Jeda loket
console-ask-pause-yes = Jeda
console-ask-pause-1 = Istirahat
console-ask-pause-2 = Salat
console-ask-pause-3 = Rapat
console-ask-pause-4 = Segera kembali
console-ask-hold = Tunda { $about }
console-ask-hold-yes = Tunda
console-ask-hold-1 = Memfotokopi dokumen
console-ask-hold-2 = Membeli meterai
console-ask-hold-3 = Mengambil dokumen di kendaraan
console-ask-transfer = Pindahkan { $about }
console-ask-transfer-yes = Pindahkan
console-ask-transfer-to = Ke antrean
console-ask-transfer-1 = Salah memilih layanan
console-ask-transfer-2 = Perlu layanan lain dahulu
console-ask-dismiss = Akhiri { $about } tanpa layanan
console-ask-dismiss-yes = Akhiri
console-ask-dismiss-1 = Pemohon membatalkan
console-ask-dismiss-2 = Belum memiliki berkas
console-ask-dismiss-3 = Cukup diberi penjelasan
console-ask-waive = Serahkan tanpa survei
console-ask-waive-yes = Lewati survei
console-ask-waive-1 = Pemohon menolak mengisi
console-ask-waive-2 = Pemohon tidak dapat membaca
console-ask-waive-3 = Tablet rusak
console-ask-call = Panggil { $about } di luar urutan
console-ask-call-yes = Panggil
console-ask-take-over = Ambil alih loket dari { $name }?
console-ask-take-over-help = Layar { $name } tidak dapat bekerja lagi di loket ini. Lakukan hanya bila ia sudah pergi.
console-ask-take-over-yes = Ambil alih
console-ask-number = Beri nomor SK?
console-ask-number-help = { $about }. Nomor diambil sekarang, berurutan, dan tidak dapat ditarik kembali.
console-ask-number-yes = Beri nomor

console-new-berkas = Berkas baru
console-old-berkas = Berkas yang sudah ada
console-nik = NIK
console-name = Nama lengkap
console-phone = Telepon (boleh kosong)
console-permit = Jenis izin
console-note = Catatan untuk pemohon (boleh kosong)
console-choose-permit = Pilih jenis izin …
console-permit-first = Pilih jenis izin, lalu periksa syaratnya di sini.
console-no-permits = Daftar jenis izin belum dapat dimuat. Muat ulang halaman.
console-checklist = Ceklis persyaratan
console-all-present = Semua ada
console-mark-present = Ada
console-mark-missing = Tidak ada
console-mark-not-needed = Tidak perlu
console-register = Daftarkan dan cetak tanda terima
console-turn-away = Cetak lembar kekurangan, akhiri
console-need-nik = Mohon isi NIK.
console-need-name = Mohon isi nama sesuai KTP.
console-need-phone = Nomor telepon tidak benar. Contoh: 0812 3456 7890.
console-need-permit = Mohon pilih jenis izin.
console-need-checklist = Masih ada syarat yang belum ditandai.
console-nik-other-region = NIK terdaftar pertama kali di luar Boltim. Itu boleh; cocokkan saja dengan KTP.
console-nik-impossible-birth-date = Tanggal lahir di dalam NIK tidak mungkin. Mohon cocokkan dengan KTP.
console-nik-birth-date-differs = Tanggal lahir berbeda dengan KTP. Mohon periksa kembali.
console-known = Pernah mengajukan { $count } berkas
console-follows = Menyusul berkas ini
console-attach = Hubungkan dengan tiket
console-attach-help = Cari berkas yang diurus orang ini: pindai tanda terimanya, atau ketik nomornya.
console-code = Nomor pendaftaran atau kode tanda terima
console-find = Cari
console-was-asked = Yang diminta dilengkapi:
console-resubmit = Lengkap, teruskan kembali
console-survey = Mulai survei di tablet
console-survey-help = Persilakan pemohon mengisi survei kepuasan di tablet. Setelah terisi, nomornya pindah sendiri ke penyerahan SK.
console-survey-waits = Pemohon sedang mengisi survei
console-survey-privacy = Jawabannya anonim dan tidak terlihat dari sini.
console-waive = Lewati survei …
console-hand-over = Serahkan
console-identify = Cocokkan KTP penerima dengan { $name }, lalu serahkan.
console-proxy = Diambil oleh orang lain dengan surat kuasa
console-proxy-name = Nama penerima kuasa
console-proxy-relation = Hubungan dengan pemohon
console-relation-example = suami, karyawan, …
console-task-elsewhere = Berkas ini tidak memerlukan apa-apa di loket ini. Tekan Selesai; nomornya mengikuti berkasnya.
console-task-finish = Layani, lalu tekan Selesai.

console-desk = SK menunggu nomor
console-number-sk = Beri nomor
console-papers = Cetakan
console-papers-empty = Belum ada yang dicetak.
console-paper-ticket = Tiket
console-paper-receipt = Tanda terima
console-paper-shortfall = Lembar kekurangan
console-paper-preparation = Daftar persiapan
console-paper-trial = Kertas uji
console-paper-is-queued = menunggu printer
console-paper-is-sending = sedang dicetak
console-paper-is-printed = tercetak
console-paper-is-uncertain = tidak pasti tercetak, mohon periksa
console-paper-is-failed = gagal
console-copy = SALINAN
console-reprint = Cetak ulang

console-done-register = Terdaftar dengan nomor { $number }. Tanda terima dikirim ke printer.
console-done-resubmit = Berkas { $number } diteruskan kembali.
console-done-turn-away = { $number } selesai; lembar kekurangan dikirim ke printer.
console-done-attach = Tiket terhubung dengan berkas.
console-done-hand-over = Sudah diserahkan. Berkas ditutup.
console-done-finish = { $number } selesai di loket ini.
console-done-miss = { $number } dicatat tidak hadir.
console-done-hold = { $number } ditunda.
console-done-transfer = { $number } dipindahkan.
console-done-dismiss = { $number } diakhiri.
console-done-waive = Survei dilewati; { $number } menuju penyerahan SK.
console-done-number = SK diberi nomor { $sk }.
console-done-reprint = SALINAN dikirim ke printer.
console-voice-paused = suara dijeda
console-sound-own = Papan tidak terdengar: komputer ini yang memanggil
console-sound-silent = Papan tidak bersuara: panggil juga dengan suara Anda
console-sound-none = Tidak ada papan tersambung: panggil dengan suara Anda
console-lacked = Yang diminta dilengkapi
console-give-back = Masih kurang: cetak lembar kekurangan, akhiri
console-give-back-all = Belum dibawa: cetak lembar kekurangan, akhiri
console-done-give-back = { $number } selesai; lembar kekurangan dikirim ke printer.
console-paper-lacking = Lembar kekurangan
console-offer-survey = SKM boleh ditawarkan, tidak wajib.
console-offer-survey-go = Tawarkan SKM
console-offer-survey-reason = Ditawari mengisi SKM
console-task-legalise = Catat legalisasi.
console-legal-help = Catat setiap dokumen yang dilegalisasi. Paling banyak { $most } salinan per dokumen.
console-legal-document = Nomor SK, atau nama dokumen lain
console-legal-copies = Jumlah salinan
console-legal-signer = Ditandatangani oleh
console-legal-note = Catat legalisasi
console-legal-finish = Selesai
console-legal-line = { $copies } salinan, { $signer }
console-legal-remove = Hapus
console-legal-remove-of = Hapus catatan { $document }
console-legal-ours = SK dari kantor ini.
console-legal-other = Bukan nomor SK kantor ini; dicatat sebagai dokumen lain.
console-legal-need-document = Mohon isi nomor SK atau nama dokumen.
console-legal-need-copies = Mohon isi jumlah salinan.
console-legal-need-signer = Mohon isi nama penanda tangan.
console-done-legalise = Legalisasi tercatat.
