# The supervisor's reports.
reports-title = Reports
reports-to-skm = Survey report
reports-preset-today = Today
reports-preset-yesterday = Yesterday
reports-preset-week = Week
reports-preset-month = Month
reports-preset-quarter = Quarter
reports-preset-half = Half-year
reports-preset-year = Year
reports-before = The period before
reports-after = The period after
reports-from = From
reports-until = Until
reports-xlsx = Download XLSX
reports-csv-of = Download CSV: { $table }
reports-print = Print
reports-loading = Counting …
reports-failed = The report cannot be counted right now. Please try again.
reports-heading = Report of service
reports-days = { $count ->
    [1] 1 service day
   *[other] { $count } service days
}
reports-none = Nobody was served in this period.
reports-none-help = Choose another period. Today counts from its first number on.
reports-definitions = What each figure means
reports-key-issued = numbers given
reports-key-wait = wait, median
reports-key-level = called within the limit
reports-key-no-show = did not come, of those called
reports-key-kept = SOP steps within the norm
reports-key-promise = promised waits kept
reports-chart-median-p90 = { $name }: median (solid) and 90% (outline)
reports-chart-issued = Numbers given
reports-chart-wait = Waiting time
reports-chart-used = Net utilisation
reports-chart-kept = Within the norm
reports-chart-promise = Promised waits kept
reports-summary = Summary
reports-visits = Visits by service
reports-times = Times by service
reports-lokets = By counter
reports-hours = By hour
reports-weekdays = By day of the week
reports-steps = Norms by SOP step
reports-promises = Promise and reality
reports-classes = Priority and others
reports-by-day = Ended by the system
reports-trend = Development
reports-total = Total
reports-priority = Priority
reports-regular = Others
reports-fate-uncalled = Never called
reports-fate-unfinished = Called, not finished
reports-fate-with-berkas = Waiting with their file
reports-col-what = What
reports-col-value = Figure
reports-col-service-name = Service
reports-col-issued = Given
reports-col-called = Called
reports-col-served = Served
reports-col-incomplete = Papers missing
reports-col-no-show = Did not come
reports-col-no-show-share = Did not come (%)
reports-col-left = Left
reports-col-left-share = Left (%)
reports-col-cancelled = Closed by officer
reports-col-by-day = By the system
reports-col-open = Still here
reports-col-stops = Queued
reports-col-wait-p50 = Wait median
reports-col-wait-p90 = Wait 90%
reports-col-wait-max = Wait longest
reports-col-walk-p50 = Walk median
reports-col-walk-p90 = Walk 90%
reports-col-service-p50 = Service median
reports-col-service-p90 = Service 90%
reports-col-service-max = Service longest
reports-col-visit-p50 = Visit median
reports-col-visit-p90 = Visit 90%
reports-col-visit-max = Visit longest
reports-col-level = Service level (%)
reports-col-loket = Counter
reports-col-calls = Called
reports-col-opened = Open, net
reports-col-paused = Paused
reports-col-busy = Serving
reports-col-used = Utilisation (%)
reports-col-hour = Hour
reports-col-weekday = Day
reports-col-part = Period
reports-col-class = Class
reports-col-no = No.
reports-col-step = Step
reports-col-actor = Actor
reports-col-norm = Norm (minutes)
reports-col-left-step = Times
reports-col-kept = Within norm (%)
reports-col-worked-kept = Work within norm (%)
reports-col-waited-p50 = Waiting median
reports-col-waited-p90 = Waiting 90%
reports-col-waited-max = Waiting longest
reports-col-worked-p50 = Work median
reports-col-worked-p90 = Work 90%
reports-col-worked-max = Work longest
reports-col-promised = Promises
reports-col-promise-kept = Kept (%)
reports-col-sooner = Sooner (%)
reports-col-later = Later (%)
reports-col-missed-p50 = Missed by, median
reports-col-missed-p90 = Missed by, 90%
reports-col-missed-max = Missed by, most
reports-col-fate = State when the day ended
reports-col-count = Numbers
reports-col-of-issued = Of those given (%)
reports-sum-days = Service days
reports-sum-issued = Numbers given
reports-sum-called = Called
reports-sum-served = Served
reports-sum-incomplete = Sent home, papers missing
reports-sum-no-show = Did not come
reports-sum-no-show-share = Did not come, of those called (%)
reports-sum-left = Left
reports-sum-left-share = Left, of those given (%)
reports-sum-cancelled = Closed by an officer
reports-sum-by-day = Ended by the system
reports-sum-open = Still here
reports-sum-level = Service level (%)
reports-sum-wait-p50 = Wait, median
reports-sum-wait-p90 = Wait, 90%
reports-sum-wait-max = Wait, longest
reports-sum-walk-p50 = Walk, median
reports-sum-walk-p90 = Walk, 90%
reports-sum-walk-max = Walk, longest
reports-sum-service-p50 = Service, median
reports-sum-service-p90 = Service, 90%
reports-sum-service-max = Service, longest
reports-sum-visit-p50 = Visit, median
reports-sum-visit-p90 = Visit, 90%
reports-sum-visit-max = Visit, longest
reports-sum-promised = Promised waits that can be checked
reports-sum-promise-kept = Promised waits kept (%)
reports-sum-priority = Priority numbers
reports-sum-steps = SOP steps done
reports-sum-steps-kept = SOP steps within the norm (%)
reports-def-wait = Wait = first call − joining the line (issue, or being sent to the next counter), per stop.
reports-def-walk = Walk = present at the counter − first call.
reports-def-service = Service = finished at the counter − present at the counter.
reports-def-visit = Visit = last end − first issue, of numbers that ended at a counter (served, or papers missing).
reports-def-no-show = Did not come (%) = no-shows ÷ numbers called.
reports-def-left = Left = never called when the day ended; left (%) = left ÷ numbers given.
reports-def-level = Service level = served within the limit ÷ (served + left after the limit); the limit is the longest wait set for the counter, held against the first stop.
reports-def-used = Open, net = hours of service in which the counter was open, without breaks and pauses. Utilisation = time serving within it ÷ open, net. The figures are the counter's, not an officer's, and no ranking.
reports-def-quantiles = Median and 90%: half, and nine of ten, took no longer than that. Counted exactly by the second (nearest rank), never estimated.
reports-def-promise = Promise error = actual wait − the range promised when the number was given; kept when within the range. Only numbers that got a promise and were called.
reports-def-norm = Within norm = waiting + work not longer than the step's norm of that day, in hours of service. Work within norm = the work alone. Steps of the applicant are not counted.
reports-def-by-day = Ended by the system = numbers still open when the day turned; counted apart, neither as served nor as not come. An empty base is written "-".
reports-copies = Certified copies
reports-complaints = Complaints
reports-exceptions = Exceptions, and data that were seen
reports-copies-ours = Permits of this office
reports-copies-other = Other documents
reports-looks = NIK, telephone or scans looked at
reports-col-document = Document
reports-col-documents = Documents
reports-col-copies = Copies
reports-col-category = Kind of complaint
reports-col-filed = Filed
reports-col-answered = Answered
reports-col-in-time = In time
reports-col-in-time-share = In time (%)
reports-col-closed = Closed
reports-case-delay = It took too long
reports-case-conduct = How somebody was treated
reports-case-fee = Money was asked for
reports-case-procedure = Requirements or procedure
reports-case-facility = The building
reports-case-other = Other
reports-sum-handed = Files handed over
reports-sum-copies = Copies certified
reports-sum-complaints = Complaints filed
reports-sum-own-work = Decisions about own work
reports-sum-revoked = Permits revoked
reports-def-copies = Certified copies = documents noted at the counter while the visitor stands there, and their copies; notes that were taken back do not count.
reports-def-complaints = Complaints count on the day it happened: filed, answered and closed may fall on different days. In time (%) = answered before they were due ÷ answered.
reports-def-exceptions = Decisions about own work = made by somebody who had the file at an earlier step, with a reason. Revoked permits count on the day it was written down.
