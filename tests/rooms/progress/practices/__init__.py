"""Practices that harm children."""
