"""Releases as sources: whole, signed, known, withdrawn."""
