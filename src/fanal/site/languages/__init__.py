"""The translator's desk: a language goes out as one file, comes back through the door of tables, waits for its review
(docs/language.md, "A language of your own")."""
