"""The score of a firm: what it declares, what is supported, what was verified; with the path of each number. Pure."""
