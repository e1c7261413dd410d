"""Who may do the next step at a place: one answer for the deed, for whom it is owed, and for who has it on *My day*."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import able, may
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.progress.assessing import cells
from fanal.progress.assessing.cells import Work
from fanal.progress.assessing.policy import ASSESS, COMPARE, CONFIRM, NUMBER, PUBLISH, READ_SECOND, TELL
from fanal.progress.models import Cell, CountryAssessment
from fanal.progress.policy import HOUSES


@dataclass(frozen=True, slots=True)
class Able:
    """Who of the network may do what on a day, looked up once for many places."""

    on: date
    _known: dict[str, dict[UUID, frozenset[UUID]]] = field(default_factory=dict, repr=False)

    def houses(self, deed: str, *wrote: UUID) -> set[UUID]:
        """The organisations in which somebody may do a deed who did not write all of what it is about."""
        if deed not in self._known:
            orgs = [org.id for kind in HOUSES for org in network.orgs(kind)]
            self._known[deed] = {org: able(deed, org, self.on) for org in orgs}
        return {org for org, people in self._known[deed].items() if any(set(wrote) != {one} for one in people)}

    def readers(self, one: CountryAssessment) -> set[UUID]:
        """The organisations that may read an assessment: all others that have a reader; where none has, its own."""
        return (self.houses(READ_SECOND, one.by_id) - {one.org_id}) or {one.org_id}


def against_reading(actor: Actor, found: Work, who: Able) -> list[tuple[bool, str, str]]:
    """Why somebody may not read it second, as `need` takes it."""
    elsewhere = _("Another organisation has a second reader: one of theirs reads it, not of the house that wrote it.")
    return [
        (bool(found.readings), _("A second reader read this already."), ""),
        (actor.org not in who.readers(found.assessment), elsewhere, ""),
    ]


def next_deed(cell: Cell, found: Work) -> str:
    """What comes next of what somebody is about to say of a place; nothing once it is published."""
    if found.published:
        return ""
    if found.refused:
        return ASSESS
    if not (found.agreed or found.disputed):
        return READ_SECOND
    if cells.free_on(found, cells.stands(cell)) is None:
        return TELL
    return NUMBER if found.notice and cells.waits_for_number(found.notice) else PUBLISH


def owed_by(deed: str, found: Work, who: Able) -> set[UUID]:
    """The organisations of those who may do it; of what nobody may, the one that assessed, whose managers hear."""
    one = found.assessment
    if deed == READ_SECOND:
        return who.readers(one)
    if deed == ASSESS:
        return {one.org_id}
    did = {PUBLISH: [one.by_id], NUMBER: [found.notice.by_id] if found.notice else []}.get(deed, [])
    return who.houses(deed, *did) or {one.org_id}


def does(actor: Actor, deed: str, cell: Cell, found: Work, who: Able) -> bool:
    """Whether this person may do now what comes next of a place."""
    if deed != next_deed(cell, found) or not may(actor, deed):
        return False
    if deed in {READ_SECOND, PUBLISH} and actor.person == found.assessment.by_id:
        return False
    if deed == NUMBER:
        return found.notice is not None and found.notice.by_id != actor.person
    if deed == READ_SECOND:
        return not any(holds for holds, _said, _field in against_reading(actor, found, who))
    free = cells.free_on(found, cells.stands(cell)) if deed == PUBLISH else None
    return free is None or free <= who.on


def to_compare(cell: Cell) -> dict[str, list[UUID]]:
    """By deed who wrote what somebody else is to compare: a letter of the state, a translation of its reply."""
    typed = map(cells.typed, cells.told(cell))
    letters = [one.by_id for one in typed if one and one.by_id]
    others = [one.by_id for said in cells.replied(cell) for one in cells.to_compare(said).values()]
    return {deed: wrote for deed, wrote in ((CONFIRM, letters), (COMPARE, others)) if wrote}


def compares(actor: Actor, deed: str, cell: Cell) -> bool:
    """Whether this person may compare something that somebody else wrote."""
    return bool(may(actor, deed)) and any(one != actor.person for one in to_compare(cell).get(deed, ()))
