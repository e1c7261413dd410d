"""What an attacker would do, done: each attack stands beside its control, the honest way that works."""
