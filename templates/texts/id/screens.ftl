# What every screen says.
connecting = Menghubungkan …
lost = TERPUTUS sejak { $hour }
lost-help = Yang terlihat adalah keadaan terakhir. Layar menyambung kembali dengan sendirinya.
storage-failed = Penyimpanan server terganggu. Tidak ada yang dapat dicatat saat ini.
try-again = Coba lagi
close = Tutup
cancel = Batal
standing-open = Buka
standing-break = Istirahat sampai { $hour }
standing-early = Buka pukul { $hour }
standing-over = Tutup. Buka kembali { $hour }
standing-holiday = Libur: { $holiday }. Buka kembali { $hour }
standing-closed = Tutup
minutes-range = { $low }-{ $high } menit
people-waiting = { $count ->
    [0] tidak ada yang menunggu
   *[other] { $count } menunggu
}
