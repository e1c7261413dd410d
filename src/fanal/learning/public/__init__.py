"""Courses for everybody: what there is, and the text of each to read without signing in."""
