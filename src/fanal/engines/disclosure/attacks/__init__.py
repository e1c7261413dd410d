"""Attacks on a release before it leaves: the exact bytes to be published, together with all earlier releases."""
