"""Programmes that companies join, as data: criteria, what excludes, what a report asks. Pure."""
