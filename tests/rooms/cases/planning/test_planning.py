"""The plan of a file: one at a time, asked for, approved; other goals make the next one, and the old one stays."""

from uuid import UUID

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.approvals import approvals
from fanal.cases.codes import GoalState
from fanal.cases.directory import keeping
from fanal.cases.files import approving, files
from fanal.cases.files.approving import Stand
from fanal.cases.models import Approval, Case, Goal, Plan, Service
from fanal.cases.planning import facts, helping, planning, plans
from fanal.clocks import api as clocks
from fanal.vocabulary.codes import DataCategory
from tests.people import NOW, Cast
from tests.rooms.cases.care import helper, opened
from tests.rooms.cases.directory.scenes import a_provider
from tests.rooms.cases.planning.scenes import (
    AGREED,
    GOAL,
    TODAY,
    WORDS,
    approved,
    ask_and_approve,
    goal,
    helped,
    plan_of,
    planned,
    pushed,
)

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def yes(cast_of_file: Cast) -> UUID:
    return approved(cast_of_file).pk


@pytest.fixture
def case(yes: UUID, cast: Cast) -> Case:
    return Case.objects.get(pk=yes)


def stand(cast: Cast, case: Case) -> Stand:
    with files.looking(cast["marek"], case.pk, NOW) as found:
        return facts.standing(found.of_case, found.case, plans.of(found))


def test_what_the_child_wants_stands_on_top_of_the_file(cast: Cast, case: Case) -> None:
    assert files.look(cast["marek"], case.pk, NOW).work.said["wishes"] == WORDS["child_words"]


def test_an_approved_plan_takes_no_other_goal_and_the_next_one_takes_over_what_goes_on(cast: Cast, case: Case) -> None:
    """The number is another; the old plan and its goals stay to be read; help serves the goal of the new plan."""
    marek, old = cast["marek"], Goal.objects.get(case=case)
    for deed in (
        lambda: goal(cast, case),
        lambda: planning.change_goal(marek, case.pk, old.pk, GOAL, old.version, NOW),
    ):
        with pytest.raises(NotNow, match="begin the next plan"):
            deed()
    second = planning.begin(marek, case.pk, WORDS | {"child_words": "Only school now"}, NOW)
    assert second.number == 2
    first = Plan.objects.get(case=case, number=1)
    assert first.ended == TODAY
    assert Goal.objects.get(pk=old.pk).plan_id == first.pk
    new = Goal.objects.get(plan=second)
    assert Service.objects.get(case=case).goal_id == new.pk
    whole = plans.of(files.look(marek, case.pk, NOW))
    assert [one.said["goal"] for one in whole.goals] == [GOAL["goal"]] == [one.said["goal"] for one in whole.old_goals]
    assert whole.earlier[0].said["child_agreed_why"] == AGREED["child_agreed_why"]
    assert whole.plan is not None
    assert whole.plan.said["child_agreed"] == ""
    assert stand(cast, case) is Stand.NOT_ASKED
    with pytest.raises(NotNow, match="nobody approved yet"):
        planning.begin(marek, case.pk, WORDS, NOW)


def test_a_goal_that_was_given_up_does_not_go_on(cast: Cast, case: Case) -> None:
    marek, old = cast["marek"], Goal.objects.get(case=case)
    planning.say_goal(marek, case.pk, old.pk, GoalState.DROPPED, old.version, NOW)
    second = planning.begin(marek, case.pk, WORDS, NOW)
    assert not Goal.objects.filter(plan=second).exists()


def test_what_changes_by_doing_leaves_the_approval_and_what_was_agreed_ends_it(cast: Cast, case: Case) -> None:
    marek, row, help_ = cast["marek"], Goal.objects.get(case=case), Service.objects.get(case=case)
    planning.say_goal(marek, case.pk, row.pk, GoalState.IN_PROGRESS, row.version, NOW)
    said = {"state": "delivered", "delivered_on": TODAY, "outcome": "need_met"}
    helping.give(marek, case.pk, help_.pk, said, help_.version, NOW)
    assert stand(cast, case) is Stand.APPROVED
    helped(cast, case, None, type="food")
    assert stand(cast, case) is Stand.LAPSED
    assert clocks.open_duties(files=[case.pk], kinds=[clocks.kind("approval_lapsed")])
    ask_and_approve(cast, case.pk)
    assert stand(cast, case) is Stand.APPROVED
    assert not clocks.open_duties(files=[case.pk], kinds=[clocks.kind("approval_lapsed")])


@pytest.mark.parametrize("deed", ["words", "agree", "safety"])
def test_each_word_that_was_agreed_ends_the_approval(cast: Cast, case: Case, deed: str) -> None:
    """Also where the child sleeps, which the approval holds without its words."""
    marek, version = cast["marek"], plan_of(case).version
    if deed == "words":
        planning.change(marek, case.pk, WORDS | {"child_words": "Something else"}, version, NOW)
    elif deed == "agree":
        planning.agree(marek, case.pk, AGREED | {"child_agreed": "disagreed"}, version, NOW)
    else:
        planning.set_safety(marek, case.pk, "At the aunt’s, the green door", version, NOW)
    assert stand(cast, case) is Stand.LAPSED


def test_nobody_asks_for_a_plan_that_is_not_whole(cast: Cast) -> None:
    case = opened(cast)
    with pytest.raises(NotNow, match="no plan yet"):
        planning.ask(cast["marek"], case.pk, NOW)
    planning.begin(cast["marek"], case.pk, WORDS, NOW)
    with pytest.raises(NotNow) as why:
        planning.ask(cast["marek"], case.pk, NOW)
    assert len(why.value.others) == 1
    row = goal(cast, case)
    planning.agree(cast["marek"], case.pk, AGREED, plan_of(case).version, NOW)
    with pytest.raises(NotNow, match="Each goal needs"):
        planning.ask(cast["marek"], case.pk, NOW)
    said = GOAL | {"who": "caregiver", "action": "Goes with her to school"}
    planning.change_goal(cast["marek"], case.pk, row.pk, said, Goal.objects.get(pk=row.pk).version, NOW)
    planning.ask(cast["marek"], case.pk, NOW)
    assert Approval.objects.get(case=case).subject == plan_of(case).pk


def test_that_the_child_does_not_agree_stops_nothing_and_the_approver_reads_it(cast: Cast) -> None:
    case = planned(cast)
    said = {"child_agreed": "disagreed", "child_agreed_why": "I want to stay with my sister"}
    with pytest.raises(NotNow, match="Write what the child says"):
        planning.agree(cast["marek"], case.pk, {"child_agreed": "disagreed"}, plan_of(case).version, NOW)
    planning.agree(cast["marek"], case.pk, said, plan_of(case).version, NOW)
    ask_and_approve(cast, case.pk)
    assert stand(cast, case) is Stand.APPROVED


def test_a_colleague_was_faster(cast: Cast, case: Case) -> None:
    version = plan_of(case).version
    planning.set_safety(cast["marek"], case.pk, "x", version, NOW)
    with pytest.raises(NotNow, match="meanwhile"):
        planning.set_safety(cast["marek"], case.pk, "y", version, NOW)


def test_only_whoever_works_with_the_child_writes_the_plan(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowed):
        planning.set_safety(cast["bao"], case.pk, "x", plan_of(case).version, NOW)
    with pytest.raises(NotHere):
        planning.set_safety(cast["nils"], case.pk, "x", plan_of(case).version, NOW)


def test_a_goal_of_another_file_is_not_here(cast: Cast, case: Case) -> None:
    other = planned(cast)
    theirs = Goal.objects.get(case=other)
    with pytest.raises(NotHere):
        planning.say_goal(cast["marek"], case.pk, theirs.pk, GoalState.MET, theirs.version, NOW)
    factor = pushed(cast, other)
    with pytest.raises(NotNow, match="Choose from the list"):
        helped(cast, case, None, factor)
    with pytest.raises(NotNow, match="Choose from the list"):
        helped(cast, case, theirs)


def test_a_day_that_somebody_wrote_into_the_database_is_no_plan(cast: Cast, case: Case) -> None:
    """A goal whose day was moved by hand is passed over: what was approved is another then."""
    Goal.objects.filter(case=case).update(due=TODAY)
    assert stand(cast, case) is Stand.LAPSED
    assert facts_of(cast, case).goal_with_help is False


def test_an_approval_that_somebody_wrote_into_the_database_approves_nothing(cast: Cast) -> None:
    case = planned(cast)
    planning.ask(cast["marek"], case.pk, NOW)
    Approval.objects.filter(case=case).update(decision="approved", decided_by=cast["bao"].person, decided_at=NOW)
    assert stand(cast, case) is not Stand.APPROVED
    goal(cast, case)  # it was never approved, so its goals may change


def facts_of(cast: Cast, case: Case) -> facts.PlanFacts:
    with files.looking(cast["marek"], case.pk, NOW) as found:
        return facts.plan_facts(found.of_case, found.case, found.child.said, TODAY)


def test_what_a_move_asks_is_said_by_the_plan(cast: Cast, case: Case) -> None:
    told = facts_of(cast, case)
    assert told.plan_approved
    assert told.child_asked
    assert told.goal_with_help
    assert told.unanswered == ()
    assert not told.needs_school
    assert not told.needs_means
    assert list(told.helps) == [Service.objects.get(case=case).pk]
    assert not told.goals_changed
    assert told.goals_stated
    planning.begin(cast["marek"], case.pk, WORDS, NOW)
    later = facts_of(cast, case)
    assert later.goals_changed
    assert not later.plan_approved
    assert not later.child_asked


def test_a_file_without_a_plan_says_so(cast: Cast) -> None:
    case = opened(cast)
    pushed(cast, case, code="neglect")
    told = facts_of(cast, case)
    assert told.unanswered == ("neglect",)
    assert (told.plan_approved, told.goal_with_help, told.goals_changed) == (False, False, False)


def test_a_plan_for_approval_shows_every_word_of_it(cast: Cast, case: Case) -> None:
    kind = approvals.KINDS["plan"]
    with files.looking(cast["bao"], case.pk, NOW) as found:
        content = kind.content(found.of_case, found.case, plan_of(case).pk)
        shown = kind.shown(found.case, approving.plain(content))
    words = str([*shown.sections, shown.child])
    for said in (
        GOAL["goal"],
        GOAL["target"],
        WORDS["child_words"],
        AGREED["child_agreed_why"],
        "Debt",
        "Money or things",
    ):
        assert str(said) in words
    assert not shown.against


def test_who_cannot_open_the_safety_plan_neither_loses_nor_writes_it(cast: Cast, case: Case) -> None:
    """Who helps with parts: the next plan takes the safety plan over, which only the worker can."""
    marek = cast["marek"]
    planning.set_safety(marek, case.pk, "Aunt, second door", plan_of(case).version, NOW)
    ask_and_approve(cast, case.pk)
    noor = helper(cast, case, parts=tuple(DataCategory))
    with pytest.raises(NotNow, match="safety plan"):
        planning.begin(noor, case.pk, WORDS, NOW)
    with pytest.raises(NotAllowed, match="keys"):
        planning.set_safety(noor, case.pk, "Elsewhere", plan_of(case).version, NOW)
    planning.set_safety(noor, case.pk, "", plan_of(case).version, NOW)
    planning.begin(marek, case.pk, WORDS, NOW)
    assert plans.of(files.look(marek, case.pk, NOW)).plan.said["safety_plan"] == "Aunt, second door"


def test_names_of_providers_of_another_organisation_are_not_read(cast: Cast) -> None:
    row = a_provider(cast)
    named = [str(row.pk)]
    assert keeping.called(cast.aurora, named) == {str(row.pk): row.name}
    assert keeping.called(cast["nils"].org, named) == {}
