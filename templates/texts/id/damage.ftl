# Ditulis di terminal bila file data rusak, dalam kedua bahasa.
damage-met = File data tampaknya rusak.
damage-advice =
    Jangan dijalankan berulang-ulang, dan jangan ubah apa pun di folder data: pindahkan apa adanya.
    Buat folder data baru dari cadangan terbaru, lalu jalankan kantor dengan folder itu:
      loket restore CADANGAN --data FOLDER_BARU --key KUNCI_CADANGAN --data-key loket.key
    Cadangan ada di folder “cadangan” pada data, atau di tempat yang disebut backup.folder dalam office.toml.
    Yang ditulis setelah cadangan itu hanya ada di file yang rusak: “After a restore” di README menjelaskan kelanjutannya.
