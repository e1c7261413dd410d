"""A course for the learning system of somebody else."""
