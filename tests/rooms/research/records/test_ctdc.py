"""A file in CTDC's shape, released with noise from a budget, leaves in CTDC's columns; no other method is taken."""

import csv
import io
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from fanal.access.api import NotNow
from fanal.engines.disclosure import ctdc
from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.research.models import Population
from fanal.research.plans import plans, publishing, reviewing, working
from fanal.research.records import importing, populations
from fanal.research.releases import releases
from tests.people import NOW, Cast
from tests.rooms.research import planning
from tests.rooms.research.planning import MINUTE

pytestmark = pytest.mark.django_db(databases="__all__")
TABLES = (TableSpec(("age",), ("sex",), cohorts=(2024,), title="Girls and boys by age"),)


def text() -> str:
    """Three hundred fictional rows."""
    dice = Random(3)
    rows = [
        f"2024,{dice.choice(('Female', 'Female', 'Male'))},{dice.choice(('0--8', '9--17'))},{dice.choice('01')},XX"
        for _ in range(300)
    ]
    return "\n".join(["yearOfRegistration,gender,ageBroad,isSexualExploit,citizenship", *rows])


def read(cast: Cast) -> Population:
    planning.people(cast)
    planning.classes_reviewed(cast, "ctdc")
    words = "Children in a table of partners of Aurora"
    found = populations.open_population(cast["bao"], "import", words, "ctdc", NOW - 20 * MINUTE)
    importing.read_in(cast["bao"], found.pk, text(), NOW - 10 * MINUTE)
    return found


def test_what_came_in_leaves_in_the_same_columns(cast: Cast) -> None:
    found = read(cast)
    form = planning.form(
        found, question="files-exploitation", title="Girls and boys by age in 2024", tables=TABLES, cohorts=(2024,),
        sentence="Most of the children were girls.", policy=Policy(method="dp", rho=Fraction(1, 10)),
    )  # fmt: skip
    with pytest.raises(NotNow) as why:
        plans.open_plan(cast["bao"], replace(form, policy=Policy()), NOW)
    assert why.value.field == "policy"
    plan = plans.open_plan(cast["bao"], form, NOW)
    planning.pass_gate(cast, plan)
    working.work(cast["bao"], plan.pk, NOW + 2 * MINUTE)
    reviewing.submit(cast["bao"], plan.pk, NOW + 3 * MINUTE)
    planning.agree(cast, plan)
    release = publishing.publish(cast["bao"], plan.pk, NOW + 5 * MINUTE)
    assert release is not None
    files = ctdc.export(releases.bundle_of(release))
    rows = list(csv.DictReader(io.StringIO(files["ctdc-01.csv"].decode())))
    assert list(rows[0]) == ["yearOfRegistration", "ageBroad", "gender", "state", "value", "lower", "upper", "words"]
    (girls,) = [row for row in rows if (row["ageBroad"], row["gender"]) == ("9--17", "Female")]
    truth = text().count("Female,9--17")
    assert int(girls["lower"]) - 30 <= truth <= int(girls["upper"]) + 30, "its range, and six standard errors"
    assert b"XX" not in b"".join(files.values())


def test_nothing_is_spent_on_a_table_that_is_not_here(cast: Cast) -> None:
    """Read in, passed at the gate, erased: whoever makes the tables then is told, and the budget is as it was."""
    found = read(cast)
    form = planning.form(
        found, question="files-exploitation", title="Girls and boys by age in 2024", tables=TABLES, cohorts=(2024,),
        sentence="Most of the children were girls.", policy=Policy(method="dp", rho=Fraction(1, 10)),
    )  # fmt: skip
    plan = plans.open_plan(cast["bao"], form, NOW)
    planning.pass_gate(cast, plan)
    importing.erase(cast["bao"], found.imports.get().pk, NOW + MINUTE)
    with pytest.raises(NotNow, match="Read it in again first"):
        working.work(cast["bao"], plan.pk, NOW + 2 * MINUTE)
    assert not found.spends.exists()
    assert not plan.drafts.exists()
