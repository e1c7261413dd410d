"""From evidence to change: where countries stand with what states promised, what was asked, what became of it."""
