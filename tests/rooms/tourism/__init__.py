"""Companies and their memberships."""
