# The printers.
printers-title = Printers
printers-since = since { $hour }
printers-queued = { $count ->
    [0] nothing waits
    [1] 1 paper waits
   *[other] { $count } papers wait
}
printers-fallback = in trouble for { $seconds } seconds: moves to { $name }
printers-line-network = Network { $address }
printers-line-usb = USB { $address }
printers-line-serial = Serial { $address }
printers-line-file = File { $address }
printers-line-queue = CUPS { $address }
printers-line-agent = By a print agent on another PC
printers-paper = Paper
printers-tickets-left = about { $count } tickets left
printers-meters = { $left } of { $all } m
printers-roll-since = Roll put in { $when } by { $name }.
printers-roll-unknown = Nobody has said when this roll was put in. Press “New roll” when you change it.
printers-roll = New roll
printers-roll-title = New roll in { $name }?
printers-roll-help = The paper is counted from { $metres } metres again.
printers-rolled = New roll in { $name }: noted.
printers-try = Test slip
printers-tried = Test slip for { $name } sent.
printers-papers = Latest papers
printers-none = Nothing printed today.
printers-copy = SALINAN (copy) by { $name }
printers-moved = from { $name }
printers-reprint = Print again
printers-reprint-title = Print { $paper } again?
printers-reprint-help = The paper says SALINAN (copy), your name, and the time.
printers-help-paper-out = Put in a new roll. The papers that wait come out by themselves, in order.
printers-help-cover-open = Close the printer until it clicks.
printers-help-off-line = Press the ON LINE or FEED key on the printer.
printers-help-faulty = Open the cover, remove scraps, then switch it off and on.
printers-help-unreachable = Check its power and cable.
printers-help-no-queue = CUPS has no queue of this name. Compare the address in the settings with the list of “lpstat -e”.
printers-help-paper-low = Have a new roll ready.
