"""The room of progress."""
