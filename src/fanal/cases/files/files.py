"""One open file: the child, the work for it, and all their rows that the person may see. Two records are opened, once
each; what cannot be read is passed over in words and keeps nothing else away."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotHere, Opened, Unreadable, ask, found, open_records, stated
from fanal.cases import duties, sight
from fanal.cases.access_terms import case_ref, child_ref, helping, relation
from fanal.cases.codes import Status
from fanal.cases.files import ledger, rows
from fanal.cases.files.rows import Kind
from fanal.cases.model.declared import model
from fanal.cases.model.sealed import schema
from fanal.cases.models import (
    Act,
    AllegedOffender,
    Approval,
    Assessment,
    BestInterests,
    Caregiver,
    CareLink,
    Case,
    CaseLink,
    CaseProceeding,
    CaseRow,
    Child,
    Closure,
    Conference,
    Consent,
    ContactSafety,
    Feedback,
    FollowUp,
    Goal,
    HandOn,
    Note,
    OwnCode,
    Plan,
    ProviderPage,
    PushFactor,
    Referral,
    Report,
    Service,
    SubjectRequest,
    Told,
)
from fanal.cases.policy import LOOK, NOTED, TRIED
from fanal.cases.sight_table import DEEDS, WORDS, Deed, Eye, Part, Why
from fanal.clocks import api as clocks
from fanal.columns import sealed
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, DataCategory, Mark
from fanal.vocabulary.results import Refused


@dataclass(frozen=True, slots=True)
class Read:
    """A row with what it holds, by name of the field in the model file. A compartment that the person's keys do not
    open, or that cannot be read, is empty; `unreadable`: why."""

    row: Any
    said: dict[str, Any] = field(repr=False)
    unreadable: str = ""
    refused: Mapping[Part, Why] = field(default_factory=dict)
    """The parts of which somebody does not see all, and why."""


@dataclass(frozen=True, slots=True)
class File:
    """All that a file shows."""

    case: Case
    eye: Eye
    child: Read
    work: Read
    rows: Mapping[type, tuple[Read, ...]] = field(repr=False)
    """By table, the newest first (`of`)."""
    told: tuple[UUID, ...]
    """The concerns from which it came."""
    of_child: Opened = field(repr=False)
    of_case: Opened = field(repr=False)
    """The open records, inside `looking`."""
    there: frozenset[Kind]
    """Of what there are rows (`has`)."""
    grounded: bool
    """Whether a ground for the work is live; without one nothing is written."""

    def of(self, table: type) -> tuple[Read, ...]:
        """The rows of a table, the newest first."""
        return self.rows[table]

    def has(self, table: type, column: str = "") -> bool:
        """Whether a table of `READS` or `ASKS` has rows that name this file in a column."""
        return rows.kind(table, column) in self.there

    @property
    def refused(self) -> dict[Why, set[Part]]:
        """What the person does not see of it, by why not."""
        found: dict[Why, set[Part]] = {}
        for one in (self.child, self.work, *(read for some in self.rows.values() for read in some)):
            for part, why in one.refused.items():
                found.setdefault(why, set()).add(part)
        return found

    def one(self, table: type, pk: UUID | None) -> Read:
        """One row of a table. Raises `NotHere`."""
        found = next((one for one in self.rows[table] if one.row.pk == pk), None)
        if found is None:
            raise NotHere
        return found

    def newest(self, table: type) -> Read | None:
        """The newest row of a table."""
        return next(iter(self.rows[table]), None)


def case_of(actor: Actor, case_id: UUID, *, lock: bool = False, known: trusted.Signers | None = None) -> Case:
    """The row of a file that the person may see. `lock`: for a deed, held until it is done; `known`: whom the deed
    looked up. Raises `NotHere`; `NotAllowed` where somebody changed what was decided."""
    case = found(actor, Case, case_id, "child", "org", "owner", "supervisor", lock=lock)
    if lock:
        known = known or trusted.Signers()
        stated.need(case.pk, case, known=known)
        stated.need(case.child_id, case.child, known=known)
    return case


def row_of[R: CaseRow](actor: Actor, table: type[R], case_id: UUID, pk: UUID, *related: str) -> R:
    """A row of a file that the person may see, with its file. Raises `NotHere`."""
    rows = table._default_manager.filter(pk=pk, case=case_of(actor, case_id))
    row = rows.select_related("case", *related).first()
    if row is None:
        raise NotHere
    return row


class ReasonFirst(Exception):
    """Somebody who does not work with the child reads the file with a reason only: a colleague of the team, the
    safeguarding lead."""

    def __init__(self, case: Case) -> None:
        super().__init__("a reason first")
        self.case = case


REASONS: Final = ("covering", "asked", "duty", "safety")
"""Why somebody else reads a file (codes; the words are `desk.words.REASONS`)."""
_ALONE: Final = (Eye.TEAM, Eye.SAFEGUARDING)


_ALWAYS: Final = frozenset({DataCategory.CONTACT, DataCategory.EXISTENCE, Mark.INTERNAL})
"""What everybody knows who helps with a part."""


def parts_of(actor: Actor, case: Case, now: datetime) -> frozenset[str] | None:
    """The fields on which somebody works who helps with named parts of a file; None: all. Raises `NotAllowed` once
    their days are over."""
    row = helping(case, actor.person) if relation(actor, case) is Eye.CO_WORKER else None
    if row is None:
        return None
    if row.until is not None and row.until < network.day_at(case.org_id, now):
        raise NotAllowed(Refused(Why.RELATION_ENDED, _(WORDS[Why.RELATION_ENDED])))
    if not row.parts or row.to_id != actor.person:
        return None
    wanted = {*row.parts, *_ALWAYS}
    every = (one for entity in model().entities.values() for one in entity.fields.values())
    return frozenset(one.path for one in every if one.category in wanted)


@contextmanager
def looking(
    actor: Actor,
    case_id: UUID,
    now: datetime,
    reason: str = "",
    *,
    deed: str = LOOK,
    first: Collection[Eye] = _ALONE,
    reasons: Collection[str] = REASONS,
    names: bool = False,
) -> Iterator[File]:
    """A file, open. `reason`, one of `reasons`, for whoever neither works with the child nor answers for it: the
    supervisor hears of it. `first`: who says why before. `names`: whether a name that is protected is shown to whom it
    may be shown. Raises `NotHere`, `NotAllowed`, `ReasonFirst`."""
    case = case_of(actor, case_id)
    eye = relation(actor, case)
    ask(actor, deed, case)
    assert eye is not None
    if eye in first and reason not in reasons:
        raise ReasonFirst(case)
    purpose, parts, known = purpose_of(eye, reason), parts_of(actor, case, now), trusted.Signers()
    both = [child_ref(case.child), case_ref(case)]
    with open_records(actor, both, deed, purpose=purpose, now=now, thing=case, known=known) as (of_child, of_case):
        of_child.looked, of_case.looked = {}, {}
        yield read(of_child, of_case, case, Looker(actor.person, eye, reason in reasons, names, parts), now)
        if eye in _ALONE:
            duties.begin(duties.LOOKED_AT, case, now)


def look(actor: Actor, case_id: UUID, now: datetime, reason: str = "") -> File:
    """As `looking`, where nothing is asked of the open records afterwards."""
    with looking(actor, case_id, now, reason) as found:
        return found


def tried(actor: Actor, case_id: UUID, now: datetime) -> None:
    """Somebody asked for a file of their organisation that is not theirs: its journal says so, once a day."""
    case = Case.objects.filter(pk=case_id, org_id=actor.org).first()
    if case is None:
        return
    lately = (line for line in journal.read(case.pk) if line.deed == TRIED and line.actor == actor.person)
    last = next(lately, None)
    if last is None or last.at <= now - timedelta(days=1):
        journal.write(case.pk, actor.signatory(), TRIED, at=now, purpose=AccessPurpose.CASEWORK)


@transaction.atomic
def noted(actor: Actor, case_id: UUID, now: datetime) -> None:
    """The supervisor looked at who read it. Raises `NotHere`, `NotAllowed`."""
    case = case_of(actor, case_id)
    ask(actor, NOTED, case)
    clocks.stop(case.pk, duties.LOOKED_AT, now=now)
    for one in clocks.open_duties(org=case.org_id, files=[case.pk], kinds=[duties.OPENED_ON_CALL]):
        clocks.stop(one.subject, duties.OPENED_ON_CALL, now=now)
    journal.write(case.pk, actor.signatory(), NOTED, at=now)


def purpose_of(eye: Eye | None, reason: str = "") -> str:
    """For what somebody opens a file, as the journal says it."""
    why = {Eye.SUPERVISOR: AccessPurpose.SUPERVISION, Eye.SAFEGUARDING: AccessPurpose.SAFEGUARDING_ALARM}
    said = (why.get(eye) if eye else None) or AccessPurpose.CASEWORK
    return f"{said.value}:{reason}" if reason else said.value


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks, as whom, whether they said why, and whether they asked for a name that is protected."""

    person: UUID
    eye: Eye
    reasoned: bool
    names: bool = False
    parts: frozenset[str] | None = None


def read(of_child: Opened, of_case: Opened, case: Case, by: Looker, now: datetime) -> File:
    """What they see of it, row by row."""
    there = rows.there(case, [*map(rows.kind, READS), *ASKS])
    for table in READS:
        if rows.kind(table) not in there:
            (of_case if issubclass(table, CaseRow) else of_child).once(table, list)
    grounds = ledger.read(of_child, case.child)
    live = ledger.works(grounds, now)
    reading = Reading(of_child, of_case, case, by, live, lapsed=bool(grounds) and not live)
    return File(
        case,
        by.eye,
        reading.row(case.child),
        reading.row(case),
        {table: reading.rows(table) for table in READS},
        _told(case, of_case) if rows.kind(Told) in there else (),
        of_child,
        of_case,
        there,
        live,
    )


def _told(case: Case, opened: Opened) -> tuple[UUID, ...]:
    return tuple(one.concern_id for one in Told.objects.filter(case=case) if opened.holds(one))


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads rows of an open file, as much of them as this person sees (`sight`). Whether they are cleared, the policy
    asked before."""

    of_child: Opened
    of_case: Opened
    case: Case
    by: Looker
    ground: bool
    lapsed: bool = False

    def rows(self, table: Any) -> tuple[Read, ...]:
        """The rows of one kind, the newest first; what is not by whom it says is passed over, and the log says so."""
        whose = self.case if issubclass(table, CaseRow) else self.case.child
        return tuple(map(self.row, rows.of(self._opened(table), table, whose)))

    def row(self, row: models.Model) -> Read:
        """One row."""
        entity, opened = ENTITY[type(row)], self._opened(type(row))
        own = getattr(row, "made_by_id", None) == self.by.person
        seen = sight.fields(self._look(row, opened, own=own), model().entities[entity].fields.values())
        said: dict[str, Any] = {}
        why = "" if opened.holds(row) else stated.words()
        for box in sealed(row):
            content = None
            if opened.has(box):
                try:
                    content = opened.read(row, box)
                except Unreadable as broken:
                    why = why or broken.words
            content, blank = content or schema(entity, box)(), schema(entity, box)()
            for one in model().entities[entity].sealed(box):
                said[one.name] = getattr(content if one.path in seen.read else blank, one.name)
        refused = {sight.part_of(model().field(path)): code for path, code in seen.refused.items()}
        return Read(row, said, why, refused)

    def _opened(self, table: Any) -> Opened:
        return self.of_case if issubclass(table, CaseRow | Case) else self.of_child

    def _look(self, row: models.Model, opened: Opened, *, own: bool) -> sight.Look:
        """What the person may see of the child without a reason does not show a name that is protected, nor one of
        which somebody changed whether it is."""
        hidden = isinstance(row, Child) and (row.protected_name or not opened.holds(row))
        reveals = isinstance(row, Child) and self.by.eye in DEEDS[Deed.REVEAL_NAME].who
        return sight.Look(
            eye=self.by.eye,
            purpose=AccessPurpose(purpose_of(self.by.eye)),
            status=Status(self.case.status),
            cleared=True,
            ground=self.ground,
            lapsed=self.lapsed,
            restricted=self.case.restricted,
            protected_name=hidden,
            reason=self.by.names if reveals else self.by.reasoned,
            own=own,
            parts=self.by.parts,
            boxes=frozenset(opened.keys.compartments),
        )


ENTITY: Final[dict[type[models.Model], str]] = {
    Child: "child",
    Case: "case",
    ContactSafety: "contact_safety",
    Consent: "consent",
    PushFactor: "push_factor",
    Act: "act",
    Note: "note",
    HandOn: "hand_on",
    Referral: "referral",
    Report: "report",
    ProviderPage: "provider_page",
    Approval: "approval",
    Assessment: "assessment",
    BestInterests: "best_interests",
    Plan: "plan",
    Goal: "goal",
    Service: "service",
    FollowUp: "follow_up",
    Closure: "closure",
    Conference: "conference",
    CaseLink: "case_link",
    Caregiver: "caregiver",
    CareLink: "care_link",
    AllegedOffender: "alleged_offender",
    CaseProceeding: "case_proceeding",
    Feedback: "feedback",
    OwnCode: "own_code",
    SubjectRequest: "subject_request",
}
"""By model, the entity of the model file."""
READS: Final[list[type[models.Model]]] = [ContactSafety, Consent, PushFactor, Act, Note]
"""What the page of a file reads; each part of the page adds its own (`desk.parts`)."""
ASKS: Final[list[Kind]] = [rows.kind(Told)]
"""Of what it asks whether there are rows at all; each part, too."""


def content(opened: Opened, row: models.Model, box: str) -> Any:
    """What a compartment of a row holds; blank where nothing does, or it cannot be read."""
    return opened.try_read(row, box) or schema(ENTITY[type(row)], box)()
