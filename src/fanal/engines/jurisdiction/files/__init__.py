"""From files to law and facts, and law out again: reading, checking, compiling, one form and its hash."""
