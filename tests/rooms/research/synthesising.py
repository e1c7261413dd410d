"""Plans with synthetic rows for tests: files of fictional children in CTDC's shape, read in at Aurora.

How certain a test is: attacks compare two halves that a random secret draws. Of age and sex alone nothing can be
guessed (no variable is sensitive), nobody is alone, and every child has its like among the rows, so that A5 to A7 pass
whatever the halves are; A7 needs some five hundred children in each (a half of 2,000 has fewer than 800 with a
probability below 1e-18).
"""

from fractions import Fraction
from random import Random

from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.research.contracts import PlanForm, RowsAsked
from fanal.research.models import Draft, Plan, Population, Release
from fanal.research.plans import plans, publishing, reviewing, working
from fanal.research.records import importing, populations
from tests.people import NOW, Cast
from tests.rooms.research import planning
from tests.rooms.research.planning import MINUTE, fresh

MANY = 2_000
TABLES = (TableSpec(("age",), ("sex",), cohorts=(2024,), title="Girls and boys by age"),)
YES = (
    "isSexualExploit", "isForcedLabour", "isForcedMarriage", "typeOfLabourBegging", "isOtherExploit", "meansThreats",
    "meansAbusePsyPhySex", "meansDebtBondageEarnings", "meansDenyBasicNeeds", "meansFalsePromises",
    "meansDrugsAlcohol", "meansOther", "recruiterRelationFamily", "recruiterRelationFriend",
    "recruiterRelationIntimatePartner", "recruiterRelationOther",
)  # fmt: skip
PLAIN = RowsAsked(("age", "sex"), Fraction(1, 20))
DP = Policy(method="dp", rho=Fraction(1, 20))


def text(many: int = MANY, *, share: float = 0.5, seed: int = 3) -> str:
    """Fictional rows: each yes as likely as `share`, independent of all others."""
    dice = Random(seed)
    rows = [
        ",".join(("2024", dice.choice(("Female", "Female", "Male")), dice.choice(("0--8", "9--17")),
                  *(str(int(dice.random() < share)) for _ in YES)))
        for _ in range(many)
    ]  # fmt: skip
    return "\n".join([",".join(("yearOfRegistration", "gender", "ageBroad", *YES)), *rows])


def records(cast: Cast, rows: str = "") -> Population:
    """A population of a file that was read in."""
    planning.people(cast)
    planning.classes_reviewed(cast, "ctdc")
    words = "Children in a table of partners of Aurora"
    found = populations.open_population(cast["bao"], "import", words, "ctdc", NOW - 20 * MINUTE)
    importing.read_in(cast["bao"], found.pk, rows or text(), NOW - 10 * MINUTE)
    return found


def form(of: Population, **more: object) -> PlanForm:
    given: dict[str, object] = {
        "question": "files-exploitation", "title": "Girls and boys by age in 2024", "tables": TABLES,
        "cohorts": (2024,), "sentence": "Most of the children were girls.", "policy": DP, "synthetic": PLAIN,
    }  # fmt: skip
    return planning.form(of, **(given | more))


def gated(cast: Cast, rows: str = "", **more: object) -> Plan:
    asked = form(records(cast, rows), **more)  # the grants are there before the actor is
    plan = plans.open_plan(cast["bao"], asked, NOW)
    planning.pass_gate(cast, plan)
    return fresh(plan)


def worked(cast: Cast, rows: str = "", **more: object) -> tuple[Plan, Draft]:
    plan = gated(cast, rows, **more)
    draft = working.work(cast["bao"], plan.pk, NOW + 2 * MINUTE)
    return fresh(plan), draft


def in_review(cast: Cast, rows: str = "", **more: object) -> Plan:
    plan, _ = worked(cast, rows, **more)
    reviewing.submit(cast["bao"], plan.pk, NOW + 3 * MINUTE)
    return fresh(plan)


def approved(cast: Cast, **more: object) -> Plan:
    plan = in_review(cast, "", **more)
    planning.agree(cast, plan)
    return fresh(plan)


def published(cast: Cast, **more: object) -> Release:
    plan = approved(cast, **more)
    release = publishing.publish(cast["bao"], plan.pk, NOW + 5 * MINUTE)
    assert release is not None
    return release
