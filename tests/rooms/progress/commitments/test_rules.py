"""What follows of an assessment: states stay apart, nothing lower without notice, unknown law is never a no."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.progress.commitments import rubrics, rules
from fanal.progress.commitments.rules import Move
from fanal.vocabulary.evidence import State
from fanal.vocabulary.files import Defective

STATES = st.sampled_from(list(State))
LAW = st.lists(st.sampled_from([*State, "n_a"]), max_size=8)


def test_points_lead_to_three_states_and_to_no_other() -> None:
    assert [rules.state_of(n) for n in range(5)] == [State.NO, *[State.PARTIAL] * 3, State.YES]
    for wrong in (-1, 5):
        with pytest.raises(ValueError, match="points"):
            rules.state_of(wrong)


@given(STATES, STATES)
def test_what_is_new_lower_or_goes_away_is_told_first(before: State, after: State) -> None:
    rank = {State.NO: 0, State.PARTIAL: 1, State.YES: 2}
    if before.is_finding:
        better = after.is_finding and rank[after] >= rank[before]
        assert rules.needs_notice(before, after) is not better
    else:
        assert rules.needs_notice(before, after) is after.is_finding


@given(LAW)
def test_the_law_engine_says_no_only_where_it_knows_all_and_all_is_no(law: list[str]) -> None:
    applies = [one for one in law if one != "n_a"]
    found = rules.verdict(law)
    if found is State.NO:
        assert set(applies) == {"no"}
    if found is State.YES:
        assert set(applies) == {"yes"}
    assert (found is None) == (not applies)


@given(LAW)
def test_what_becomes_known_never_turns_a_settled_verdict(law: list[str]) -> None:
    """A verdict that is a finding stays, whatever the unknown items turn out to be."""
    found = rules.verdict(law)
    if found is not None and found.is_finding:
        for known in ("yes", "partial", "no"):
            filled = [known if one in {"no_data", "not_assessed"} else one for one in law]
            assert rules.verdict(filled) is found


def test_a_law_that_is_not_here_is_not_assessed_and_one_with_gaps_is_no_data() -> None:
    assert rules.verdict(["not_assessed", "not_assessed"]) is State.NOT_ASSESSED
    assert rules.verdict(["yes", "no_data"]) is State.NO_DATA
    assert rules.verdict(["no", "no_data"]) is State.NO_DATA
    assert rules.verdict(["yes", "no", "no_data"]) is State.PARTIAL
    assert rules.verdict(["yes", "n_a"]) is State.YES


@given(STATES, STATES)
def test_two_differ_only_where_both_found_something(engine: State, people: State) -> None:
    assert rules.differ(engine, people) == (engine.is_finding and people.is_finding and engine is not people)
    assert not rules.differ(None, people)


@given(st.lists(STATES))
def test_the_five_are_counted_apart(states: list[State]) -> None:
    found = rules.counts(states)
    assert list(found) == list(State)
    assert sum(found.values()) == len(states)
    assert all(found[one] == states.count(one) for one in State)


def test_moves_have_a_word_each() -> None:
    assert rules.move(State.NOT_ASSESSED, State.NO) is Move.NEW
    assert rules.move(State.NO, State.PARTIAL) is Move.UP
    assert rules.move(State.YES, State.PARTIAL) is Move.LOWERED
    assert rules.move(State.YES, State.NO_DATA) is Move.OTHER
    assert rules.move(State.NO, State.NO) is Move.SAME


@given(st.dates(date(1996, 9, 1), date(2090, 1, 1)), st.booleans())
def test_a_state_has_thirty_days_and_ninety_where_nobody_could_be_reached(told: date, reached: bool) -> None:
    assert rules.free_on(told, reached=reached) - told == timedelta(days=30 if reached else 90)


def test_a_state_is_old_after_its_months() -> None:
    assert rules.stale_on(date(2024, 11, 30), 24) == date(2026, 11, 30)
    assert rules.stale_on(date(2021, 11, 30), 60) == date(2026, 11, 30)


# ---- the points as data ----


def test_each_commitment_has_five_points() -> None:
    found = rubrics.shipped()
    assert len(found) == 35
    assert all(len(one.anchors) == 5 and one.expects for one in found.values())
    assert [len(held) for held in rubrics.chapters().values()] == [6, 13, 8, 6, 2]
    assert found["SA-4d"].law
    assert found["SA-4d"].code == "4d"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SA-6b: measure", "SA-6c: measure", "no such commitment"),
        ("  SA-6b: measure\n", "", "has no rubric"),
        ("SA-6b: measure", "SA-6b: feeling", "no such rubric"),
        ("stale_months: 24", "stale_months: 0", "number of months"),
        ('      - "Nothing of it is law, and no bill is before the legislator."\n', "", "5 anchors"),
        ("schema: fanal.rubrics/1", "schema: fanal.rubrics/2", "not fanal.rubrics/1"),
    ],
)
def test_a_file_with_a_fault_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = rubrics.FILE.read_text("utf-8")
    assert old in text
    path = tmp_path / "rubrics.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(Defective) as error:
        rubrics.read(path)
    assert said in str(error.value)
