"""What pushes a child towards exploitation, and what answers it (docs/cases.md). Pure.

Each circumstance that is there is answered by a goal or a piece of help, or by a reason why not. What is suggested is
a table: it suggests, a person chooses.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fanal.cases.codes import Domain, GoalState, NoAction, Push, PushState, School, Service, ServiceState
from fanal.vocabulary.words import gettext_noop

ASKS_FOR_ANSWER: Final = frozenset({PushState.PRESENT, PushState.EASING})
NO_ANSWER: Final = frozenset(
    {
        GoalState.DROPPED,
        ServiceState.CANCELLED,
        ServiceState.UNAVAILABLE,
        ServiceState.NOT_APPLICABLE,
        ServiceState.DECLINED_BY_CHILD,
        ServiceState.DECLINED_BY_PROVIDER,
    }
)
"""States in which a goal or piece of help answers nothing; a reason says then what stands in the way."""

MEANS: Final = frozenset({Push.POVERTY, Push.DEBT, Push.EXPECTED_TO_EARN})
"""Circumstances that ask for something for the means of the household."""
FOR_MEANS: Final = frozenset({Service.CASH_OR_MATERIAL, Service.LIVELIHOOD, Service.VOCATIONAL, Service.FOOD})


@dataclass(frozen=True, slots=True)
class Factor:
    """One circumstance of a child, with the reason why nothing is done where one was given."""

    id: UUID
    code: Push
    state: PushState = PushState.PRESENT
    no_action: NoAction | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the plan, and the circumstances that it answers."""

    state: GoalState
    domain: Domain
    factors: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Help:
    """A piece of help in the plan, and the circumstances that it answers."""

    state: ServiceState
    type: Service
    factors: frozenset[UUID] = frozenset()


type Action = Goal | Help


def _counts(actions: Iterable[Action]) -> list[Action]:
    return [one for one in actions if one.state not in NO_ANSWER]


def answered_by(factor: Factor, actions: Iterable[Action]) -> bool:
    """Whether a goal or piece of help that stands answers a circumstance."""
    return any(factor.id in one.factors for one in _counts(actions))


def unanswered(factors: Iterable[Factor], actions: Collection[Action]) -> tuple[Factor, ...]:
    """The circumstances that are there and that neither something in the plan nor a reason answers (CM-25)."""
    return tuple(
        one
        for one in factors
        if one.state in ASKS_FOR_ANSWER and one.no_action is None and not answered_by(one, actions)
    )


def needs_school(
    in_school: School | None, actions: Collection[Action], *, school_age: bool | None, reason: NoAction | None = None
) -> bool:
    """Whether the plan lacks what school asks for (CM-26): a goal in education for a child of school age who does not
    go to school, or a reason. Where nobody knows the age it asks, except of a child who is too young for school."""
    if school_age is False or in_school is School.ATTENDING or reason is not None:
        return False
    if school_age is None and in_school is School.TOO_YOUNG:
        return False
    return not any(isinstance(one, Goal) and one.domain is Domain.EDUCATION for one in _counts(actions))


def needs_means(factors: Iterable[Factor], actions: Collection[Action]) -> bool:
    """Whether the plan lacks what poverty, debt or having to earn asks for (CM-26): something for the means of the
    household. `factors`: those without a reason why nothing is done."""
    asks = any(one.code in MEANS and one.state in ASKS_FOR_ANSWER for one in factors)
    return asks and not any(_is_for_means(one) for one in _counts(actions))


def _is_for_means(action: Action) -> bool:
    return action.domain is Domain.LIVELIHOOD if isinstance(action, Goal) else action.type in FOR_MEANS


# ---- what is suggested ----

WORDS: Mapping[str, str] = {
    "household": gettext_noop("for the household"),
    "debt": gettext_noop("where the child works off a debt"),
    "working_age": gettext_noop("from the legal working age"),
    "note_first": gettext_noop("read the note on the authorities first"),
}
"""What is said beside a suggestion, by code."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind of help, with a code of `WORDS` where something is said beside it."""

    type: Service
    beside: str = ""


def _table(*rows: tuple[tuple[Push, ...], tuple[Suggestion, ...]]) -> Mapping[Push, tuple[Suggestion, ...]]:
    return {factor: helps for factors, helps in rows for factor in factors}


def _helps(*types: Service | Suggestion) -> tuple[Suggestion, ...]:
    return tuple(one if isinstance(one, Suggestion) else Suggestion(one) for one in types)


SUGGESTED: Final = _table(
    (
        (Push.POVERTY, Push.DEBT, Push.EXPECTED_TO_EARN),
        _helps(
            Service.CASH_OR_MATERIAL,
            Suggestion(Service.LIVELIHOOD, "household"),
            Suggestion(Service.LEGAL, "debt"),
            Suggestion(Service.VOCATIONAL, "working_age"),
        ),
    ),
    (
        (Push.UNSAFE_WORK, Push.OUT_OF_SCHOOL, Push.NO_BIRTH_REGISTRATION),
        _helps(Service.SCHOOL_RETURN, Service.EDUCATION, Service.DOCUMENTATION_REGISTRATION),
    ),
    (
        (
            Push.FAMILY_VIOLENCE,
            Push.NEGLECT,
            Push.LOSS_OF_CAREGIVER,
            Push.CAREGIVER_ILLNESS,
            Push.CAREGIVER_SUBSTANCE_USE,
        ),
        _helps(
            Service.SAFE_SHELTER,
            Service.ALTERNATIVE_CARE,
            Service.FAMILY_MEDIATION,
            Service.CAREGIVER_TRAINING,
            Service.MEDICAL,
            Service.SUBSTANCE_USE,
        ),
    ),
    (
        (Push.SUBSTANCE_USE, Push.MENTAL_DISTRESS, Push.PRIOR_ABUSE, Push.DISABILITY_BARRIERS),
        _helps(
            Service.MEDICAL,
            Service.MENTAL_HEALTH,
            Service.PSYCHOSOCIAL,
            Service.PEER_SUPPORT,
            Service.DISABILITY_SUPPORT,
        ),
    ),
    (
        (Push.HOMELESSNESS, Push.DISPLACEMENT_OR_MIGRATION, Push.CONFLICT_OR_DISASTER, Push.LEAVING_CARE),
        _helps(
            Service.SAFE_SHELTER,
            Service.ALTERNATIVE_CARE,
            Service.LEGAL,
            Service.INTERPRETATION,
            Service.DOCUMENTATION_REGISTRATION,
            Service.SOCIAL_CARE,
        ),
    ),
    (
        (
            Push.THREAT_OR_COERCION,
            Push.RECRUITER_KNOWN_TO_CHILD,
            Push.ONLINE_CONTACT_PRESSURE,
            Push.PRESSURE_TO_MARRY,
            Push.PEER_PRESSURE,
        ),
        _helps(
            Service.EMERGENCY_PROTECTION,
            Suggestion(Service.POLICE_PROTECTION, "note_first"),
            Service.LEGAL,
            Service.RIGHTS_TRAINING,
            Service.PSYCHOSOCIAL,
        ),
    ),
    (
        (Push.DISCRIMINATION, Push.DISCRIMINATION_GROUP, Push.LOCAL_DEMAND),
        _helps(Service.RIGHTS_TRAINING, Service.PEER_SUPPORT, Service.EDUCATION, Service.SOCIAL_CARE),
    ),
    ((Push.OTHER,), _helps(Service.SOCIAL_CARE)),
)
"""What may help against a circumstance, in the order in which it is shown (docs/cases.md)."""


def suggestions(factors: Iterable[Push]) -> tuple[Suggestion, ...]:
    """What may help against circumstances, each once, in the order of the circumstances and of the table."""
    return tuple({one: None for factor in factors for one in SUGGESTED[factor]})
