"""Documents of a company, which keeps them: only their hash is here, and what a reviewer says of them."""
