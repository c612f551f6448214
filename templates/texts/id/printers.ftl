# The printers.
printers-title = Printer
printers-since = sejak { $hour }
printers-queued = { $count ->
    [0] tidak ada yang menunggu
   *[other] { $count } cetakan menunggu
}
printers-fallback = bila terganggu { $seconds } detik, pindah ke { $name }
printers-line-network = Jaringan { $address }
printers-line-usb = USB { $address }
printers-line-serial = Serial { $address }
printers-line-file = File { $address }
printers-line-queue = CUPS { $address }
printers-line-agent = Lewat agen cetak di PC lain
printers-paper = Kertas
printers-tickets-left = sisa sekitar { $count } tiket
printers-meters = { $left } dari { $all } m
printers-roll-since = Gulungan dipasang { $when } oleh { $name }.
printers-roll-unknown = Belum diketahui kapan gulungan ini dipasang. Tekan “Gulungan baru” saat menggantinya.
printers-roll = Gulungan baru
printers-roll-title = Gulungan baru di { $name }?
printers-roll-help = Hitungan kertas mulai lagi dari { $metres } meter.
printers-rolled = Gulungan baru di { $name } dicatat.
printers-try = Cetak uji
printers-tried = Kertas uji untuk { $name } dikirim.
printers-papers = Cetakan terakhir
printers-none = Belum ada yang dicetak hari ini.
printers-copy = SALINAN oleh { $name }
printers-moved = dari { $name }
printers-reprint = Cetak ulang
printers-reprint-title = Cetak ulang { $paper }?
printers-reprint-help = Kertasnya bertanda SALINAN dengan nama Anda dan jamnya.
printers-help-paper-out = Pasang gulungan baru. Cetakan yang menunggu keluar sendiri, berurutan.
printers-help-cover-open = Tutup printer sampai berbunyi klik.
printers-help-off-line = Tekan tombol ON LINE atau FEED di printernya.
printers-help-faulty = Buka tutup, singkirkan sisa kertas, lalu matikan dan nyalakan.
printers-help-unreachable = Periksa listrik dan kabelnya.
printers-help-no-queue = CUPS tidak punya antrean bernama itu. Cocokkan alamatnya di pengaturan dengan daftar “lpstat -e”.
printers-help-paper-low = Siapkan gulungan baru.
