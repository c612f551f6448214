# The copies of the office.
copies-title = Cadangan
copies-take = Buat cadangan sekarang
copies-how = Setiap cadangan adalah satu file terenkripsi berisi seluruh data kantor. Begitu jadi, cadangan dibuka kembali untuk diuji. Simpan salinannya di tempat lain, misalnya pada flash disk, dan simpan kuncinya terpisah.
copies-none = Belum ada cadangan. Kalau komputer ini rusak, semua data hilang.
copies-fresh = Cadangan terbaru: { $when }. Sudah dibuka kembali dan cocok.
copies-old = Cadangan terbaru sudah lama: { $when }. Buat yang baru.
copies-underway = Cadangan sedang dibuat dan diuji. Pelayanan tetap berjalan.
copies-trouble = Pembuatan cadangan gagal { $when }:
copies-list = Semua cadangan
copies-empty = Belum ada cadangan di sini.
copies-taken = Dibuat
copies-size = Ukuran
copies-file = Unduh
copies-folder = Tersimpan di { $folder }. Cadangan lama dihapus menurut aturan di Pengaturan.
