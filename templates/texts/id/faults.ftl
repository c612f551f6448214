# What is wrong with settings.
fault-said = { $words }
fault-service-purpose = Layanan { $name } menuju "{ $value }", padahal tidak ada loket yang melayaninya.
fault-service-letter = Huruf layanan { $name } harus huruf besar yang mudah dibaca (bukan I, O, Q).
fault-step-purpose = Langkah "{ $name }" bertempat di "{ $value }", padahal tidak ada loket yang melayaninya.
fault-loket-role = Loket { $name } untuk "{ $value }", peran yang tidak terdaftar.
fault-loket-printer = Loket { $name } mencetak di "{ $value }", printer yang tidak ada.
fault-loket-round = Loket { $name }: setiap putaran paling sedikit 1 prioritas dan 1 biasa.
fault-role = { $name } menyebut "{ $value }", peran yang tidak terdaftar.
fault-limits = Harus dari { $least } sampai { $most }.
fault-colour = Warna kantor terlalu muda untuk huruf putih.
fault-colour-shape = "{ $value }" bukan warna; tulis seperti #0b4f6c.
fault-twice = "{ $value }" ada dua kali dalam daftar { $list }.
fault-zone = Zona waktu "{ $value }" tidak dikenal.
fault-date = "{ $value }" bukan tanggal; tulis seperti 2027-01-01.
fault-hours = "{ $value }" bukan rentang jam; tulis seperti 08.00-12.00.
fault-hours-order = Rentang jam pada hari ini bertumpuk, atau selesai sebelum mulai.
fault-hours-never = Menurut jam ini kantor tidak pernah buka.
fault-hour = "{ $value }" bukan jam; tulis seperti 16.15, atau kosongkan.
fault-sk-number = Bentuk nomor SK { $name } tidak benar: { $value }
fault-permit-type = Jenis izin "{ $value }" tidak ada.
fault-printer = Printer { $printer }: { $words }
fault-printer-id = Printer { $printer }: kodenya satu kata dari huruf, angka, - dan _.
fault-printer-dots = Printer { $printer }: { $value } titik per baris bukan printer termal.
fault-printer-confirm = Printer { $printer }: bukti lewat status memerlukan cara menanyakan keadaan.
fault-printer-file = Printer { $printer }: file tidak pernah menjawab; keadaan dan bukti harus "none".
fault-printer-queue = Printer { $printer }: CUPS tidak meneruskan kabar dari printer; keadaan dan bukti harus "none".
fault-printer-roll = Printer { $printer }: gulungan { $value } meter tidak mungkin.
fault-printer-drop = Printer { $printer }: tiket gugur setelah 1 sampai 480 menit.
fault-printer-address = Printer { $other } dan { $printer } beralamat sama: { $value }
fault-printer-itself = Printer { $printer } tidak dapat menggantikan dirinya sendiri.
fault-printer-fallback = Printer { $printer }: penggantinya "{ $value }" tidak ada.
fault-printer-tickets = Lebih dari satu printer mencetak tiket kiosk.
fault-board-zone = Papan "{ $name }": tidak ada loket di ruang tunggu ini.
fault-board-lines = Papan "{ $name }": teks berjalan paling banyak { $lines } baris, masing-masing { $most } huruf.
fault-board-far = Papan "{ $name }": dengan susunan ini terbaca paling jauh dari { $value } cm.
fault-board-size = Papan "{ $name }": kursi terjauh { $least } sampai { $most } cm, televisi { $small } sampai { $large } inci.
fault-words-unknown = "{ $name }" bukan pesan kiosk, papan, ponsel, tablet, atau tiket.
fault-words-empty = Teks { $name } tidak berisi apa-apa; hapus barisnya untuk memakai kata bawaan.
fault-words-long = Teks { $name } lebih dari { $value } huruf.
fault-words-malformed = Teks { $name } tidak tertulis dengan benar: periksa kurung kurawal dan barisnya.
fault-words-strange = Teks { $name } menyebut "{ $value }", yang tidak dikenal dalam pesan ini.
fault-words-missing = Teks { $name } harus menyebut { "{" } ${ $value } { "}" }, setiap kali bawaannya juga menyebutnya.
fault-words-choice = Teks { $name } harus membedakan hal [{ $case }] dari { "{" } ${ $value } { "}" }.
# How a file of settings is written.
fault-slip-twice = Nama ini sudah dipakai di atas; setiap nama hanya boleh sekali dalam satu bagian.
fault-slip-quotes = Teks harus diapit tanda kutip: nama = "isi".
fault-slip-text = Teks dalam tanda kutip ini tidak benar: kutip penutupnya tidak ada, atau tanda \ di dalamnya tidak ditulis \\.
fault-slip-assign = Setiap isian ditulis: nama = nilai.
fault-slip-heading = Judul bagian ditulis [nama], atau [[nama]] untuk setiap butir daftar; kurungnya belum lengkap.
fault-slip-list = Daftar ditulis ["a", "b"]: ada koma atau kurung siku yang kurang atau lebih.
fault-slip-braces = Isian dalam kurung kurawal ini tidak benar: ada koma atau kurung yang kurang atau lebih.
fault-slip-name = Nama isian hanya terdiri dari huruf, angka, - dan _, tanpa spasi.
fault-slip-number = Bilangan ini tidak benar; tulis dengan angka saja, tanpa nol di depan.
fault-slip-rest = Ada tulisan lebih setelah nilai; tulis satu isian per baris.
fault-slip-letter = Ada huruf yang tidak boleh ada di sini.
fault-slip-unknown = Isian "{ $name }" tidak dikenal di bagian ini. Yang dikenal: { $known }.
fault-slip-missing = Isian "{ $name }" harus ada di bagian ini.
fault-slip-choice = "{ $value }" bukan pilihan. Pilihannya: { $known }.
fault-slip-range = { $value } terlalu besar atau terlalu kecil di sini.
fault-slip-kind = Di sini harus ada { $wanted ->
    [number] bilangan bulat
    [fraction] bilangan
    [truth] true atau false
    [list] daftar dalam kurung siku
    [table] bagian dengan isiannya sendiri
   *[text] teks dalam tanda kutip
  }, bukan { $found ->
    [number] bilangan bulat
    [fraction] bilangan pecahan
    [truth] true atau false
    [list] daftar
    [table] bagian
    [text] teks
   *[other] nilai ini
  }.
fault-slip-other = File ini tidak dapat dibaca di sini ({ $words }).
