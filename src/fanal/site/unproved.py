"""What is still so at a second and a third look.

Rows and journal are read one after the other, and people go on working meanwhile: one look alone would accuse them.
"""

from collections.abc import Callable, Iterable

_AGAIN = 2


def steady(look: Callable[[], Iterable[str]]) -> list[str]:
    """The sentences that each look says; where the first says none, there is no other."""
    found = list(look())
    for _time in range(_AGAIN):
        again = frozenset(look()) if found else frozenset()
        found = [words for words in found if words in again]
    return found
