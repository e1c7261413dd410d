"""What happens to offers between members without whoever sent them: their time is over, the child takes the yes back,
the file changes hands. Key-less where a clock does it (CM-19, CM-29, CM-39)."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from fanal.access.api import NotAllowed, NotNow, Opened, RecordRef, open_record, stated
from fanal.cases import ground
from fanal.cases.acts.policy import SUSPECT
from fanal.cases.codes_work import Passed
from fanal.cases.ground import Row
from fanal.cases.members import seen
from fanal.cases.members.kind import KINDS, REFERRALS, TRANSFERS, few, kind_of, unlend
from fanal.cases.members.policy import KEEP
from fanal.cases.models import Case, TakenOver, Transition, TransitionStep
from fanal.cases.passing_on.policy import ACCEPT
from fanal.cases.policy import RESTRICT
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import keyfile, records, rings
from fanal.network.contracts import Actor, RingKind
from fanal.passing.api import clock, ending, sending, steps, talk
from fanal.vocabulary.codes import AccessPurpose, DataCategory
from fanal.vocabulary.codes import TransitionState as State

DRAFT_FOR: Final = timedelta(days=30)
_WHY: Final = AccessPurpose.SAFEGUARDING_ALARM.value
_NARROWS: Final = frozenset({RESTRICT, ACCEPT, SUSPECT})
"""Deeds by which a file is given to other people."""
_WAITS: Final = (State.DRAFT.value, State.OFFERED.value)
TOLD: Final = (State.ACCEPTED.value, State.COMPLETED.value)


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
    sender: object, *, by: Signatory, case: Case, rows: Collection[Row], now: datetime, **_more: Any
) -> None:
    """Where the ledger does not allow any more what another member was offered or told, it ends at once (CM-39). What
    somebody changed ends, too: nobody knows what it would be allowed by."""
    copies = ~Q(payload=b"") | ~Q(additions=b"") | ~Q(names=b"")
    for row in _held(case, copies):
        is_whole = stated.stands(row)
        if is_whole and (row.state not in {*_WAITS, *TOLD} or _allowed(row, rows, now)):
            continue
        if not is_whole and stated.last(row.pk, *steps.ends(kind_of(row))):
            continue
        _end(row, "child", by, now)


def _allowed(row: Transition, rows: Collection[Row], now: datetime) -> bool:
    use = seen.USES.get(Passed(row.role))
    categories = [DataCategory(one) for one in row.categories]
    return use is None or bool(ground.allows(rows, use, seen.recipient(row.recipient_id), categories, now))


def _end(row: Transition, why: str, by: Signatory, now: datetime) -> None:
    """By whatever step fits. Of what somebody changed the journal says how far it was, and the row says whether it was
    of help; where no step fits, the copy goes."""
    is_whole = stated.stands(row)
    kind = kind_of(row) if is_whole else REFERRALS if row.service_id else TRANSFERS
    told = row.state in TOLD if is_whole else stated.last(row.pk, kind.deed("accept")) is not None
    if kind is TRANSFERS:
        unlend(row, now)
    try:
        with transaction.atomic():
            if told:
                ending.cut_off(kind, row, why, by, now)
            else:
                sending.take_back(kind, row, by, now)
    except NotNow:
        gone = steps.delete_copy(kind, row, by, kind.deed("revoke"), now)
        journal.write(row.pk, by, kind.deed("revoke"), at=now, purpose=why, items=gone)
        steps.note(kind, row, "revoke", now, reason=why)


def _held(case: Case, which: Q) -> Iterator[Transition]:
    """What is of a file, or of help in it, one after another, held, as it is then."""
    rows = Transition.objects.filter(which, Q(case=case) | Q(service__case=case))
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        REFERRALS.hold(pk)
        yield Transition.objects.select_related("org", "recipient", "case", "service").get(pk=pk)


# ---- a file that opens for named people only ----


def after(actor: Actor, case: Case, _opened: Opened | None, deed: str, now: datetime, _of_child: Opened | None) -> None:
    """What was offered of a file, and what came, follows it to the few who are named, by whichever deed that began."""
    if not case.restricted:
        return
    for file in _few(case):
        keep_with_file(file, now, actor)
        moves = Q(state__in=[*_WAITS, *TOLD]) if file.pk == case.pk and deed == ACCEPT else Q(pk=None)
        for row in _held(file, Q(case=file) & (moves | Q(restricted=False))):
            _follow(actor, row, file, case, deed, now)


def _few(case: Case) -> list[Case]:
    """The files of the child that open for named people only, as they are now."""
    others = Case.objects.filter(org_id=case.org_id, child=case.child_id, restricted=True).exclude(pk=case.pk)
    return [case, *others.select_related("child")]


def _follow(actor: Actor, row: Transition, file: Case, case: Case, deed: str, now: datetime) -> None:
    kind, is_whole = kind_of(row), stated.stands(row)
    row.case, row.restricted, row.team_id = file, True, file.team_id
    try:
        with transaction.atomic():
            ending.change_hands(kind, actor, row, deed, now, is_whole=is_whole, purpose=_WHY, thing=case)
    except NotAllowed:  # whoever does it does not hold the copy
        if deed not in _NARROWS:
            return  # whoever is named and holds it does it next
        row = next(_held(file, Q(pk=row.pk)))
        if bytes(row.payload):
            _end(row, "partner", actor.signatory(), now)
        _hide(row, file, actor, now)


def _hide(row: Transition, file: Case, actor: Actor, now: datetime) -> None:
    """What has ended is of the few, too, and the words of it."""
    is_whole = stated.stands(row)
    row.restricted = True
    row.version += 1
    row.save(update_fields=["restricted", "version"])
    if is_whole:
        journal.write(row.pk, actor.signatory(), KEEP, at=now, purpose=_WHY, items=[stated.item(row)])
    lead = rings.principal(file.org_id, RingKind.SAFEGUARDING).id
    for text in kind_of(row).texts(row).values_list("pk", flat=True):
        if gone := records.take_from_teams(text, file.org_id, {lead}):
            journal.write(text, actor.signatory(), KEEP, at=now, purpose=_WHY, items=gone)


def on_concern_restricted(sender: object, *, concern: UUID, by: Signatory, now: datetime, **_more: Any) -> None:
    """Hears from concerns that one is about our own people, after its files: what came of them from another member is
    taken from the teams at once."""
    for case in Case.objects.filter(told__concern=concern):
        for file in _few(case):
            keep_with_file(file, now, by=by)


def keep_with_file(case: Case, now: datetime, actor: Actor | None = None, by: Signatory | None = None) -> None:
    """What came from another member, and became a file that opens for named people only: the teams open it no more, and
    it stands in the file. The two who are named go on with it, where whoever does it holds it. Else nothing is done."""
    signs = actor.signatory() if actor is not None else by
    if not case.restricted or signs is None:
        return
    lead = rings.principal(case.org_id, RingKind.SAFEGUARDING).id
    for taken in _came(case):
        row = taken.transition
        is_whole = bool(stated.kept(row.pk, [taken]))
        texts = [talk.text_ref(TRANSFERS, row, text) for text in TRANSFERS.texts(row).values_list("pk", flat=True)]
        for ref in (TRANSFERS.record_of(row), *texts):
            if actor is not None and is_whole:
                _name(actor, ref, case, now)
            if gone := records.take_from_teams(ref.id, case.org_id, {lead}):
                journal.write(ref.id, signs, KEEP, at=now, purpose=_WHY, items=gone)


def _came(case: Case) -> list[TakenOver]:
    return list(TakenOver.objects.filter(case=case).select_related("transition"))


def _name(actor: Actor, ref: RecordRef, case: Case, now: datetime) -> None:
    """Those who are named get what this person opens of it."""
    held = {who for _kind, who, _version, _boxes in records.holders(ref.id)}
    lacks = [to for to in few(case) if to.id not in held]
    if not lacks:
        return
    try:
        with open_record(actor, ref, KEEP, purpose=_WHY, now=now, thing=case) as opened:
            for to in lacks:
                opened.held.grant(to, opened.held.keys.compartments)
    except NotAllowed:
        return
