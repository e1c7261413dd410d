"""A report to the police, as a worker prepares it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from fanal.cases.acts import acts, suspects
from fanal.cases.approvals import approvals
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files.approving import APPROVED
from fanal.cases.grounds import grounds
from fanal.cases.models import AllegedOffender, Approval, Case, Consent, Report
from fanal.cases.passing_on import pack
from fanal.cases.reporting import reporting
from fanal.network.contracts import Actor
from fanal.passing.api import Addition
from tests.people import NOW, Cast
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.cases.care import opened
from tests.rooms.cases.grounds.care import BOTH

SAID: dict[str, Any] = {
    "recipient": "police_or_prosecutor",
    "country": "XA",
    "authority": "Child protection unit of the harbour police",
    "asked": "Keep him away from the harbour school",
    "account": "A visitor offered money to a girl near the school",
    "our_contact": "Marek, the desk telephone",
    "told_child": "She asked us to tell them",
}
YES: dict[str, Any] = BOTH | {
    "recipients": ("police_or_prosecutor",),
    "categories": ("existence", "story", "location", "offender"),
}
LAW: dict[str, Any] = YES | {
    "basis": "legal_obligation",
    "basis_reason": "The law of the place makes us report it",
    "child_told": "told",
}
DANGER: dict[str, Any] = LAW | {"basis": "vital_interests", "basis_reason": "He said he comes back tonight"}
WENT = {"handed_how": "in_person", "spoken_to": "the officer on duty"}


def a_case(cast: Cast, *, yes: dict[str, Any] | None = YES, **told: Any) -> Case:
    """A file with an act, a person suspected, and what allows to tell the police."""
    case = opened(cast, **told)
    act = {"kind": "exploitation", "happened_from": "2026-10", "country": "XA", "place_type": "school"}
    acts.add(cast["marek"], case.pk, act, NOW)
    suspects.add(cast["marek"], case.pk, PERSON, NOW)
    if yes:
        allowed(cast, case, yes)
    return case


def allowed(cast: Cast, case: Case, yes: dict[str, Any], now: datetime = NOW) -> None:
    """What the police may be told, signed by a second person where it is no consent."""
    grounds.give(cast["marek"], case.pk, ConsentPurpose.REPORT_TO_AUTHORITY, yes, now)
    if yes["basis"] != "consent" and yes["basis"] != "vital_interests":
        rows = Consent.objects.filter(child=case.child_id, purpose="report_to_authority")
        row = rows.exclude(basis="consent").get()
        grounds.sign(cast["bao"], case.pk, row.pk, now)


def of_person(case: Case, name: str) -> str:
    """A field of the person suspected, as a pack names it."""
    return pack.of_row(f"alleged_offender.{name}", AllegedOffender.objects.get(case=case).pk)


def prepared(by: Actor, case: Case, *names: str, **more: Any) -> Report:
    """What they would be told, kept. `names`: fields of the person suspected that are chosen."""
    said = SAID | more
    key, now = said.pop("key", None) or uuid4(), said.pop("now", NOW)
    added = [*said.pop("added", ()), *(Addition(of_person(case, one), "To find him") for one in names)]
    return reporting.prepare(by, case.pk, said, added, key, now)


def confirmed(by: Actor, row: Report, now: Any = NOW) -> Report:
    """The note read, and confirmed."""
    reporting.read_note(by, row.pk, now)
    return reporting.confirm(by, row.pk, now)


def signed(by: Actor, row: Report, now: Any = NOW) -> None:
    """The second person reads the note and signs."""
    reporting.read_note(by, row.pk, now)
    approve(by, row, now)


def approve(by: Actor, row: Report, now: Any = NOW, decision: str = APPROVED) -> None:
    waits = Approval.objects.get(subject=row.pk, decision="")
    approvals.decide(by, row.case_id, waits.pk, decision, "" if decision == APPROVED else "Less of it", now)
