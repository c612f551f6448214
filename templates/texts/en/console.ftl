# The console of a loket.
console-seat-closed = Closed
console-seat-mine = Open
console-seat-paused = Paused
console-seat-others = Taken by { $name }

console-idle-closed = The counter is closed
console-idle-closed-help = Open the counter to begin calling. { $count ->
    [0] Nobody waits yet.
    [one] One person waits.
   *[other] { $count } people wait.
}
console-idle-mine = { $count ->
    [0] Nobody waits yet
   *[other] Ready to call
}
console-idle-mine-help = { $count ->
    [0] New numbers appear here as soon as they are taken at the kiosk.
   *[other] Press Space to call the next number.
}
console-idle-paused = The counter is paused: { $reason }
console-idle-paused-help = The board shows the reason. { $count ->
    [0] Nobody waits.
    [one] One person waits.
   *[other] { $count } people wait.
}
console-idle-others = { $name } sits at this counter
console-idle-others-help = Take over only when they have left. The number at the counter becomes yours too.

console-queue = Queue
console-queue-empty = Nobody waits.
console-queue-more = and { $count } more
console-held = On hold
console-missed = Missed
console-resume = Resume
console-call = Call
console-comes = Asks you to come: meet the applicant where they sit.
console-priority = Priority
console-why-turn = Their turn
console-why-priority = Turn of the priority line
console-why-overdue = Waited too long
console-why-again = Called again
console-why-chosen = Chosen: { $reason }

console-line-pendaftaran = Registration
console-line-skm = Survey
console-line-serah = Hand-over of SK
console-line-legalisasi = Certified copies
console-line-pengaduan = Complaints
console-line-informasi = Information

console-stage-called = Called
console-stage-serving = Being served
console-called-for = Called for
console-served-for = Served for
console-waited = Waited
console-shown = Shown on { $board } { $time }
console-not-shown = Not on a board yet
console-voice-waiting = waits for the voice
console-voice-speaking = being spoken by { $board }
console-voice-spoken = heard on { $board } { $time }
console-voice-silent = NOT heard, please call them yourself
console-before = Number taken at { $hour }
console-leg = waited { $waited } min, served { $served } min
console-berkas = File

console-space = Space
console-act-open = Open the counter
console-act-take-over = Take over the counter
console-act-pause = Pause
console-act-close = Close the counter
console-act-next = Call next
console-act-recall = Call again
console-act-present = Is here, begin
console-act-miss = Did not come
console-act-hold = Hold
console-act-transfer = Transfer
console-act-dismiss = End without service
console-act-finish = Finish
console-act-undo = Undo
console-requeue = Back to the queue
console-done-undo = Undone: { $number } is at the counter again.
console-done-requeue = { $number } is back in the queue.

console-reason = Reason
console-reason-public = Reason (shown on the board)
console-ask-pause = Pause the counter
console-ask-pause-yes = Pause
# These appear on the board, so they stay in the language of the waiting room.
console-ask-pause-1 = Istirahat
console-ask-pause-2 = Salat
console-ask-pause-3 = Rapat
console-ask-pause-4 = Segera kembali
console-ask-hold = Hold { $about }
console-ask-hold-yes = Hold
console-ask-hold-1 = Copying a document
console-ask-hold-2 = Buying a duty stamp
console-ask-hold-3 = Fetching a document from the car
console-ask-transfer = Transfer { $about }
console-ask-transfer-yes = Transfer
console-ask-transfer-to = To the line
console-ask-transfer-1 = Chose the wrong service
console-ask-transfer-2 = Needs another service first
console-ask-dismiss = End { $about } without service
console-ask-dismiss-yes = End
console-ask-dismiss-1 = Applicant gave up
console-ask-dismiss-2 = Has no file yet
console-ask-dismiss-3 = An explanation was enough
console-ask-waive = Hand over without a survey
console-ask-waive-yes = Skip the survey
console-ask-waive-1 = Applicant does not want to
console-ask-waive-2 = Applicant cannot read
console-ask-waive-3 = The tablet is broken
console-ask-call = Call { $about } out of order
console-ask-call-yes = Call
console-ask-take-over = Take over the counter from { $name }?
console-ask-take-over-help = The screen of { $name } can no longer work at this counter. Do it only when they have left.
console-ask-take-over-yes = Take over
console-ask-number = Number this SK?
console-ask-number-help = { $about }. The number is drawn now, in sequence, and cannot be taken back.
console-ask-number-yes = Number it

console-new-berkas = New file
console-old-berkas = A file that exists
console-nik = NIK
console-name = Full name
console-phone = Phone (may be empty)
console-permit = Permit
console-note = Note to the applicant (may be empty)
console-choose-permit = Choose a permit …
console-permit-first = Choose a permit, then check its requirements here.
console-no-permits = The list of permits could not be loaded. Reload the page.
console-checklist = Checklist
console-all-present = All present
console-mark-present = Present
console-mark-missing = Missing
console-mark-not-needed = Not needed
console-register = Register and print the receipt
console-turn-away = Print what is missing, end
console-need-nik = Please enter the NIK.
console-need-name = Please enter the name as on the identity card.
console-need-phone = This telephone number is not right. Example: 0812 3456 7890.
console-need-permit = Please choose a permit.
console-need-checklist = Some requirements are not marked yet.
console-nik-other-region = This NIK was first registered outside Boltim. That is fine; just compare it with the card.
console-nik-impossible-birth-date = The birth date inside the NIK is impossible. Please compare it with the card.
console-nik-birth-date-differs = The birth date differs from the card. Please check again.
console-known = Has applied before: { $count ->
    [one] one file
   *[other] { $count } files
}
console-follows = Follows this file
console-attach = Join with the ticket
console-attach-help = Find the file this person comes for: scan the receipt, or type its number.
console-code = Registration number or code of the receipt
console-find = Find
console-was-asked = What was asked for:
console-resubmit = Complete, send on again
console-survey = Start the survey on the tablet
console-survey-help = Invite the applicant to answer the survey on the tablet. Then the number moves on to the hand-over by itself.
console-survey-waits = The applicant is answering the survey
console-survey-privacy = The answers are anonymous and cannot be seen from here.
console-waive = Skip the survey …
console-hand-over = Hand over
console-identify = Compare the receiver's card with { $name }, then hand over.
console-proxy = Collected by somebody else with a power of attorney
console-proxy-name = Name of the proxy
console-proxy-relation = Relation to the applicant
console-relation-example = husband, employee, …
console-task-elsewhere = This file needs nothing at this counter. Press Finish; the number follows its file.
console-task-finish = Serve, then press Finish.

console-desk = SK waiting for a number
console-number-sk = Number it
console-papers = Papers
console-papers-empty = Nothing printed yet.
console-paper-ticket = Ticket
console-paper-receipt = Receipt
console-paper-shortfall = List of what is missing
console-paper-preparation = List of what to bring
console-paper-trial = Test slip
console-paper-is-queued = waits for the printer
console-paper-is-sending = being printed
console-paper-is-printed = printed
console-paper-is-uncertain = perhaps printed, please look
console-paper-is-failed = failed
console-paper-why-line-broke = the connection to the printer broke
console-paper-why-no-word = the printer said nothing
console-paper-why-never-tells = this printer cannot say
console-paper-why-handed-over = CUPS has handed it over; the printer said nothing
console-paper-why-not-taken = CUPS has not taken it yet
console-paper-why-cancelled-begun = cancelled at CUPS while it was printed
console-paper-why-cancelled = cancelled at CUPS before it was printed
console-paper-why-aborted-begun = stopped by CUPS while it was printed
console-paper-why-aborted = stopped by CUPS before it was printed
console-paper-why-paper-out = out of paper while printing
console-paper-why-cover-open = the cover was opened while printing
console-paper-why-trouble = the printer had a fault while printing
console-paper-why-cut-off = cut off while it was being sent
console-paper-why-agent-gone = the print agent did not come back
console-paper-why-agent-silent = the print agent said nothing
console-paper-why-not-begun = the print agent has not begun it
console-paper-why-agent-cut-off = the print agent was cut off while printing
console-paper-why-too-late = waited too long for paper
console-paper-why-trial-over = the trial is over
console-paper-why-day-over = the service day is over
console-paper-why-not-composed = it could not be composed; the log says why
console-paper-why-other = { $reason }
console-copy = COPY
console-reprint = Print again

console-done-register = Registered as { $number }. The receipt was sent to the printer.
console-done-resubmit = File { $number } was sent on again.
console-done-turn-away = { $number } is done; the list was sent to the printer.
console-done-attach = The ticket is joined with the file.
console-done-hand-over = Handed over. The file is closed.
console-done-finish = { $number } is done at this counter.
console-done-miss = { $number } was noted as not here.
console-done-hold = { $number } is on hold.
console-done-transfer = { $number } was transferred.
console-done-dismiss = { $number } was ended.
console-done-waive = Survey skipped; { $number } goes to the hand-over.
console-done-number = The SK got number { $sk }.
console-done-reprint = A COPY was sent to the printer.
console-voice-paused = voice paused
console-sound-own = No board is heard: this computer calls
console-sound-silent = The boards are silent: call out yourself too
console-sound-none = No board is connected: call out yourself
console-lacked = What was asked for
console-give-back = Still lacking: print the list, end the visit
console-give-back-all = Not brought yet: print the list, end the visit
console-done-give-back = { $number } is done; the list of what is missing was sent to the printer.
console-paper-lacking = List of what is missing
console-offer-survey = The survey may be offered; it is not required.
console-offer-survey-go = Offer the survey
console-offer-survey-reason = Offered the survey
console-task-legalise = Note the certified copies.
console-legal-help = Note every document that was certified. At most { $most } copies of each.
console-legal-document = Permit number, or another document
console-legal-copies = Copies
console-legal-signer = Signed by
console-legal-note = Note the copies
console-legal-finish = Finish
console-legal-line = { $copies } copies, { $signer }
console-legal-remove = Remove
console-legal-remove-of = Remove the note on { $document }
console-legal-ours = A permit of this office.
console-legal-other = Not a permit number of this office; it is noted as another document.
console-legal-need-document = Please give the permit number or name the document.
console-legal-need-copies = Please give the number of copies.
console-legal-need-signer = Please name who signed.
console-done-legalise = Certified copies noted.
