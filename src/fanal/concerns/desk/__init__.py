"""Screens of staff: lists from clear columns, one concern with what was told, and the pages on which people decide."""
