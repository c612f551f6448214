# Papers of the thermal printers.
paper-copy = SALINAN (COPY)
paper-copied = printed again { $date }, { $hour }
paper-copied-by = by { $name }
paper-priority = PRIORITY
paper-ahead = { $count ->
    [0] You are next
    [1] 1 person before you
   *[other] { $count } people before you
}
paper-estimate = about { $low }-{ $high } minutes
paper-restored = AFTER RESTORE { $hour }
paper-follow = Scan to follow the queue and your file
paper-keep = Please keep this ticket
paper-receipt = RECEIPT OF APPLICATION
paper-for-applicant = Sheet 1: for the applicant
paper-for-berkas = Sheet 2: for the file
paper-number = Number
paper-permit = Permit
paper-name = Name
paper-nik = NIK
paper-phone = Phone
paper-received = Received
paper-officer = Officer
paper-loket = Counter
paper-promise = Expected
paper-present = v
paper-missing = _
paper-scan-at-kiosk = Scan at the kiosk or with a phone to see where your file stands
paper-shortfall = WHAT IS MISSING
paper-please-complete = Please complete:
paper-note = Note: { $note }
paper-bring-to = Bring it to counter { $loket } ({ $name })
paper-not-registered = Your application is not registered yet
paper-number-kept = The registration number stays valid
paper-scan-when-mended = Once complete, scan this code at the kiosk to take a number
paper-preparation = WHAT TO BRING
paper-please-bring = Please bring:
paper-only-if = Only if it applies to you:
paper-no-number = This is not a queue number
paper-trial = TEST SLIP
paper-trial-look = This printer is ready if these words are whole and sharp
paper-complaint = RECEIPT OF A COMPLAINT
paper-answered-by = Answer by
paper-complaint-follow = Scan with your phone to see where your complaint stands
