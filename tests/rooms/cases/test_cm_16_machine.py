"""CM-16: wherever a file gets to, it has an owner, a supervisor, a next duty and a live ground, or the duty to record
one with all else blocked; no move goes without its guard; closing loses no open duty."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fanal.cases import rhythm
from fanal.cases.codes import CheckAnswer, ClosureCheck, Milestone, Push, Risk, SafeContact, Stage, Standing, Status
from fanal.cases.codes_work import ClosureReason
from fanal.cases.facts import EARLY, Cause, Facts, To
from fanal.cases.flow import missing, move
from fanal.vocabulary.codes import DutyKind, Finding
from fanal.vocabulary.results import NotDone
from tests.rooms.cases.files import ALL_YES, FULL, SUPERVISOR, TODAY, WORKER

CHOICES: dict[str, list[Any]] = {
    "owner": [None, WORKER],
    "supervisor": [None, WORKER, SUPERVISOR],
    "decided": [False, True],
    "came_back": [False, True],
    "safe_to_contact": [None, SafeContact.YES],
    "standing": [None, Standing.AT_RISK],
    "child_seen": [False, True],
    "not_seen_why": [False, True],
    "contact_checked": [False, True],
    "cause": [None, Cause.NEW_ACT],
    "assessed_on": [None, TODAY],
    "risk": [None, *Risk],
    "assessment_approved": [False, True],
    "assessment_asked": [False, True],
    "child_heard": [False, True],
    "push_stated": [False, True],
    "plan_approved": [False, True],
    "child_asked": [False, True],
    "goal_with_help": [False, True],
    "unanswered": [(), (Push.DEBT,)],
    "goals_stated": [False, True],
    "goals_changed": [False, True],
    "reason": [None, *ClosureReason],
    "finding": [None, *Finding],
    "evidence": [False, True],
    "checks": [{}, ALL_YES, {**ALL_YES, ClosureCheck.AFTER_CARE_DATE_SET: CheckAnswer.WAIVED}],
    "waived_why": [frozenset(), frozenset({ClosureCheck.AFTER_CARE_DATE_SET})],
    "closure_approved": [False, True],
    "accepted": [False, True],
    "arrived": [False, True],
    "two_people": [False, True],
    "linked": [False, True],
}
ANSWERED = {DutyKind.RISK_REVIEW, DutyKind.PLAN_REVIEW}
TO_REACH = {DutyKind.CONTACT_SAFETY_CHECK, DutyKind.CONSENT_RENEWAL}
DONE = {DutyKind.MANDATED_REPORT, DutyKind.MILESTONE_FOLLOW_UP, DutyKind.AFTER_CARE_CONTACT}
WITHOUT_GROUND = {To.OPEN, To.REOPENED, To.CLOSED, To.TRANSFERRED, To.VOID}
SAID = st.sampled_from([(name, value) for name, values in CHOICES.items() for value in values])


class Life(RuleBasedStateMachine):
    """A file from before it is there. `open` counts its duties, as the clocks would."""

    @initialize(ground=st.booleans())
    def a_concern_is_decided(self, ground: bool) -> None:
        self.facts = replace(FULL, ground=ground, stage=None)
        self.open: list[DutyKind] = []
        self._go(To.OPEN)

    def _go(self, to: To) -> None:
        self.facts = replace(self.facts, open=frozenset(self.open))
        before = list(self.open)
        moved = move(self.facts, to)
        if moved.new:
            before = []
            self.facts = replace(self.facts, milestones=frozenset())
        assert moved.ends <= set(before)
        if to is To.CLOSURE and self.facts.reason not in EARLY:
            assert moved.ends <= ANSWERED | (TO_REACH if moved.status is Status.CLOSED else set())
        if to in {To.OPEN, To.REOPENED}:
            assert {self.facts.owner, self.facts.supervisor} == {WORKER, SUPERVISOR}
        self.open = [kind for kind in before if kind not in moved.ends] + [one.kind for one in moved.begins]
        begun = {one.milestone for one in moved.begins if one.milestone}
        assert not begun & self.facts.milestones, "a follow-up begins once in the life of a file"
        self.facts = replace(
            self.facts, stage=moved.stage, status=moved.status, milestones=self.facts.milestones | begun
        )

    @rule(to=st.sampled_from(To), said=st.lists(SAID, max_size=3))
    def try_to_move(self, to: To, said: list[tuple[str, Any]]) -> None:
        """With most of what is asked for, or all."""
        self.facts = replace(self.facts, **{**_full(), **dict(said)}, open=frozenset(self.open))
        lacks = missing(self.facts, to)
        if not lacks:
            self._go(to)
            return
        try:
            move(self.facts, to)
        except NotDone:
            return
        raise AssertionError("it moved although something was missing")

    @rule(kind=st.sampled_from(DutyKind))
    def something_else_is_due(self, kind: DutyKind) -> None:
        if self.facts.status in {Status.OPEN, Status.FOLLOW_UP}:
            self.open.append(kind)

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def a_duty_is_done(self, data: st.DataObject) -> None:
        kind = data.draw(st.sampled_from(sorted(self.open)))
        if kind is DutyKind.CONSENT_RENEWAL:
            self.facts = replace(self.facts, ground=True)
        self.open.remove(kind)
        self._owed()

    @rule()
    def the_ground_lapses(self) -> None:
        self.facts = replace(self.facts, ground=False)
        self._owed()

    def _owed(self) -> None:
        self.facts = replace(self.facts, open=frozenset(self.open))
        self.open += [one.kind for one in rhythm.owed(self.facts)]

    @invariant()
    def it_has_people_a_next_duty_and_a_ground(self) -> None:
        facts = replace(self.facts, open=frozenset(self.open))
        assert self.open, "nothing is due"
        if facts.status in {Status.OPEN, Status.FOLLOW_UP} and not facts.ground:
            assert DutyKind.CONSENT_RENEWAL in self.open
            open_ways = {to for to in To if not missing(replace(facts, **_full()), to)}
            assert open_ways <= WITHOUT_GROUND, "all else is blocked"
        assert rhythm.owed(facts) == ()

    @invariant()
    def no_end_has_lost_a_duty(self) -> None:
        """What an ended file leaves open is about the record, or was passed on and is still ours."""
        care = {DutyKind.MILESTONE_FOLLOW_UP, DutyKind.AFTER_CARE_CONTACT, DutyKind.SERVICE_DUE}
        if self.facts.status in {Status.CLOSED, Status.VOID}:
            assert not care & set(self.open)


def _full() -> dict[str, Any]:
    return {name: getattr(FULL, name) for name in CHOICES}


TestLife = Life.TestCase


def test_a_file_without_people_does_not_open() -> None:
    for lacks in ({"owner": None}, {"supervisor": None}, {"supervisor": WORKER}):
        assert missing(replace(FULL, **lacks), To.OPEN)  # type: ignore[arg-type]


def test_the_machine_gets_everywhere() -> None:
    """The control: the moves of the table lead through all stages to the end, and back."""
    facts = FULL
    reached = []
    for to in (
        To.OPEN, To.ASSESSMENT, To.PLANNING, To.IMPLEMENTATION, To.REVIEW, To.IMPLEMENTATION, To.ASSESSMENT,
        To.PLANNING, To.IMPLEMENTATION, To.REVIEW, To.CLOSURE, To.CLOSED, To.REOPENED, To.TRANSFERRED,
    ):  # fmt: skip
        moved = move(facts, to)
        left = (facts.open - moved.ends) | {one.kind for one in moved.begins}
        done = DONE if to in {To.ASSESSMENT, To.CLOSURE} else set()
        facts = replace(facts, stage=moved.stage, status=moved.status, open=frozenset(left - done))
        facts = replace(facts, milestones=frozenset(Milestone) if to is To.IMPLEMENTATION else facts.milestones)
        reached.append((moved.stage, moved.status))
    assert set(reached) >= {(one, Status.OPEN) for one in Stage if one is not Stage.CLOSURE}
    assert {(Stage.CLOSURE, Status.FOLLOW_UP), (Stage.CLOSURE, Status.CLOSED)} < set(reached)


def test_no_move_out_of_the_care_leaves_a_task_with_nobody() -> None:
    """Each duty that may be open is answered by the end, stands in its way, or stays open."""
    for to in (To.CLOSURE, To.CLOSED, To.VOID):
        for kind in DutyKind:
            facts = _before(to, kind)
            ended, blocks = kind in rhythm.ended(facts, to), kind in rhythm.in_the_way(facts, to)
            assert not (ended and blocks)
            if not missing(facts, to):
                moved = move(facts, to)
                assert kind in moved.ends or not blocks


def _before(to: To, kind: DutyKind) -> Facts:
    stage, status = {
        To.CLOSURE: (Stage.REVIEW, Status.OPEN),
        To.CLOSED: (Stage.CLOSURE, Status.FOLLOW_UP),
        To.VOID: (Stage.PLANNING, Status.OPEN),
    }[to]
    return replace(FULL, stage=stage, status=status, open=frozenset({kind}))
