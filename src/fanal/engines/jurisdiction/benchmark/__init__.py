"""The 48 items: what they ask, acts put to one law, results and scores, what binds a state."""
