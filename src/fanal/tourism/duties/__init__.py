"""What the law obliges firms to train, by when, how often, and what to post. Information, no legal advice. Pure."""
