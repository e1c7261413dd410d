"""Courses as data: the file format, its checks, what guessing would reach (docs/courses.md). Pure."""
