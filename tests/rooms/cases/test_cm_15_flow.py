"""CM-15: one table and one function move a file; what is missing is listed. Nothing else changes stage or status."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import fanal.cases
from fanal.cases import flow
from fanal.cases.codes import CheckAnswer, ClosureCheck, Milestone, Push, Risk, Stage, Status
from fanal.cases.codes_work import ClosureReason, Timeframe
from fanal.cases.facts import EARLY, Cause, Facts, To
from fanal.cases.flow import FROM, GUARDS, MAY_NOT_APPLY, OWN_WAY, Missing, missing, move
from fanal.cases.limits import Span
from fanal.cases.rhythm import Begins
from fanal.vocabulary.codes import DutyKind, Finding, YesNoUnknown
from fanal.vocabulary.results import NotDone
from tests.rooms.cases.files import ALL_YES, SUPERVISOR, TODAY, WORKER, ready

AGREED = {**ALL_YES, ClosureCheck.FEEDBACK_OFFERED: CheckAnswer.WAIVED}


def codes(facts: Facts, to: To) -> list[str]:
    return [one.code for one in missing(facts, to)]


@pytest.mark.parametrize("to", To)
def test_a_file_that_has_everything_may_move(to: To) -> None:
    assert missing(ready(to), to) == ()


WITH_GROUND = (To.ASSESSMENT, To.PLANNING, To.IMPLEMENTATION, To.REVIEW, To.CLOSURE)
LACKS: list[tuple[To, str, dict[str, Any]]] = [
    (To.OPEN, "decided", {"decided": False}),
    *((to, code, {code: None}) for to in (To.OPEN, To.REOPENED)
      for code in ("owner", "supervisor", "safe_to_contact", "standing")),
    (To.OPEN, "two_named", {"supervisor": WORKER}),
    (To.REOPENED, "two_named", {"owner": SUPERVISOR}),
    (To.REOPENED, "came_back", {"decided": False}),
    *((to, "ground", {"ground": False}) for to in WITH_GROUND),
    (To.ASSESSMENT, "child_seen", {"child_seen": False}),
    (To.ASSESSMENT, "contact_checked", {"contact_checked": False}),
    (To.ASSESSMENT, "cause", {"stage": Stage.REVIEW, "cause": None}),
    (To.PLANNING, "assessment", {"assessed_on": None}),
    (To.PLANNING, "assessment", {"assessed_on": TODAY - timedelta(days=31)}),
    (To.PLANNING, "assessment", {"assessed_on": TODAY + timedelta(days=1)}),
    (To.PLANNING, "risk", {"risk": None}),
    (To.PLANNING, "child_heard", {"child_heard": False}),
    (To.PLANNING, "push_stated", {"push_stated": False}),
    (To.PLANNING, "assessment_approval", {"risk": Risk.HIGH, "assessment_approved": False}),
    (To.PLANNING, "assessment_approval", {"risk": Risk.CRITICAL, "assessment_approved": False}),
    (To.PLANNING, "assessment_approval", {"risk": Risk.LOW, "assessment_asked": True, "assessment_approved": False}),
    (To.IMPLEMENTATION, "plan_approval", {"plan_approved": False}),
    (To.IMPLEMENTATION, "plan_approval", {"stage": Stage.REVIEW, "plan_approved": False, "goals_changed": True}),
    (To.IMPLEMENTATION, "goals_stated", {"stage": Stage.REVIEW, "goals_stated": False}),
    (To.IMPLEMENTATION, "child_asked", {"child_asked": False}),
    (To.IMPLEMENTATION, "goal_with_help", {"goal_with_help": False}),
    (To.IMPLEMENTATION, "push_answers", {"unanswered": (Push.DEBT, Push.NEGLECT)}),
    (To.IMPLEMENTATION, "school", {"needs_school": True}),
    (To.IMPLEMENTATION, "means", {"needs_means": True}),
    (To.CLOSURE, "closure_reason", {"reason": None}),
    (To.CLOSURE, "finding", {"finding": None}),
    (To.CLOSURE, "evidence", {"finding": Finding.BAD_FAITH}),
    (To.CLOSURE, "checks", {"checks": {}}),
    (To.CLOSURE, "duties", {"open": frozenset({DutyKind.SERVICE_DUE})}),
    (To.CLOSURE, "risk_low", {"risk": Risk.MEDIUM}),
    (To.CLOSURE, "risk_low", {"risk": None}),
    (To.CLOSURE, "best_interests", {"best_interests_open": True}),
    (To.CLOSURE, "closure_approval", {"closure_approved": False}),
    (To.CLOSED, "duties", {"open": frozenset({DutyKind.AFTER_CARE_CONTACT})}),
    (To.TRANSFERRED, "accepted", {"accepted": False}),
    (To.TRANSFERRED, "arrived", {"arrived": False}),
    (To.CLOSURE, "own_way", {"reason": ClosureReason.TRANSFERRED}),
    (To.CLOSURE, "own_way", {"reason": ClosureReason.DUPLICATE}),
    *((To.VOID, "void_reason", {"reason": one}) for one in [None, *ClosureReason]
      if one not in {ClosureReason.DUPLICATE, ClosureReason.OTHER}),
    (To.VOID, "second_person", {"two_people": False}),
    (To.VOID, "link", {"reason": ClosureReason.DUPLICATE}),
    (To.VOID, "duties", {"open": frozenset({DutyKind.MANDATED_REPORT})}),
]  # fmt: skip


@pytest.mark.parametrize(("to", "code", "lacks"), LACKS, ids=str)
def test_each_thing_that_lacks_is_named_alone(to: To, code: str, lacks: dict[str, Any]) -> None:
    assert codes(ready(to, **lacks), to) == [code]
    with pytest.raises(NotDone) as told:
        move(ready(to, **lacks), to)
    assert told.value.words == missing(ready(to, **lacks), to)[0].words


def test_where_a_file_can_go_and_why_anew() -> None:
    ways = "open assessment planning implementation review closure closed transferred reopened void"
    assert list(To) == list(GUARDS) == list(FROM) == ways.split()
    assert list(Cause) == ["new_concern", "new_act", "placement", "risk_raised"]


def test_no_guard_is_left_out_of_these_tests() -> None:
    assert {(to, code) for to, code, _ in LACKS} | {(To.CLOSURE, "too_early")} == {
        (to, code) for to, guards in GUARDS.items() for code, _ in guards
    }


def test_what_lacks_is_listed_whole_with_words_and_a_page() -> None:
    lacks = missing(Facts(TODAY, stage=Stage.PLANNING, unanswered=(Push.DEBT, Push.NEGLECT)), To.IMPLEMENTATION)
    assert [one.code for one in lacks] == ["ground", "plan_approval", "child_asked", "goal_with_help", "push_answers"]
    assert lacks[-1] == Missing(
        "push_answers", "These are not answered yet. Plan something, or say why not.", "push", ("debt", "neglect")
    )
    assert codes(Facts(TODAY), To.OPEN) == ["decided", "owner", "supervisor", "safe_to_contact", "standing"]
    for code, (page, words) in flow._SAID.items():
        assert page.islower(), code
        assert words.endswith("."), code
    assert set(flow._SAID) == {code for guards in GUARDS.values() for code, _ in guards} | {"not_from_here"}


PAGES = """
file: not_from_here
consent: ground
opening: decided standing came_back
people: owner supervisor two_named
contact: safe_to_contact child_seen contact_checked
assessment: cause assessment child_heard assessment_approval
risk: risk risk_low
push: push_stated push_answers
plan: goals_stated plan_approval child_asked goal_with_help school means
closing: closure_reason own_way too_early finding evidence checks closure_approval
duties: duties
best_interests: best_interests
passing: accepted arrived
void: void_reason second_person link
"""


def test_each_thing_that_lacks_leads_to_its_page() -> None:
    pages = dict(line.split(": ") for line in PAGES.strip().splitlines())
    assert {code: page for code, (page, _) in flow._SAID.items()} == {
        code: page for page, codes in pages.items() for code in codes.split()
    }


PLACES = [(None, Status.OPEN), *((stage, status) for stage in Stage for status in Status)]
OPEN = {(one, Status.OPEN) for one in Stage if one is not Stage.CLOSURE}
FOLLOW_UP, CLOSED = (Stage.CLOSURE, Status.FOLLOW_UP), (Stage.CLOSURE, Status.CLOSED)
WAYS = {
    To.OPEN: {(None, Status.OPEN)},
    To.ASSESSMENT: OPEN - {(Stage.ASSESSMENT, Status.OPEN)},
    To.PLANNING: {(Stage.ASSESSMENT, Status.OPEN)},
    To.IMPLEMENTATION: {(Stage.PLANNING, Status.OPEN), (Stage.REVIEW, Status.OPEN)},
    To.REVIEW: {(Stage.IMPLEMENTATION, Status.OPEN)},
    To.CLOSURE: OPEN,
    To.CLOSED: {FOLLOW_UP},
    To.TRANSFERRED: OPEN | {FOLLOW_UP},
    To.REOPENED: {FOLLOW_UP, CLOSED},
    To.VOID: OPEN | {FOLLOW_UP, CLOSED},
}


LAST = {To.CLOSURE: {"reason": ClosureReason.DIED}}


@pytest.mark.parametrize("to", To)
def test_a_file_moves_from_the_places_of_the_table_and_no_other(to: To) -> None:
    assert set(FROM[to]) == WAYS[to]
    for stage, status in PLACES:
        here = ready(to, stage=stage, status=status, **LAST.get(to, {}))
        assert codes(here, to) == ([] if (stage, status) in WAYS[to] else ["not_from_here"])


def test_from_review_back_to_the_work_without_a_new_plan_where_no_goal_changed() -> None:
    assert not missing(ready(To.IMPLEMENTATION, stage=Stage.REVIEW, plan_approved=False), To.IMPLEMENTATION)
    assert not missing(ready(To.IMPLEMENTATION, goals_stated=False), To.IMPLEMENTATION), "of a first plan"


def test_a_child_who_could_not_be_seen_is_assessed_with_a_reason() -> None:
    assert not missing(ready(To.ASSESSMENT, child_seen=False, not_seen_why=True), To.ASSESSMENT)
    assert not missing(ready(To.ASSESSMENT, stage=Stage.PLANNING, child_seen=False), To.ASSESSMENT)
    assert not missing(ready(To.ASSESSMENT, cause=None), To.ASSESSMENT)


def test_an_assessment_of_thirty_days_counts_and_lower_risk_needs_no_approval() -> None:
    assert not missing(ready(To.PLANNING, assessed_on=TODAY - timedelta(days=30)), To.PLANNING)
    for risk in (Risk.LOW, Risk.MEDIUM):
        assert not missing(ready(To.PLANNING, risk=risk, assessment_approved=False), To.PLANNING)


@pytest.mark.parametrize("check", ClosureCheck)
def test_each_check_is_yes_or_waived_with_a_reason(check: ClosureCheck) -> None:
    for answer in [None, *CheckAnswer]:
        checks = {one: CheckAnswer.YES for one in ClosureCheck if one is not check}
        facts = ready(To.CLOSURE, checks=checks if answer is None else {**checks, check: answer})
        fine = answer is CheckAnswer.YES or (answer is CheckAnswer.NOT_APPLICABLE and check in MAY_NOT_APPLY)
        assert codes(facts, To.CLOSURE) == ([] if fine else ["checks"])
        if not fine:
            assert missing(facts, To.CLOSURE)[0].detail == (check,)
    waived = {**ALL_YES, check: CheckAnswer.WAIVED}
    assert not missing(ready(To.CLOSURE, checks=waived, waived_why=frozenset({check})), To.CLOSURE)
    assert {one.value for one in MAY_NOT_APPLY} == {
        "offender_contact_ended", "push_factors_answered", "services_ended_or_handed_over",
        "legal_open_matters_handed_over",
    }  # fmt: skip


@pytest.mark.parametrize("reason", [one for one in ClosureReason if one not in OWN_WAY])
def test_a_file_ends_before_its_review_for_few_reasons(reason: ClosureReason) -> None:
    early = reason in {
        ClosureReason.CHILD_WITHDREW, ClosureReason.LOST_CONTACT, ClosureReason.NOT_ELIGIBLE, ClosureReason.REPATRIATED,
        ClosureReason.DIED,
    }  # fmt: skip
    assert early is (reason in EARLY)
    assert set(OWN_WAY) == {ClosureReason.TRANSFERRED, ClosureReason.DUPLICATE}
    for stage in {one for one, _ in OPEN} - {Stage.REVIEW}:
        facts = ready(To.CLOSURE, stage=stage, reason=reason)
        assert codes(facts, To.CLOSURE) == ([] if early else ["too_early"])
    risky = ready(To.CLOSURE, reason=reason, risk=Risk.HIGH)
    assert codes(risky, To.CLOSURE) == ([] if early else ["risk_low"])
    groundless = ready(To.CLOSURE, reason=reason, ground=False)
    assert codes(groundless, To.CLOSURE) == ([] if reason is ClosureReason.CHILD_WITHDREW else ["ground"])


def test_a_duplicate_is_void_once_it_is_linked() -> None:
    assert not missing(ready(To.VOID, reason=ClosureReason.DUPLICATE, linked=True), To.VOID)
    assert not missing(ready(To.VOID, ground=False), To.VOID)
    assert not missing(ready(To.REOPENED, decided=False, came_back=True), To.REOPENED)


# ---- what a move does ----

FIRST, CHECK, RISK = DutyKind.FIRST_CONTACT, DutyKind.CONTACT_SAFETY_CHECK, DutyKind.RISK_REVIEW
RENEW, KEEP, AFTER = DutyKind.CONSENT_RENEWAL, DutyKind.RETENTION_ACTION, DutyKind.AFTER_CARE_CONTACT
MILESTONE, SERVICE = DutyKind.MILESTONE_FOLLOW_UP, DutyKind.SERVICE_DUE
RHYTHM = frozenset({RISK, CHECK})


def kinds(facts: Facts, to: To) -> list[DutyKind]:
    return [one.kind for one in move(facts, to).begins]


@pytest.mark.parametrize(
    ("risk", "first", "review"),
    [
        (Risk.CRITICAL, Span(hours=1), Span(hours=24)),
        (Risk.HIGH, Span(hours=24), Span(days=7)),
        (None, Span(hours=24), Span(days=7)),
        (Risk.MEDIUM, Span(hours=72), Span(days=14)),
        (Risk.LOW, Span(days=7), Span(days=30)),
    ],
)
def test_opening_begins_first_contact_by_risk(risk: Risk | None, first: Span, review: Span) -> None:
    for to in (To.OPEN, To.REOPENED):
        moved = move(ready(to, risk=risk), to)
        assert (moved.stage, moved.status, moved.ends) == (Stage.IDENTIFICATION, Status.OPEN, frozenset())
        assert moved.new is (to is To.REOPENED)
        assert moved.begins == (Begins(FIRST, first), Begins(RISK, review), Begins(CHECK, Span(days=30)))


def test_a_file_without_a_ground_owes_one() -> None:
    moved = move(ready(To.OPEN, ground=False), To.OPEN)
    assert moved.begins[-1] == Begins(RENEW, Span(days=7))
    assert RENEW not in kinds(ready(To.OPEN), To.OPEN)


def test_a_file_that_comes_back_is_a_new_one_with_duties_of_its_own() -> None:
    old = ready(To.REOPENED, open=frozenset({KEEP, AFTER, FIRST, RISK}), milestones=frozenset(Milestone))
    assert kinds(old, To.REOPENED) == [FIRST, RISK, CHECK]


def test_assessment_begins_its_clock_and_asks_the_law() -> None:
    def told(**more: Any) -> list[Begins]:
        return list(move(ready(To.ASSESSMENT, open=RHYTHM | {FIRST}, **more), To.ASSESSMENT).begins)

    initial = Begins(DutyKind.INITIAL_ASSESSMENT, Span(days=7))
    ask = Begins(DutyKind.MANDATED_REPORT, Span(days=3))
    law = {"report_by_law": YesNoUnknown.YES, "report_within": Span(hours=24)}
    assert told() == [initial, ask], "unknown law is never none"
    assert told(report_by_law=YesNoUnknown.YES) == [initial, ask]
    assert told(**law) == [initial, Begins(DutyKind.MANDATED_REPORT, Span(hours=24))]
    assert told(report_within=Span(hours=24)) == [initial, ask]
    assert told(report_by_law=YesNoUnknown.NO) == [initial]
    assert told(stage=Stage.REVIEW) == [initial], "it was asked when the child was met"
    moved = move(ready(To.ASSESSMENT, open=RHYTHM | {FIRST}), To.ASSESSMENT)
    assert (moved.stage, moved.status, moved.ends) == (Stage.ASSESSMENT, Status.OPEN, {FIRST})
    unseen = ready(To.ASSESSMENT, open=RHYTHM | {FIRST}, child_seen=False, not_seen_why=True)
    assert move(unseen, To.ASSESSMENT).ends == frozenset(), "the child is still to be met"


def test_planning_ends_the_assessment_and_begins_the_plan() -> None:
    initial, plan = DutyKind.INITIAL_ASSESSMENT, DutyKind.PLAN_DUE
    moved = move(ready(To.PLANNING, open=RHYTHM | {initial, FIRST}), To.PLANNING)
    assert (moved.stage, moved.begins, moved.ends) == (Stage.PLANNING, (Begins(plan, Span(days=14)),), {initial})
    again = ready(To.PLANNING, open=RHYTHM | {initial, plan})
    assert kinds(again, To.PLANNING) == [], "one clock is enough"


def test_the_work_begins_with_clocks_of_help_follow_ups_and_review() -> None:
    one, two = UUID(int=8), UUID(int=9)
    helps = {one: Timeframe.WITHIN_3_HOURS, two: Timeframe.WITHIN_30_DAYS}
    facts = ready(To.IMPLEMENTATION, open=RHYTHM | {DutyKind.PLAN_DUE}, helps=helps)
    moved = move(facts, To.IMPLEMENTATION)
    assert (moved.stage, moved.ends) == (Stage.IMPLEMENTATION, {DutyKind.PLAN_DUE})
    assert moved.begins == (
        Begins(DutyKind.PLAN_REVIEW, Span(months=3)),
        Begins(SERVICE, Span(hours=3), one),
        Begins(SERVICE, Span(days=30), two),
        Begins(MILESTONE, Span(months=1), milestone=Milestone.MONTH_1),
        Begins(MILESTONE, Span(months=3), milestone=Milestone.MONTH_3),
        Begins(MILESTONE, Span(months=6), milestone=Milestone.MONTH_6),
        Begins(MILESTONE, Span(months=12), milestone=Milestone.MONTH_12),
    )
    seen = frozenset({Milestone.MONTH_1, Milestone.MONTH_3})
    again = ready(To.IMPLEMENTATION, open=RHYTHM | {DutyKind.PLAN_REVIEW, MILESTONE}, milestones=seen)
    assert [one.milestone for one in move(again, To.IMPLEMENTATION).begins] == [
        None, Milestone.MONTH_6, Milestone.MONTH_12,
    ]  # fmt: skip
    assert move(again, To.IMPLEMENTATION).ends == {DutyKind.PLAN_REVIEW}


def test_a_review_begins_and_ends_nothing() -> None:
    moved = move(ready(To.REVIEW, open=RHYTHM | {DutyKind.PLAN_REVIEW}), To.REVIEW)
    assert (moved.stage, moved.status, moved.begins, moved.ends) == (Stage.REVIEW, Status.OPEN, (), frozenset())


def test_closing_leaves_after_care_and_follow_ups() -> None:
    facts = ready(To.CLOSURE, open=RHYTHM | {MILESTONE, DutyKind.PLAN_REVIEW})
    moved = move(facts, To.CLOSURE)
    assert (moved.stage, moved.status, moved.ends) == (Stage.CLOSURE, Status.FOLLOW_UP, {RISK, DutyKind.PLAN_REVIEW})
    assert moved.begins == (Begins(AFTER, Span(days=90)), Begins(KEEP))
    none = {**ALL_YES, ClosureCheck.AFTER_CARE_DATE_SET: CheckAnswer.WAIVED}
    why = frozenset({ClosureCheck.AFTER_CARE_DATE_SET})
    followed = move(ready(To.CLOSURE, open=RHYTHM | {MILESTONE}, checks=none, waived_why=why), To.CLOSURE)
    assert (followed.status, followed.begins) == (Status.FOLLOW_UP, (Begins(KEEP),))
    ended = move(ready(To.CLOSURE, open=RHYTHM | {RENEW}, checks=none, waived_why=why), To.CLOSURE)
    assert (ended.status, ended.ends, ended.begins) == (Status.CLOSED, RHYTHM | {RENEW}, (Begins(KEEP),))


def test_what_may_stay_open_when_a_file_closes() -> None:
    stays = {one for one in DutyKind if not missing(ready(To.CLOSURE, open=frozenset({one})), To.CLOSURE)}
    rest = {
        DutyKind.HOLD_REVIEW, DutyKind.SUBJECT_REQUEST_ANSWER, DutyKind.FILE_LOOKED_AT, DutyKind.REPORT_ANSWER, KEEP,
    }  # fmt: skip
    assert stays == rest | RHYTHM | {MILESTONE, AFTER, RENEW, DutyKind.PLAN_REVIEW}
    early = {
        one
        for one in DutyKind
        if not missing(ready(To.CLOSURE, open=frozenset({one}), reason=ClosureReason.LOST_CONTACT), To.CLOSURE)
    }
    assert early - stays == {FIRST, DutyKind.INITIAL_ASSESSMENT, DutyKind.PLAN_DUE, DutyKind.SIGN_GROUND}
    closed = {one for one in DutyKind if not missing(ready(To.CLOSED, open=frozenset({one})), To.CLOSED)}
    assert closed == rest | {CHECK, RENEW}
    both = missing(ready(To.CLOSURE, open=frozenset({SERVICE, DutyKind.CHILD_NOT_SAFE})), To.CLOSURE)
    assert both[0].detail == ("child_not_safe", "service_due")


def test_nobody_follows_up_a_child_who_died() -> None:
    none = {**ALL_YES, ClosureCheck.AFTER_CARE_DATE_SET: CheckAnswer.WAIVED}
    why = frozenset({ClosureCheck.AFTER_CARE_DATE_SET})
    facts = ready(To.CLOSURE, reason=ClosureReason.DIED, open=RHYTHM | {MILESTONE, FIRST}, checks=none, waived_why=why)
    moved = move(facts, To.CLOSURE)
    assert (moved.status, moved.ends) == (Status.CLOSED, RHYTHM | {MILESTONE, FIRST})


def test_closed_for_good_nobody_is_reached_any_more() -> None:
    moved = move(ready(To.CLOSED, open=frozenset({CHECK, RENEW, KEEP, DutyKind.HOLD_REVIEW})), To.CLOSED)
    assert (moved.stage, moved.status, moved.begins) == (Stage.CLOSURE, Status.CLOSED, ())
    assert moved.ends == {CHECK, RENEW}


CARE = {
    FIRST, DutyKind.INITIAL_ASSESSMENT, DutyKind.PLAN_DUE, DutyKind.PLAN_REVIEW, RISK, SERVICE, MILESTONE, AFTER, CHECK,
    DutyKind.BEST_INTERESTS_REVIEW, RENEW, DutyKind.SIGN_GROUND, DutyKind.CASE_NEW_CONCERN,
}  # fmt: skip


def test_a_transfer_takes_the_care_along_and_nothing_else() -> None:
    moved = move(ready(To.TRANSFERRED, open=frozenset(DutyKind) - {KEEP}), To.TRANSFERRED)
    assert (moved.stage, moved.status, moved.begins) == (Stage.CLOSURE, Status.CLOSED, (Begins(KEEP),))
    assert moved.ends == CARE
    assert not missing(ready(To.TRANSFERRED, ground=False), To.TRANSFERRED), "the child is there already"


def test_what_is_void_keeps_its_stage_and_owes_nothing_but_its_end() -> None:
    moved = move(ready(To.VOID, open=frozenset(CARE)), To.VOID)
    assert (moved.stage, moved.status) == (Stage.ASSESSMENT, Status.VOID)
    assert (moved.ends, moved.begins, moved.new) == (CARE, (Begins(KEEP),), False)
    stays = {one for one in DutyKind if not missing(ready(To.VOID, open=frozenset({one})), To.VOID)}
    record = {
        KEEP, DutyKind.HOLD_REVIEW, DutyKind.SUBJECT_REQUEST_ANSWER, DutyKind.FILE_LOOKED_AT, DutyKind.REPORT_ANSWER,
    }  # fmt: skip
    assert stays == CARE | record


# ---- nobody else ----

APPLIES = {"course/moving.py"}
"""Modules of the room that write what `move` says."""


def _sets(tree: ast.AST) -> bool:
    names = {"stage", "status"}
    targets = [
        target
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    written = {one.attr for target in targets for one in ast.walk(target) if isinstance(one, ast.Attribute)}
    updates = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("update")
    ]
    return bool(names & written) or any(word.arg in names for call in updates for word in call.keywords)


def test_no_other_code_changes_a_stage_or_a_status() -> None:
    assert _sets(ast.parse("case.stage = 'review'"))
    assert _sets(ast.parse("cases.update(status='closed')"))
    assert not _sets(ast.parse("stage = case.stage"))
    root = Path(fanal.cases.__file__).parent
    found = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if _sets(ast.parse(path.read_text()))}
    assert found <= APPLIES
