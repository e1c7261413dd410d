"""Coded rows for counting: sealed anew by every deed that changes what is counted of a file, to the counting team of
its organisation, who alone opens them (docs/cases.md, "What is counted")."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import models

from fanal import vault
from fanal.access.api import NotAllowed, Opened, open_record
from fanal.cases import ground
from fanal.cases.access_terms import case_ref, child_ref
from fanal.cases.codes import Status
from fanal.cases.counting import coded
from fanal.cases.files import approving, ledger
from fanal.cases.files.files import ENTITY
from fanal.cases.models import (
    Approval,
    Case,
    CaseRow,
    Child,
    Consent,
    Feedback,
    FollowUp,
    Goal,
    Plan,
    PushFactor,
    Service,
    StatRow,
)
from fanal.cases.policy import RISK
from fanal.columns import sealed
from fanal.network import api as network
from fanal.network.api import rings
from fanal.network.contracts import Actor, RingKind
from fanal.vocabulary.codes import AccessPurpose

BEGUN, NOW, FEEDBACK = "begun", "now", "feedback"
"""Parts of what is counted: how it was when it was first known, how it is, and what the child answered last."""
_SIZE: Final = 2048
"""Bytes to which a row is filled up, so that its length says nothing."""
_NEEDS: Final = frozenset({"personal", "content"})
"""Compartments without which a row would be counted with half of it missing."""
_UNTOUCHED: Final = frozenset({RISK})
"""Deeds that change nothing that is counted."""


type Rows = Mapping[str, Sequence[tuple[Any, dict[str, Any]]]]
"""Rows of a file that hold, by entity, each with its values by field."""


def after(
    actor: Actor, case: Case, opened: Opened | None, deed: str, now: datetime, beside: Opened | None = None
) -> None:
    """Hears of each deed on a file, before it ends (`record.afterwards`). A record that is open already is read as it
    is."""
    touched = {type(row) for row in opened.stated} if opened else {Case}
    if deed in _UNTOUCHED or not touched & _TABLES:
        return
    with ExitStack() as stack:

        def of(ref: Any) -> Opened:
            if found := next((one for one in (opened, beside) if one is not None and one.ref.id == ref.id), None):
                return found
            purpose = AccessPurpose.CASEWORK
            return stack.enter_context(open_record(actor, ref, deed, purpose=purpose, now=now, thing=case))

        with suppress(NotAllowed):  # whoever took the keys from themselves by this deed counts nothing
            seal(case, of(child_ref(case.child)), of(case_ref(case)), now)


_APART: Final = frozenset({Feedback})
"""Records of their own, which no keys of the file open: `seal_feedback` counts them."""
_TABLES: Final = (
    frozenset(
        {table for table, entity in ENTITY.items() if any(one.entity == entity for one in coded.counted())}
        | {Plan, Approval, Consent}
    )
    - _APART
)


def seal(case: Case, of_child: Opened, of_case: Opened, now: datetime) -> None:
    """Seal what is counted of a file as it is now; nothing of whoever opted out."""
    if ground.opted_out(ledger.read(of_child, case.child), now):
        forget(case)
        return
    if not (of_child.keys.compartments >= _NEEDS and of_case.keys.compartments >= _NEEDS):
        return  # whoever sees a part of it seals no row of it
    rows = {entity: list(_read(table, case, of_child, of_case)) for table, entity in ENTITY.items() if table in _READ}
    keep(case, rows, _planned_on(case, of_case), now)


def keep(case: Case, rows: Rows, plan_on: date | None, now: datetime) -> None:
    """Seal what is counted of the rows of a file, by entity: each with its values. `plan_on`: the day on which its
    first plan was approved. Needs no key."""
    said = {entity: [values for _row, values in found] for entity, found in rows.items()}
    work = _work(case, rows, plan_on, now)
    _put(case, NOW, coded.coded(said) | coded.helped(work))
    if work.school and not StatRow.objects.filter(case=case, part=BEGUN).exists():
        _put(case, BEGUN, {"child.in_school": [work.school]})


def forget(case: Case) -> None:
    """Whoever opted out is not counted, from this moment on, in no file of theirs."""
    StatRow.objects.filter(case__child=case.child_id).delete()


def seal_feedback(case: Case, answers: Mapping[str, Any]) -> None:
    """Seal what the child answered last, by field of `feedback`; whoever hears of it calls this in the same deed. Needs
    no key. Nothing is sealed of whoever opted out: their file has no other part either."""
    codes = {f"feedback.{one}": [answers[one]] for one in ANSWERS if answers.get(one)}
    if codes and StatRow.objects.filter(case=case, part=NOW).exists():
        _put(case, FEEDBACK, codes)


ANSWERS: Final = ("feels_safe", "listened_to", "knows_what_next", "life_compared")


def _put(case: Case, part: str, codes: coded.Coded) -> None:
    ring = rings.principal(case.org_id, RingKind.STATISTICS)
    data = json.dumps(codes, sort_keys=True, separators=(",", ":")).encode()
    data = data.ljust(-(-len(data) // _SIZE) * _SIZE)
    cell = vault.seal_to(ring.public, _purpose(case.org_id, case.pk, part), data)
    columns = {"cohort": case.opened_on.year, "ring_version": ring.version, "row": cell}
    StatRow.objects.update_or_create(case=case, part=part, defaults={"org_id": case.org_id, **columns})


def _purpose(org: UUID, case: UUID, part: str) -> str:
    """What a row is bound to."""
    return f"stat/{org}/{case}/{part}"


# ---- what it is made of ----

_READ: Final = _TABLES | {Plan, Goal, Service, FollowUp, PushFactor}


def _read(
    table: type[models.Model], case: Case, of_child: Opened, of_case: Opened
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of a table that hold, each with its values."""
    opened = of_case if issubclass(table, CaseRow | Case) else of_child
    if issubclass(table, Child | Case):
        rows: Sequence[Any] = [case if table is Case else case.child]
    else:
        of: dict[str, Any] = {"case": case} if issubclass(table, CaseRow) else {"child": case.child}
        new = {row.pk: row for row in opened.stated}  # what this deed writes is no row of the journal yet
        found = [new.get(row.pk, row) for row in table._default_manager.filter(**of).order_by("made_at", "pk")]
        rows = [row for row in found if opened.holds(row)]
    for row in rows:
        values: dict[str, Any] = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
        for box in sealed(row):
            content = opened.try_read(row, box) if opened.has(box) else None
            values |= {name: getattr(content, name) for name in getattr(content, "__slots__", ())} if content else {}
        yield row, values


def _work(case: Case, rows: Rows, plan_on: date | None, now: datetime) -> coded.Work:
    """What is known of the work, from the rows of a file."""
    services = [(one.get("type", ""), row.state) for row, one in rows["service"]]
    pushes = [one for _row, one in rows["push_factor"]]
    standing = [(one.get("state", ""), tuple(one.get("push_factors") or ())) for _row, one in rows["goal"]]
    standing += [(row.state, tuple(one.get("push_factors") or ())) for row, one in rows["service"]]
    answered = coded.answers(standing)
    children = [one for _row, one in rows["child"]]
    return coded.Work(
        today=network.day_at(case.org_id, now),
        opened_on=case.opened_on,
        status=Status(case.status),
        reopened=case.reopened_from_id is not None,
        plan_on=plan_on,
        services=services,
        no_service=coded.no_service(pushes, services),
        push=[(one["state"], _is_answered(row, one, answered)) for row, one in rows["push_factor"] if one.get("state")],
        milestones={
            row.milestone: (row.result, [code for _key, code in _pairs(one.get("push_factors_review"))])
            for row, one in rows["follow_up"]
            if row.milestone
        },
        school=children[0].get("in_school", "") if children else "",
    )


def _is_answered(row: Any, one: Mapping[str, Any], answered: frozenset[str]) -> bool:
    return str(row.pk) in {str(factor) for factor in answered} or bool(one.get("no_action_reason"))


def _pairs(value: Any) -> list[tuple[str, str]]:
    return [(one.key, one.value) for one in value or ()]


def _planned_on(case: Case, of_case: Opened) -> date | None:
    """The day on which the first plan was approved."""
    rows = Approval.objects.filter(case=case, kind="plan", decision=approving.APPROVED).order_by("decided_at")
    first = next((row for row in rows if of_case.holds(row)), None)
    return network.day_at(case.org_id, first.decided_at) if first is not None and first.decided_at else None


# ---- what counts them ----


@dataclass(frozen=True, slots=True)
class Sealed:
    """The parts of one file as they lie at the member."""

    case: UUID
    org: UUID
    cohort: int
    parts: Mapping[str, tuple[int, bytes]]


def of(org: UUID, cohorts: Sequence[int]) -> Iterator[Sealed]:
    """What is sealed of each file of some years. Void files are none. Only the counting team opens it."""
    rows = StatRow.objects.filter(org_id=org, cohort__in=cohorts).exclude(case__status=Status.VOID)
    parts: dict[UUID, dict[str, tuple[int, bytes]]] = {}
    years: dict[UUID, int] = {}
    for row in rows.order_by("case").iterator(chunk_size=2000):
        parts.setdefault(row.case_id, {})[row.part] = (row.ring_version, bytes(row.row))
        years[row.case_id] = row.cohort
    for case, found in parts.items():
        if NOW in found:
            yield Sealed(case, org, years[case], found)


def count(org: UUID, cohorts: Sequence[int]) -> int:
    """How many files there are to count, without opening any."""
    rows = StatRow.objects.filter(org_id=org, cohort__in=cohorts, part=NOW).exclude(case__status=Status.VOID)
    return rows.count()


def opened(actor: Actor, ring: bytes, one: Sealed) -> coded.Coded:
    """The codes of one file. `ring`: the counting team, asked for once. How it was when it began stands under
    `begun.`. Raises `vault.NotGranted`, `vault.CannotOpen`, and ValueError for what is no row."""
    found: coded.Coded = {}
    for part, (version, cell) in one.parts.items():
        seed = actor.keyring.seed_of("ring", ring, version)
        said = json.loads(vault.open_sealed(seed, _purpose(one.org, one.case, part), cell))
        found |= {f"{BEGUN}.{path}" if part == BEGUN else path: codes for path, codes in said.items()}
    return found
