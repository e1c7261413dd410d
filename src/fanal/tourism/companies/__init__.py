"""What a company says of itself: profile, brands, places, contacts; who speaks for a programme in a country."""
