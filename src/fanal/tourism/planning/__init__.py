"""The deeds on a plan: what a company does and how far it is, what reviewers say of it, other criteria."""
