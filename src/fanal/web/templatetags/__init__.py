"""Template tags: a builtin of the template engine, so no `load` is needed."""
