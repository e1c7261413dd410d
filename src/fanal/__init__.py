"""Fanal: a concern told anywhere reaches the people who can protect the child."""
