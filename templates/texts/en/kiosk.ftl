# The kiosk.
kiosk-welcome = Please choose a service
kiosk-welcome-help = Touch the service that you need.
kiosk-other-language = Indonesia
kiosk-other-language-label = Bahasa Indonesia (change language)
kiosk-large = A+ large letters
kiosk-contrast = High contrast
kiosk-lower = Lower the screen
kiosk-read = Read this screen aloud
kiosk-hush = Stop reading
kiosk-mute = No sound at the moment
kiosk-tools = Language and display
kiosk-services = Services
kiosk-back = Back
kiosk-home = Back to start
kiosk-done = Done

kiosk-waiting = { $count ->
    [0] No queue
   *[other] { $count } waiting
}
kiosk-ahead = { $count ->
    [0] Nobody is waiting
    [1] 1 person waiting
   *[other] { $count } people waiting
}
kiosk-estimate = { $low ->
    [0] up to { $high } minutes
   *[other] about { $low }-{ $high } minutes
}
kiosk-estimate-title = { $low ->
    [0] Up to { $high } minutes
   *[other] About { $low }-{ $high } minutes
}
kiosk-reason = { $lokets ->
    [0] no counter open yet, { $ahead } ahead
    [1] 1 counter open, { $ahead } ahead
   *[other] { $lokets } counters open, { $ahead } ahead
}
kiosk-lokets = { $lokets ->
    [0] no counter open yet
    [1] 1 counter open
   *[other] { $lokets } counters open
}
kiosk-day-hour = { $day } at { $hour }

kiosk-closed = Closed
kiosk-closed-early = Numbers are given from { $when }
kiosk-closed-over = Service is over for today
kiosk-closed-holiday = Holiday: { $holiday }
kiosk-closed-full = Today is full until closing
kiosk-closed-full-help = A number taken now could not be served any more. Please come earlier on the next day.
kiosk-closed-unstaffed = The officer is away at the moment
kiosk-closed-clock = The computer's clock is being checked
kiosk-closed-clock-help = Numbers are given again once an officer has made sure of the clock. Please ask an officer.
kiosk-closed-opens = Opens { $when }
kiosk-closed-unstaffed-help = Please ask an officer, or choose another service.
kiosk-closed-title = This service is closed now

kiosk-clock = No numbers can be given yet
kiosk-clock-help = The clock of the office's computer has to be confirmed first. Please ask an officer.
kiosk-night = The office is closed
kiosk-night-early = The office is not open yet
kiosk-night-holiday = Public holiday
kiosk-night-opens = Opens again { $when }
kiosk-night-last = Please come on a working day.
kiosk-break = Break until { $hour }. You can still take a number.

kiosk-scan = Check your file
kiosk-scan-help = Scan the QR code of your receipt, or touch here to type its code.

kiosk-priority = Priority
kiosk-priority-choose = Choose what applies.
kiosk-priority-undo = Touch again to undo.
kiosk-priority-chosen = Priority: { $class }
kiosk-take = Take a number

kiosk-check = Check papers first
kiosk-permits = Which permit is it for?
kiosk-permits-help = Choose the permit to see what it needs.
kiosk-permits-failed = The permits cannot be shown yet
kiosk-check-help = Touch what you have with you.
kiosk-check-maybe = Only if it applies to you. Touch what you have with you.
kiosk-check-there = { $there } of { $needed } papers are there
kiosk-take-anyway = Take a number anyway
kiosk-list = Print what is missing
kiosk-list-photo = Take a photo of what is missing.
kiosk-list-asked = Printing your list
kiosk-list-below = Take your list below
kiosk-list-help = Please come back when everything is there. The list is not a queue number.
kiosk-list-photo-title = Take a photo of what is missing
kiosk-page = { $page } / { $pages }
kiosk-previous-page = Previous page
kiosk-next-page = Next page

kiosk-paper-out = The ticket paper has run out.
kiosk-paper-cover = The ticket printer is open.
kiosk-paper-faulty = The ticket printer has a fault.
kiosk-paper-unknown = The ticket printer is not ready yet.
kiosk-paper-short = Numbers are shown on the screen.
kiosk-paper-help = You can still take a number. The number and its QR code stay on the screen for a photo.

kiosk-issuing = Getting your number
kiosk-issuing-slow = Please wait a moment.
kiosk-issuing-help = Still connecting. You will get one number only, there is no need to start again. If it is urgent, please ask an officer.
kiosk-uncertain = No answer from the server yet
kiosk-uncertain-help = If a ticket comes out, its number is valid. If not, please ask an officer.

kiosk-your-number = Your queue number
kiosk-ticket-below = Take your ticket below
kiosk-ticket-photo = Take a photo of this number
kiosk-ticket-photo-help = Do not count on a paper ticket now. Keep a photo of this number and its QR code.
kiosk-ticket-shape = Sign: { $shape }
kiosk-ticket-ahead = { $count ->
    [0] You are next
    [1] 1 person before you
   *[other] { $count } people before you
}
kiosk-ticket-qr = QR: follow on your phone
kiosk-qr-picture = QR code to follow number { $number }
kiosk-ticket-watch = Please wait until your number is called.
kiosk-shape-circle = circle
kiosk-shape-square = square
kiosk-shape-triangle = triangle
kiosk-shape-diamond = diamond
kiosk-shape-hexagon = hexagon
kiosk-shape-plain = rounded square

kiosk-code = Type the code of your receipt
kiosk-code-help = 10 letters below the QR code of your receipt.
kiosk-code-typed = Code: { $code }
kiosk-code-empty = No letters yet
kiosk-code-erase = Erase
kiosk-code-search = Check my file

kiosk-status = Status of your file
kiosk-status-ticket = Status of your number
kiosk-searching = Looking for your file
kiosk-not-found = This code is not known
kiosk-not-found-help = Please check the code on your receipt, or ask an officer.
kiosk-search-failed = Your file cannot be looked up yet
kiosk-search-failed-help = Please try once more, or ask an officer.
kiosk-type-again = Type the code
kiosk-sorry = Sorry
kiosk-ask-officer = Please go back, or ask an officer.

kiosk-berkas-process = Being worked on
kiosk-berkas-ready = Your permit is ready
kiosk-berkas-returned = Something is missing
kiosk-berkas-refused = The application was refused
kiosk-berkas-granted = The permit has been handed over
kiosk-berkas-refused-closed = The letter of refusal has been handed over
kiosk-berkas-wait = No need to come to a counter yet. The page behind your QR code will tell you.
kiosk-berkas-come = Please take a number for counter { $loket }.
kiosk-berkas-over = There is nothing left to do.
kiosk-berkas-here = You already have number { $number } today.
kiosk-berkas-number = File { $number }
kiosk-berkas-now = Now
kiosk-berkas-with = With
kiosk-berkas-since = Since
kiosk-berkas-reason = Remarks
kiosk-berkas-steps = { $done } of { $steps } steps done

kiosk-visit-waiting = { $count ->
    [0] You are next
    [1] 1 person before you
   *[other] { $count } people before you
}
kiosk-visit-called = Please go to counter { $loket }
kiosk-visit-serving = Being served at counter { $loket }
kiosk-visit-held = On hold for a moment at counter { $loket }
kiosk-visit-with-berkas = Your file is being worked on
kiosk-visit-missed = Your number was missed
kiosk-visit-served = Your visit is over. Thank you.
kiosk-visit-incomplete = Some requirements are missing
kiosk-visit-no-show = This number was called and nobody came
kiosk-visit-cancelled = This visit was ended
kiosk-visit-expired = This number is no longer valid
kiosk-visit-old = This number is from another day and no longer valid
kiosk-visit-will = You will be called to counter { $loket }.
kiosk-visit-stay = Please wait. The same number will be called again.
kiosk-visit-report = Would you still like to be served? Touch this key; your number is called again after a few others.
kiosk-report = I am here now
kiosk-visit-again = If you still need something, please take a new number.

kiosk-still-there = Are you still there?
kiosk-still-there-help = The screen starts again in { $seconds } seconds.
kiosk-stay = Continue

kiosk-away = No numbers can be given right now
kiosk-away-ask = Please go straight to an officer.
kiosk-away-since = Out of order since { $hour }.
kiosk-away-back = This screen recovers by itself.
kiosk-berkas-lacking = What to bring or mend:
