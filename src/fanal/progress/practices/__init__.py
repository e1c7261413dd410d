"""Practices that encourage the exploitation of children: who is asked to end them, and what came of it."""
