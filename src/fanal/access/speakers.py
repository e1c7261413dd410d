"""When what native speakers say of a part of a language counts: for everybody who meets the site, so that one
organisation alone does not word the pages of another (docs/language.md, "A language of your own").

A native speaker of the secretariat is enough, or native speakers of two organisations; where the network has one member
only, one of it. Who brought in last what is there is never enough alone.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Final
from uuid import UUID

from fanal.access import deciding, reviews
from fanal.access.deciding import Common, Line, LineState, Voice
from fanal.access.reviews import Item, Reviewer, Standing, State, Statement
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import OrgKind

BRING, TAKE_BACK = "languages.import", "languages.undo"
"""The deeds that a language's chain of the journal tells."""
_CHAINS: Final = uuid.UUID("6f0f2a0e-58c1-5c6b-8f5e-0e3f7b1b7d11")  # names the journal chains of languages
_STAGE: Final = "review"


def chain(language: str) -> UUID:
    """The chain of the journal of a language."""
    return uuid.uuid5(_CHAINS, language)


class Enough:
    """Whether these yeses to a part of a language are enough, each as things were when it was said."""

    def __init__(self, language: str) -> None:
        self._told = journal.told(chain(language), {BRING, TAKE_BACK}, network.trusted.Signers())
        self._secretariat = {one.id for one in network.orgs(OrgKind.SECRETARIAT)}
        self._members = cache(network.how_many_members)

    def __call__(self, voices: Collection[Voice]) -> bool:
        return len({one.org for one in voices}) > 1 or any(map(self._counts_alone, voices))

    def _counts_alone(self, one: Voice) -> bool:
        if self._told.torn or one.person == self._who_brought(one.at):
            return False
        return one.org in self._secretariat or self._members(one.at.date()) == 1

    def _who_brought(self, at: datetime) -> UUID | None:
        """Who had brought in last what was there then; None where a console did, or nobody is known."""
        came: list[UUID | None] = []
        for line in self._told.lines:
            if line.at <= at and line.deed == BRING:
                came.append(line.actor)
            elif line.at <= at and came:
                came.pop()
        return came[-1] if came else None


def agreed(key: str, enough: Enough) -> Common | None:
    """The wording of an item that holds for everybody, or held last."""
    return deciding.in_common(_voices(reviews.stated_of(key)), enough)


def standing(language: str, item: Item, said: Sequence[Statement], today: date) -> Standing:
    """How the review of a part of a language stands, for every organisation. `said`: by all of them."""
    voices = _voices(said)
    found = deciding.in_common(voices, Enough(language))
    if found and found.about == item.digest and found.until >= today:
        state = State.SOON if found.until <= today + reviews.SOON else State.REVIEWED
        return Standing(state, tuple(_lines(found.voices)))
    if voices and not voices[-1].yes and voices[-1].about == item.digest:
        return Standing(State.REFUSED, tuple(_lines(voices[-1:])))
    about = {one.person: one for one in deciding.since_no(voices) if one.about == item.digest}
    stands = [one for one in about.values() if one.until and one.until >= today]
    waits = Line(_STAGE, Reviewer.NATIVE, None, LineState.WAITING)
    state = State.ENDED if about else State.CHANGED if voices else State.WAITING
    return Standing(State.PARTLY if stands else state, (*_lines(stands), waits))


def _voices(said: Iterable[Statement]) -> list[Voice]:
    """Oldest first; of two at the same moment the no is the last."""
    return sorted(map(_voice, said), key=lambda one: (one.at, not one.yes))


def _voice(one: Statement) -> Voice:
    assert one.by
    assert one.at
    return Voice(_STAGE, one.kind, one.by, one.yes, one.at, one.org, one.digest, reasons=one.reasons, until=one.until)


def _lines(voices: Iterable[Voice]) -> Iterable[Line]:
    for one in voices:
        state = LineState.PASSED if one.yes else LineState.REFUSED
        yield Line(_STAGE, one.role, one.org, state, "", one.person, one.reasons, one.at, until=one.until)
