"""What reviewers declared complete here, as the journal holds it, and how each declaration stands on a day.

The newest entry of a declaration names its row whole. A row that somebody changed, wrote or took away in the database
says nothing: the state it is about is "cannot say", as before anybody declared.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fanal.access.api import stated
from fanal.engines.jurisdiction.contracts import Coverage, Law
from fanal.journal import api as journal
from fanal.justice.law import looks
from fanal.justice.law.looks import Claim
from fanal.justice.law.policy import CONFIRM, DECLARE, REVOKE
from fanal.justice.models import Declaration
from fanal.network.api import trusted

DEEDS = (DECLARE, CONFIRM, REVOKE)


class Stands(StrEnum):
    """How a declaration stands, in the order in which a page lists them."""

    IN_FORCE = "in_force"
    WAITING = "waiting"
    CHANGED = "changed"  # the law is another than the one that was looked at
    OVER = "over"
    REPLACED = "replaced"  # by a newer one for the same days
    WITHDRAWN = "withdrawn"
    BROKEN = "broken"  # it is not what people signed


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration. `whole`: it is as the last deed left it; `at`: when each deed was done."""

    row: Declaration
    whole: bool
    at: Mapping[str, datetime]

    @property
    def claim(self) -> Claim:
        return Claim(self.row.conduct, self.row.first, self.row.last)

    def goes_on(self, now: datetime) -> bool:
        """Whether something of it comes into force after an instant."""
        return any(at > now for at in self.at.values())


def told() -> tuple[Declared, ...]:
    """All of them, oldest first. Every signature is verified, so whoever asks often keeps the answer."""
    rows = list(Declaration.objects.select_related("declared_by", "confirmed_by").order_by("declared_at", "pk"))
    chains = journal.told_of([row.pk for row in rows], DEEDS, trusted.Signers()) if rows else {}
    return tuple(_declared(row, chains[row.pk]) for row in rows)


def _declared(row: Declaration, chain: journal.Told) -> Declared:
    at = {line.deed: line.at for line in chain.lines}
    actors = {line.deed: line.actor for line in chain.lines}
    named = {DECLARE: row.declared_by_id, CONFIRM: row.confirmed_by_id, REVOKE: row.withdrawn_by_id}
    is_by_two = actors.get(CONFIRM) is None or actors[CONFIRM] != actors.get(DECLARE)
    is_said = all(actors.get(deed) == person for deed, person in named.items()) and len(chain.lines) == len(at)
    whole = is_by_two and is_said and DECLARE in at and stated.is_last(row, chain) is True
    return Declared(row, whole, at)


def standing(found: Iterable[Declared], law: Law, now: datetime) -> tuple[tuple[Declared, Stands], ...]:
    """What was declared of a law, newest first, and how each stands."""
    held = [one for one in found if one.row.jurisdiction == law.jurisdiction]
    return tuple((one, _stands(one, held, law, now)) for one in reversed(held))


def coverage(held: Iterable[tuple[Declared, Stands]]) -> tuple[Coverage, ...]:
    """What is in force of it."""
    return tuple(
        Coverage(
            frozenset({one.row.conduct}), one.row.first, one.row.last,
            f"{one.row.declared_as}, {one.row.confirmed_as}", one.at[CONFIRM].date(),
        )
        for one, stands in held
        if stands is Stands.IN_FORCE
    )  # fmt: skip


def _stands(one: Declared, found: Sequence[Declared], law: Law, now: datetime) -> Stands:
    if not one.whole:
        return Stands.BROKEN
    if REVOKE in one.at and one.at[REVOKE] <= now:
        return Stands.WITHDRAWN
    if one.row.valid_until < now.date():
        return Stands.OVER
    confirmed = CONFIRM in one.at and one.at[CONFIRM] <= now
    if confirmed and any(_follows(other, one, now) for other in found):
        return Stands.REPLACED
    if looks.look(law, one.claim).digest != one.row.digest:
        return Stands.CHANGED
    return Stands.IN_FORCE if confirmed else Stands.WAITING


def _follows(other: Declared, one: Declared, now: datetime) -> bool:
    """Whether another for the same days was confirmed later: also where it was withdrawn since, the first is over."""
    if not other.whole or other.row.pk == one.row.pk or CONFIRM not in other.at:
        return False
    return other.claim == one.claim and one.at[CONFIRM] < other.at[CONFIRM] <= now


def unproved() -> Iterator[str]:
    """What nobody declared, and what is gone or was changed, in words."""
    there = {one.row.pk: one for one in told()}
    for one in there.values():
        if not one.whole:
            law = one.row.jurisdiction
            yield f"record {one.row.pk}: a declaration that the law of {law} is complete is by nobody, or was changed"
    for record in sorted(journal.records_of(set(DEEDS)) - set(there), key=str):
        yield f"record {record}: a declaration that a law is complete was taken away"
