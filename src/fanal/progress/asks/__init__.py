"""What offices are asked for: the ledger of asks, and what became of each."""
