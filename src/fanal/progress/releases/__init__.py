"""Releases: their cells as values of indicators, and how assessments cite them."""
