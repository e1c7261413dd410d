"""Matters: what questions of law and proceedings belong to. Opaque: no name of a child stands here.

A matter is one sealed record. Casework, supervisors and lawyers open its content; what is between lawyer and child
opens for the lawyers alone. An exercise (a case of `training`) opens for whoever began it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from uuid import UUID

from django.db import transaction

from fanal.access.api import (
    Opened,
    RecordRef,
    Unreadable,
    as_seen,
    ask,
    found,
    kept,
    open_record,
    seal_into,
    stated,
)
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.justice.content import FILE, MatterContent, ProceedingContent
from fanal.justice.matters import duties, keeping, policy
from fanal.justice.models import Matter, Proceeding, Question
from fanal.network.api import erasure, keyfile, names, records, rings
from fanal.network.contracts import Actor, RingKind
from fanal.vocabulary.codes import AccessPurpose

KIND, COMPARTMENTS = "matter", ("content", "privileged")
GRANTS: Mapping[RingKind, frozenset[str]] = {
    RingKind.CASEWORK: frozenset({"content"}),
    RingKind.SUPERVISORS: frozenset({"content"}),
    RingKind.LEGAL: frozenset(COMPARTMENTS),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the list of a matter: clear columns only."""

    row: Question
    by: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A proceeding in the list of a matter, opened. `unreadable`: why it cannot be; its content is then empty."""

    row: Proceeding
    content: ProceedingContent = field(repr=False)
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """An open matter."""

    matter: Matter
    content: MatterContent = field(repr=False)
    questions: tuple[Asked, ...]
    proceedings: tuple[Filed, ...] = field(repr=False)


def ref_of(matter: Matter) -> RecordRef:
    """The sealed record of a matter; its questions and proceedings are items of it."""
    return RecordRef(matter.org_id, matter.pk, KIND)


def purpose_of(matter: Matter) -> str:
    """Why staff open it, as the journal says it."""
    return "training" if matter.training else AccessPurpose.LEGAL.value


def matter_of(actor: Actor, matter_id: UUID, *, lock: bool = False) -> Matter:
    """The row of a matter that the person may see. Raises `NotHere`: for others it does not exist."""
    row = found(actor, Matter, matter_id, lock=lock)
    if lock:  # for a deed, which rests on what was done before
        stated.need(row.pk, row)
    return row


# ---- open, label, close ----


@transaction.atomic
def open_matter(actor: Actor, now: datetime, *, label: str = "", note: str = "", training: str = "") -> Matter:
    """Begin a matter; `training` names a case of the fixed list. Raises `NotAllowed`."""
    deed = policy.TRAIN if training else policy.OPEN
    ask(actor, deed, None)
    matter = Matter(org_id=actor.org, training=training, opened_on=now.date(), opened_by_id=actor.person)
    own = records.to_people(actor.org, [actor.person], COMPARTMENTS) if training else rings.grants(actor.org, GRANTS)
    keys, granted = records.make(actor.org, matter.pk, COMPARTMENTS, own)
    if training:
        matter.retention_class, matter.erase_on = keeping.EXERCISE, keeping.EXERCISES.end(now.date())
    item = seal_into(keys, ref_of(matter), matter, "content", MatterContent(label=label, note=note))
    matter.save(force_insert=True)
    said = [item, *granted, stated.item(matter)]
    journal.write(matter.pk, actor.signatory(), deed, at=now, purpose=purpose_of(matter), items=said)
    return matter


def look(actor: Actor, matter_id: UUID, now: datetime) -> File:
    """Open a matter with its lists. Raises `NotHere`, `NotAllowed`."""
    matter = matter_of(actor, matter_id)
    questions = list(Question.objects.filter(matter=matter).order_by("-asked_on", "-pk"))
    asked_by = names(one.asked_by_id for one in questions)
    with open_record(actor, ref_of(matter), policy.LOOK, purpose=purpose_of(matter), now=now, thing=matter) as opened:
        filed = read_filed(opened, matter)
        content = opened.read(matter, "content") or MatterContent()
    return File(matter, content, tuple(Asked(one, asked_by.get(one.asked_by_id, "")) for one in questions), filed)


def read_filed(opened: Opened, matter: Matter) -> tuple[Filed, ...]:
    """The proceedings of an open matter, newest first."""
    rows = Proceeding.objects.filter(matter=matter).order_by("-entered_on", "-pk")
    return tuple(_filed(opened, row) for row in rows)


def _filed(opened: Opened, row: Proceeding) -> Filed:
    try:
        return Filed(row, opened.read(row, "content") or ProceedingContent())
    except Unreadable as why:  # its own page says so too; the others are listed all the same
        return Filed(row, ProceedingContent(), why.words)


def relabel(actor: Actor, matter_id: UUID, version: int, label: str, note: str, now: datetime) -> None:
    """Change what colleagues call it. Raises `NotHere`, `NotAllowed`, `NotNow` where somebody was faster."""
    with transaction.atomic():
        matter = matter_of(actor, matter_id, lock=True)
        as_seen(matter.version == version, matter.version)
        with open_record(
            actor, ref_of(matter), policy.LABEL, purpose=purpose_of(matter), now=now, thing=matter, write=True
        ) as opened:
            before = opened.try_read(matter, "content") or MatterContent()
            opened.write(matter, "content", replace(before, label=label, note=note))
            opened.state(matter)
            matter.version += 1
            matter.save(update_fields=["content", "version"])


def close(actor: Actor, matter_id: UUID, now: datetime) -> None:
    """Nothing more is asked or entered in it; it can be read, and opened again. From today its time is counted."""
    _set_closed(actor, matter_id, policy.CLOSE, now)


def reopen(actor: Actor, matter_id: UUID, now: datetime) -> None:
    """Take a closed matter up again."""
    _set_closed(actor, matter_id, policy.REOPEN, now)


@transaction.atomic
def _set_closed(actor: Actor, matter_id: UUID, deed: str, now: datetime) -> None:
    matter = matter_of(actor, matter_id, lock=True)
    ask(actor, deed, matter)
    matter.closed_on = now.date() if deed == policy.CLOSE else None
    keeping.time(matter, now.date())
    matter.save(update_fields=["closed_on", "retention_class", "erase_on"])
    _say(actor, matter, deed, now)


def _say(actor: Actor, matter: Matter, deed: str, now: datetime) -> None:
    """A deed that opens nothing."""
    said = [stated.item(matter)]
    journal.write(matter.pk, actor.signatory(), deed, at=now, purpose=purpose_of(matter), items=said)


# ---- legal hold ----


class _Matters(kept.Keeper[Matter]):
    hold_deed, release_deed, ask_deed, erase_deed = policy.HOLD, policy.RELEASE, policy.ASK_ERASE, policy.ERASE
    back = (policy.KEEP,)

    def to_change(self, actor: Actor, pk: UUID) -> Matter:
        return matter_of(actor, pk, lock=True)

    def ref(self, row: Matter) -> RecordRef:
        return ref_of(row)

    def purpose(self, row: Matter) -> str:
        return purpose_of(row)

    def note(self, opened: Opened, row: Matter, actor: Actor, reason: str, now: datetime) -> tuple[()]:
        """Beside the label."""
        before = opened.try_read(row, "content") or MatterContent()
        opened.write(row, "content", replace(before, hold=reason))
        row.save(update_fields=["content"])
        return ()

    def timed(self, row: Matter, now: datetime) -> None:
        clocks.stop(row.pk, duties.HOLD_ENDS, now=now, done=row.hold_until is None)
        if row.hold_until is not None:
            limit = datetime.combine(row.hold_until, time.min, UTC) - now
            clocks.start(duties.HOLD_ENDS, row.org_id, row.pk, now=now, limit=limit)


MATTERS = _Matters()
hold, release = MATTERS.hold, MATTERS.release


# ---- erase ----


@transaction.atomic
def ask_erase(actor: Actor, matter_id: UUID, now: datetime) -> None:
    """Ask to erase a matter; a second person does it, or keeps it."""
    matter = matter_of(actor, matter_id, lock=True)
    ask(actor, policy.ASK_ERASE, matter)
    kept.need_may_go(matter, now, people=2)
    matter.erase_asked_by_id = actor.person
    matter.save(update_fields=["erase_asked_by"])
    _say(actor, matter, policy.ASK_ERASE, now)


@transaction.atomic
def keep(actor: Actor, matter_id: UUID, now: datetime) -> None:
    """Do not erase what somebody asked to erase."""
    matter = matter_of(actor, matter_id, lock=True)
    ask(actor, policy.KEEP, matter)
    matter.erase_asked_by_id = None
    matter.save(update_fields=["erase_asked_by"])
    _say(actor, matter, policy.KEEP, now)


@transaction.atomic
def erase(actor: Actor, matter_id: UUID, now: datetime) -> None:
    """The second person erases it, for good. Raises `NotHere`, `NotAllowed`, and `NotNow` where a hold keeps it."""
    matter = matter_of(actor, matter_id, lock=True)
    if matter.training:
        ask(actor, policy.ERASE, matter)
    else:
        MATTERS.need_second(actor, matter)
        kept.need_may_go(matter, now, people=2)
    gone(matter, actor.signatory(), now)


@transaction.atomic
def gone(matter: Matter, by: Signatory, now: datetime) -> None:
    """Keys, questions, proceedings and clocks go; a tombstone and the journal stay. Needs no key."""
    record, org = matter.pk, matter.org_id
    kind = matter.retention_class or FILE
    journal.write(record, by, policy.ERASE, at=now, purpose=kind)
    records.erase(org, record, kind, now.date())
    clocks.forget_file(record)
    matter.delete()
    transaction.on_commit(lambda: erasure.scrub("justice_matter", "justice_question", "justice_proceeding"))


def erase_due(now: datetime) -> int:
    """Erase what has run out and is not held; what was closed before matters had an end gets one. A day that nobody
    decided erases nothing: `fanal check` names it. Returns how many went."""
    keeping.time_closed(now)
    due, went = kept.due(Matter, now.date()), 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            matter = due.select_for_update().filter(pk=pk).first()
            if matter is not None and stated.stands(matter):
                gone(matter, keyfile.installation(matter.org_id), now)
                went += 1
    return went
