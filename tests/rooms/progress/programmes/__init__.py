"""Programmes of prevention."""
