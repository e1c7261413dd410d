"""What a document is made of: a module each kind says what can be chosen, and what a block of it prints."""
