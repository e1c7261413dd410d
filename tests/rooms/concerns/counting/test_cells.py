"""Count cells (DNH-45): coarse codes only, and not knowing is a value of its own."""

from dataclasses import asdict, fields
from datetime import date

import pytest

from fanal.concerns.content import PersonalContent, PersonSuspected
from fanal.concerns.counting.cells import NOT_SAID, CountCell, cell_of, quarter_of
from fanal.concerns.form.questions import core
from fanal.vault import undeclared
from fanal.vocabulary.codes import ChildAgeBand, Finding, HandoverOutcome, Mobility, PlaceType, ReportChannel

DAY = date(2026, 11, 25)


def cell(**changes: object) -> CountCell:
    base: dict[str, object] = {
        "country": "XA",
        "channel": ReportChannel.WEB_FORM,
        "result": Finding.CONFIRMED,
        "personal": PersonalContent(age="from_10_to_14", place_type="accommodation", child_is="girl"),
        "offender": PersonSuspected(mobility="foreign_tourist", adult_words="LOOKS", countries=("XB",)),
        "in_time": True,
    }
    return cell_of("triage", DAY, **(base | changes))  # type: ignore[arg-type]


def test_a_cell_holds_eight_coarse_codes_and_nothing_else() -> None:
    assert asdict(cell()) == {
        "what": "triage",
        "quarter": "2026-Q4",
        "country": "XA",
        "channel": "web_form",
        "result": "confirmed",
        "age_band": "from_10_to_14",
        "place_type": "accommodation",
        "mobility": "foreign_tourist",
        "in_time": "yes",
    }
    assert "LOOKS" not in cell().to_json()
    assert CountCell.from_json(cell().to_json()) == cell()
    assert undeclared(CountCell) == ()


def test_not_said_do_not_know_and_no_are_three_values() -> None:
    silent = cell(personal=PersonalContent(), offender=PersonSuspected(), in_time=None)
    unsure = cell(
        personal=PersonalContent(age="unknown", place_type="unknown"), offender=PersonSuspected(mobility="unknown")
    )
    assert (silent.age_band, silent.place_type, silent.mobility, silent.in_time) == (*[NOT_SAID] * 3, "unknown")
    assert (unsure.age_band, unsure.place_type, unsure.mobility) == ("unknown",) * 3
    assert cell(in_time=False).in_time == "no"
    assert all(asdict(silent)[part.name] not in {"", "0", "none"} for part in fields(CountCell))


def test_under_18_and_not_sure_is_no_band() -> None:
    assert cell(personal=PersonalContent(age="under_18_unsure")).age_band == "unknown"


@pytest.mark.parametrize(
    ("question", "codes"), [("age", ChildAgeBand), ("place_type", PlaceType), ("mobility", Mobility)]
)
def test_every_answer_of_the_form_has_a_value_in_the_cell(question: str, codes: type) -> None:
    for answer in core().question(question).codes:
        changes = {"offender": PersonSuspected(mobility=answer)}
        if question != "mobility":
            changes = {"personal": PersonalContent(**{question: answer})}
        found = getattr(cell(**changes), "age_band" if question == "age" else question)
        assert found in {*codes}  # type: ignore[misc]


def test_a_code_that_statistics_do_not_know_is_an_error_and_not_counted_wrongly() -> None:
    with pytest.raises(ValueError, match="list"):
        cell(personal=PersonalContent(age="14"))


def test_a_handover_counts_its_outcome_and_an_unanswered_one_is_not_said() -> None:
    assert cell(result=HandoverOutcome.HELPED).result == "helped"
    assert cell(result="").result == NOT_SAID


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2026, 1, 1), "2026-Q1"), (date(2026, 3, 31), "2026-Q1"), (date(2026, 4, 1), "2026-Q2"), (DAY, "2026-Q4")],
)
def test_quarters(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter
