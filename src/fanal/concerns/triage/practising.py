"""What a class or a new team told for practice: read and decided as if it were real, and nothing follows from it.

No clock runs, nothing is counted, nobody is handed anything, no second person is asked and no case is opened; it goes a
day after it came. Only this module finds such a concern; everything else passes practice over.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, open_record, stated
from fanal.columns import sealed
from fanal.concerns import locks
from fanal.concerns.access_terms import INTAKE, in_their_teams, ref_of
from fanal.concerns.models import Concern
from fanal.concerns.triage import decisions, dialogue
from fanal.concerns.triage.decisions import CLOSING, Choice, Overtaken
from fanal.concerns.triage.triage import File, read_file, status_now
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.codes import Triage

PRACTISE = "concerns.practise"


def rows(actor: Actor) -> QuerySet[Concern]:
    """The clear columns of what was told for practice, of whom the policy shows the same of real concerns; newest
    first."""
    own = Concern.objects.filter(org_id=actor.org, practice=True).defer(*sealed(Concern)).order_by("-pk")
    seen = own.none()
    if actor.has(Role.SAFEGUARDING_LEAD):
        seen |= own.filter(restricted=True)
    if actor.has(*INTAKE):
        seen |= own.filter(in_their_teams(actor), restricted=False)
    return seen


def concern_of(actor: Actor, concern_id: UUID, *, lock: bool = False) -> Concern:
    """One of them, whole; `lock`: held with all that belongs to it. Raises `NotHere`, `NotAllowed`."""
    its = Concern.objects.filter(pk=concern_id, org_id=actor.org, practice=True)
    found = its.first()
    if found is not None and lock:
        locks.hold(found.pk)
        found = its.first()
    if found is None:
        raise NotHere
    ask(actor, PRACTISE, found)
    return found


@transaction.atomic
def look(actor: Actor, concern_id: UUID, now: datetime) -> File:
    """Open one. Nobody claims it. Raises as `concern_of` does."""
    concern = concern_of(actor, concern_id, lock=True)
    with open_record(actor, ref_of(concern), PRACTISE, purpose="practice", now=now, thing=concern) as opened:
        return read_file(opened, concern)


@transaction.atomic
def decide(actor: Actor, concern_id: UUID, choice: Choice, version: int, now: datetime) -> None:
    """Record a decision that asks for what a real one asks for, and that holds at once.

    Raises as `concern_of` does, `Overtaken`, and `NotNow` where something is missing or it would be handed over.
    """
    concern = concern_of(actor, concern_id, lock=True)
    stated.need(concern.pk, concern)
    if concern.version != version:
        raise Overtaken(concern)
    if choice.code in {Triage.ROUTE_ELSEWHERE, Triage.LINK_TO_CASE}:
        raise NotNow(_("In practice nobody else gets anything. Choose something else."), "code")
    decisions.check(concern, choice, now)
    with open_record(
        actor, ref_of(concern), PRACTISE, purpose="practice", now=now, thing=concern, write=True
    ) as opened:
        if choice.tell and concern.locator:
            dialogue.add(opened, concern, actor.person, choice.tell, question=False, now=now)
        decisions.recorded(actor, opened, concern, choice, now)
        concern.triage, concern.finding = choice.code.value, choice.finding or ""
        concern.closed_on = now.date() if choice.code in CLOSING else None
        concern.status = status_now(concern)
        concern.version += 1
        opened.state(concern)
        concern.save()
