"""What of the law waits for a person: a check, a review, or a review that ends soon or has ended."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from fanal.engines.jurisdiction.contracts import Law, ReviewStatus
from fanal.justice.law import ladder
from fanal.justice.law.ladder import Item, Step, StepKind

SOON = timedelta(days=60)
type Climbed = Mapping[tuple[str, str], Sequence[Step]]
NONE: Climbed = {}


class Waits(StrEnum):
    """For what an item waits, the most pressing first; nothing: it was reviewed, and that holds."""

    EXPIRED = "expired"
    EXPIRES = "expires"
    DRAFTER = "drafter"  # it was given back
    CHECK = "check"
    REVIEW = "review"
    TEXT = "text"  # no text was read, so nothing can be compared
    NOTHING = "nothing"


def waits(item: Item, on: date, climbed: Climbed = NONE) -> Waits:
    """For what one item waits on a day; `climbed` are the steps of its jurisdiction."""
    review = item.review
    if review.status is ReviewStatus.REVIEWED:
        if review.valid_until is None or review.valid_until < on:
            return Waits.EXPIRED
        return Waits.EXPIRES if review.valid_until <= on + SOON else Waits.NOTHING
    if not item.readable:
        return Waits.TEXT
    taken = climbed.get((item.id, item.digest), ())
    if taken and taken[-1].kind is StepKind.RETURNED:
        return Waits.DRAFTER
    return Waits.REVIEW if review.status is ReviewStatus.CHECKED else Waits.CHECK


def waiting(law: Law, on: date, climbed: Climbed = NONE) -> Iterator[tuple[Waits, Item]]:
    """The items of a law with what they wait for, the most pressing first."""
    found = [(waits(item, on, climbed), item) for item in ladder.items(law)]
    order = list(Waits)
    yield from sorted(found, key=lambda pair: order.index(pair[0]))
