"""Where a country stands with a commitment: what one person found, another read, the state was told, and all read."""
