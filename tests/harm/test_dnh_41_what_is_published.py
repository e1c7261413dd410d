"""DNH-41: what is published: coarse classes, ten or more, six months old, a country in public and no place below it."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from fanal.access.api import NotNow
from fanal.engines.disclosure.model import TableSpec
from fanal.research.plans import forms, plans, working
from fanal.research.questions import catalogue
from fanal.research.records import populations
from fanal.research.releases import releases
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")
KINDS = (".csv", ".json", ".sdmx.csv", ".svg")


def test_no_number_below_ten_is_in_any_file(cast: Cast) -> None:
    """Few are told to the police here: the cell is in no file, nor is any other number below the threshold."""
    bundle = releases.bundle_of(planning.published(cast))
    shown = [cell.value for table in bundle.tables for cell in table.cells if cell.state == "shown"]
    hidden = [cell for table in bundle.tables for cell in table.cells if cell.state != "shown"]
    assert shown
    assert hidden
    assert min(value for value in shown if value is not None) >= 10
    assert all(cell.value is None for cell in hidden)
    ranges = {(cell.state, cell.lower, cell.upper) for cell in hidden}
    assert len(ranges) == len({cell.state for cell in hidden}), "ranges come from the method alone"


def test_what_is_fresh_does_not_enter(cast: Cast) -> None:
    """A year is counted six months after it ended, not a day sooner, whatever the plan says."""
    found = planning.population(cast)
    planning.tell(cast, 100, when=datetime(2026, 6, 1, tzinfo=UTC))
    form = planning.form(found, cohorts=(2026,), title="Answered in time in 2026")
    for day in (NOW, datetime(2027, 6, 30, 12, tzinfo=UTC)):
        with pytest.raises(NotNow, match="six months"):
            plans.open_plan(cast["bao"], form, day)
    in_time = replace(form, protocol=replace(planning.PROTOCOL, ends_on=date(2028, 1, 1)))
    assert plans.open_plan(cast["bao"], in_time, datetime(2027, 7, 1, 12, tzinfo=UTC)).cohorts == [2026]


def test_a_plan_made_in_time_still_asks_on_the_day(cast: Cast) -> None:
    """The gate passed; the rule is asked again when rows are opened."""
    plan = planning.gated(cast)
    plan.cohorts = [2026]
    plan.save(update_fields=["cohorts"])
    plan.gated_as = forms.digest_of(planning.fresh(plan))
    with pytest.raises(NotNow):
        working.work(cast["bao"], plan.pk, NOW + timedelta(hours=1))


def test_no_class_set_has_a_place_below_a_country() -> None:
    variables = [one for name in catalogue.class_sets() for one in catalogue.class_set(name).variables]
    assert len(variables) > 50
    assert not [one.name for one in variables if one.kind in {"place", "origin"}]
    ages = {code for one in variables if one.name.startswith("age") for code in one.codes}
    assert ages == {
        "missing", "unknown", "from_0_to_9", "from_10_to_14", "from_15_to_17", "from_18", "0--8", "9--17",
    }  # fmt: skip


def test_a_district_is_refused_in_public(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The control: somebody adds districts to the classes; a plan for the public is refused, one for members not."""
    folder = tmp_path / "research"
    shutil.copytree(catalogue.FOLDER, folder)
    for name, old, new in (
        ("classes/concerns.yaml", "  - name: in_time\n", DISTRICT + "  - name: in_time\n"),
        (
            "variables.yaml",
            "    in_time: count_cell.in_time\n",
            "    district: count_cell.country\n    in_time: count_cell.in_time\n",
        ),
        ("questions.yaml", "[in_time, channel, ended]", "[in_time, channel, ended, district]"),
    ):
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
    monkeypatch.setattr(catalogue, "FOLDER", folder)
    found = planning.population(cast)
    planning.tell(cast, 100)
    tables = (TableSpec(("district",), cohorts=(2025,)),)
    with pytest.raises(NotNow, match="below a country"):
        plans.open_plan(cast["bao"], planning.form(found, tables=tables), NOW)
    members = planning.form(found, tables=tables, policy=planning.Policy(audience="members"))
    assert plans.open_plan(cast["bao"], members, NOW).state == "draft"


FIELD = "    in_time: count_cell.in_time\n"
DISTRICT = """  - name: district
    label: District
    kind: place
    codes: {missing: Not known, north: North, south: South}
"""


def test_classes_that_nobody_reviewed_count_nothing(cast: Cast) -> None:
    """One reviewer is not enough, and the same person is not two."""
    planning.people(cast)
    assert catalogue.class_set("concerns").reviewed_on is None
    give = ("concerns", "Concerns of Aurora", "concerns")
    with pytest.raises(NotNow, match="reviewed"):
        populations.open_population(cast["bao"], give[0], give[1], give[2], NOW)
    planning.review_classes(cast["sol"], "concerns", "ethics", NOW)
    with pytest.raises(NotNow, match="reviewed"):
        populations.open_population(cast["bao"], give[0], give[1], give[2], NOW)
    planning.review_classes(cast["tove"], "concerns", "survivor", NOW)
    assert populations.open_population(cast["bao"], give[0], give[1], give[2], NOW).class_set == "concerns"
