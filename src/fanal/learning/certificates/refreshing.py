"""Which courses are due again: sixty days before a certificate ends, and after its end, until there is a newer one.
Nobody is taken from anything for it."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from fanal.learning.certificates.issuing import RENEWED, Checked, State

SOON: Final = RENEWED


def newest(held: Iterable[Checked]) -> dict[str, Checked]:
    """By course, the certificate that ends last; neither those that were taken back nor what nobody here signed."""
    found: dict[str, Checked] = {}
    for one in held:
        before = found.get(one.row.course)
        if one.state in {State.VALID, State.EXPIRED} and (before is None or one.last > before.last):
            found[one.row.course] = one
    return found


def due(held: Iterable[Checked], today: date) -> dict[str, Checked]:
    """By course, the certificate that ends within sixty days, or has ended."""
    return {code: one for code, one in newest(held).items() if is_due(one, today)}


def is_due(one: Checked, today: date) -> bool:
    """Whether it is time to do a course again."""
    return one.last <= today + SOON
