# The page behind the QR code of a ticket or a tanda terima.
phone-other-language = Bahasa Indonesia
phone-keep = Keep this page. Its address stays valid until your permit is done.
phone-keep-open = Leave this page open; it changes when your number is called.
phone-ahead = { $count ->
    [0] You are next
    [1] 1 person before you
   *[other] { $count } people before you
}
phone-estimate = About { $low }-{ $high } more minutes
phone-will-be-called = You will be called to counter { $loket }
phone-called = Please go to counter { $loket }
phone-call-again = This is call { $nth }
phone-call-of = Call { $nth } of { $most }
phone-bring = Have ready: { $what }
phone-serving = Being served at counter { $loket }
phone-held = Put aside for a moment by counter { $loket }
phone-with-berkas = Your file is being worked on
phone-stay = Please wait. The same number will be called again.
phone-missed = Your number was missed
phone-missed-help = Scan your ticket at the kiosk, or tell the officer at counter { $loket }.
phone-served = Your visit is done. Thank you.
phone-incomplete = Something is still missing
phone-no-show = This number was called and nobody came
phone-cancelled = This visit was ended
phone-expired = This number is no longer valid
phone-old = This number is of another day and no longer valid
phone-berkas = File { $number }
phone-process = Being worked on
phone-ready = Your permit is ready
phone-returned = Something needs to be completed
phone-refused = The application was refused
phone-granted = The permit has been handed over
phone-revoked = This permit was revoked and is not valid any more
phone-refused-closed = The letter of refusal has been handed over
phone-come = Please come to counter { $loket }. Scan your receipt at the kiosk.
phone-steps = { $done } of { $steps } steps done
phone-now = Now
phone-with = By
phone-since = Since { $since }
phone-lacking = What to bring or mend:
phone-mended = done
