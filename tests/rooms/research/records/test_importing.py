"""Files in the shape of HTCDS and CTDC: what is kept, what is left out, what is said of it, and when it goes."""

import json
from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.engines.disclosure.model import Policy, TableSpec
from fanal.network.models import Bundle, Tombstone
from fanal.research.contracts import PlanForm
from fanal.research.models import ImportedTable, Population, Release
from fanal.research.plans import attacking, plans, publishing, reviewing, working
from fanal.research.questions import catalogue
from fanal.research.records import importing, ledger, mapping, populations
from fanal.research.records.sources import Asked, stat_rows
from fanal.web.api import day_words
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import planning
from tests.rooms.research.planning import give

pytestmark = pytest.mark.django_db(databases="__all__")

HTCDS = """prs_FirstName,prs_Gender,prs_Birthdate,cas_IncomingReferralDate,vic_AgeWhenTrafficked,vic_MethodsOfControl,\
vic_TypeOfExploitation,per_RoleDetails,Maria Lopez,con_Consent
Zorblatt,Feminine,2010-06-15,2024-06-14,12,PhysicalThreats;DebtBondage,SexualExploitation,the uncle,x,true
Quexley,Masculine,2001-01-01,2024-03-01,16,,ForcedLabour;Other,a driver,x,true
Adulton,Masculine,1980-01-01,2024-03-01,30,,ForcedLabour,,x,true
Nocount,Feminine,2012-01-01,2024-03-01,11,,,,x,false
Wrongly,Secretword,2012-01-01,2024-03-01,11,,,,x,true
Dayless,Feminine,2012-01-01,soon,11,,,,x,true
"""
"""Two children (the second an adult now), an adult, a refusal, a wrong code in column 2, no day in column 4."""

CTDC = """yearOfRegistration;gender;ageBroad;citizenship;isSexualExploit;meansDenyBasicNeeds;meansWithholdDocs
2024;Woman;9--17;XQZ;1;0;1
2024;Man;0--8;XQZ;0;0;
2024;Woman;30--38;XQZ;1;1;1
"""


def records(cast: Cast, class_set: str = "case") -> Population:
    planning.people(cast)
    planning.classes_reviewed(cast, class_set)
    return populations.open_population(cast["bao"], "import", "Children in a file of 2024", class_set, NOW)


def rows_of(cast: Cast, population: Population) -> list[dict[str, str]]:
    """What lies at the member, opened by its counting team, as code words."""
    classes = populations.classes_of(population)
    found = stat_rows(cast["bao"], Asked(population, (2024,), classes, bytes(32), NOW))
    (table,) = found.tables
    return [
        {one.name: one.codes[number] for one, number in zip(classes.variables, row, strict=True)}
        for row in table.codes.tolist()
    ]


def read(cast: Cast, text: str, class_set: str = "case") -> tuple[Population, importing.Report]:
    population = records(cast, class_set)
    return population, importing.read_in(cast["bao"], population.pk, text, NOW)


def test_rows_of_children_become_codes(cast: Cast) -> None:
    """A girl of 13 on the day of her referral (14 a day later), and a man of 23 whom it befell at 16."""
    population, report = read(cast, HTCDS)
    assert (report.read, report.refused, report.others, report.opted_out) == (2, 2, 1, 1)
    assert report.cohorts == {2024: 2}
    girl, boy = rows_of(cast, population)
    assert (girl["age_at_intake"], girl["age_at_first_harm"], girl["sex"]) == (
        "from_10_to_14",
        "from_10_to_14",
        "female",
    )
    assert (girl["control_threats"], girl["control_debt_or_money"], girl["control_violence"]) == ("yes", "yes", "no")
    assert (girl["purpose_sexual_exploitation"], girl["purpose_forced_labour"]) == ("yes", "no")
    assert (boy["age_at_intake"], boy["age_at_first_harm"]) == ("from_18", "from_15_to_17")
    assert boy["control_threats"] == "missing", "nothing was said of control: that is not no (DNH-45)"
    assert (boy["purpose_forced_labour"], boy["purpose_other"]) == ("yes", "yes")
    assert girl["in_school"] == "missing"


def test_the_report_tells_places_and_no_values(cast: Cast) -> None:
    """Rows and columns by number; a heading that may itself be a name is not repeated."""
    _, report = read(cast, HTCDS)
    assert [(one.row, one.column) for one in report.problems] == [(6, 2), (7, 4)]
    assert [(one.column, one.name) for one in report.left_out] == [
        (1, "prs_FirstName"),
        (8, "per_RoleDetails"),
        (9, ""),
    ]
    said = repr(report)
    for value in ("Secretword", "soon", "Maria", "Lopez", "Zorblatt", "uncle"):
        assert value not in said


def test_nothing_of_the_file_is_stored_in_the_clear(cast: Cast) -> None:
    """Neither names nor codes: clear columns hold rounded counts and headings of the format."""
    read(cast, HTCDS)
    row = ImportedTable.objects.get()
    clear = json.dumps(row.report)
    assert row.report["read"] == 0, "two rows are rounded to ten"
    for value in ("Maria", "Zorblatt", "female", "from_10_to_14"):
        assert value not in clear
        assert value.encode() not in bytes(row.content)


def test_ctdc_is_its_own_class_set_and_knows_no_origin(cast: Cast) -> None:
    """Yes wins over no where two columns say the same of one variable; adults are left out."""
    population, report = read(cast, CTDC, "ctdc")
    assert (report.read, report.others, report.refused) == (2, 1, 0)
    girl, boy = rows_of(cast, population)
    assert (girl["age"], girl["sex"], girl["control_restriction"]) == ("9--17", "female", "yes")
    assert (boy["age"], boy["control_restriction"], boy["purpose_sexual_exploitation"]) == ("0--8", "no", "no")
    assert [one.name for one in report.left_out] == ["citizenship"]
    assert not any("citizen" in one.name for one in catalogue.class_set("ctdc").variables)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "text"),
        ("a,b\n1,2\n", "text"),
        ("prs_Gender,prs_Gender,cas_IncomingReferralDate\nFeminine,x,2024\n", "text"),
        ('prs_Gender,cas_IncomingReferralDate\n"Feminine,2024\n', "text"),
    ],
    ids=["nothing", "other columns", "a heading twice", "a quote that never ends"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(cast: Cast, text: str, field: str) -> None:
    population = records(cast)
    with pytest.raises(NotNow) as refused:
        importing.read_in(cast["bao"], population.pk, text, NOW)
    assert refused.value.field == field
    assert not ImportedTable.objects.exists()


def test_a_year_is_read_in_once(cast: Cast) -> None:
    population, _ = read(cast, HTCDS)
    with pytest.raises(NotNow):
        importing.read_in(cast["bao"], population.pk, HTCDS, NOW)


def test_only_release_makers_of_the_member_read_in(cast: Cast) -> None:
    population = records(cast)
    with pytest.raises(NotAllowed):
        importing.read_in(cast["dalia"], population.pk, HTCDS, NOW)
    give(cast, "oda", "research.release_maker")
    with pytest.raises(NotHere):
        importing.read_in(cast["oda"], population.pk, HTCDS, NOW)


def test_a_file_that_is_read_in_again_has_the_same_noise(cast: Cast) -> None:
    """Else whoever reads it in ten times could average. Rows with the same codes still are different children."""
    population, report = read(cast, HTCDS.replace("Wrongly,Secretword", "Wrongly,Feminine"))
    classes = populations.classes_of(population)
    asked = Asked(population, (2024,), classes, bytes(range(32)), NOW)
    first = stat_rows(cast["bao"], asked).tables[0].keys.tolist()
    assert report.table is not None
    importing.erase(cast["bao"], report.table, NOW)
    text = HTCDS.replace("Wrongly,Secretword", "Wrongly,Feminine")
    importing.read_in(cast["bao"], population.pk, text, NOW)
    again = stat_rows(cast["bao"], asked).tables[0].keys.tolist()
    assert first == again
    assert len({tuple(key) for key in first}) == len(first) == 3


def test_it_goes_on_its_day_without_a_key(cast: Cast) -> None:
    """The nightly job erases rows and keys and leaves a tombstone."""
    population, report = read(cast, HTCDS)
    assert importing.erase_due(NOW + timedelta(days=300)) == 0
    assert importing.erase_due(NOW + timedelta(days=366)) == 1
    assert not ImportedTable.objects.exists()
    assert not Bundle.objects.filter(record=report.table).exists()
    assert Tombstone.objects.filter(record=report.table).exists()
    assert any(path.endswith("erase_imports") for path in clocks.all_jobs())
    assert rows_of_none(cast, population) == 0


def rows_of_none(cast: Cast, population: Population) -> int:
    classes = populations.classes_of(population)
    return stat_rows(cast["bao"], Asked(population, (2024,), classes, bytes(32), NOW)).count


def test_it_goes_when_the_last_plan_ends(cast: Cast) -> None:
    text = HTCDS.splitlines()[0] + "\n" + "\n".join([HTCDS.splitlines()[1]] * 40) + "\n"
    population, _ = read(cast, text)
    form = planning.form(
        population,
        question="children-sex",
        title="Girls and boys in the file",
        cohorts=(2024,),
        tables=(planning.TableSpec(("sex",), cohorts=(2024,)),),
    )
    plan = plans.open_plan(cast["bao"], form, NOW)
    plans.stop(cast["bao"], plan.pk, "Not needed any more", NOW)
    assert not ImportedTable.objects.exists()


def test_every_code_of_a_count_cell_has_a_class() -> None:
    """What the room of concerns may write into a cell is in the mapping, so that nothing is missing by oversight."""
    from fanal.vocabulary.codes import (
        ChildAgeBand,
        Finding,
        HandoverOutcome,
        Mobility,
        PlaceType,
        ReportChannel,
        Triage,
    )

    known = {one.name: set(one.values or ()) for one in mapping.shape("concerns").columns}
    decided = {str(one) for one in Triage} - {"new"}
    assert {str(one) for one in ReportChannel} == known["channel"], "see corpus/research/imports/concerns.yaml"
    assert {*map(str, Finding), *map(str, HandoverOutcome), *decided, "not_said"} == known["result"]
    assert {*map(str, ChildAgeBand), "not_said"} == known["age_band"]
    assert {*map(str, PlaceType), "not_said"} == known["place_type"]
    assert {*map(str, Mobility), "not_said"} == known["mobility"]


# ---- the same children in two populations ----

LATER = NOW + timedelta(hours=1)
MANY = "cas_IncomingReferralDate,prs_Gender,vic_AgeWhenTrafficked\n" + "2024,Feminine,12\n2024,Masculine,13\n" * 40


def sexes(found: Population, **more: object) -> PlanForm:
    """Girls and boys of a file."""
    return planning.form(
        found,
        question="children-sex",
        title="Girls and boys in the file of 2024",
        cohorts=(2024,),
        tables=(TableSpec(("sex",), cohorts=(2024,)),),
        **more,
    )


def published(cast: Cast, form: PlanForm) -> Release:
    plan = plans.open_plan(cast["bao"], form, NOW)
    planning.pass_gate(cast, plan)
    assert working.work(cast["bao"], plan.pk, LATER).passed
    reviewing.submit(cast["bao"], plan.pk, LATER)
    planning.agree(cast, plan, LATER)
    release = publishing.publish(cast["bao"], plan.pk, LATER)
    assert release is not None
    return release


def anew(cast: Cast, found: Population) -> Population:
    """The population ends, another begins, and the same file is read in again."""
    populations.close_population(cast["bao"], found.pk, LATER)
    again = populations.open_population(cast["bao"], "import", "The same file once more", "case", LATER)
    importing.read_in(cast["bao"], again.pk, MANY, LATER)
    return again


def test_one_population_of_files_at_a_time_for_each_class_set(cast: Cast) -> None:
    """Two secrets and two ledgers over the same children: two noises to average, and twice the budget."""
    records(cast)
    with pytest.raises(NotNow) as why:
        populations.open_population(cast["bao"], "import", "The same file once more", "case", LATER)
    assert why.value.field == "source"
    assert Population.objects.count() == 1
    planning.classes_reviewed(cast, "ctdc")
    other = populations.open_population(cast["bao"], "import", "Files of partners", "ctdc", LATER)
    assert other.class_set == "ctdc", "other classes are other files"


def test_a_file_under_a_new_secret_leaves_with_noise_from_the_budget_only(cast: Cast) -> None:
    """It was released with the noise of the first population: only differential privacy counts a second noise."""
    found, _ = read(cast, MANY)
    first = published(cast, sexes(found))
    again = anew(cast, found)
    with pytest.raises(NotNow) as why:
        plans.open_plan(cast["bao"], sexes(again), LATER)
    assert why.value.field == "policy"
    noisy = sexes(again, policy=Policy(method="dp", rho=Fraction(1, 10)))
    plan = plans.open_plan(cast["bao"], noisy, LATER)
    assert attacking.earlier_ids(plan) == [f"{first.number}-v1"], "the second is attacked together with the first"


def test_the_budget_of_a_file_outlives_its_population(cast: Cast) -> None:
    """0.2 and 0.2 of 0.5 are spent by two populations of one file: a third has 0.1, and 0.2 does not fit."""
    found, _ = read(cast, MANY)
    noisy = Policy(method="dp", rho=Fraction(1, 5))
    for left in (Fraction(3, 10), Fraction(1, 10)):
        published(cast, sexes(found, policy=noisy))
        found = anew(cast, found)
        assert ledger.of(found).entries == ()
        assert ledger.left(found, 2024) == left
    plan = plans.open_plan(cast["bao"], sexes(found, policy=noisy), LATER)
    planning.pass_gate(cast, plan, LATER)
    with pytest.raises(NotNow, match=r"0\.1 of 0\.5 is left"):
        working.work(cast["bao"], plan.pk, LATER)


def test_the_page_of_a_correction_says_that_the_table_is_read_in_again_first(cast: Cast) -> None:
    """Its rows went when the release left: tables of nothing cannot be made, and a budget is not spent on them."""
    found, _ = read(cast, MANY)
    release = published(cast, sexes(found))
    plan = publishing.correct(cast["bao"], release.pk, "The title was wrong.", LATER)
    planning.pass_gate(cast, plan, LATER)
    there, read_in = reverse("research:plan", args=[plan.pk]), reverse("research:record_read", args=[found.pk])
    page = text(client_of(cast, "bao").get(there))
    assert "The table of 2024 is not here" in page
    assert read_in in page
    assert "Make the tables" not in page
    other = text(client_of(cast, "sol").get(there))
    assert "The table of 2024 is not here" in other
    assert read_in not in other, "who cannot read in is told, and sent nowhere"
    importing.read_in(cast["bao"], found.pk, MANY, LATER)
    page = text(client_of(cast, "bao").get(there))
    assert "is not here" not in page
    assert "Make the tables" in page
    assert working.work(cast["bao"], plan.pk, LATER).passed


def test_the_list_of_records_says_what_lies_here_and_until_when(cast: Cast) -> None:
    population, _ = read(cast, MANY)
    page = " ".join(text(client_of(cast, "bao").get(reverse("research:records"))).split())
    (row,) = importing.imports_of(cast["bao"], population)
    assert f"rounded; erased on {day_words(row.erase_on)} at the latest" in page
    importing.erase(cast["bao"], row.pk, NOW)
    assert "at the latest" not in text(client_of(cast, "bao").get(reverse("research:records")))
