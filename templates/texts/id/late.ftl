# What is overdue.
late-title = Berkas terlambat
late-all = Semua meja. Waktu dihitung dalam jam pelayanan; berhenti selama berkas ada pada pemohon.
late-below = { $title }: meja sendiri dan meja di bawahnya. Waktu dihitung dalam jam pelayanan.
late-none = Tidak ada berkas yang melewati baku mutu.
late-more = dan { $count } berkas lagi
late-number = Berkas
late-step = Langkah
late-desk = Meja
late-over = Lewat
late-told = Diberi tahu
late-since = sejak { $when }
late-untaken = belum dikerjakan
late-of = { $age } dari { $norm }
late-told-to = Sudah sampai { $who }
late-next = { $time } lagi sampai { $who }
late-nobody-above = tidak ada di atasnya
late-hours = { $hours } jam { $minutes } mnt
