"""The pages of a training lead: cohorts, posts, cards."""
