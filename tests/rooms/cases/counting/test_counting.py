"""What is counted of files: codes only, sealed to the counting team, by every deed that changes them, of nobody who
opted out; and how research reads them."""

import json
from datetime import date
from typing import Any

import pytest

from fanal import vault
from fanal.cases import api as cases
from fanal.cases.child_side import child_side
from fanal.cases.codes import Risk, Status
from fanal.cases.counting import coded, counting
from fanal.cases.files import writing
from fanal.cases.model.declared import model
from fanal.cases.models import Case, StatRow
from fanal.network import api as network
from fanal.network.contracts import RingKind, Role
from fanal.research.questions import catalogue
from fanal.research.records import mapping
from fanal.research.records.source_cases import codes_of
from fanal.vocabulary import codes as vocabulary
from fanal.vocabulary.ids import new_id
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.course.walk import PUSH

pytestmark = pytest.mark.django_db(databases="__all__")
YEAR = NOW.year


def counter(cast: Cast) -> Any:
    """Somebody of the counting team."""
    network.people.give_roles(cast["bao"], cast["noor"].person, [Role.MANAGER], NOW)
    return cast["noor"]


def ring(cast: Cast) -> bytes:
    return network.rings.principal(cast.aurora, RingKind.STATISTICS).id


def row_of(cast: Cast, case: Case) -> dict[str, list[str]]:
    """The row, opened by the installation's tests as the counting team would."""
    (sealed,) = [one for one in cases.files_to_count(cast.aurora, [YEAR]) if one.case == case.pk]
    return cases.open_stat_row(counter(cast), ring(cast), sealed)


def test_opening_a_file_seals_its_codes_and_no_word(cast: Cast) -> None:
    case = opened(cast, child__given_name="Lilo")
    said = row_of(cast, case)
    assert said["child.sex"] == ["female"]
    assert said["child.age_at_intake"] == ["13"]
    assert said["case.standing"] == ["victim"]
    assert said["helps.no_service"] == ["no"]
    assert "Lilo" not in json.dumps(said)
    assert {path.partition(".")[0] for path in said} <= {*model().entities, coded.HELPS, cases.BEGUN}
    lengths = {len(bytes(one.row)) for one in StatRow.objects.all()}
    assert len(lengths) == 1, "its length says nothing"


def test_a_circumstance_is_counted_once_it_is_noted(cast: Cast) -> None:
    case = opened(cast)
    said = {"code": "poverty", "level": "household", "source": "child_said", "state": "present"}
    writing.add_push(cast["marek"], case.pk, said, NOW)
    row = row_of(cast, case)
    assert row["push_factor.code"] == ["poverty"]
    assert row["helps.push_answered"] == ["none"]


def test_who_is_in_school_first_stays_and_later_is_beside_it(cast: Cast) -> None:
    case = opened(cast)
    for school, version in (("dropped_out", 1), ("attending", 2)):
        writing.set_about(cast["marek"], case.pk, {"in_school": school}, version, NOW)
    row = row_of(cast, case)
    assert row["begun.child.in_school"] == ["dropped_out"]
    assert row["child.in_school"] == ["attending"]


def test_nobody_but_the_counting_team_opens_it(cast: Cast) -> None:
    opened(cast)
    (sealed,) = cases.files_to_count(cast.aurora, [YEAR])
    for who in ("marek", "amara", "nils", "lena"):
        with pytest.raises(vault.NotGranted):
            cases.open_stat_row(cast[who], ring(cast), sealed)


def test_a_row_that_was_put_to_another_file_does_not_open(cast: Cast) -> None:
    one, other = opened(cast), opened(cast)
    moved = StatRow.objects.get(case=one, part=counting.NOW)
    StatRow.objects.filter(case=other, part=counting.NOW).update(row=moved.row)
    (sealed,) = [found for found in cases.files_to_count(cast.aurora, [YEAR]) if found.case == other.pk]
    with pytest.raises(vault.CannotOpen):
        cases.open_stat_row(counter(cast), ring(cast), sealed)


def test_void_files_and_other_years_are_not_counted(cast: Cast) -> None:
    case = opened(cast)
    assert cases.count_files(cast.aurora, [YEAR]) == 1
    assert cases.count_files(cast.aurora, [YEAR - 1]) == 0
    assert cases.count_files(cast.nordlys, [YEAR]) == 0
    Case.objects.filter(pk=case.pk).update(status=Status.VOID)
    assert cases.count_files(cast.aurora, [YEAR]) == 0
    assert list(cases.files_to_count(cast.aurora, [YEAR])) == []


def test_a_change_of_risk_seals_nothing_anew(cast: Cast) -> None:
    case = opened(cast)
    before = bytes(StatRow.objects.get(case=case, part=counting.NOW).row)
    writing.set_risk(cast["marek"], case.pk, Risk.CRITICAL, {"body": "Afraid again"}, NOW)
    assert bytes(StatRow.objects.get(case=case, part=counting.NOW).row) == before


def test_what_the_child_answers_stands_beside_it(cast: Cast) -> None:
    case = opened(cast)
    counting.seal_feedback(case, {"feels_safe": "mostly", "listened_to": ""})
    assert row_of(cast, case)["feedback.feels_safe"] == ["mostly"]
    StatRow.objects.all().delete()
    counting.seal_feedback(case, {"feels_safe": "mostly"})
    assert not StatRow.objects.exists(), "whoever opted out has no row"


def test_what_the_child_said_alarms_nobody_at_the_next_deed(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """It is a record of its own: no row of the file, and no row that the journal of the file lacks."""
    case = opened(cast)
    child_side.give(case, child_side.Said(new_id(), "safety", {"feels_safe": "mostly"}), NOW)
    with caplog.at_level("ERROR"):
        writing.add_push(cast["marek"], case.pk, PUSH, NOW)
    assert caplog.records == []
    assert row_of(cast, case)["feedback.feels_safe"] == ["mostly"]


def test_whoever_opts_out_is_counted_no_more_from_that_moment(cast: Cast) -> None:
    case = opened(cast)
    child_side.give(case, child_side.Said(new_id(), "safety", {"feels_safe": "very_much"}), NOW)
    assert row_of(cast, case)["feedback.feels_safe"] == ["very_much"]
    child_side.stop_sharing(case, new_id(), ["all"], NOW)
    assert not StatRow.objects.exists()
    writing.add_note(cast["marek"], case.pk, "observation", {"body": "Quiet"}, NOW)
    writing.set_about(cast["marek"], case.pk, {"in_school": "attending"}, 1, NOW)
    assert not StatRow.objects.exists()


# ---- what helped ----

OPENED = date(2026, 3, 2)
WORK = coded.Work(today=date(2026, 11, 29), opened_on=OPENED, status=Status.OPEN)


@pytest.mark.parametrize(
    ("plan_on", "today", "said"),
    [
        (date(2026, 3, 9), date(2026, 11, 29), ["yes"]),
        (date(2026, 3, 10), date(2026, 11, 29), ["no"]),
        (None, date(2026, 3, 9), None),
        (None, date(2026, 3, 10), ["no"]),
    ],
)
def test_a_plan_within_seven_days(plan_on: date | None, today: date, said: list[str] | None) -> None:
    work = coded.Work(today=today, opened_on=OPENED, status=Status.OPEN, plan_on=plan_on)
    assert coded.helped(work).get("helps.plan_in_time") == said


def test_help_is_counted_by_group_once_it_was_given() -> None:
    work = coded.Work(
        **{name: getattr(WORK, name) for name in ("today", "opened_on", "status")},
        services=[("medical", "delivered"), ("legal", "planned"), ("school_return", "partly_delivered")],
    )
    said = coded.helped(work)
    assert said["helps.service_health"] == ["yes"]
    assert said["helps.service_legal"] == ["no"]
    assert said["helps.service_school_or_work"] == ["yes"]
    assert said["helps.service_home"] == ["no"]


def test_what_eased_counts_only_where_the_child_was_reached() -> None:
    work = coded.Work(
        **{name: getattr(WORK, name) for name in ("today", "opened_on", "status")},
        milestones={"month_3": ("done", ["easing", "present"]), "month_6": ("not_reached", ["present"])},
        push=[("easing", True), ("present", False)],
    )
    said = coded.helped(work)
    assert said["helps.eased_month_3"] == ["some"]
    assert "helps.eased_month_6" not in said
    assert said["helps.push_answered"] == ["some"]
    assert said["helps.milestones"] == ["some"]
    assert "helps.milestones" not in coded.helped(WORK)


# ---- how research reads them ----

CLASSES = {one.name: one.codes for one in catalogue.class_set("case").variables}


def codes_told(path: str) -> set[str]:
    """Every code that a counted field can have."""
    field = model().field(path)
    name = field.lists[-1] if field.lists else ""
    if name in model().lists:
        return set(model().lists[name].codes)
    of = {"reporter_type": vocabulary.ReporterType, "place_type": vocabulary.PlaceType,
          "yes_no_unknown": vocabulary.YesNoUnknown}  # fmt: skip
    return {str(one) for one in of[name]} if name in of else set()


def test_no_code_is_unmapped_and_no_field_forgotten() -> None:
    shape = mapping.shape("case")
    columns = {one.name: one for one in shape.columns}
    known = {*columns, *(shape.left_out or {})}
    paths = {one.path for one in model().fields if one.stat and one.entity not in {"legal_proceeding", "concern"}}
    assert paths - known == set()
    for path in paths & set(columns):
        column, told = columns[path], codes_told(path)
        assert column.bands or told <= set(column.several or column.values or ()), (path, told)
    assert len(CLASSES) == 64, "as many as a table can have"


def test_each_of_the_twenty_eight_circumstances_is_counted() -> None:
    column = next(one for one in mapping.shape("case").columns if one.name == "push_factor.code")
    assert column.several is not None
    assert set(column.several) == set(model().lists["push_factor"].codes)
    assert len(column.several) == 28
    assert all(column.several.values())


def test_missing_is_never_no() -> None:
    assert codes_of({}) == {}
    assert codes_of({"case.forms": ["unknown"]}).get("form_grooming") is None
    said = codes_of({"case.forms": ["unknown", "grooming"]})
    assert (said["form_grooming"], said["form_material"]) == ("yes", "no")


def test_two_acts_of_two_kinds_of_places_are_several() -> None:
    assert codes_of({"act.place_type": ["home", "street"]})["place"] == "several"
    assert codes_of({"act.place_type": ["street", "transport"]})["place"] == "public"
    assert codes_of({"act.place_type": ["home", "unknown"]})["place"] == "home"
    told = {"case.travel_tourism": ["no"], "act.travel_tourism": ["yes"]}
    assert codes_of(told)["travel_tourism"] == "yes"
    assert (
        codes_of({"child.functioning": ["seeing=no_difficulty", "self_care=cannot_do_at_all"]})["functioning"] == "yes"
    )
    assert codes_of({"child.age_at_intake": ["17"]})["age_at_intake"] == "from_15_to_17"
    assert codes_of({"child.age_at_intake": ["34"]})["age_at_intake"] == "from_18"


def test_an_opened_file_becomes_a_row_of_the_class_set(cast: Cast) -> None:
    case = opened(cast)
    said = codes_of(row_of(cast, case))
    assert all(code in CLASSES[variable] for variable, code in said.items())
    assert (said["sex"], said["age_at_intake"]) == ("female", "from_10_to_14")
    ring = network.rings.principal(cast.aurora, RingKind.STATISTICS)
    assert StatRow.objects.get(case=case, part=counting.NOW).ring_version == ring.version
