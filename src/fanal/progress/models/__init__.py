"""Rows of the room, a module each concern."""
