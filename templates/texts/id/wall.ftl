# The supervisor's wall.
wall-title = Pengawas
wall-report = Laporan
wall-issued = nomor diberikan
wall-present = sedang di kantor
wall-served = selesai dilayani
wall-missed = tidak hadir
wall-sent-away = pulang tanpa layanan
wall-ikm = IKM hari ini
wall-ikm-of = { $n } jawaban
wall-waiting = Antrean
wall-nobody = tidak ada
wall-longest = { $number } menunggu
wall-lokets = { $count ->
    [0] loket tutup
   *[other] { $count } loket buka
}
wall-desks = Loket
wall-closed = Tutup
wall-open = Menunggu pemohon
wall-idle = Berhenti, { $count } menunggu
wall-paused = Jeda: { $reason }
wall-called = Memanggil
wall-serving = Melayani
wall-steps = Berkas di setiap langkah
wall-late-count = { $n } terlambat
wall-late = Berkas yang terlambat
wall-late-none = Tidak ada berkas yang melewati baku mutu.
wall-devices = Perangkat
wall-printer-queued = { $n } menunggu dicetak
wall-boards-none = Tidak ada papan yang menyala.
wall-sound-running = terdengar
wall-sound-blocked = suara diblokir, sentuh layarnya
wall-sound-broken = suara rusak
wall-sound-silent = tanpa suara
wall-unheard = { $n } panggilan tidak terdengar hari ini
wall-to-ready = Siap Buka
wall-to-late = Terlambat
wall-to-sop = SOP
wall-to-replay = Putar ulang
wall-holidays = Hari libur { $year } belum ada
wall-holidays-help = Tambahkan berkasnya pada "holidays" di office.toml
wall-copies = salinan dilegalisasi
wall-sent-back = mundur langkah tahun ini
wall-complaints = pengaduan belum dijawab
wall-to-complaints = Pengaduan
wall-promise = janji ditepati
wall-promise-of = hari lalu, dari { $n } janji
