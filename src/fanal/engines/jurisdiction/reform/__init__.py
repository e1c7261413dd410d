"""Plans of reform: single changes as patches, what reformed law says, families of gaps, coverage, plans."""
