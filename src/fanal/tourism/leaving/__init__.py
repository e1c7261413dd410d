"""A company is deleted on its own request: who asks, who agrees, what goes and what stays."""
