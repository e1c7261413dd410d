"""Files of children by the thousand, for benchmarks and for tests of what grows: the same rows, sealed, stated and
signed as the deeds make them, but stored many at once.

All belong to one organisation. Its supervisors and its safeguarding lead hold every file; its casework team holds
`TEAM`, the rest lies with other teams, a thousand files each, whose keys nobody keeps. Nothing of it is anybody's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import Any
from uuid import UUID, uuid4

from fanal import vault

TEAM = 1_000
"""Open files of the team that is measured."""
OWN = {"marek": 4, "pilar": 60}
"""Of these, those of two workers who sign in."""
CHUNK = 500
_CLOSED = 0.6  # of the files of other teams: in three years most came to an end
_RISKS = ("low",) * 4 + ("medium",) * 3 + ("high",) * 2 + ("critical",)
_STAGES = ("identification", "assessment", "planning", "implementation", "implementation", "review")
_PARTS = (*("".join(pair) for pair in product("bdfghklmnprstvwyz", "aeiou")),)
WORDS = {"body": "Met at school, as agreed; the child chose the day of the next talk."}
type Many = dict[type, list[Any]]


@dataclass
class Scene:
    """Who is there. `people`: actors by name, of whom `supervisor` answers for the work. `own`: how many files those
    have who sign in, `each` how many every other worker (35,000 files for 268 people). `rings`: the search keys of the
    main teams, by kind."""

    org: UUID
    people: dict[str, Any]
    supervisor: str
    now: datetime
    own: dict[str, int] = field(default_factory=lambda: dict(OWN))
    each: int = 130
    random: Random = field(default_factory=lambda: Random(69))
    rings: dict[str, vault.RingKeys] = field(default_factory=dict)
    workers: list[UUID] = field(default_factory=list)
    elsewhere: list[vault.RingKeys] = field(default_factory=list)
    made: int = 0


def fill(scene: Scene, number: int, *, whole: bool = True) -> int:
    """So many files more. Returns how many were made in all. `whole`: with both records sealed; else what lists and
    search read, which none of them opens."""
    from django.db import transaction

    grants = _grants(scene)
    for begin in range(0, number, CHUNK):
        with transaction.atomic():
            many: Many = {}
            for _each in range(min(CHUNK, number - begin)):
                _file(scene, grants if whole else None, many)
                scene.made += 1
            _store(many)
    return scene.made


def _store(many: Many) -> None:
    """In the order of their keys: whatever others point to first."""
    from fanal.cases.models import Case, Child

    for table in sorted(many, key=lambda one: (one is not Child, one is not Case)):
        table._base_manager.bulk_create(many[table], batch_size=400)  # type: ignore[attr-defined]


def _grants(scene: Scene) -> Any:
    from fanal.cases.files import making
    from fanal.cases.models import Case, Child

    owner = next(iter(scene.people.values())).person
    case = Case(child=Child(org_id=scene.org), org_id=scene.org, owner_id=owner)
    case.supervisor_id = scene.people[scene.supervisor].person
    return making.circle(case)


def open_rings(scene: Scene) -> None:
    """The search keys of the three teams, each by somebody who is in it."""
    from fanal.cases.files import making  # noqa: F401  loads the room
    from fanal.network.models import Team

    kinds = {row.pk: row.kind for row in Team.objects.filter(org_id=scene.org, name="")}
    for actor in scene.people.values():
        for one in actor.keyring.principals:
            if one.kind == "ring" and (kind := kinds.get(UUID(bytes=one.id))):
                seed = actor.keyring.seed_of(one.kind, one.id, one.version)
                scene.rings[kind] = vault.RingKeys(UUID(bytes=one.id), one.version, seed)


# ---- one file ----


def _file(scene: Scene, grants: Any, many: Many) -> None:
    """Everything of one file, added to the rows of each table."""
    from fanal.cases.access_terms import CASE, CHILD, case_ref, child_ref

    ours = scene.made < TEAM
    child, case, said = child_and_case(scene, ours=ours)
    of_child, of_case = first_rows(scene, child, case)
    if grants is None:
        _add(many, [child, case])
    else:
        _sealed(scene, child_ref(child), grants[CHILD], [(child, said), *of_child], many)
        _sealed(scene, case_ref(case), grants[CASE], [(case, {"wishes": "To go back to school"}), *of_case], many)
    duties = list(_duties(scene, case, of_case)) if case.status == "open" else []
    _add(many, duties)
    _held(scene, case, said, min((one.due_at for one in duties), default=None), many, ours=ours)


def _add(many: Many, rows: Sequence[Any]) -> None:
    for row in rows:
        many.setdefault(type(row), []).append(row)


def child_and_case(scene: Scene, *, ours: bool) -> tuple[Any, Any, dict[str, Any]]:
    from fanal.cases import numbers
    from fanal.cases.codes import Risk
    from fanal.cases.models import Case, Child

    random, days = scene.random, scene.random.randint(1, 1095)
    child = Child(org_id=scene.org, safe_to_contact="agreed_times")
    closed = not ours and random.random() < _CLOSED
    case = Case(
        child=child, org_id=scene.org, owner_id=_owner(scene), supervisor_id=scene.people[scene.supervisor].person,
        number=numbers.new_number("AURO"), stage="closure" if closed else random.choice(_STAGES),
        status="closed" if closed else "open",
        opened_on=(scene.now - timedelta(days=days)).date(), country_of_harm=random.choice(("XA", "XA", "XB", "XC")),
    )  # fmt: skip
    case.rate(Risk(random.choice(_RISKS)), case.owner_id, scene.now, case.opened_on)
    said = {
        "given_name": _name(random), "family_name": _name(random), "birth_date": str(random.randint(2009, 2020)),
        "age_at_intake": random.randint(6, 17), "sex": random.choice(("female", "male")), "languages": ("khm",),
    }  # fmt: skip
    return child, case, said


def _name(random: Random) -> str:
    return "".join(random.choices(_PARTS, k=random.randint(2, 3))).title()


def _owner(scene: Scene) -> Any:
    at = scene.made
    for name, number in scene.own.items():
        if at < number:
            return scene.people[name].person
        at -= number
    return scene.workers[(scene.made // scene.each) % len(scene.workers)]


def first_rows(scene: Scene, child: Any, case: Any) -> tuple[list[Any], list[Any]]:
    """The first rows of both records, each with what is said in it."""
    from fanal.cases.files import ledger
    from fanal.cases.models import ContactSafety, FollowUp, Note, PushFactor, Service

    worker = next(iter(scene.people.values()))
    by = {"made_by_id": case.owner_id, "made_at": scene.now - timedelta(days=20)}
    day = by["made_at"].date()
    ground = {"child_assented": "agreed", "given_by": "legal_guardian", "basis": "consent"}
    consent = ledger.new(child, ground, worker, scene.now - timedelta(days=20))
    safety = ContactSafety(child=child, checked_on=day, next_check=day + timedelta(days=30), **by)
    service = Service(
        case=case, phase="care_plan", timeframe="within_14_days", state="planned",
        due=scene.now + timedelta(days=scene.random.randint(-9, 14)), **by,
    )  # fmt: skip
    follow_up = FollowUp(case=case, type="in_care", milestone="month_1", due=scene.now + timedelta(days=12), **by)
    push = PushFactor(case=case, noted_on=day, **by)
    return (
        [(consent, ground), (safety, {"channels_allowed": ("telephone",), "words_to_use": "The library called"})],
        [
            (push, {"code": "poverty", "level": "moderate", "source": "child_said", "state": "present"}),
            (Note(case=case, kind="contact", reached=True, **by), WORDS),
            (service, {"type": "education", "for_whom": "child"}),
            (follow_up, {}),
        ],
    )


def _sealed(scene: Scene, ref: Any, to: Any, rows: list[Any], many: Many) -> None:
    """The record with its bundles, its rows sealed and stated, and the entry that says so."""
    from fanal.access.api import seal_into, stated
    from fanal.cases.access_terms import COMPARTMENTS
    from fanal.cases.files.files import ENTITY
    from fanal.cases.model.sealed import contents
    from fanal.journal import api as journal
    from fanal.journal.telling import START
    from fanal.network import bundles
    from fanal.network.api import records

    keys, made = records.sealed(ref.org, ref.id, COMPARTMENTS[ref.kind], to)
    items = list(bundles.granted(made))
    for row, said in rows:
        held = contents(ENTITY[type(row)], said) if said else {}
        items += [seal_into(keys, ref, row, box, content) for box, content in held.items()]
        items.append(stated.item(row))
    by = next(iter(scene.people.values())).signatory()
    _add(many, [row for row, _said in rows])
    _add(many, made)
    _add(many, [journal._signed(ref.id, 1, START, by, "cases.open_file", "casework", scene.now, items)])


def _duties(scene: Scene, case: Any, of_case: list[Any]) -> Iterator[Any]:
    from fanal.clocks.models import Duty
    from fanal.vocabulary.ids import day_id

    service, follow_up = (row for row, _said in of_case[-2:])
    for kind, subject in (
        ("contact_safety_check", case.pk), ("risk_review", case.pk), ("consent_renewal", case.pk),
        ("milestone_follow_up", follow_up.pk), ("service_due", service.pk),
    ):  # fmt: skip
        due = scene.now.replace(second=0, microsecond=0) + timedelta(hours=scene.random.randint(-200, 2000))
        yield Duty(
            id=day_id(scene.now.date()), org_id=scene.org, kind=kind, subject=subject, about=case.pk,
            owner="team:casework", person_id=case.owner_id, made_on=scene.now.date(), due_at=due,
            next_at=due, chain=[], state="open" if due > scene.now else "late",
        )  # fmt: skip


# ---- who holds it, and finds it ----


def _held(scene: Scene, case: Any, said: dict[str, Any], due: Any, many: Many, *, ours: bool) -> None:
    from fanal.cases import index
    from fanal.cases.models import Holding, SearchCard, SearchToken

    card = index.card_of(said)
    plain = json.dumps({"given": card.given, "family": card.family, "latin": card.latin, "year": card.year}).encode()
    columns = {
        name: getattr(case, name)
        for name in ("status", "stage", "risk", "number", "owner_id", "opened_on", "country_of_harm")
    }
    values = frozenset().union(*(_tokens(word) for word in (card.given, card.family)))
    for relation, ring in _holders(scene, ours=ours):
        rest = {"safe_to_contact": case.child.safe_to_contact, "next_due": due, **columns}
        _add(many, [Holding(principal=ring.ring, case=case, relation=relation, **rest)])
        place = vault.Place(case.org_id, case.pk, "identity", SearchCard._meta.db_table, ring.ring, 1)
        sealed = vault.seal_card(ring, place, plain)
        _add(many, [SearchCard(principal=ring.ring, case=case, version=ring.version, waiting=False, card=sealed)])
        found = {_blind(ring, one) for one in values}
        _add(many, [SearchToken(principal=ring.ring, token=one, case=case) for one in found])


def _holders(scene: Scene, *, ours: bool) -> Iterator[tuple[str, vault.RingKeys]]:
    while len(scene.elsewhere) <= scene.made // TEAM:
        scene.elsewhere.append(vault.new_ring(uuid4()))
    yield "team", scene.rings["casework"] if ours else scene.elsewhere[scene.made // TEAM]
    yield "supervisor", scene.rings["supervisors"]
    yield "safeguarding", scene.rings["safeguarding"]


@cache
def _tokens(name: str) -> frozenset[str]:
    from fanal.cases import names

    return frozenset().union(*(word.tokens for word in names.words(name)))


@cache
def _blind(ring: vault.RingKeys, value: str) -> int:
    return vault.blind(ring.search, "child", value)


# ---- how much a task reads and writes ----


def counted(work: Callable[[], object]) -> tuple[int, int | None]:
    """Statements that it sends, and pages that those of this room read on PostgreSQL."""
    from django.db import connection

    told: list[int] = []
    sent = 0

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        sent += 1
        if connection.vendor == "postgresql" and sql.startswith("SELECT") and ('"cases_' in sql or '"clocks_' in sql):
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", params)
                plan = cursor.fetchone()[0][0]["Plan"]
            told.append(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        work()
    return sent, sum(told) if connection.vendor == "postgresql" else None


def written(work: Callable[[], object]) -> int | None:
    """Bytes of WAL that this connection writes for a deed, on PostgreSQL 18. What others write does not count;
    images of whole pages do, so the server is to write none (`full_page_writes`): they are no matter of a deed."""
    from django.db import connection

    def so_far() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute("SELECT wal_bytes FROM pg_stat_get_backend_wal(pg_backend_pid())")
            return int(cursor.fetchone()[0])

    if connection.vendor != "postgresql":
        work()
        return None
    if connection.in_atomic_block:
        raise RuntimeError("PostgreSQL tells what a connection wrote when a transaction has ended")
    before = so_far()
    work()
    return so_far() - before
