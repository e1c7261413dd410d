"""How large a simulation is: small in every run, at full size in `make test-long`."""

import os

LONG = bool(os.environ.get("FANAL_TEST_LONG"))


def sized[T](quick: T, full: T) -> T:
    """`quick` still fails when the code is wrong; `full` says how right it is. Tests that ask carry the mark `long`."""
    return full if LONG else quick
