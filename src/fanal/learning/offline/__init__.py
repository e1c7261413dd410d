"""Learning without a network: what a device loads beforehand, and how it sends what was done."""
