"""The table of states, the clocks, what makes two asks the same, and when a place moved. By hand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from fanal.progress.asks import duties, flow, words
from fanal.progress.asks.flow import Core, Moved, State, Was
from fanal.vocabulary.evidence import State as Stands

DAY = timedelta(days=1)
ASKED, MET = date(2026, 2, 1), date(2027, 5, 1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(some.integers(0, 30), max_size=12))
def test_no_walk_comes_to_an_office_before_two_people_read_it(turns: list[int]) -> None:
    """Whatever somebody does: from a draft, by the ways of the table."""
    walked = [State.DRAFT]
    for turn in turns:
        if ways := sorted(flow.WAYS[walked[-1]]):
            walked.append(ways[turn % len(ways)])
    if State.SENT in walked:
        at = walked.index(State.SENT)
        assert walked[at - 1] is State.REVIEWED
        assert not set(walked[at + 1 :]) & {State.DRAFT, State.REVIEWED, State.SENT}, "a letter went out once"
    for before, after in pairwise(walked):
        if after in flow.NOTED | {State.NO_ANSWER}:
            assert State.SENT in walked[: walked.index(after)]
        assert before is not State.STOPPED
        if before is State.ADOPTED:
            assert after is State.STOPPED, "what was adopted stays"


def test_each_state_has_its_words_and_each_open_one_a_duty() -> None:
    assert set(flow.WAYS) == set(words.STATES) == set(State)
    assert flow.OPEN | flow.WORKED_ON | flow.MET == set(duties.BY_STATE) == set(words.NEXT)
    assert set(words.SHORT) == flow.PUBLIC
    assert all(State.STOPPED in ways for state, ways in flow.WAYS.items() if state is not State.STOPPED)


@pytest.mark.parametrize(
    ("kind", "days"),
    [("ministry", 90), ("parliament", 90), ("authority", 90), ("body", 90), ("firm", 30), ("association", 30)],
)
def test_each_kind_of_office_has_its_time(kind: str, days: int) -> None:
    assert flow.silent_on(ASKED, kind) == ASKED + days * DAY


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Ministry of Justice", "SA-4d", ""), ("ministry of  justice.", "SA-4d", ""), True),
        (("Ministry of Justice", "SA-4d", ""), ("Ministry of Finance", "SA-4d", ""), False),
        (("Ministry of Justice", "SA-4d", ""), ("Ministry of Justice", "SA-4e", ""), False),
        (("Ministry of Justice", "SA-4d", "r1"), ("Ministry of Justice", "SA-4e", "r1"), True),
        (("Ministry of Justice", "SA-4d", "r1"), ("Ministry of Justice", "SA-4e", "r2"), False),
        (("وزارة العدل", "SA-4d", ""), ("وزارة  العدل", "SA-4d", ""), True),
    ],
)
def test_what_is_the_same_ask(one: tuple[str, str, str], other: tuple[str, str, str], same: bool) -> None:
    cores = [Core(office, frozenset({item}), origin) for office, item, origin in (one, other)]
    assert cores[0].is_as(cores[1]) is cores[1].is_as(cores[0]) is same


def _was(on: date, state: str, as_of: date | None = None) -> Was:
    return Was(on, as_of or on, Stands(state))


PARTLY = _was(date(2025, 6, 1), "partial")
AFTER = date(2027, 9, 1)


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ([PARTLY, _was(AFTER, "yes")], Moved(Stands.PARTIAL, Stands.YES, AFTER)),
        ([_was(date(2025, 6, 1), "no"), _was(AFTER, "partial")], Moved(Stands.NO, Stands.PARTIAL, AFTER)),
        ([], None),
        ([PARTLY], None),
        ([_was(AFTER, "yes")], None),  # nobody had looked when it was asked
        ([PARTLY, _was(date(2026, 1, 1), "yes")], None),  # it moved before the ask
        ([PARTLY, _was(AFTER, "yes", date(2026, 12, 1))], None),  # it says how it was before anything was adopted
        ([PARTLY, _was(AFTER, "no")], None),
        ([PARTLY, _was(AFTER, "partial")], None),
        ([PARTLY, _was(AFTER, "no_data")], None),
        ([_was(date(2025, 6, 1), "no_data"), _was(AFTER, "yes")], None),  # no data is not a no
        ([PARTLY, _was(AFTER, "yes"), _was(date(2028, 1, 1), "partial")], None),  # it fell back since
    ],
)
def test_a_place_moved_only_where_it_stood_and_is_further_now(history: list[Was], found: Moved | None) -> None:
    assert flow.moved(history, ASKED, MET) == found
