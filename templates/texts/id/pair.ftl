# A device that waits to be let in.
pair-title = Pasang perangkat ini
pair-how = Buka { $address } di komputer administrator, lalu ketik kode ini:
pair-waiting = Menunggu administrator …
pair-away = Server belum dapat dihubungi. Perangkat mencoba lagi sendiri.
pair-by-hand = Masuk dengan akun
