"""Reading what children say of us, and writing down what was done about it: supervisors and the safeguarding lead;
whoever works with a child, what that child lets them read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotNow, ask, found, need, open_record, stated, visible
from fanal.cases.access_terms import child_ref, relation
from fanal.cases.child_side import duties, policy
from fanal.cases.child_side.child_side import STOP_SHARING, UNSAFE
from fanal.cases.files import apart, ledger, record
from fanal.cases.files.files import case_of
from fanal.cases.grounds.grounds import taken_back
from fanal.cases.models import Case, Feedback
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose

MOST: Final = 25
_URGENT: Final = (duties.NOT_SAFE, duties.CAME_BACK, duties.STOPPED, duties.OTHER)
"""What is done about it is written down."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a child says. `unreadable`: why it cannot be read; then nothing is said."""

    row: Feedback
    said: dict[str, Any] = field(repr=False)
    unreadable: str = ""

    @property
    def unsafe(self) -> bool:
        return self.said.get("feels_safe") == UNSAFE


def waiting(actor: Actor, now: datetime) -> tuple[list[Heard], bool]:
    """What nobody has read yet, or done nothing about, of all files that they answer for, and whether there is more.
    Unsafe first, then all else about which something must be done, then the longest waiting, `MOST` of them."""
    open_ = {one.subject for one in clocks.open_duties(org=actor.org, kinds=_URGENT)}
    rows = visible(actor, Feedback.objects.filter(answered="answered")).select_related("case__child", "made_by")
    urgent = _read(actor, rows.filter(pk__in=open_).order_by("made_at", "pk"), now)
    others = list(rows.filter(read_on=None).exclude(pk__in=open_).order_by("made_at", "pk")[: MOST + 1])
    heard = [*urgent, *_read(actor, others[:MOST], now)]
    return sorted(heard, key=lambda one: not one.unsafe), len(others) > MOST


def of_file(actor: Actor, case_id: UUID, now: datetime) -> tuple[Case, list[Heard]]:
    """All that a child said, the newest first. Raises `NotHere`, `NotAllowed`."""
    case = case_of(actor, case_id)
    ask(actor, policy.FEEDBACK, case)
    rows = visible(actor, Feedback.objects.filter(case=case)).select_related("case__child", "made_by")
    return case, _read(actor, rows.order_by("-made_at", "-pk"), now)


def _read(actor: Actor, rows: Iterable[Feedback], now: datetime) -> list[Heard]:
    return [one for row in rows if (one := _one(actor, row, now)) is not None]


def _one(actor: Actor, row: Feedback, now: datetime) -> Heard | None:
    """One of them, opened; None for whoever may not. What was done about it is not for whoever works with the child,
    also where the child lets them read the answer."""
    if not stated.stands(row):
        return Heard(row, {}, stated.words())
    owner = relation(actor, row.case) is Eye.OWNER
    purpose = AccessPurpose.CASEWORK if owner else AccessPurpose.SUPERVISION
    try:
        with open_record(actor, apart.ref(row), policy.READ, purpose=purpose, now=now, thing=row) as opened:
            content = opened.try_read(row, "feedback")
    except NotAllowed:
        return None
    if content is None:
        return Heard(row, {}, stated.words() if row.feedback else "")
    hidden = {"done"} if owner else set()
    return Heard(row, {name: getattr(content, name) for name in content.__slots__ if name not in hidden})


def feedback_of(actor: Actor, feedback_id: UUID, *, lock: bool = False) -> Feedback:
    """What one may see of them. Raises `NotHere`, `NotAllowed` where somebody changed it."""
    row = found(actor, Feedback, feedback_id, "case__child", lock=lock)
    stated.need(row.pk, row)
    return row


@transaction.atomic
def is_urgent(actor: Actor, row: Feedback) -> bool:
    """Whether what was done about it must be written down."""
    return bool(clocks.open_duties(org=actor.org, kinds=_URGENT, subjects=[row.pk]))


def done(actor: Actor, feedback_id: UUID, words: str, now: datetime) -> None:
    """It was read; where the child is not safe, came back, shares no more or wants another person, with what was done.
    Raises `NotHere`,
    `NotAllowed`, `NotNow`."""
    row = feedback_of(actor, feedback_id, lock=True)
    ask(actor, policy.DONE, row)
    urgent = is_urgent(actor, row)
    need((urgent and not words, _("Write what was done for the child."), "done"))
    if row.read_on and not urgent and not words:
        raise NotNow(_("A colleague read this already."))
    today = network.day_at(row.case.org_id, now)
    purpose = AccessPurpose.SUPERVISION
    with open_record(actor, apart.ref(row), policy.DONE, purpose=purpose, now=now, thing=row, write=True) as opened:
        if not row.read_on:
            row.read_by_id, row.read_on = actor.person, today
        if words:
            record.change(opened, row, {"done": words})
            row.done_on = today
        opened.state(row)
        row.save()
    if row.about == STOP_SHARING:
        _end_what_rested_on_it(actor, row.case, now)
    for kind in duties.TO_READ:
        clocks.stop(row.pk, kind, now=now)


def _end_what_rested_on_it(actor: Actor, case: Case, now: datetime) -> None:
    """What the child took back counts since the child pressed; what others still have ends with the keys of whoever
    answers for the work (CM-39)."""
    with open_record(
        actor, child_ref(case.child), policy.DONE, purpose=AccessPurpose.SUPERVISION, now=now, thing=case
    ) as opened:
        taken_back.send(sender=None, by=actor.signatory(), case=case, rows=ledger.read(opened, case.child), now=now)
