"""The board, a country and a commitment for everybody: states in words, apart, by name and never by how they do."""
