"""Before a file is opened: whether the child has one already (CM-58). Files of one's own scope whose child is alike are
looked at by a person, who says whether it is one of them; nothing here decides it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, may
from fanal.cases import duties
from fanal.cases.ages import born
from fanal.cases.codes import Status
from fanal.cases.files.files import case_of
from fanal.cases.models import Case
from fanal.cases.opening.accepted import accepted, takers, tie
from fanal.cases.policy import ASK_AGAIN, LOOK, OPEN_FILE
from fanal.cases.search import search
from fanal.cases.search.search import Asked, Found, Hit
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import Triage

ALIKE: Final = 0.75
"""So like a child must be by `search.likeness`: the whole name with another year, or half of it with the same (own)."""
MOST: Final = 10
"""So many are looked at at once (own)."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Files that may be of the same child, the most like first. `more`: others are alike, too, and do not stand here.
    `found`: what the search says of what it could not look at."""

    hits: tuple[Hit, ...]
    more: bool
    found: Found

    def __bool__(self) -> bool:
        return bool(self.hits or self.found.too_many or self.found.behind or self.found.broken)


def asked(answers: Mapping[str, Any], now: datetime) -> Asked | None:
    """What a file is looked for by: the name, with the year of birth and the sex. None without a name."""
    name = " ".join(answers[path] for path in ("child.given_name", "child.family_name") if answers.get(path))
    day, age = born(answers.get("child.birth_date")), answers.get("child.age_at_intake")
    year = day.year if day else now.year - age if age is not None else None
    return Asked(name=name, year=year, sex=answers.get("child.sex") or "") if name else None


def alike(actor: Actor, answers: Mapping[str, Any], now: datetime, *, again: bool = False) -> Alike:
    """The files that may be of this child. A search like each other, with its entry; `again`: nothing new is shown,
    what was chosen among them is held against them. Raises `NotAllowed`."""
    of = asked(answers, now)
    if of is None:
        return Alike((), more=False, found=Found())
    if again:
        with transaction.atomic():
            found = search.candidates(actor, of)
    else:
        found = search.find(actor, of, now)
    hits = [one for one in found.hits if one.like >= ALIKE and one.case.status != Status.VOID]
    return Alike(tuple(hits[:MOST]), len(hits) > MOST, found)


def takes(actor: Actor, case: Case) -> bool:
    """Whether this person may say that a concern belongs to a file: one that is open, and that they may see."""
    return case.status == Status.OPEN and bool(may(actor, LOOK, case))


def comes_back(actor: Actor, case: Case) -> bool:
    """Whether a supervisor may be asked to open a file again: one that ended, and that this person may see."""
    return case.status in {Status.FOLLOW_UP, Status.CLOSED} and bool(may(actor, LOOK, case))


def add_to(actor: Actor, concern_id: UUID, case_id: UUID, now: datetime) -> Case:
    """The child has a file: the concern from which one was to be opened goes to it, and whoever works on it hears. As
    where intake decides so (`accepted.on_linked`). Raises `NotHere`, `NotAllowed`, `NotNow`."""
    with transaction.atomic():
        ask(actor, OPEN_FILE, accepted(actor, concern_id))
        seen = case_of(actor, case_id)
        ask(actor, LOOK, seen)
        # The concern is held first, as everywhere (concerns.locks).
        concerns.hand_on(actor, concern_id, takers(seen), now)
        case, row = case_of(actor, case_id, lock=True), accepted(actor, concern_id, lock=True)
        if takers(case) != takers(seen) or not takes(actor, case):
            raise NotNow(_("This file changed meanwhile. Look once more."))
        if row.case_id is not None:
            raise NotNow(_("A colleague opened this file already. It stands in “My files”."), code="opened")
        if row.concern.triage != Triage.OPEN_CASE:
            raise NotNow(_("It was decided otherwise meanwhile: no file is opened from it."))
        tie(row, case, actor, OPEN_FILE, now)
        duties.begin(duties.NEW_CONCERN, case, now)
    return case


@transaction.atomic
def ask_again(actor: Actor, concern_id: UUID, case_id: UUID, now: datetime) -> Case:
    """The child had a file, and it ended: its supervisor is asked to open it again with this concern, which stays
    where it is until then, and so does its clock. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    ask(actor, ASK_AGAIN, accepted(actor, concern_id))
    case, row = case_of(actor, case_id, lock=True), accepted(actor, concern_id, lock=True)
    ask(actor, LOOK, case)
    if row.case_id is not None or not comes_back(actor, case):
        raise NotNow(_("This file changed meanwhile. Look once more."))
    if row.restricted and not case.restricted:
        raise NotNow(
            _("This concern is about our own people: talk to whoever answers for it, who opens the file again.")
        )
    clocks.stop(concern_id, duties.OPEN_AGAIN, now=now, done=False)
    duties.begin(duties.OPEN_AGAIN, case, now, subject=concern_id)
    journal.write(case.pk, actor.signatory(), ASK_AGAIN, at=now)
    return case


def asked_for(case: Case) -> UUID | None:
    """The first concern with which a file is to be opened again."""
    found = clocks.open_duties(org=case.org_id, files=[case.pk], kinds=[duties.OPEN_AGAIN], limit=1)
    return found[0].subject if found else None


def asked_again(org: UUID, concerns: Collection[UUID]) -> dict[UUID, UUID]:
    """The file that a supervisor is asked to open again, by concern."""
    found = clocks.open_duties(org=org, subjects=concerns, kinds=[duties.OPEN_AGAIN], limit=len(concerns))
    return {one.subject: one.about for one in found if one.about}
