"""What reviewers declared complete here, as the journal holds it, and how each declaration stands on a day.

The newest entry of a declaration names its row whole. A row that somebody changed or wrote in the database says
nothing. One that was changed or taken away may have been a no: what was declared before it of that conduct is over, and
the state is "cannot say", as before anybody declared.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

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
    REPLACED = "replaced"  # by a newer one that shares a day with it
    LOST = "lost"  # a newer one is not what people signed, or is gone
    WITHDRAWN = "withdrawn"
    BROKEN = "broken"  # it is not what people signed


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration. `whole`: it is as the last deed left it; `at`: when each deed was done; `lost`: one that may
    have been a no came after it."""

    row: Declaration
    whole: bool
    at: Mapping[str, datetime]
    lost: bool = False

    @property
    def claim(self) -> Claim:
        return Claim(self.row.conduct, self.row.first, self.row.last)

    def follows(self, one: Self) -> bool:
        """Whether it was declared after another one, for some of the same days."""
        own, row = self.row, one.row
        same = (own.jurisdiction, own.conduct) == (row.jurisdiction, row.conduct)
        return same and own.number > row.number and self.claim.meets(row.first, row.last)

    def goes_on(self, now: datetime) -> bool:
        """Whether something of it comes into force after an instant."""
        return any(at > now for at in self.at.values())


@dataclass(frozen=True, slots=True)
class _Lost:
    """A declaration whose row is gone or broken. Without a `conduct` nobody knows about which it was."""

    jurisdiction: str
    conduct: str
    until: datetime

    def ends(self, one: Declared) -> bool:
        """Whether it may have taken back what was declared before."""
        about = one.row.jurisdiction == self.jurisdiction and self.conduct in {"", one.row.conduct}
        return about and one.whole and one.at[DECLARE] <= self.until


def told() -> tuple[Declared, ...]:
    """All of them, oldest first. Every signature is verified, so whoever asks often keeps the answer."""
    rows = Declaration.objects.select_related("declared_by", "confirmed_by").order_by("declared_at", "pk")
    there = {row.pk: row for row in rows}
    chains = journal.everywhere(DEEDS, trusted.Signers(), there)
    held = [_declared(row, chains[row.pk]) for row in there.values()]
    whole = {one.row.pk for one in held if one.whole}
    gone = [_lost(chain, there.get(record)) for record, chain in chains.items() if record not in whole]
    return tuple(replace(one, lost=any(lost.ends(one) for lost in gone if lost)) for one in held)


def _lost(chain: journal.Told, row: Declaration | None) -> _Lost | None:
    """What the journal says that a lost declaration was about; where it says nothing any more, the row does. What
    nobody ever signed takes nothing back."""
    if chain.lines:
        jurisdiction, _, conduct = chain.lines[0].purpose.partition(" ")
        return _Lost(jurisdiction, conduct, chain.lines[-1].at)
    if row and chain.torn:
        deeds = (row.declared_at, row.confirmed_at, row.withdrawn_at)
        return _Lost(row.jurisdiction, "", max(at for at in deeds if at))
    return None


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
    if (over := _over(one, found, now)) is not None:
        return over
    if looks.look(law, one.claim).digest != one.row.digest:
        return Stands.CHANGED
    return Stands.IN_FORCE if _is_done(one, CONFIRM, now) else Stands.WAITING


def _over(one: Declared, found: Sequence[Declared], now: datetime) -> Stands | None:
    """Why it is over whatever the law is."""
    if not one.whole:
        return Stands.BROKEN
    if _is_done(one, REVOKE, now):
        return Stands.WITHDRAWN
    if one.row.valid_until < now.date():
        return Stands.OVER
    if one.lost:
        return Stands.LOST
    return Stands.REPLACED if any(_ends(other, one, now) for other in found) else None


def _ends(other: Declared, one: Declared, now: datetime) -> bool:
    """Whether a later one that shares a day with it was confirmed or withdrawn: whatever became of that, the first is
    over, also where a text of law that comes back would have it again."""
    ended = other.whole and other.follows(one)
    return ended and any(_is_done(other, deed, now) for deed in (CONFIRM, REVOKE))


def _is_done(one: Declared, deed: str, now: datetime) -> bool:
    return deed in one.at and one.at[deed] <= now


def unproved() -> Iterator[str]:
    """What nobody declared, and what is gone or was changed, in words."""
    there = {one.row.pk: one for one in told()}
    for one in there.values():
        if not one.whole:
            law = one.row.jurisdiction
            yield f"record {one.row.pk}: a declaration that the law of {law} is complete is by nobody, or was changed"
    for record in sorted(journal.records_of(set(DEEDS)) - set(there), key=str):
        yield f"record {record}: a declaration that a law is complete was taken away"
