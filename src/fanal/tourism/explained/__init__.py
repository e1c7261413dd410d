"""How this room reckons, for everybody: how a score is made, what was read of the law on training and signs."""
