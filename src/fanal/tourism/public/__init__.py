"""Programmes for everybody: what each asks, and how a company joins."""
