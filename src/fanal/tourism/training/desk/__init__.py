"""The pages of whoever leads the training of a company, below `/desk/travel/training/`."""
