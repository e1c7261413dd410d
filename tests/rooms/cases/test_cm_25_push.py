"""CM-25: each circumstance that pushes a child is answered, or a reason says why not. What is suggested is a table."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.codes import Domain, GoalState, NoAction, Push, PushState, Service, ServiceState
from fanal.cases.push import (
    NO_ANSWER,
    SUGGESTED,
    WORDS,
    Action,
    Factor,
    Goal,
    Help,
    Suggestion,
    answered_by,
    suggestions,
    unanswered,
)  # fmt: skip

ONE, TWO = UUID(int=1), UUID(int=2)
DEBT = Factor(ONE, Push.DEBT)
DEAD_ENDS = {
    ServiceState.CANCELLED, ServiceState.UNAVAILABLE, ServiceState.NOT_APPLICABLE, ServiceState.DECLINED_BY_CHILD,
    ServiceState.DECLINED_BY_PROVIDER,
}  # fmt: skip


def test_a_goal_a_piece_of_help_or_a_reason_answers() -> None:
    answers: list[list[Action]] = [
        [Goal(GoalState.NOT_STARTED, Domain.LEGAL, frozenset({ONE}))],
        [Help(ServiceState.PLANNED, Service.LEGAL, frozenset({ONE}))],
    ]
    assert unanswered([DEBT], []) == (DEBT,)
    assert unanswered([DEBT], [Help(ServiceState.PLANNED, Service.LEGAL, frozenset({TWO}))]) == (DEBT,)
    assert all(unanswered([DEBT], one) == () for one in answers)
    assert unanswered([Factor(ONE, Push.DEBT, no_action=NoAction.NO_SERVICE_EXISTS)], []) == ()


def test_what_was_dropped_or_leads_nowhere_answers_nothing() -> None:
    for goal in GoalState:
        actions = [Goal(goal, Domain.LEGAL, frozenset({ONE}))]
        assert (unanswered([DEBT], actions) == ()) is (goal is not GoalState.DROPPED)
    for state in ServiceState:
        helps = [Help(state, Service.LEGAL, frozenset({ONE}))]
        assert (unanswered([DEBT], helps) == ()) is (state not in DEAD_ENDS), state


def test_only_what_is_there_asks() -> None:
    asks = {state for state in PushState if unanswered([Factor(ONE, Push.DEBT, state)], [])}
    assert asks == {PushState.PRESENT, PushState.EASING}


ids = st.frozensets(st.sampled_from([ONE, TWO]))
actions = st.lists(
    st.builds(Goal, st.sampled_from(GoalState), st.sampled_from(Domain), ids)
    | st.builds(Help, st.sampled_from(ServiceState), st.sampled_from(Service), ids)
)
factors = st.lists(
    st.builds(
        Factor,
        st.sampled_from([ONE, TWO]),
        st.sampled_from(Push),
        st.sampled_from(PushState),
        st.none() | st.sampled_from(NoAction),
    )
)


@given(factors, actions)
def test_nothing_is_left_without_a_word(said: list[Factor], done: list[Action]) -> None:
    left = unanswered(said, done)
    assert set(left) | {one for one in said if one not in left} == set(said)
    for one in left:
        assert one.no_action is None
        assert not answered_by(one, done)
    standing = [one for one in done if one.state not in NO_ANSWER]
    assert unanswered(said, standing) == left, "what stands nowhere changes nothing"
    assert set(unanswered(said, [*done, *actions_for(said)])) == set()


def actions_for(said: list[Factor]) -> list[Action]:
    return [Goal(GoalState.IN_PROGRESS, Domain.SAFETY, frozenset({one.id})) for one in said]


def test_each_of_the_28_circumstances_has_suggestions() -> None:
    assert set(SUGGESTED) == set(Push)
    assert len(SUGGESTED) == 28
    assert all(SUGGESTED.values())


def test_suggestions_are_those_of_the_table_in_its_order() -> None:
    assert suggestions([Push.DEBT]) == (
        Suggestion(Service.CASH_OR_MATERIAL),
        Suggestion(Service.LIVELIHOOD, "household"),
        Suggestion(Service.LEGAL, "debt"),
        Suggestion(Service.VOCATIONAL, "working_age"),
    )
    assert [one.type for one in suggestions([Push.OUT_OF_SCHOOL, Push.LOCAL_DEMAND])] == [
        Service.SCHOOL_RETURN, Service.EDUCATION, Service.DOCUMENTATION_REGISTRATION, Service.RIGHTS_TRAINING,
        Service.PEER_SUPPORT, Service.SOCIAL_CARE,
    ]  # fmt: skip
    assert suggestions([]) == ()
    assert suggestions([Push.PEER_PRESSURE])[1] == Suggestion(Service.POLICE_PROTECTION, "note_first")


def test_what_is_said_beside_has_words() -> None:
    assert {one.beside for row in SUGGESTED.values() for one in row} == {"", *WORDS}


@given(st.lists(st.sampled_from(Push)))
def test_suggestions_keep_the_order_and_stand_once(said: list[Push]) -> None:
    found = suggestions(said)
    assert len(set(found)) == len(found)
    for row in (SUGGESTED[one] for one in said[:1]):
        assert found[: len(row)] == row
