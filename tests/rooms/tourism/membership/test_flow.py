"""The table of moves: all states are reached, each has an exit, and no machine leads to one that is against a firm."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fanal.tourism.membership import flow
from fanal.tourism.membership.flow import MEMBER, WAYS, By, Facts, Move, State
from tests.rooms.tourism.firms import AGAINST

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 25)


def _reached(start: Iterable[State], moves: Iterable[Move]) -> set[State]:
    found, ways = set(start), [WAYS[move] for move in moves]
    while True:
        more = {way.to for way in ways if way.starts & found} - found
        if not more:
            return found
        found |= more


def test_every_state_is_reached_and_has_an_exit() -> None:
    assert _reached([State.DRAFT], WAYS) == set(State)
    assert all(flow.moves(state) for state in State)
    assert all(State.ACTIVE in _reached([state], WAYS) for state in State), "nobody is shut out for ever"


def test_there_are_21_moves_and_an_appeal_is_none_of_them() -> None:
    assert len(WAYS) == 21
    assert set(Move) - set(WAYS) == {Move.APPEAL}
    assert all(State.WITHDRAWN in {WAYS[move].to for move in flow.moves(state)} for state in flow.BEFORE | MEMBER)


def test_a_free_programme_leaves_the_fee_out_and_its_companies_become_members() -> None:
    steps = [State.DRAFT, State.SUBMITTED, State.PLAN_REVIEW, State.PLAN_APPROVED, State.AGREEMENT_SENT, State.ACTIVE]
    assert Move.INVOICE not in flow.moves(State.PLAN_APPROVED, steps)
    assert Move.SEND_AGREEMENT in flow.moves(State.PLAN_APPROVED, steps)
    facts = Facts(today=TODAY, state=State.PLAN_APPROVED, since=TODAY, free=True, signatory=True)
    assert not flow.missing(Move.SEND_AGREEMENT, facts)


def test_no_clock_suspends_lapses_excludes_or_declines() -> None:
    by_clock = [move for move, way in WAYS.items() if way.by is By.CLOCK]
    assert not {WAYS[move].to for move in by_clock} & AGAINST
    for state in set(State) - AGAINST:
        assert not _reached([state], by_clock) & AGAINST


def test_what_counts_against_a_firm_takes_two_or_a_person_and_a_clock() -> None:
    against = {move: way for move, way in WAYS.items() if way.to in AGAINST}
    assert all(way.proposed for way in against.values())
    two = {Move.DECLINE, Move.SUSPEND, Move.EXCLUDE}
    assert {move for move, way in against.items() if way.two} == two


_FACTS: dict[str, Any] = {
    "state": st.sampled_from(State),
    "since": st.dates(TODAY - timedelta(days=800), TODAY),
    **dict.fromkeys(
        ("sectors", "countries", "registered", "revenue_class", "focal_point", "deputy", "ground", "words", "free",
         "waived", "fee", "reference", "signatory", "typed", "consent", "same_text", "for_cause", "urgent", "answered",
         "met", "report_accepted", "report_waits", "suspended", "excluding"), st.booleans(),
    ),
    **dict.fromkeys(("ties", "new_plan"), st.none() | st.booleans()),
    **dict.fromkeys(("unanswered", "waits_for", "plan_lacks"), st.sampled_from([(), ("x",)])),
    **dict.fromkeys(
        ("report_due_on", "noticed_on", "answer_due", "ended_on", "valid_until"),
        st.none() | st.dates(TODAY - timedelta(days=800), TODAY + timedelta(days=800)),
    ),
    "open_comments": st.integers(0, 2),
    "reminded": st.integers(0, 3),
}  # fmt: skip


@given(st.fixed_dictionaries(_FACTS), st.sampled_from(list(WAYS)))
def test_a_move_leads_from_its_states_alone_and_says_what_it_lacks(told: dict[str, Any], move: Move) -> None:
    facts = Facts(today=TODAY, **told)
    if facts.state not in WAYS[move].starts:
        with pytest.raises(flow.Illegal):
            flow.missing(move, facts)
        return
    found = flow.missing(move, facts)
    assert len({one.code for one in found}) == len(found)
    assert all(one.words.endswith(".") for one in found)


@given(st.fixed_dictionaries(_FACTS))
def test_the_clock_does_its_own_moves_and_proposes_three(told: dict[str, Any]) -> None:
    facts = Facts(today=TODAY, **told)
    move = flow.due(facts)
    if move is None:
        return
    assert facts.state in WAYS[move].starts
    assert WAYS[move].by is By.CLOCK or (WAYS[move].proposed and not WAYS[move].two)


@given(st.sampled_from(State), st.sampled_from(State))
def test_an_appeal_leads_back_from_a_refusal_or_an_exclusion_alone(state: State, was: State) -> None:
    if state in flow.TAKEN_BACK:
        assert flow.taken_back(state, was) is was
    else:
        with pytest.raises(flow.Illegal):
            flow.taken_back(state, was)


def test_a_suspension_for_a_late_report_needs_time_reminders_and_a_notice() -> None:
    late = Facts(
        today=TODAY, state=State.OVERDUE, since=TODAY, report_due_on=TODAY - timedelta(days=90), reminded=3,
        noticed_on=TODAY - timedelta(days=14),
    )  # fmt: skip
    assert not flow.missing(Move.SUSPEND_LATE, late)
    for name, value in {
        "report_due_on": TODAY - timedelta(days=89), "reminded": 2, "noticed_on": TODAY - timedelta(days=13),
        "report_waits": True,
    }.items():  # fmt: skip
        assert len(flow.missing(Move.SUSPEND_LATE, _but(late, **{name: value}))) == 1, name
    assert len(flow.missing(Move.SUSPEND_LATE, _but(late, noticed_on=None))) == 1


def _but(facts: Facts, **told: Any) -> Facts:
    return replace(facts, **told)


@pytest.mark.parametrize(("months", "lacks"), [(11, 1), (12, 0)])
def test_after_an_exclusion_a_firm_may_apply_again_in_a_year(months: int, lacks: int) -> None:
    ended = {11: date(2025, 12, 26), 12: date(2025, 11, 25)}[months]
    facts = Facts(today=TODAY, state=State.EXCLUDED, since=ended, ended_on=ended)
    assert len(flow.missing(Move.AFTER_EXCLUSION, facts)) == lacks


class Life(RuleBasedStateMachine):
    """A membership to which anything happens, by people who may all they ask for, and by the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.today, self.since = State.DRAFT, TODAY, TODAY
        self.due_on: date | None = None
        self.proposed: Move | None = None
        self.noticed_on: date | None = None
        self.ended_on: date | None = None
        self.people = 0

    def _facts(self) -> Facts:
        return Facts(
            today=self.today, state=self.state, since=self.since, sectors=True, countries=True, registered=True,
            revenue_class=True, focal_point=True, deputy=True, ties=False, ground=True, words=True, fee=True,
            reference=True, signatory=True, typed=True, consent=True, same_text=True, met=True, answered=True,
            report_accepted=True, report_due_on=self.due_on, reminded=3, noticed_on=self.noticed_on,
            ended_on=self.ended_on,
        )  # fmt: skip

    def _go(self, move: Move) -> None:
        if flow.missing(move, self._facts()):
            return
        before, self.state, self.since = self.state, WAYS[move].to, self.today
        assert before in WAYS[move].starts
        self.proposed = self.noticed_on = None
        if self.state is State.ACTIVE:
            self.due_on = self.today + timedelta(days=365)
        if self.state in {State.EXCLUDED, State.LAPSED, State.DECLINED, State.WITHDRAWN}:
            self.ended_on = self.today

    @rule(days=st.integers(1, 200))
    def time_passes(self, days: int) -> None:
        before = self.state
        for _day in range(days):
            self.today += timedelta(days=1)
            move = flow.due(self._facts())
            if move is not None and WAYS[move].by is By.CLOCK:
                self._go(move)
            elif move is not None and self.proposed is None:
                self.proposed, self.noticed_on = move, self.today
        assert self.state not in AGAINST or before is self.state, "time alone decided against a firm"

    @precondition(lambda self: any(WAYS[one].by is not By.CLOCK for one in flow.moves(self.state)))
    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        named = [one for one in flow.moves(self.state) if WAYS[one].by is not By.CLOCK]
        move = data.draw(st.sampled_from(named))
        if WAYS[move].proposed and not WAYS[move].two and self.proposed is not move:
            return
        self.people += 1
        self._go(move)

    @rule()
    def it_is_sent(self) -> None:
        if Move.SEND_AGREEMENT in flow.moves(self.state):
            self._go(Move.SEND_AGREEMENT)

    @invariant()
    def there_is_a_way_on(self) -> None:
        assert flow.moves(self.state)
        assert self.state not in AGAINST or self.people


TestLife = Life.TestCase
