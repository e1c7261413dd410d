"""When reviews end (docs/reviews.md, "Before it ends")."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fanal.access import reviews


@dataclass(frozen=True, slots=True)
class End:
    """A review that an organisation stated and did not take back: when it ends, or ended. `changed`: the wording is
    another, so that it counts no more."""

    item: reviews.Item
    kind: reviews.Reviewer
    until: date
    changed: bool

    @property
    def subject(self) -> UUID:
        return subject_of(self.item, self.kind)

    def is_due(self, today: date) -> bool:
        """Whether it is time to review anew."""
        return self.changed or self.until <= today + reviews.SOON


def subject_of(item: reviews.Item, kind: str) -> UUID:
    """What a duty to review an item anew is about."""
    return uuid.uuid5(item.chain, kind)


def ends(org: UUID) -> Iterator[End]:
    """For each review that an organisation stated last with a yes until when it holds."""
    everything = reviews.items()
    said = reviews.statements_of(org, everything)
    for item in everything:
        last = {one.kind: one for one in said[item.key] if one.org == org}
        for kind in reviews.source_of(item).needs:
            one = last.get(kind)
            if one is not None and one.yes and one.until is not None:
                yield End(item, kind, one.until, one.digest != item.digest)
