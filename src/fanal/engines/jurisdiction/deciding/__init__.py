"""What decides and what would open a route: facts in columns, the bulk evaluator, completions, single changes."""
