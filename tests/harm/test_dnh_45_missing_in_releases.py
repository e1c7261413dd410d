"""DNH-45, in releases: from a count cell or a blank of a file to the published table, missing is never zero."""

import csv
import io

import pytest

from fanal.research.questions.catalogue import class_set
from fanal.research.records import coding, mapping, populations
from fanal.research.records.source_concerns import codes_of
from fanal.research.releases import releases
from fanal.web.api import tables
from tests.people import NOW, Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")


def test_what_was_not_said_has_a_row_of_its_own_and_no_number(cast: Cast) -> None:
    """Nobody's way of telling is missing here: the row says "fewer than ten", and never 0."""
    bundle = releases.bundle_of(planning.published(cast))
    rows = list(csv.DictReader(io.StringIO(bundle.files["01.csv"].decode())))
    missing = [row for row in rows if row["channel"] == "missing"]
    assert missing
    assert {row["state"] for row in missing} == {"fewer_than_k"}
    assert {row["value"] for row in missing} == {"fewer_than_k"}
    assert not [row for row in rows if row["value"] in {"0", ""}]


def test_not_said_and_not_known_stay_apart(cast: Cast) -> None:
    planning.population(cast)
    planning.tell(cast, 60)
    own = frozenset({"XA"})
    found = [codes_of(cell, own) for cell in planning.told(cast)]
    said = {cell.place_type for cell in planning.told(cast)}
    assert "not_said" in said
    assert {one["place"] for one in found} >= {"missing", "home"}
    assert {one["mobility"] for one in found} == {"local", "foreign", "unknown", "missing"}


def test_a_blank_of_a_file_is_missing_and_not_no() -> None:
    text = "cas_IncomingReferralDate,vic_AgeWhenTrafficked,vic_MethodsOfControl\n2024,12,\n2024,13,SexualAbuse\n"
    classes = class_set("case")
    kind = coding.kind(mapping.shape("htcds"), classes)
    checked = tables.check([text], kind, tables.exact(kind, tables.read([text]).heading))
    rows, width = coding.Coded.opened(checked.reading.kept()).rows[2024], len(classes.variables)
    at = classes.place("control_violence")
    other = classes.place("control_threats")
    blank, told = rows[:width], rows[width:]
    codes = classes.variables[at].codes
    assert (codes[blank[at]], codes[told[at]], codes[told[other]]) == ("missing", "yes", "no")


def test_a_year_without_rows_is_no_year_of_nought(cast: Cast) -> None:
    """Nothing was told in 2024: no table is made, and none says 0."""
    from fanal.access.api import NotNow
    from fanal.research.plans import plans

    found = planning.population(cast)
    planning.tell(cast, 60)
    assert populations.classes_of(found).variables[0].codes[0] == "missing"
    with pytest.raises(NotNow, match="Fewer than 30"):
        plans.open_plan(cast["bao"], planning.form(found, cohorts=(2024,), title="In time in 2024"), NOW)
