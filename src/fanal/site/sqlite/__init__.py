"""Django's SQLite, whose writers take turns without long pauses. Named as ENGINE in the settings."""
