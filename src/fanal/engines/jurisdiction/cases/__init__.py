"""One case: the frame it is asked in, its routes and their verdicts, the sum of a state, and how that is told."""
