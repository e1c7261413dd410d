"""The pages of whoever assesses, reads, tells and publishes."""
