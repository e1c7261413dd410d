"""Courses as their authors, reviewers and translators see them."""
