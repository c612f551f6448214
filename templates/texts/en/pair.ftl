# A device that waits to be let in.
pair-title = Pair this device
pair-how = Open { $address } on the administrator's computer and type this code:
pair-waiting = Waiting for the administrator ...
pair-away = The server cannot be reached yet. The device tries again by itself.
pair-by-hand = Sign in with an account
