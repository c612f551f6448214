# ready
