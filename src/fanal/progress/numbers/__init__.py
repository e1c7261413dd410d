"""Numbers for everybody: an indicator, a country, and the same values as files."""
