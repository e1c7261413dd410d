"""Three members that count together: what tests of pooled plans begin from, and how such a plan gets on."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import OrgKind, Role
from fanal.network.models import Person
from fanal.research.contracts import MAKER, REVIEWER, Verdict
from fanal.research.models import Plan, Population
from fanal.research.plans import gates, plans, pooling
from fanal.research.records import populations
from tests.people import NOW, Cast, _founder, gains, loses
from tests.rooms.research import planning
from tests.rooms.research.planning import give

LATER = NOW + timedelta(hours=1)
DP = Policy(method="dp", rho=Fraction(1, 10))
MAKERS = ("bao", "oda", "rui")


def _third_member(cast: Cast) -> None:
    """Solano in XD: Rui leads it, Sara is its officer, Uma its survivor adviser."""
    people = (
        _founder("rui", Role.MANAGER, Role.KEY_KEEPER),
        _founder("sara", Role.DATA_PROTECTION_OFFICER, Role.KEY_KEEPER),
        _founder("uma", Role.SURVIVOR_ADVISER),
    )
    made = network.organisations.found("Solano", OrgKind.MEMBER, "XD", people, NOW, mandates=["XD"])
    cast.founded["Solano"] = made
    for username, code in made.codes.items():
        cast.seeds[username] = accounts.seed_by_code(Person.objects.get(username=username), code)


@pytest.fixture(scope="module")
def three_members(cast_of_file: Cast) -> Cast:
    """Everybody with role or grant, reviewed classes, cells of each member, and records for a plan of Tove."""
    cast = cast_of_file
    _third_member(cast)
    for username, role in planning.ROLES:
        gains(cast[username].person, role)
    give(cast, "dalia", REVIEWER)
    planning.classes_reviewed(cast)
    loses(cast["tove"].person, Role.SURVIVOR_ADVISER)
    with planning.same_secret():
        for username in MAKERS:
            own = give(cast, username, MAKER)
            populations.open_population(own, "concerns", "Concerns of one house", "concerns", NOW)
        planning.tell(cast, 200)
        told = planning.told(cast)
        for username, many in (("oda", 60), ("rui", 40)):  # copies of some
            planning.put(cast[username].org, told[:many])
        words = "Concerns and handovers that ended at three members"
        populations.open_population(give(cast, "tove", MAKER), "pooled", words, "concerns", NOW)
    return cast


@pytest.fixture
def cast(three_members: Cast, db: None) -> Cast:
    """The cast with the people of Solano."""
    return Cast(dict(three_members.founded), dict(three_members.seeds))


def records() -> Population:
    """What a pooled plan counts."""
    return Population.objects.get(source="pooled")


def pooled_plan(cast: Cast, **more: object) -> Plan:
    """Tove of the secretariat plans it; each member counts its own concerns."""
    words = "Most concerns were answered in time."
    form = planning.form(records(), **{"policy": DP, "members": members(cast), "sentence": words} | more)
    return plans.open_plan(cast["tove"], form, NOW)


def members(cast: Cast) -> tuple[UUID, ...]:
    return tuple(cast[username].org for username in MAKERS)


def gated(cast: Cast, **more: object) -> Plan:
    plan = pooled_plan(cast, **more)
    through(cast, plan)
    return planning.fresh(plan)


def through(cast: Cast, plan: Plan) -> None:
    """Everybody says yes at the gate."""
    gates.pass_gate(cast["sol"], plan.pk, Role.ETHICS_REVIEWER, Verdict.PASSED, "", NOW)
    gates.pass_gate(cast["uma"], plan.pk, Role.SURVIVOR_ADVISER, Verdict.PASSED, "", NOW)
    for username in ("edo", "pia", "sara"):
        gates.pass_gate(cast[username], plan.pk, Role.DATA_PROTECTION_OFFICER, Verdict.PASSED, "", NOW)


def sent(cast: Cast) -> Plan:
    return send(cast, gated(cast))


def send(cast: Cast, plan: Plan) -> Plan:
    """Each member agrees, then each sends its part."""
    for username in MAKERS:
        pooling.agree(cast[username], plan.pk, LATER)
    for username in MAKERS:
        pooling.send_share(cast[username], plan.pk, LATER)
    return planning.fresh(plan)


HELPED = (
    TableSpec(("age",), where={"result": ("helped",)}, cohorts=(2025,), title="Where help came, by age"),
    TableSpec(("age",), cohorts=(2025,), title="By age"),
)


def helped(cast: Cast) -> None:
    """Nearly all young children got help, of the others some did: 98 %, six standard deviations of noise above 95 %."""
    one = next(cell for cell in planning.told(cast) if cell.what == "handover")
    ages = {"from_0_to_9": 2000, "from_10_to_14": 100, "from_15_to_17": 100}
    planning.put(
        cast.aurora, [replace(one, result="helped", age_band=age) for age, n in ages.items() for _ in range(n)]
    )
