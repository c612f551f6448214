# What every screen says.
connecting = Connecting …
lost = CUT OFF since { $hour }
lost-help = You see the last known state. The screen reconnects by itself.
storage-failed = The server's storage is failing. Nothing can be recorded at the moment.
try-again = Try again
close = Close
cancel = Cancel
standing-open = Open
standing-break = Break until { $hour }
standing-early = Opens at { $hour }
standing-over = Closed. Opens again { $hour }
standing-holiday = Holiday: { $holiday }. Opens again { $hour }
standing-closed = Closed
minutes-range = { $low }-{ $high } minutes
people-waiting = { $count ->
    [0] nobody waiting
    [1] 1 waiting
   *[other] { $count } waiting
}
