"""The life of a file: six stages, one table, one function. Nothing else changes a stage or a status (CM-15;
docs/cases.md). Pure.

What is missing for a move is listed: each line says what, in words, and where to go. No guard asks for a consent to
share, so that a child who refuses it gets the same help (CM-38).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from fanal.cases import rhythm
from fanal.cases.codes import CheckAnswer, ClosureCheck, Milestone, Risk, Stage, Status
from fanal.cases.codes_work import ClosureReason
from fanal.cases.facts import EARLY, Facts, To
from fanal.cases.rhythm import Begins
from fanal.vocabulary.codes import DutyKind, Finding
from fanal.vocabulary.results import NotDone
from fanal.vocabulary.words import gettext_noop

ASSESSMENT_HOLDS: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a move lacks: its code, the words, the page where it is done, and what exactly where there are several."""

    code: str
    words: str
    page: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """What a file is after a move; the duties that begin, and the kinds that the move itself answers. `new`: it is a
    file of its own, and the old one stays as it was."""

    stage: Stage
    status: Status
    begins: tuple[Begins, ...]
    ends: frozenset[DutyKind]
    new: bool


type _Place = tuple[Stage | None, Status]


def _at(*stages: Stage) -> frozenset[_Place]:
    return frozenset((one, Status.OPEN) for one in stages)


_ANY_OPEN: Final = _at(*(one for one in Stage if one is not Stage.CLOSURE))
_FOLLOW_UP: Final[frozenset[_Place]] = frozenset({(Stage.CLOSURE, Status.FOLLOW_UP)})
_CLOSED: Final[frozenset[_Place]] = frozenset({(Stage.CLOSURE, Status.CLOSED)})

FROM: Final[Mapping[To, frozenset[_Place]]] = {
    To.OPEN: frozenset({(None, Status.OPEN)}),
    To.ASSESSMENT: _at(Stage.IDENTIFICATION, Stage.PLANNING, Stage.IMPLEMENTATION, Stage.REVIEW),
    To.PLANNING: _at(Stage.ASSESSMENT),
    To.IMPLEMENTATION: _at(Stage.PLANNING, Stage.REVIEW),
    To.REVIEW: _at(Stage.IMPLEMENTATION),
    To.CLOSURE: _ANY_OPEN,
    To.CLOSED: _FOLLOW_UP,
    To.TRANSFERRED: _ANY_OPEN | _FOLLOW_UP,
    To.REOPENED: _FOLLOW_UP | _CLOSED,
    To.VOID: _ANY_OPEN | _FOLLOW_UP | _CLOSED,
}
"""From where each move goes. To the end it goes from a review; before, only for the reasons of `EARLY`."""

MAY_NOT_APPLY: Final = frozenset(
    {
        ClosureCheck.OFFENDER_CONTACT_ENDED,
        ClosureCheck.PUSH_FACTORS_ANSWERED,
        ClosureCheck.SERVICES_ENDED_OR_HANDED_OVER,
        ClosureCheck.LEGAL_OPEN_MATTERS_HANDED_OVER,
    }
)
"""Checks that can be about nothing: nobody suspected, no circumstance, no help, no matter. All others are yes or
waived."""

OWN_WAY: Final = frozenset({ClosureReason.TRANSFERRED, ClosureReason.DUPLICATE})
"""Reasons for which a file is not closed: it is passed on, or it is void."""
ERRORS: Final = frozenset({ClosureReason.DUPLICATE, ClosureReason.OTHER})
"""Why a file is void; what came of a child's care is no error."""

# ---- guards ----

type Lack = bool | tuple[str, ...]
"""Whether something is missing, or what of it."""


def _old_assessment(facts: Facts) -> bool:
    done = facts.assessed_on
    return done is None or not timedelta() <= facts.today - done <= ASSESSMENT_HOLDS


def _no_approval(facts: Facts) -> bool:
    """What the supervisor was asked is asked until they approve it, also once the risk is lower."""
    asked = facts.assessment_asked or facts.risk in {Risk.CRITICAL, Risk.HIGH}
    return asked and not facts.assessment_approved


def _no_cause(facts: Facts) -> bool:
    return facts.stage is not Stage.IDENTIFICATION and facts.cause is None


def _not_met(facts: Facts) -> bool:
    return facts.stage is Stage.IDENTIFICATION and not (facts.child_seen or facts.not_seen_why)


def _no_plan(facts: Facts) -> bool:
    return not facts.plan_approved and (facts.stage is Stage.PLANNING or facts.goals_changed)


def _goals_unsaid(facts: Facts) -> bool:
    return facts.stage is Stage.REVIEW and not facts.goals_stated


def _open_checks(facts: Facts) -> tuple[str, ...]:
    return tuple(one for one in ClosureCheck if not _is_answered(one, facts))


def _is_answered(check: ClosureCheck, facts: Facts) -> bool:
    answer = facts.checks.get(check)
    if answer is CheckAnswer.WAIVED:
        return check in facts.waived_why
    return answer is CheckAnswer.YES or (answer is CheckAnswer.NOT_APPLICABLE and check in MAY_NOT_APPLY)


def _too_early(facts: Facts) -> bool:
    return facts.stage is not Stage.REVIEW and facts.reason not in EARLY


def _ground_to_close(facts: Facts) -> bool:
    """A child who takes the ground back ends the file by it: to close is then no use of it."""
    return not facts.ground and facts.reason is not ClosureReason.CHILD_WITHDREW


def _risk_stays(facts: Facts) -> bool:
    return facts.risk is not Risk.LOW and facts.reason not in EARLY


def _duties(to: To) -> Callable[[Facts], Lack]:
    return lambda facts: tuple(sorted(rhythm.in_the_way(facts, to)))


def _unlinked(facts: Facts) -> bool:
    return facts.reason is ClosureReason.DUPLICATE and not facts.linked


type Guard = tuple[str, Callable[[Facts], Lack]]

_GROUND: Final[Guard] = ("ground", lambda facts: not facts.ground)
_NAMED: Final[tuple[Guard, ...]] = (
    ("owner", lambda facts: facts.owner is None),
    ("supervisor", lambda facts: facts.supervisor is None),
    ("two_named", lambda facts: facts.owner is not None and facts.owner == facts.supervisor),
    ("safe_to_contact", lambda facts: facts.safe_to_contact is None),
    ("standing", lambda facts: facts.standing is None),
)
_PLAN: Final[tuple[Guard, ...]] = (
    ("plan_approval", _no_plan),
    ("child_asked", lambda facts: not facts.child_asked),
    ("goal_with_help", lambda facts: not facts.goal_with_help),
    ("push_answers", lambda facts: tuple(facts.unanswered)),
    ("school", lambda facts: facts.needs_school),
    ("means", lambda facts: facts.needs_means),
)
GUARDS: Final[Mapping[To, tuple[Guard, ...]]] = {
    To.OPEN: (("decided", lambda facts: not facts.decided), *_NAMED),
    To.ASSESSMENT: (
        _GROUND,
        ("child_seen", _not_met),
        ("contact_checked", lambda facts: not facts.contact_checked),
        ("cause", _no_cause),
    ),
    To.PLANNING: (
        _GROUND,
        ("assessment", _old_assessment),
        ("risk", lambda facts: facts.risk is None),
        ("child_heard", lambda facts: not facts.child_heard),
        ("push_stated", lambda facts: not facts.push_stated),
        ("assessment_approval", _no_approval),
    ),
    To.IMPLEMENTATION: (_GROUND, ("goals_stated", _goals_unsaid), *_PLAN),
    To.REVIEW: (_GROUND,),
    To.CLOSURE: (
        ("ground", _ground_to_close),
        ("closure_reason", lambda facts: facts.reason is None),
        ("own_way", lambda facts: facts.reason in OWN_WAY),
        ("too_early", _too_early),
        ("finding", lambda facts: facts.finding is None),
        ("evidence", lambda facts: facts.finding is Finding.BAD_FAITH and not facts.evidence),
        ("checks", _open_checks),
        ("duties", _duties(To.CLOSURE)),
        ("risk_low", _risk_stays),
        ("best_interests", lambda facts: facts.best_interests_open),
        ("closure_approval", lambda facts: not facts.closure_approved),
    ),
    To.CLOSED: (("duties", _duties(To.CLOSED)),),
    To.TRANSFERRED: (
        ("accepted", lambda facts: not facts.accepted),
        ("arrived", lambda facts: not facts.arrived),
    ),
    To.REOPENED: (("came_back", lambda facts: not (facts.decided or facts.came_back)), *_NAMED),
    To.VOID: (
        ("void_reason", lambda facts: facts.reason not in ERRORS),
        ("second_person", lambda facts: not facts.two_people),
        ("link", _unlinked),
        ("duties", _duties(To.VOID)),
    ),
}
"""What each move asks for, in the order in which it is listed."""

_SAID: Final[Mapping[str, tuple[str, str]]] = {
    "not_from_here": ("file", gettext_noop("From where the file stands it does not go there.")),
    "ground": ("consent", gettext_noop("No ground for working with this child is live. Record one first.")),
    "decided": ("opening", gettext_noop("Nobody decided to open a file.")),
    "owner": ("people", gettext_noop("Name the worker.")),
    "supervisor": ("people", gettext_noop("Name the supervisor.")),
    "two_named": ("people", gettext_noop("Worker and supervisor are two people.")),
    "safe_to_contact": ("contact", gettext_noop("Say whether the child may be contacted.")),
    "standing": ("opening", gettext_noop("Say whether the child was harmed or is at risk.")),
    "child_seen": ("contact", gettext_noop("See the child, or say why you could not.")),
    "contact_checked": ("contact", gettext_noop("Check with the child how they may be reached.")),
    "cause": ("assessment", gettext_noop("Say what makes it necessary to look anew.")),
    "assessment": ("assessment", gettext_noop("Finish an assessment. It may be thirty days old at most.")),
    "risk": ("risk", gettext_noop("Set the risk.")),
    "child_heard": ("assessment", gettext_noop("Write down what the child thinks, or why you could not ask.")),
    "push_stated": ("push", gettext_noop("Note what pushes the child, or say that you saw nothing.")),
    "assessment_approval": ("assessment", gettext_noop("With this risk the supervisor approves the assessment.")),
    "goals_stated": ("plan", gettext_noop("Say of each goal where it stands.")),
    "plan_approval": ("plan", gettext_noop("The supervisor must approve the plan as it is now.")),
    "child_asked": ("plan", gettext_noop("Write down whether the child agrees.")),
    "goal_with_help": ("plan", gettext_noop("At least one goal needs a piece of help.")),
    "push_answers": ("push", gettext_noop("These are not answered yet. Plan something, or say why not.")),
    "school": ("plan", gettext_noop("The child is not in school. Set a goal, or say why not.")),
    "means": ("plan", gettext_noop("The household lacks means. Plan something, or say why not.")),
    "closure_reason": ("closing", gettext_noop("Say why the file ends.")),
    "own_way": ("closing", gettext_noop("Passing a child on, or a file made twice, does not end by closing.")),
    "too_early": ("closing", gettext_noop("For this reason a file ends after a review. Do the review first.")),
    "finding": ("closing", gettext_noop("Say what was found.")),
    "evidence": ("closing", gettext_noop("That somebody spoke in bad faith needs evidence.")),
    "checks": ("closing", gettext_noop("These checks need a yes, or a reason why not.")),
    "duties": ("duties", gettext_noop("These tasks are still open.")),
    "risk_low": ("risk", gettext_noop("The risk is not low.")),
    "best_interests": (
        "best_interests",
        gettext_noop("What was decided in the child's best interests needs its review."),
    ),
    "closure_approval": ("closing", gettext_noop("The supervisor must approve.")),
    "accepted": ("passing", gettext_noop("No other member took the child over.")),
    "arrived": ("passing", gettext_noop("The other member has not met the child yet.")),
    "came_back": ("opening", gettext_noop("A new concern or the child coming back opens it again.")),
    "void_reason": ("void", gettext_noop("Say which error it was.")),
    "second_person": ("void", gettext_noop("A second person must confirm this.")),
    "link": ("void", gettext_noop("Link the other file of this child first.")),
}
"""By code: the page where it is done, and the words."""


def missing(facts: Facts, to: To) -> tuple[Missing, ...]:
    """What a move lacks; empty where it is allowed."""
    if (facts.stage, facts.status) not in FROM[to]:
        return (_missing("not_from_here"),)
    lacks = ((code, lack(facts)) for code, lack in GUARDS[to])
    return tuple(_missing(code, of if isinstance(of, tuple) else ()) for code, of in lacks if of)


def _missing(code: str, detail: tuple[str, ...] = ()) -> Missing:
    page, words = _SAID[code]
    return Missing(code, words, page, detail)


# ---- the move ----


def move(facts: Facts, to: To) -> Moved:
    """What a file is after a move. Raises `NotDone` with the first words where something is missing."""
    if lacks := missing(facts, to):
        raise NotDone(lacks[0].words)
    if to is To.REOPENED:
        facts = replace(facts, open=frozenset[DutyKind](), milestones=frozenset[Milestone]())
    begins, ends = rhythm.begun(facts, to), rhythm.ended(facts, to)
    stays = facts.open - ends | {one.kind for one in begins}
    stage, status = _where(facts, to, stays)
    if status is Status.CLOSED:
        ends |= rhythm.ended(facts, To.CLOSED)
    after = replace(facts, stage=stage, status=status, open=stays - ends)
    return Moved(stage, status, (*begins, *rhythm.owed(after)), ends, new=to is To.REOPENED)


def _where(facts: Facts, to: To, stays: frozenset[DutyKind]) -> tuple[Stage, Status]:
    if to in {To.OPEN, To.REOPENED}:
        return Stage.IDENTIFICATION, Status.OPEN
    if to is To.CLOSURE:
        return Stage.CLOSURE, Status.FOLLOW_UP if stays & rhythm.FOLLOWS else Status.CLOSED
    if to in {To.CLOSED, To.TRANSFERRED}:
        return Stage.CLOSURE, Status.CLOSED
    if to is To.VOID:
        return facts.stage or Stage.IDENTIFICATION, Status.VOID
    return Stage(to), Status.OPEN
