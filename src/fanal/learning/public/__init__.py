"""Courses for everybody: what there is, the text of each to read without signing in; a poster where to tell."""
