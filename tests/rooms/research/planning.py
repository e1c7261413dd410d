"""What tests of plans share: who acts in which role, count cells of fictional concerns, a plan at each step.

Bao leads Aurora, makes releases and keeps its key; Edo is its officer for data protection, Dalia reviews. At the
secretariat Sol is ethics reviewer and Tove survivor adviser.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from unittest import mock
from uuid import UUID

import pytest

import fanal.engines.disclosure.kernels  # noqa: F401  as after the first large table: without it tests take twice as long
from fanal import vault
from fanal.access.api import reviews
from fanal.concerns import api as concerns
from fanal.concerns.counting import counting
from fanal.concerns.counting.cells import CountCell, quarter_of
from fanal.concerns.models import CountCell as CellRow
from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind, Role
from fanal.research.contracts import HARMED, MAKER, REVIEWER, PlanForm, Protocol, Verdict
from fanal.research.models import Draft, Plan, Population, Release
from fanal.research.plans import gates, plans, publishing, reviewing, working
from fanal.research.questions import classing
from fanal.research.records import populations
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.ids import day_id
from tests.people import NOW, Cast, gains

MINUTE = timedelta(minutes=1)
MANY = 200
LAST_YEAR = datetime(2025, 5, 1, tzinfo=UTC)
ROLES = (
    ("edo", Role.DATA_PROTECTION_OFFICER),
    ("sol", Role.ETHICS_REVIEWER),
    ("tove", Role.SURVIVOR_ADVISER),
    ("pia", Role.DATA_PROTECTION_OFFICER),
)
PROTOCOL = Protocol(
    use="To put people where concerns wait too long.",
    harms=dict.fromkeys(HARMED, "Little: channels are shown, no child and no place."),
    classes="Five ways of telling; fewer would hide that phones are answered late.",
    heard="The youth council of Aurora; it reads the page before it is public.",
    consent="The form says that answers are counted, and how to say no.",
    law="The data protection law of XA allows counting.",
    unwelcome=True,
    ends_on=date(2027, 6, 30),
)
TABLES = (
    TableSpec(("channel",), ("in_time",), cohorts=(2025,), title="Answered in time, by way of telling"),
    TableSpec(("ended",), (), cohorts=(2025,), title="What ended"),
)


def people(cast: Cast) -> None:
    """Everybody of these tests gets role or grant."""
    for username, role in ROLES:
        gains(cast[username].person, role)
    give(cast, "bao", MAKER)
    give(cast, "dalia", REVIEWER)


def give(cast: Cast, username: str, *codes: str) -> Actor:
    for code in codes:
        network.grants.hold(cast[username].person, code, date(2026, 1, 1), date(2036, 1, 1))
    return cast[username]


def tell(cast: Cast, many: int = MANY, *, seed: int = 1, when: datetime = LAST_YEAR) -> None:
    """Count cells of Aurora, as triage and handovers leave them: fictional, skewed, with gaps."""
    dice, cells = Random(seed), []
    for _ in range(many):
        ended = dice.choices(("triage", "handover"), (5, 1))[0]
        cell = CountCell(
            what=ended,
            quarter=quarter_of(when.date()),
            country=dice.choices(("XA", "XB", "online", "unknown"), (8, 1, 2, 1))[0],
            channel=dice.choices(("web_form", "phone", "in_person", "police", "other"), (5, 3, 2, 2, 1))[0],
            result=dice.choices(("open_case", "not_confirmed", "information_only"), (4, 3, 2))[0]
            if ended == "triage"
            else dice.choice(("helped", "passed_on")),
            age_band=dice.choices(("from_0_to_9", "from_10_to_14", "from_15_to_17", "not_said"), (1, 3, 4, 1))[0],
            place_type=dice.choices(("home", "accommodation", "street", "online", "not_said"), (2, 3, 3, 2, 1))[0],
            mobility=dice.choices(("local_resident", "foreign_tourist", "unknown", "not_said"), (3, 3, 2, 1))[0],
            in_time=dice.choices(("yes", "no", "unknown"), (6, 3, 1))[0],
        )
        cells.append(cell)
    put(cast.aurora, cells, when)


def tell_only(cast: Cast, many: int) -> None:
    """As `tell`, where other cells may be there."""
    CellRow.objects.all().delete()
    tell(cast, many)


def put(org: UUID, cells: Iterable[CountCell], when: datetime = LAST_YEAR) -> None:
    """Seal cells as `counting.add` does, all at once: a test would wait for hundreds of single rows. Their identifiers
    are numbers, so that the noise is always the same (see `same_secret`)."""
    ring = network.rings.principal(org, RingKind.STATISTICS)
    rows, before = [], CellRow.objects.count()
    day = day_id(when.date()).int >> 80 << 80
    for number, cell in enumerate(cells, start=before):
        number_id = UUID(int=day | 0x7 << 76 | 0b10 << 62 | number)
        row = CellRow(id=number_id, org_id=org, quarter=cell.quarter, ring_version=ring.version)
        row.cell = vault.seal_to(ring.public, counting.purpose(org, row.pk), cell.to_json().encode())
        rows.append(row)
    CellRow.objects.bulk_create(rows)


def told(cast: Cast) -> list[CountCell]:
    """The cells as Aurora's counting team reads them, without the room."""
    found = []
    for sealed in concerns.count_cells(cast.aurora):
        ring = network.rings.principal(cast.aurora, RingKind.STATISTICS)
        seed = cast["bao"].keyring.seed_of("ring", ring.id, sealed.ring_version)
        plain = vault.open_sealed(seed, concerns.count_purpose(sealed.org, sealed.id), sealed.cell)
        found.append(CountCell.from_json(plain.decode()))
    return found


def classes_reviewed(cast: Cast, name: str = "concerns") -> None:
    for username, kind in (("sol", "ethics"), ("tove", "survivor")):
        review_classes(cast[username], name, kind, NOW - 30 * MINUTE)


def review_classes(actor: Actor, name: str, kind: str, now: datetime, no: str | None = None) -> None:
    """A yes for two years, or a no with its reasons."""
    item, day = classing.item(name), now.date()
    until = months_later(day, reviews.LONGEST)
    said = reviews.Statement(kind, no is None, item.digest, day, until, "Who they are", no or "")
    reviews.review(actor, item, said, now)


@contextmanager
def same_secret() -> Iterator[None]:
    """A population that is opened now has a secret that is always the same, and so has the noise of its tables.

    With three secrets in ten thousand a hidden number of `TABLES` can be worked out (A2): such tables are stopped, and
    rightly, and a test that goes on with them would fail.
    """
    with mock.patch.object(populations, "secrets", SimpleNamespace(token_bytes=lambda size: bytes(range(size)))):
        yield


@pytest.fixture(scope="module")
def records_of_file(cast_of_file: Cast) -> None:
    """`population` and its two hundred cells are there for all tests of a file."""
    population(cast_of_file)
    tell(cast_of_file)


def population(cast: Cast) -> Population:
    """The concerns of Aurora, whose classes two people reviewed."""
    if there := Population.objects.filter(org=cast.aurora, source="concerns").first():
        return there
    people(cast)
    classes_reviewed(cast)
    words = "Concerns and handovers that ended at Aurora"
    with same_secret():
        return populations.open_population(cast["bao"], "concerns", words, "concerns", NOW - 20 * MINUTE)


def form(of: Population, **more: object) -> PlanForm:
    made = PlanForm(
        question="network-in-time",
        population=of.pk,
        title="Concerns answered in time in 2025",
        sentence="Most people who told Aurora of a concern were answered in time.",
        cohorts=(2025,),
        tables=TABLES,
        policy=Policy(),
        protocol=PROTOCOL,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def drafted(cast: Cast, **more: object) -> Plan:
    """A plan that waits at the gate, with two hundred cells to be counted."""
    found = population(cast)
    if not CellRow.objects.exists():
        tell(cast)
    return plans.open_plan(cast["bao"], form(found, **more), NOW)


def pass_gate(cast: Cast, plan: Plan, now: datetime = NOW + MINUTE) -> None:
    for username, role in ROLES[:3]:
        gates.pass_gate(cast[username], plan.pk, role, Verdict.PASSED, "", now)


def gated(cast: Cast, **more: object) -> Plan:
    plan = drafted(cast, **more)
    pass_gate(cast, plan)
    return fresh(plan)


def worked(cast: Cast, **more: object) -> tuple[Plan, Draft]:
    """Tables were made. Keys are drawn anew in each test: of some twenty numbers that are shown, averaging finds five
    at most in hundreds of draws (three on average), and twelve would stop the tables."""
    plan = gated(cast, **more)
    draft = working.work(cast["bao"], plan.pk, NOW + 2 * MINUTE)
    return fresh(plan), draft


def in_review(cast: Cast, **more: object) -> Plan:
    plan, draft = worked(cast, **more)
    assert draft.passed, draft.attacks
    reviewing.submit(cast["bao"], plan.pk, NOW + 3 * MINUTE)
    return fresh(plan)


def agree(cast: Cast, plan: Plan, now: datetime = NOW + 4 * MINUTE) -> None:
    """Review and both assents."""
    draft = working.draft_of(plan)
    assert draft is not None
    reviewing.review(cast["dalia"], plan.pk, Verdict.APPROVED, working.ticked(draft), "", now)
    reviewing.assent(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.ASSENT, "", now)
    reviewing.assent(cast["tove"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.ASSENT, "", now)


def approved(cast: Cast, **more: object) -> Plan:
    plan = in_review(cast, **more)
    agree(cast, plan)
    return fresh(plan)


def published(cast: Cast, **more: object) -> Release:
    plan = approved(cast, **more)
    release = publishing.publish(cast["bao"], plan.pk, NOW + 5 * MINUTE)
    assert release is not None
    return release


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("population", "org", "supersedes").get(pk=plan.pk)
