# What is overdue.
late-title = Overdue files
late-all = All desks. Time is counted in service hours and stops while the file is with the applicant.
late-below = { $title }: the own desk and those below it. Time is counted in service hours.
late-none = No file is past its norm.
late-more = and { $count } more files
late-number = File
late-step = Step
late-desk = Desk
late-over = Over by
late-told = Told
late-since = since { $when }
late-untaken = nobody has it in hand
late-of = { $age } of { $norm }
late-told-to = Has reached { $who }
late-next = reaches { $who } in { $time }
late-nobody-above = nobody above
late-hours = { $hours } h { $minutes } min
