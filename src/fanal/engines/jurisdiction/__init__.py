"""Which states can prosecute one act, on which provision, until when, and what is not known; and what falls through.

Statutes are data (`corpus/law/`); this engine is pure: it reads no clock, writes nothing and needs no Django. The same
inputs give the same bytes. What it says is information for a professional, not legal advice.
"""
