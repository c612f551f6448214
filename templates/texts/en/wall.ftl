# The supervisor's wall.
wall-title = Supervisor
wall-report = Reports
wall-issued = numbers given
wall-present = in the office now
wall-served = served
wall-missed = did not come
wall-sent-away = left without service
wall-ikm = IKM today
wall-ikm-of = { $n } answers
wall-waiting = Queues
wall-nobody = nobody
wall-longest = { $number } waits
wall-lokets = { $count ->
    [0] counter closed
    [one] one counter open
   *[other] { $count } counters open
}
wall-desks = Counters
wall-closed = Closed
wall-open = Free
wall-idle = Standing still, { $count } wait
wall-paused = Paused: { $reason }
wall-called = Calling
wall-serving = Serving
wall-steps = Files at each step
wall-late-count = { $n } late
wall-late = Files that are late
wall-late-none = No file has exceeded its standard time.
wall-devices = Devices
wall-printer-queued = { $n } to be printed
wall-boards-none = No board is on.
wall-sound-running = heard
wall-sound-blocked = sound blocked, touch its screen
wall-sound-broken = sound broken
wall-sound-silent = without sound
wall-unheard = { $n } calls were not heard today
wall-clock = WRONG CLOCK
wall-clock-unknown = The computer's clock does not fit the office's last record. The day of service is not open and no numbers are given.
wall-clock-leapt = The computer's clock leapt far ahead. Whoever waits already is served; new numbers and a new day wait.
wall-clock-set-back = The computer's clock went back. The office goes by its own count: numbers are given and no day comes twice.
wall-clock-shown = Computer's clock
wall-clock-counted = Office's count
wall-clock-help = If the computer's clock is wrong, set it right: the office goes on by itself. If it is right, press this key; your name and the time are recorded.
wall-clock-confirm = The computer's clock is right
wall-to-ready = Ready to open
wall-to-late = Overdue
wall-holidays = The days off of { $year } are missing
wall-holidays-help = Add their file to "holidays" in office.toml
wall-copies = copies certified
wall-sent-back = steps back this year
wall-complaints = complaints not answered
wall-promise = promises kept
wall-promise-of = last day, of { $n } promises
wall-looks = looked at the data of { $count } applicants within an hour; see Data that were seen
