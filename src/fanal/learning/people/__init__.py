"""Who learns with whom: cohorts, posts, and the cards that somebody is given."""
