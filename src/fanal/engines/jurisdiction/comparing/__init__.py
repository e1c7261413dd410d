"""Two laws compared: weakest persons, ways to do an act, one law cell by cell, a table of what differs."""
