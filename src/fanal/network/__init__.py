"""Organisations, the people in them, their teams and keys, and the agreements between organisations.

Every key table of the vault lives here: rings and their versions, seals, slots, bundles, staff sessions.
Nobody above an organisation holds a key: the secretariat and the host open nothing.
"""
