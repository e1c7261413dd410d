"""Programmes and the register for everybody: what each programme asks, and who is a member today."""
