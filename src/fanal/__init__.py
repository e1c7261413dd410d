"""Fanal: a concern told anywhere reaches the people who can protect the child."""

__version__ = "0.2.0"
"""The version that `CHANGELOG.md` heads, and that a backup names."""
