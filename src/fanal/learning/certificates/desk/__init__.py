"""Where a certificate is looked up, and taken back by two people."""
