# Who saw whose NIK.
looks-title = Looks at applicants' data
looks-help = Each time the NIK and telephone number of an applicant were shown in full, on a screen or on paper, and each scan that was downloaded. All of it is in the journal.
looks-day = Day
looks-hour = Time
looks-by = Who
looks-berkas = File
looks-why = Reason
looks-times = { $count ->
    [one] once
   *[other] { $count } times
  }
looks-gone = An account that is gone
looks-none = Nobody looked at applicants' data that day.
looks-more = and { $count } more before
looks-from = Export from
looks-until = until
looks-export = Download CSV
