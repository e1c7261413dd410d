"""The whole database in another one: copied, verified, and the old one left (docs/operating.md, "PostgreSQL")."""
