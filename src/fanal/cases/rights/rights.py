"""What a child, later the adult, or who speaks for them asks about what is kept of them: to see, correct, add own
words, restrict, object, erase (CM-36, CM-71; docs/cases.md, "Requests")."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, ask, found, need, open_record, stated, visible
from fanal.cases.access_terms import child_ref
from fanal.cases.files import apart, files, record
from fanal.cases.files.files import ENTITY, File, Looker, Reading, case_of
from fanal.cases.model.parts import Pair
from fanal.cases.models import (
    Act,
    Assessment,
    BestInterests,
    CareLink,
    Case,
    Closure,
    Consent,
    ContactSafety,
    FollowUp,
    Goal,
    Note,
    Plan,
    Service,
    SubjectRequest,
)
from fanal.cases.rights import duties, pack, policy
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.api import records, trusted
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose

SEE, ERASE = "see", "erase"
REPRESENTATIVE: Final = "representative"
GRANTED, IN_PART, REFUSED = "granted", "granted_in_part", "refused"
MOST_OPEN: Final = 10
"""What may be asked by one code before somebody answers."""
_BOXES: Final = frozenset({"personal", "content"})
_WHY: Final = AccessPurpose.DATA_SUBJECT_REQUEST
_TABLES: Final[tuple[type, ...]] = (
    ContactSafety, Consent, Act, Assessment, BestInterests, Plan, Goal, Service, FollowUp, Closure, Note,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks by the own code. `id`: brought by the form, so that sent twice is one."""

    id: UUID
    kind: str
    by: str
    statement: str = field(default="", repr=False)


# ---- taking it down ----


@transaction.atomic
def ask_by_code(case: Case, asked: Asked, now: datetime) -> None:
    """Keep what a child or adult asks by the own code. Who it is, is made sure of before the answer: a code may be
    found. Raises `NotNow` where much is open already."""
    if SubjectRequest.objects.filter(pk=asked.id).exists():
        return
    if SubjectRequest.objects.filter(case=case, answered_on=None).count() >= MOST_OPEN:
        raise NotNow(_("You asked us much already. We answer that first."))
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    row = _new(case, asked.kind, now, id=asked.id, made_by_id=None, made_at=day)
    said = {"by": asked.by, "statement": asked.statement}
    apart.make(row, said, _to(case), apart.child(case.org_id), policy.ASKED, now)
    duties.begin(case, row, now)


@transaction.atomic
def register(
    actor: Actor, case_id: UUID, kind: str, said: dict[str, Any], speaks: UUID | None, now: datetime
) -> SubjectRequest:
    """Take down what somebody asks. `speaks`: the relation of whoever speaks for the child, where it stands in the
    file; one who may not be told anything is refused (CM-36). Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need((not kind, _("Answer this."), "kind"), (not said.get("by"), _("Answer this."), "by"))
    case = case_of(actor, case_id, lock=True)
    ask(actor, policy.REGISTER, case)
    if said["by"] == REPRESENTATIVE:
        _need_may_speak(actor, case, speaks, now)
    row = _new(case, kind, now, **record.by(actor, now))
    apart.make(row, said, _to(case), actor.signatory(), policy.REGISTER, now)
    duties.begin(case, row, now)
    return row


def _new(case: Case, kind: str, now: datetime, **more: Any) -> SubjectRequest:
    return SubjectRequest(case=case, kind=kind, received_on=network.day_at(case.org_id, now), **more)


def _to(case: Case) -> apart.Grants:
    return apart.works(case, _BOXES, *apart.officers(case.org_id))


def _need_may_speak(actor: Actor, case: Case, speaks: UUID | None, now: datetime) -> None:
    """Raises `NotNow` for whoever may not be told anything of this child, and where one of the family may not and
    nobody says which person it is. Whether somebody may, is read where it is believed: a row that somebody changed
    speaks for nobody."""
    links = {one.pk: one for one in CareLink.objects.filter(child=case.child_id)}
    if speaks is not None and speaks not in links:
        raise NotHere
    with open_record(actor, child_ref(case.child), policy.REGISTER, purpose=_WHY, now=now, thing=case) as opened:
        no = {pk for pk, one in links.items() if one.consent_barred or not opened.holds(one)}
        if speaks is None and no:
            raise NotNow(_("Say which person it is: one of the family may not be told anything."), "speaks")
        if speaks in no:
            raise NotNow(
                _("This person may not be told anything of this child, and may not ask for it. Tell the supervisor."),
                "by",
            )


# ---- reading it ----


@dataclass(frozen=True, slots=True)
class Request:
    """A request, open. `said`: what it holds, by field."""

    row: SubjectRequest
    said: dict[str, Any] = field(repr=False)


def request_of(actor: Actor, request_id: UUID, *, lock: bool = False) -> SubjectRequest:
    """A request that the person may see. Raises `NotHere`, `NotAllowed` where somebody changed it."""
    row = found(actor, SubjectRequest, request_id, "case__child", lock=lock)
    stated.need(row.pk, row)
    return row


def look(actor: Actor, request_id: UUID, now: datetime) -> Request:
    """Open a request. Raises `NotHere`, `NotAllowed`."""
    row = request_of(actor, request_id)
    with open_record(actor, apart.ref(row), policy.LOOK, purpose=_WHY, now=now, thing=row) as opened:
        return Request(row, read(opened, row))


def read(opened: Opened, row: SubjectRequest) -> dict[str, Any]:
    """What a request holds, by field; what cannot be read is left out."""
    boxes = [opened.try_read(row, box) for box in sorted(_BOXES) if opened.has(box)]
    return {name: getattr(one, name) for one in boxes if one for name in one.__slots__}


def statements(actor: Actor, case: Case, now: datetime) -> list[Request]:
    """The person's own words beside the record, the newest first: they stand on the file and go with every pack."""
    rows = visible(actor, SubjectRequest.objects.filter(case=case)).select_related("case__child")
    rows = rows.order_by("-made_at", "-pk")
    return [one for row in rows if stated.stands(row) and (one := look(actor, row.pk, now)).said.get("statement")]


# ---- answering it ----


@contextmanager
def _writing(actor: Actor, request_id: UUID, deed: str, now: datetime) -> Iterator[tuple[SubjectRequest, Opened]]:
    with transaction.atomic():
        row = request_of(actor, request_id, lock=True)
        ask(actor, deed, row)
        if row.answered_on:
            raise NotNow(_("This was answered already. Look at it again."))
        with open_record(actor, apart.ref(row), deed, purpose=_WHY, now=now, thing=row, write=True) as opened:
            yield row, opened


def check(actor: Actor, request_id: UUID, identity: str, now: datetime) -> None:
    """Say how we know that it is the person who asks. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need((not identity, _("Answer this."), "identity_checked"))
    with _writing(actor, request_id, policy.CHECK, now) as (row, opened):
        record.change(opened, row, {"identity_checked": identity})
        row.save()


def put_together(actor: Actor, request_id: UUID, now: datetime) -> None:
    """Put together what is kept of the person, without anything of others (`pack`): by whoever works on the file, since
    who answers opens no file. What is written meanwhile is in the next one. Raises as `check` does."""
    row = request_of(actor, request_id)
    ask(actor, policy.PACK, row)
    with files.looking(actor, row.case_id, now, names=True) as file:  # it is the person's own name
        lines, ours = _lines(actor, file)
    with _writing(actor, request_id, policy.PACK, now) as (row, opened):
        for person in set(apart.officers(row.case.org_id)) - _people(row):
            opened.held.grant(trusted.principal(person), _BOXES)
        made = [*(Pair(what, says) for what, says in lines), *(Pair(one, "") for one in ours)]
        record.change(opened, row, {"pack": tuple(made)})
        row.packed_on = network.day_at(row.case.org_id, now)
        row.save()
        clocks.stop(row.pk, duties.PACK, now=now)


def _lines(actor: Actor, file: File) -> tuple[list[tuple[str, str]], list[str]]:
    by = Looker(actor.person, file.eye, reasoned=False)
    reading = Reading(file.of_child, file.of_case, file.case, by, file.grounded)
    rows = [(ENTITY[type(one.row)], one.said) for one in (file.child, file.work)]
    rows += [(ENTITY[table], one.said) for table in _TABLES for one in reading.rows(table)]
    return pack.made(rows), pack.texts(rows)


def _people(row: SubjectRequest) -> set[UUID]:
    return {UUID(bytes=who) for kind, who, _version, _boxes in records.holders(row.pk) if kind == "user"}


def decide(actor: Actor, request_id: UUID, decision: str, reason: str, now: datetime) -> None:
    """Answer it, with the reason where not all is granted. A granted erasure is still to be done, by its own deed.
    Raises as `check` does."""
    need(
        (decision not in {GRANTED, IN_PART, REFUSED}, _("Answer this."), "decision"),
        (decision in {IN_PART, REFUSED} and not reason, _("Write why. The person reads it."), "decision_reason"),
    )
    with _writing(actor, request_id, policy.DECIDE, now) as (row, opened):
        said = read(opened, row)
        if not said.get("identity_checked"):
            raise NotNow(_("Make sure first that it is the person who asks."))
        if row.kind == SEE and decision != REFUSED and not row.packed_on:
            raise NotNow(_("What is kept is not put together yet. Ask whoever works on the file."))
        row.decision, row.answered_on, row.decided_by_id = decision, network.day_at(row.case.org_id, now), actor.person
        record.change(opened, row, {"decision_reason": reason})
        row.save()
        clocks.stop(row.pk, duties.ANSWER, now=now)
        clocks.stop(row.pk, duties.PACK, now=now, done=False)
        if row.kind == ERASE and decision != REFUSED:
            duties.erase(row.case, row, now)


def paper(actor: Actor, request_id: UUID, now: datetime) -> Request:
    """What the person gets, once it is granted. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = request_of(actor, request_id)
    ask(actor, policy.PAPER, row)
    if row.kind != SEE or row.decision not in {GRANTED, IN_PART} or not row.packed_on:
        raise NotNow(_("Nothing of it is granted yet."))
    with open_record(actor, apart.ref(row), policy.PAPER, purpose=_WHY, now=now, thing=row) as opened:
        return Request(row, read(opened, row))
