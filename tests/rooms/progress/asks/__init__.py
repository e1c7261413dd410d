"""Asks of offices."""
