# Who saw whose NIK.
looks-title = Data pemohon yang dilihat
looks-help = Setiap kali NIK dan telepon pemohon ditampilkan utuh, di layar atau di kertas, dan setiap pindaian yang diunduh. Semuanya ada di jurnal.
looks-day = Hari
looks-hour = Jam
looks-by = Siapa
looks-berkas = Berkas
looks-why = Alasan
looks-times = { $count } kali
looks-gone = Akun yang sudah tidak ada
looks-none = Tidak ada yang melihat data pemohon pada hari ini.
looks-more = dan { $count } kali lagi sebelumnya
looks-from = Ekspor dari
looks-until = Sampai
looks-export = Unduh CSV
