"""Rows of a file that are a sealed record of their own: what the child says of us, the child's own code, and requests.

Whoever seals one needs public keys alone and opens nothing else by it: a child with a code, the device of a worker that
was handed over, somebody who asks what is kept of them. Each is opened by those who are to hear it, and by no others.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from fanal.access.api import RecordRef, seal_into, stated
from fanal.cases.access_terms import circle
from fanal.cases.files.files import ENTITY
from fanal.cases.model.declared import model
from fanal.cases.model.sealed import contents
from fanal.cases.models import (
    NETWORK_SEARCH,
    Case,
    CaseRow,
    Feedback,
    NetworkSearch,
    OwnCode,
    ProviderPage,
    Seat,
    SubjectRequest,
)
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Signatory
from fanal.network import api as network
from fanal.network.api import keyfile, records, rings
from fanal.network.contracts import RingKind, Role
from fanal.vault import Principal
from fanal.vocabulary.codes import AccessPurpose

KINDS: Final[dict[type[CaseRow], str]] = {
    Feedback: "child_feedback",
    OwnCode: "child_code",
    SubjectRequest: "subject_request",
    NetworkSearch: NETWORK_SEARCH,
    ProviderPage: "provider_page",
    Seat: "seat",
}
"""Kinds of sealed records, by table."""
type Grants = Iterable[tuple[Principal, Collection[str]]]


def ref(row: CaseRow) -> RecordRef:
    """The sealed record that a row is."""
    return RecordRef(row.case.org_id, row.pk, KINDS[type(row)])


def child(org: UUID) -> Signatory:
    """How the journal signs what somebody does by a code: the installation, with the day only."""
    return keyfile.installation(org, ActorKind.REPORTER)


def make(row: CaseRow, said: dict[str, Any], to: Grants, by: Signatory, deed: str, now: datetime) -> None:
    """Seal and save a new row under keys of its own; no private key is needed. Raises `NetworkError` for a team without
    a key."""
    entity = ENTITY[type(row)]
    put(row, model().entities[entity].boxes, contents(entity, said), to, by, deed, now)


def put(
    row: CaseRow, boxes: Collection[str], said: dict[str, Any], to: Grants, by: Signatory, deed: str, now: datetime
) -> None:
    """As `make`, with the content of each compartment."""
    with transaction.atomic():
        keys, granted = records.make(row.case.org_id, row.pk, boxes, to)
        sealed = [seal_into(keys, ref(row), row, box, content) for box, content in said.items()]
        row.save(force_insert=True)
        items = [*granted, *sealed, stated.item(row)]
        journal.write(row.pk, by, deed, at=now, purpose=AccessPurpose.CASEWORK, items=items)


def of(case: Case) -> list[UUID]:
    """The records of a file beside its own: they go with it."""
    return [pk for table in KINDS for pk in table._base_manager.filter(case=case).values_list("pk", flat=True)]


def rows(case: Case) -> list[CaseRow]:
    """The rows that are these records and that somebody here opens: what another member is asked is sealed to them."""
    found: list[CaseRow] = [row for table in KINDS if table in ENTITY for row in table._base_manager.filter(case=case)]
    for row in found:
        row.case = case
    return found


# ---- who opens which ----


def hears(case: Case, *, worker: bool) -> Grants:
    """Who reads what a child says of us: supervisors and the safeguarding lead; `worker`: also whoever works with the
    child, by name, since the child said so (CM-34)."""
    box = {"feedback"}
    if case.restricted:
        people = [case.supervisor_id, *([case.owner_id] if worker else [])]
        return [*rings.grants(case.org_id, {RingKind.SAFEGUARDING: box}), *records.to_people(case.org_id, people, box)]
    teams = rings.grants(case.org_id, {RingKind.FEEDBACK: box, RingKind.SAFEGUARDING: box})
    return [*teams, *(records.to_people(case.org_id, [case.owner_id], box) if worker else ())]


def works(case: Case, boxes: Collection[str], *more: UUID) -> Grants:
    """Whoever works on a file, and people by name."""
    people = [*([case.owner_id, case.supervisor_id] if case.restricted else []), *more]
    named = records.to_people(case.org_id, dict.fromkeys(people), boxes) if people else ()
    return [*rings.grants(case.org_id, dict.fromkeys(circle(case), boxes)), *named]


def again(row: CaseRow) -> Grants:
    """Who gets a row that is there, as its file is now. Its columns are believed: the caller asked."""
    if isinstance(row, Feedback):
        return hears(row.case, worker=row.worker_may_read)
    boxes = model().entities[ENTITY[type(row)]].boxes
    return works(row.case, boxes, *(officers(row.case.org_id) if isinstance(row, SubjectRequest) else ()))


def officers(org: UUID) -> list[UUID]:
    """The people who answer requests of children."""
    return network.role_people(org, Role.DATA_PROTECTION_OFFICER)
