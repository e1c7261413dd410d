"""Series of others: how a table is read, what of it is refused, who confirms it."""
