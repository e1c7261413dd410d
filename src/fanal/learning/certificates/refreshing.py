"""Which courses are due again: sixty days before a certificate ends, and after its end, until there is a newer one; and
where all that somebody holds is one of the first, which count for nobody. Nobody is taken from anything for it."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as lazy

from fanal.learning.certificates.issuing import RENEWED, Checked, State

SOON: Final = RENEWED
FIRST: Final = lazy(
    "One of the first certificates counts no more, since nothing that is kept of them shows whose they are. Do the "
    "situations at the end once more, and you get one that counts."
)
"""What holders of such a one read."""


def newest(held: Iterable[Checked]) -> dict[str, Checked]:
    """By course, the certificate that ends last; neither those that were taken back nor what nobody here signed, and
    one of the first where there is no other."""
    found: dict[str, Checked] = {}
    for one in held:
        before = found.get(one.row.course)
        if one.state in {State.VALID, State.EXPIRED} and (before is None or _rank(one) > _rank(before)):
            found[one.row.course] = one
    return found


def _rank(one: Checked) -> tuple[bool, date]:
    return not one.first, one.last


def due(held: Iterable[Checked], today: date) -> dict[str, Checked]:
    """By course, the certificate that ends within sixty days, or has ended, or counts for nobody."""
    return {code: one for code, one in newest(held).items() if is_due(one, today)}


def is_due(one: Checked, today: date) -> bool:
    """Whether it is time to do a course again."""
    return one.first or one.last <= today + SOON
