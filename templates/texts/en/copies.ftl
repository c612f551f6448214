# The copies of the office.
copies-title = Backups
copies-take = Back up now
copies-how = Each backup is one encrypted file with all data of the office. As soon as it is written it is opened again as a test. Keep a copy elsewhere, on a stick for example, and keep the key apart from it.
copies-none = There is no backup. If this computer breaks, all data are lost.
copies-fresh = Newest backup: { $when }. Opened again, and it agrees.
copies-old = The newest backup is old: { $when }. Make a new one.
copies-underway = A backup is being made and tested. Service goes on.
copies-trouble = A backup failed { $when }:
copies-list = All backups
copies-empty = There is no backup here yet.
copies-taken = Made
copies-size = Size
copies-file = Download
copies-folder = Kept in { $folder }. Old backups are removed by the rule in Settings.
