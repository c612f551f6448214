# Papers of the thermal printers.
paper-copy = SALINAN
paper-copied = dicetak ulang { $date }, { $hour }
paper-copied-by = oleh { $name }
paper-priority = PRIORITAS
paper-ahead = { $count ->
    [0] Anda yang berikutnya
   *[other] { $count } orang sebelum Anda
}
paper-estimate = perkiraan { $low }-{ $high } menit
paper-restored = SESUDAH PEMULIHAN { $hour }
paper-follow = Pindai untuk memantau antrean dan berkas Anda
paper-keep = Simpan tiket ini
paper-receipt = TANDA TERIMA PENDAFTARAN
paper-for-applicant = Lembar 1: untuk pemohon
paper-for-berkas = Lembar 2: untuk berkas
paper-number = Nomor
paper-permit = Jenis izin
paper-name = Nama
paper-nik = NIK
paper-phone = Telepon
paper-received = Diterima
paper-officer = Petugas
paper-loket = Loket
paper-promise = Perkiraan
paper-present = v
paper-missing = _
paper-scan-at-kiosk = Pindai di kiosk atau dengan ponsel untuk melihat sampai di mana berkas Anda
paper-shortfall = LEMBAR KEKURANGAN
paper-please-complete = Mohon dilengkapi:
paper-note = Catatan: { $note }
paper-bring-to = Bawa ke Loket { $loket } ({ $name })
paper-not-registered = Berkas belum terdaftar
paper-number-kept = Nomor pendaftaran tetap berlaku
paper-scan-when-mended = Sesudah lengkap, pindai kode ini di kiosk untuk mengambil nomor
paper-preparation = DAFTAR PERSIAPAN
paper-please-bring = Mohon dibawa:
paper-only-if = Hanya bila sesuai dengan Anda:
paper-no-number = Ini bukan nomor antrean
paper-trial = KERTAS UJI
paper-trial-look = Printer ini siap bila tulisan ini utuh dan tajam
paper-complaint = TANDA TERIMA PENGADUAN
paper-answered-by = Dijawab
paper-complaint-follow = Pindai dengan ponsel untuk melihat sampai di mana pengaduan Anda
