"""Certificates: what somebody can do, signed, so that anybody can check it and nobody learns where they work."""
