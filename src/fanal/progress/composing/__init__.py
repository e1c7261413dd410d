"""Documents that are put together from what everybody may read: reports, briefs, letters, lines for the press."""
