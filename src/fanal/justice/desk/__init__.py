"""The staff's screens of the law."""
