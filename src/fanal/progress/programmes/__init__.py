"""Programmes of prevention: what they do and why, what it cost, what came of them, and how sure one may be."""
