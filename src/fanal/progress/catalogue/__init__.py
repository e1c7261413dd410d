"""Indicators and how they are reckoned, as data of the corpus. Pure."""
