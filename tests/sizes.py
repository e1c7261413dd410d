"""How large a simulation is, and what a password costs: small in every run, at full size in `make test-long`."""

import os

from fanal.vault import _slots

LONG = bool(os.environ.get("FANAL_TEST_LONG"))


def sized[T](quick: T, full: T) -> T:
    """`quick` still fails when the code is wrong; `full` says how right it is. Tests that ask carry the mark `long`."""
    return full if LONG else quick


PRICE = _slots.ITERATIONS, _slots.MEMORY


def passwords(price: tuple[int, int] | None = None) -> None:
    """What a run of Argon2id costs in this process from now on. At its price the passwords that people of tests choose
    took every tenth second; tests of the price itself pay it (`full_price`), and so does each process that a test
    begins."""
    _slots.ITERATIONS, _slots.MEMORY = price or sized((1, 64), PRICE)
