# The page behind the QR code of a ticket or a tanda terima.
phone-other-language = English
phone-keep = Simpan halaman ini. Alamatnya tetap berlaku sampai izin Anda selesai.
phone-keep-open = Biarkan halaman ini terbuka; ia berubah saat nomor Anda dipanggil.
phone-ahead = { $count ->
    [0] Anda yang berikutnya
   *[other] { $count } orang sebelum Anda
}
phone-estimate = Perkiraan { $low }-{ $high } menit lagi
phone-will-be-called = Anda akan dipanggil ke Loket { $loket }
phone-called = Silakan menuju Loket { $loket }
phone-call-again = Panggilan ke-{ $nth }
phone-call-of = Panggilan { $nth } dari { $most }
phone-bring = Siapkan: { $what }
phone-serving = Sedang dilayani di Loket { $loket }
phone-held = Ditunda sebentar oleh Loket { $loket }
phone-with-berkas = Berkas Anda sedang diproses
phone-stay = Silakan menunggu. Nomor yang sama akan dipanggil lagi.
phone-missed = Nomor Anda terlewat
phone-missed-help = Pindai tiket Anda di kiosk, atau lapor ke petugas Loket { $loket }.
phone-served = Kunjungan selesai. Terima kasih.
phone-incomplete = Persyaratan belum lengkap
phone-no-show = Nomor ini sudah dipanggil, tetapi Anda tidak hadir
phone-cancelled = Kunjungan ini diakhiri
phone-expired = Nomor ini sudah tidak berlaku
phone-old = Nomor ini dari hari lain dan sudah tidak berlaku
phone-berkas = Berkas { $number }
phone-process = Sedang diproses
phone-ready = Izin Anda siap diambil
phone-returned = Ada yang perlu dilengkapi
phone-refused = Permohonan ditolak
phone-granted = SK sudah diserahkan
phone-revoked = SK ini sudah dicabut dan tidak berlaku lagi
phone-refused-closed = Nota Dinas penolakan sudah diserahkan
phone-come = Silakan datang ke Loket { $loket }. Di kiosk, pindai tanda terima Anda.
phone-steps = { $done } dari { $steps } langkah selesai
phone-now = Sekarang
phone-with = Ditangani
phone-since = Sejak { $since }
phone-lacking = Yang perlu dibawa atau diperbaiki:
phone-mended = sudah lengkap
