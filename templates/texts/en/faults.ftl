# What is wrong with settings.
fault-said = { $words }
fault-service-purpose = Service { $name } queues for "{ $value }", which no loket draws.
fault-service-letter = Service letter { $name } must be a capital that is easy to read (not I, O, Q).
fault-step-purpose = Step "{ $name }" is at "{ $value }", which no loket draws.
fault-loket-role = Loket { $name } is for "{ $value }", a role that is not listed.
fault-loket-printer = Loket { $name } prints on "{ $value }", which does not exist.
fault-loket-round = Loket { $name } draws at least 1 priority and 1 regular number a round.
fault-role = { $name } names "{ $value }", a role that is not listed.
fault-limits = Must be from { $least } to { $most }.
fault-colour = The colour of the office is too light for white letters.
fault-colour-shape = "{ $value }" is no colour; write it like #0b4f6c.
fault-twice = "{ $value }" stands twice in the list { $list }.
fault-zone = The time zone "{ $value }" is not known.
fault-date = "{ $value }" is no date; write it like 2027-01-01.
fault-hours = "{ $value }" is no span of hours; write it like 08.00-12.00.
fault-hours-order = The hours of this day overlap, or end before they begin.
fault-hours-never = By these hours the office is never open.
fault-hour = "{ $value }" is no hour; write it like 16.15, or leave it empty.
fault-sk-number = The SK number of { $name } is not right: { $value }
fault-permit-type = There is no permit type "{ $value }".
fault-printer = Printer { $printer }: { $words }
fault-printer-id = Printer { $printer }: its code is one word of letters, digits, - and _.
fault-printer-dots = Printer { $printer }: { $value } dots a line is no thermal printer.
fault-printer-confirm = Printer { $printer }: proof by status needs a way to ask how it is.
fault-printer-file = Printer { $printer }: a file never answers; status and proof must be "none".
fault-printer-queue = Printer { $printer }: CUPS brings back no word of the printer; status and proof must be "none".
fault-printer-roll = Printer { $printer }: { $value } metres are no roll of paper.
fault-printer-drop = Printer { $printer }: tickets are dropped after 1 to 480 minutes.
fault-printer-address = Printers { $other } and { $printer } have the same address { $value }.
fault-printer-itself = Printer { $printer } cannot step in for itself.
fault-printer-fallback = Printer { $printer }: "{ $value }", which should step in, does not exist.
fault-printer-tickets = More than one printer prints the tickets of the kiosk.
fault-board-zone = Boards of "{ $name }": no loket is in this waiting room.
fault-board-lines = Boards of "{ $name }": at most { $lines } lines of running text, each of { $most } characters.
fault-board-far = Boards of "{ $name }": so arranged they can be read from { $value } cm at most.
fault-board-size = Boards of "{ $name }": the far seat is { $least } to { $most } cm away, a television has { $small } to { $large } inches.
fault-words-unknown = "{ $name }" is no message of kiosk, boards, phones, tablet or tickets.
fault-words-empty = The text of { $name } says nothing; take the entry away to have the program's words.
fault-words-long = The text of { $name } has more than { $value } characters.
fault-words-malformed = The text of { $name } is not written properly: look at its braces and lines.
fault-words-strange = The text of { $name } names "{ $value }", which is not known in this message.
fault-words-missing = The text of { $name } must tell { "{" } ${ $value } { "}" }, in every case in which the program does.
fault-words-choice = The text of { $name } must tell apart the case [{ $case }] of { "{" } ${ $value } { "}" }.
# How a file of settings is written.
fault-slip-twice = This name was used above; each name stands only once in a section.
fault-slip-quotes = Text stands between quotation marks: name = "value".
fault-slip-text = This text in quotation marks is not right: its closing mark is missing, or a \ in it is not written \\.
fault-slip-assign = Each setting is written: name = value.
fault-slip-heading = The heading of a section is written [name], or [[name]] for each item of a list; its brackets are not complete.
fault-slip-list = A list is written ["a", "b"]: a comma or a bracket is missing or too many.
fault-slip-braces = What stands in these braces is not right: a comma or a brace is missing or too many.
fault-slip-name = The name of a setting is made of letters, digits, - and _, without spaces.
fault-slip-number = This is no proper number; write it with digits only, without a zero in front.
fault-slip-rest = Something stands after the value; write one setting per line.
fault-slip-letter = A letter stands here that must not.
fault-slip-unknown = The setting "{ $name }" is not known in this section. Known are: { $known }.
fault-slip-missing = The setting "{ $name }" must be in this section.
fault-slip-choice = "{ $value }" is no choice. The choices are: { $known }.
fault-slip-range = { $value } is too large or too small here.
fault-slip-kind = This must be { $wanted ->
    [number] a whole number
    [fraction] a number
    [truth] true or false
    [list] a list in square brackets
    [table] a section with settings of its own
   *[text] text in quotation marks
  }, not { $found ->
    [number] a whole number
    [fraction] a fraction
    [truth] true or false
    [list] a list
    [table] a section
    [text] text
   *[other] this value
  }.
fault-slip-other = The file cannot be read here ({ $words }).
