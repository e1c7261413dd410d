"""What happens to offers between members without whoever sent them: their time is over, the child takes the yes back,
the file changes hands. Key-less where a clock does it (CM-19, CM-29, CM-39)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from fanal.access.api import NotAllowed, Opened, stated
from fanal.cases import ground
from fanal.cases.codes_work import Passed
from fanal.cases.ground import Row, Use
from fanal.cases.members import seen
from fanal.cases.members.kind import KINDS, kind_of
from fanal.cases.models import Case, TakenOver, Transition, TransitionStep
from fanal.cases.passing_on.policy import ACCEPT
from fanal.cases.policy import RESTRICT
from fanal.journal import api as journal
from fanal.network.api import keyfile
from fanal.network.contracts import Actor
from fanal.passing.api import clock, ending, sending
from fanal.vocabulary.codes import AccessPurpose, DataCategory
from fanal.vocabulary.codes import TransitionState as State

DRAFT_FOR: Final = timedelta(days=30)
_WHY: Final = AccessPurpose.SAFEGUARDING_ALARM.value
_WAITS: Final = (State.DRAFT.value, State.OFFERED.value)
_TOLD: Final = (State.ACCEPTED.value, State.COMPLETED.value)


def listen() -> None:
    """Called once when the room starts."""
    for kind in KINDS.values():
        clock.listen(kind)


def lapse(now: datetime) -> int:
    """End every access whose last day or whose agreement is over, and drafts that nobody sends. Returns how many
    accesses ended."""
    _drop_drafts(now)
    return sum(clock.lapse(kind, now) for kind in KINDS.values())


def _drop_drafts(now: datetime) -> None:
    """What was kept before it is sent holds a copy of the file: it goes with the file, and after a month (own)."""
    lately = TransitionStep.objects.filter(transition=OuterRef("pk"), at__gte=now - DRAFT_FOR)
    rows = Transition.objects.filter(Q(case=None) | ~Exists(lately), state=State.DRAFT)
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            kind_of(Transition.objects.get(pk=pk)).hold(pk)
            row = Transition.objects.select_related("org", "recipient", "case").get(pk=pk)
            if row.state == State.DRAFT:
                sending.take_back(kind_of(row), row, keyfile.installation(row.org_id), now)


def on_taken_back(
    sender: object, *, actor: Actor, case: Case, rows: Collection[Row], now: datetime, **_more: Any
) -> None:
    """Where the ledger does not allow any more what another member was offered or told, it ends at once (CM-39)."""
    for row in _live(case):
        kind, use = kind_of(row), seen.USES.get(Passed(row.role))
        if use is None or _allowed(row, rows, use, now):
            continue
        kind.hold(row.pk)
        _end(row, "child", actor, now)


def _unlend(row: Transition, now: datetime) -> None:
    """The ground that carried the first days of the other member's work is gone with it."""
    taken = TakenOver.objects.filter(transition=row).exclude(case=None).select_related("case__child").first()
    child = taken.case.child if taken is not None and taken.case is not None else None
    if taken is None or child is None or child.lent_until is None:
        return
    good = stated.kept(child.pk, [child])
    child.lent_until = None
    child.version += 1
    child.save(update_fields=["lent_until", "version"])
    if good:
        by = keyfile.installation(taken.org_id)
        journal.write(child.pk, by, kind_of(row).deed("revoke"), at=now, items=[stated.item(child)])


def _end(row: Transition, why: str, actor: Actor, now: datetime) -> None:
    if row.role == Passed.TRANSFER:
        _unlend(row, now)
    if row.state in _WAITS:
        sending.take_back(kind_of(row), row, actor.signatory(), now)
    else:
        ending.cut_off(kind_of(row), row, why, actor.signatory(), now)


def _allowed(row: Transition, rows: Collection[Row], use: Use, now: datetime) -> bool:
    categories = [DataCategory(one) for one in row.categories if one in set(DataCategory)]
    return bool(ground.allows(rows, use, seen.recipient(row.recipient_id), categories, now))


def _live(case: Case) -> list[Transition]:
    rows = Transition.objects.filter(case=case, state__in=[*_WAITS, *_TOLD])
    return list(rows.select_related("org", "recipient", "case", "service").order_by("pk"))


def after(actor: Actor, case: Case, _opened: Opened | None, deed: str, now: datetime, _of_child: Opened | None) -> None:
    """What was offered of a file follows it: to the few who are named, and to whoever has it then."""
    if deed not in {RESTRICT, ACCEPT} or not (case.restricted or deed == RESTRICT):
        return
    for row in _live(case):
        row.case, row.restricted, row.team_id = case, case.restricted, case.team_id
        try:
            with transaction.atomic():
                is_whole = stated.stands(Transition.objects.get(pk=row.pk))
                ending.change_hands(kind_of(row), actor, row, deed, now, is_whole=is_whole, purpose=_WHY)
        except NotAllowed:  # whoever does it does not hold the copy: it ends
            _end(row, "partner", actor, now)
