"""The 35 commitments of Stockholm as things to assess: how far a state is, and what follows of it. Pure."""
