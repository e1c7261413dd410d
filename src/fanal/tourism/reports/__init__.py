"""The yearly report of a membership: filled from records, looked at by the company, read by a reviewer."""
