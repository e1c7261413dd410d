"""CM-26: a plan answers for school and for the means of the household, or says why not."""

from uuid import UUID

import pytest

from fanal.cases.codes import Domain, GoalState, NoAction, Push, PushState, School, Service, ServiceState
from fanal.cases.push import Factor, Goal, Help, needs_means, needs_school

TO_LEARN = Goal(GoalState.NOT_STARTED, Domain.EDUCATION)


@pytest.mark.parametrize("state", [*School, None])
def test_a_child_of_school_age_who_is_not_in_school_has_a_goal_in_education(state: School | None) -> None:
    asks = state is not School.ATTENDING
    assert needs_school(state, [], school_age=True) is asks
    assert not needs_school(state, [TO_LEARN], school_age=True)
    assert not needs_school(state, [], school_age=True, reason=NoAction.WAITING_LIST)
    assert not needs_school(state, [], school_age=False)
    assert needs_school(state, [], school_age=None) is (asks and state is not School.TOO_YOUNG)


def test_no_other_goal_and_no_help_stands_for_it() -> None:
    others = [
        Goal(GoalState.DROPPED, Domain.EDUCATION),
        Goal(GoalState.MET, Domain.LIVELIHOOD),
        Help(ServiceState.PLANNED, Service.SCHOOL_RETURN),
    ]
    assert needs_school(School.DROPPED_OUT, others, school_age=True)


@pytest.mark.parametrize("code", Push)
def test_poverty_debt_and_having_to_earn_ask_for_means(code: Push) -> None:
    asks = code in {Push.POVERTY, Push.DEBT, Push.EXPECTED_TO_EARN}
    for state in PushState:
        said = [Factor(UUID(int=1), code, state)]
        assert needs_means(said, []) is (asks and state in {PushState.PRESENT, PushState.EASING})


def test_what_feeds_the_household_answers() -> None:
    poor = [Factor(UUID(int=1), Push.POVERTY)]
    helps = {one for one in Service if not needs_means(poor, [Help(ServiceState.PLANNED, one)])}
    assert helps == {Service.CASH_OR_MATERIAL, Service.LIVELIHOOD, Service.VOCATIONAL, Service.FOOD}
    assert not needs_means(poor, [Goal(GoalState.NOT_STARTED, Domain.LIVELIHOOD)])
    assert needs_means(poor, [Goal(GoalState.DROPPED, Domain.LIVELIHOOD), TO_LEARN])
    assert needs_means(poor, [Help(ServiceState.UNAVAILABLE, Service.LIVELIHOOD)])
