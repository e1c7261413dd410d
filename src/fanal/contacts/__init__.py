"""What is known of a country: whom to call, what the law asks, where the way out leads. Every room reads it here.

A file of a country ships with Fanal or is typed here by whoever keeps the country, and counts once a second person has
checked it.
"""
