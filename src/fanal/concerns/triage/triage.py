"""Opening a concern: who holds it, what stands in it, and a pause for whoever has opened many.

Opening claims for ten minutes, tells colleagues, stops the clock of "seen", and stands in the journal.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, Opened, Unreadable, open_record, stated, visible
from fanal.clocks import api as clocks
from fanal.concerns import duties, locks
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import (
    ChildIdentity,
    ConcernContent,
    NoteContent,
    PersonalContent,
    PersonSuspected,
    ReporterContent,
)
from fanal.concerns.models import UNDECIDED, Concern, Decision, Message
from fanal.concerns.statuses import status_of
from fanal.concerns.triage import duties as duties_triage
from fanal.concerns.triage.order import CLAIM, needs_pause
from fanal.journal import api as journal
from fanal.journal.contracts import Line
from fanal.network import api as network
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, Danger, Triage

OPEN = "concerns.open"
RESTED = timedelta(minutes=15)
"""So long without a concern counts as a pause."""
PAUSE_REASONS = ("nobody_else", "asked_to_help", "same_child")
"""Why somebody opens danger = yes instead of pausing (codes; the words are `triage.desk.words.PAUSE_REASONS`)."""


class PauseFirst(Exception):
    """The person has opened so many, or for so long. `until`: when a pause is over; `reason`: whether one may do."""

    def __init__(self, concern: Concern, count: int, until: datetime) -> None:
        super().__init__("a pause is due")
        self.concern, self.count, self.until = concern, count, until

    @property
    def reason_will_do(self) -> bool:
        return pressing(self.concern)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the thread. `by` is the colleague's name, for colleagues only."""

    side: str
    day: date
    by: str
    question: bool
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision with its note. `second`: who confirmed it; `waits`: it needs a second person first."""

    id: UUID
    code: str
    finding: str
    person: UUID
    by: str
    second: str
    waits: bool
    at: datetime
    note: NoteContent | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """A part of a concern that cannot be read or believed: a column of it, `thread`, `notes`, or its `standing`; why,
    in words."""

    part: str
    words: str


@dataclass(frozen=True, slots=True)
class File:
    """An open concern. `reporter` is None where this person's keys do not open it (any more). `unreadable`: parts that
    are there and cannot be read; they stand empty here, and the page says so."""

    concern: Concern
    personal: PersonalContent = field(repr=False)
    content: ConcernContent = field(repr=False)
    identity: ChildIdentity = field(repr=False)
    offender: PersonSuspected = field(repr=False)
    reporter: ReporterContent | None = field(repr=False)
    thread: tuple[Said, ...] = field(repr=False)
    decisions: tuple[Decided, ...] = field(repr=False)
    unreadable: tuple[Broken, ...] = ()

    @property
    def waiting(self) -> Decided | None:
        """The decision that waits for a second person."""
        return next((one for one in self.decisions if one.waits), None)


def concern_of(actor: Actor, concern_id: UUID, *, lock: bool = False) -> Concern:
    """The row of a concern of the actor's organisation, for a deed held with all that belongs to it (`locks`). Raises
    `NotHere`: for others it does not exist."""
    rows = Concern.objects.filter(pk=concern_id, org_id=actor.org, practice=False)
    found = rows.first()
    if found is not None and lock:
        locks.hold(found.pk)
        found = rows.first()
    if found is None:
        raise NotHere
    return found


def to_change(actor: Actor, concern_id: UUID) -> Concern:
    """The same, locked for a deed that rests on what was decided. Raises `NotAllowed` where somebody changed that."""
    concern = concern_of(actor, concern_id, lock=True)
    stated.need(concern.pk, concern)
    return concern


def decision_of(actor: Actor, decision_id: UUID, *, lock: bool = False) -> Decision:
    """A decision on a concern that the actor sees, with who made it, for the deed of a second person (`lock`: held with
    its concern). Raises `NotHere`."""
    seen = visible(actor, Concern.objects.all())
    rows = Decision.objects.filter(pk=decision_id, concern__org_id=actor.org, concern__in=seen)
    rows = rows.select_related("person", "concern")
    found = rows.first()
    if found is not None and lock:
        locks.hold(found.concern_id)
        found = rows.first()
    if found is None:
        raise NotHere
    return found


def pressing(concern: Concern) -> bool:
    """Whether a child may be in danger now: the clock of danger = yes runs."""
    return concern.danger == Danger.YES or concern.child_door


def is_undecided(concern: Concern) -> bool:
    """Whether somebody must still decide on it."""
    return concern.triage in UNDECIDED and concern.duplicate_of_id is None


def purpose_of(concern: Concern) -> str:
    """Why staff open it, as the journal says it."""
    return AccessPurpose.SAFEGUARDING_ALARM if concern.restricted else AccessPurpose.CASEWORK


def look(actor: Actor, concern_id: UUID, now: datetime, *, reason: str = "") -> File:
    """Open a concern and claim it. `reason`, one of `PAUSE_REASONS`, opens danger = yes where a pause is due.

    Raises `NotHere`, `NotAllowed`, `PauseFirst`.
    """
    with transaction.atomic():
        concern = concern_of(actor, concern_id, lock=True)
        purpose = purpose_of(concern)
        count, until = pause_due(actor, concern, now)
        if until is not None:
            if reason not in PAUSE_REASONS or not pressing(concern):
                raise PauseFirst(concern, count, until)
            purpose = f"{purpose}:{reason}"
        uncalled = _uncalled(actor, concern)
        with open_record(actor, ref_of(concern), OPEN, purpose=purpose, now=now, thing=concern) as opened:
            file = read_file(opened, concern)
            _claim(concern, actor, now)
        if uncalled:
            clocks.start(duties_triage.LOOKED_AT, concern.org_id, concern.pk, now=now)
        clocks.stop(concern.pk, duties.ACKNOWLEDGE, now=now)
    return file


def _uncalled(actor: Actor, concern: Concern) -> bool:
    """Whether somebody looks up a closed concern in which they had no part: the safeguarding lead hears (DNH-34)."""
    if concern.closed_on is None or concern.new_message or concern.restricted:
        return False
    return all(line.actor != actor.person for line in journal.told(concern.pk, (), trusted.Signers()).lines)


def _claim(concern: Concern, actor: Actor, now: datetime) -> None:
    """Hold it for ten minutes, unless a colleague does; the reporter's status says that a person has read it."""
    if concern.status == "received":
        concern.status = "read"
    if concern.triage in UNDECIDED and holder(concern, now) in {None, actor.person}:
        concern.claimed_by_id, concern.claimed_until = actor.person, now + CLAIM
    concern.save(update_fields=["status", "claimed_by", "claimed_until"])


def holder(concern: Concern, now: datetime) -> UUID | None:
    """Who holds a concern now."""
    held = concern.claimed_until is not None and concern.claimed_until > now
    return concern.claimed_by_id if held else None


def let_go(actor: Actor, concern_id: UUID) -> None:
    """Stop holding a concern, so that a colleague sees that it is free. Only one's own hold."""
    rows = Concern.objects.filter(pk=concern_id, org_id=actor.org, claimed_by_id=actor.person)
    rows.update(claimed_by=None, claimed_until=None)


def read_file(opened: Opened, concern: Concern) -> File:
    """Everything that the open record shows of a concern. What is not by whom it says is passed over, in words."""
    reading = _Reading(opened)
    if not opened.holds(concern):
        anew = _("Somebody changed in the database what was decided. Tell your administrator. To go on, decide anew.")
        reading.broken["standing"] = Broken("standing", anew)
    messages = [message for message in Message.objects.filter(concern=concern) if reading.holds(message, "thread")]
    rows = Decision.objects.filter(concern=concern).order_by("at", "id")
    decisions = [decision for decision in rows if reading.holds(decision, "notes")]
    people = (
        {message.by_id for message in messages}
        | {decision.person_id for decision in decisions}
        | {decision.second_id for decision in decisions}
    )
    names = network.names(person for person in people if person)
    holds = _holds_reporter(opened, concern)
    return File(
        concern=concern,
        personal=reading.part(concern, "personal") or PersonalContent(),
        content=reading.part(concern, "content") or ConcernContent(),
        identity=reading.part(concern, "identity") or ChildIdentity(),
        offender=reading.part(concern, "offender") or PersonSuspected(),
        reporter=reading.part(concern, "reporter") if holds else None,
        thread=tuple(_said(reading, message, names) for message in messages),
        decisions=tuple(_decided(reading, decision, names) for decision in decisions),
        unreadable=tuple(reading.broken.values()),
    )


@dataclass(slots=True)
class _Reading:
    """Reads part by part: what cannot be read does not take along what can."""

    opened: Opened
    broken: dict[str, Broken] = field(default_factory=dict)

    def part(self, row: models.Model, column: str, name: str = "") -> Any:
        try:
            return self.opened.read(row, column)
        except Unreadable as why:
            self.broken.setdefault(name or column, Broken(name or column, why.words))
            return None

    def holds(self, row: models.Model, name: str) -> bool:
        good = self.opened.holds(row)
        if not good:
            self.broken.setdefault(name, Broken(name, stated.words()))
        return good


def _holds_reporter(opened: Opened, concern: Concern) -> bool:
    return opened.has("reporter") and not concern.reporter_closed


def _said(reading: _Reading, one: Message, names: dict[UUID, str]) -> Said:
    content = reading.part(one, "body", "thread")
    by = names.get(one.by_id, "") if one.by_id else ""
    return Said(one.side, one.day, by, one.question, content.text if content else "")


def _decided(reading: _Reading, one: Decision, names: dict[UUID, str]) -> Decided:
    second = names.get(one.second_id, "") if one.second_id else ""
    note: Any = reading.part(one, "note", "notes")
    by = names.get(one.person_id, "")
    return Decided(one.pk, one.code, one.finding, one.person_id, by, second, one.needs_second, one.at, note)


def question_open(concern: Concern) -> bool:
    """Whether a question of ours is the last word of the thread."""
    last = Message.objects.filter(concern=concern).order_by("-position").values_list("side", "question").first()
    return last == ("staff", True)


def status_now(concern: Concern) -> str:
    """What the reporter may know, from what the row says."""
    closed = concern.closed_on is not None
    asked = not closed and question_open(concern)
    return status_of(Triage(concern.triage), opened=concern.status != "received", question_open=asked, closed=closed)


# ---- care for staff ----


def pause_due(actor: Actor, concern: Concern, now: datetime) -> tuple[int, datetime | None]:
    """How many concerns the person opened without a pause, and when one would be over if it is due.

    Counted from the journal. A concern that is already among them may be finished.
    """
    run: list[Line] = []
    after = now
    for line in journal.read_org(actor.org, actor=actor.person, deeds=(OPEN,), limit=200):
        if after - line.at >= RESTED:
            break
        run.append(line)
        after = line.at
    seen = {line.record for line in run}
    if not run or concern.pk in seen or not needs_pause(len(seen), run[-1].at, now):
        return len(seen), None
    return len(seen), run[0].at + RESTED
