# Searching berkas, the history of an applicant, notes and scans.
casework-search = Find a file
casework-search-open = Find
casework-search-label = Number, name, NIK, permit number, code, or today's queue number
casework-search-example = For example: Sitti Mokoginta, 2026/00042, 42, A-012, the 16 digits of a NIK
casework-search-start = Type to search all files, open and closed.
casework-search-keys = Key / goes to the field, ↑ ↓ choose, Enter opens.
casework-search-none = No file matches.
casework-search-half-nik = A NIK must be whole: 16 digits.
casework-search-short = Type at least two letters.
casework-search-ticket = Number { $number } of today has no file yet.
casework-search-found = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
casework-search-more = The newest { $most } are shown. There are more: narrow the search.
casework-search-cut = This word is very common, so not every file was looked at. Add another word, or use a number or a NIK.
casework-search-failed = The search was not answered. Try again in a moment.
casework-choose = Choose a file on the left to see what is in it.
casework-since = since { $date }
casework-at = with { $actor }
casework-berkas = File
casework-application = Application
casework-story = History
casework-others = Other files of this applicant
casework-others-none = No other file with this NIK.
casework-others-more = There are more; search by the applicant's NIK.
casework-notes = Notes of officers
casework-notes-help = Seen by all officers, never by applicants.
casework-notes-none = No notes yet.
casework-note = New note
casework-note-add = Save note
casework-note-left = { $count ->
    [one] { $count } letter left
   *[other] { $count } letters left
}
casework-note-done = Note saved.
casework-scans = Requirements and scans
casework-scans-help = PDF, JPEG or PNG, at most 10 MB. Drag it onto its line, or press Add.
casework-scan-add = Add
casework-scan-add-to = Add a scan for { $requirement }
casework-scan-sending = Sending { $percent }%
casework-scan-cancel = Cancel
casework-scan-done = Scan saved.
casework-scan-file = Download { $kind }, { $size }
casework-scan-by = { $name }, { $date }
casework-scan-remove = Take off
casework-scan-remove-of = Take the scan off { $requirement }
casework-scan-remove-title = Take this scan off?
casework-scan-remove-help = The file will not show it any more. The journal keeps that it was there.
casework-scan-removed = Scan taken off.
casework-scan-not-kind = { $name } is no PDF, JPEG or PNG.
casework-scan-not-size = { $name } is { $size }. At most 10 MB: scan at a lower resolution.
casework-scan-empty = { $name } is empty.
casework-scan-one = Send one file at a time.
casework-scan-lost = Sending was cut off. Try again.
casework-same-name = Came before under this name:
casework-same-name-more = And others. Type more of the name, or the NIK.
casework-same-name-use = Use the data of { $name }

error-search-too-long = The text to look for is too long.
error-scan-kind = Only PDF, JPEG or PNG can be kept.
error-scan-damaged = This file is damaged or cut off. Scan it once more.
error-scan-too-large = The file is too large. At most 10 MB: scan at a lower resolution.
error-scan-too-wide = The picture is too large. Each side may have at most 10,000 pixels.
error-scan-disk-full = The server's storage is full, so the scan was not kept.
error-scan-disk = The scan cannot be kept or read on the server. Call whoever runs the server.
error-scan-lost = The scan's file is missing or damaged on the server. Call whoever runs the server.
refusal-no-such-requirement = This file has no such requirement. Load the page again.
refusal-no-such-scan = The file has that scan no longer.
refusal-too-many-notes = This file has 200 notes already.
refusal-too-many-scans = This file has 40 scans already.
refusal-scans-too-large = The scans of this file may be 100 MB together.
landing-name-search = Find a file
landing-card-search = All files, by number, name or NIK
