"""Programs of a company that bring its tables: whom it lets in, and the addresses to which they send."""
