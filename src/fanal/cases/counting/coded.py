"""A file as codes: what the model marks as fit for counting, and what helped (docs/cases.md, "What is counted"). Pure.

Nothing here is a word, a name or a day. A code that nobody said is left out: missing is never no (DNH-45).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from fanal.cases.codes import FollowUpResult, Milestone, NoAction, PushState, Service, ServiceState, Status
from fanal.cases.model.declared import Field, model
from fanal.cases.push import NO_ANSWER

type Row = Mapping[str, Any]
"""The values of one row, by field."""
type Coded = dict[str, list[str]]
"""By path of the field, or of what helped: the codes, in order; of a map "key=value"."""

HELPS: Final = "helps"
"""Beside the entities: what is known of whether the work helped."""
PLAN_WITHIN: Final = timedelta(days=7)
_GIVEN: Final = frozenset({ServiceState.DELIVERED, ServiceState.PARTLY_DELIVERED})


def counted() -> tuple[Field, ...]:
    """The fields that may be counted. What the child answered comes by itself."""
    return tuple(one for one in model().fields if one.stat and one.box != "feedback")


def coded(rows: Mapping[str, Sequence[Row]]) -> Coded:
    """The codes of the rows of a file, by entity."""
    made: Coded = {}
    for one in counted():
        codes = {code for row in rows.get(one.entity, ()) for code in _codes(row.get(one.name))}
        if codes:
            made[one.path] = sorted(codes)
    return made


def _codes(value: Any) -> Iterable[str]:
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, Mapping):
        return [f"{name}={code}" for name, code in value.items()]
    if isinstance(value, list | tuple | frozenset | set):
        parts = [(one.key, one.value) if hasattr(one, "key") else one for one in value]
        return [f"{one[0]}={one[1]}" if isinstance(one, tuple) else str(one) for one in parts]
    return (str(value),)


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of the work of one file. `milestones`: by milestone, how each circumstance was then. `push`: codes
    of states now, with whether the approved plan answers each."""

    today: date
    opened_on: date
    status: Status
    reopened: bool = False
    plan_on: date | None = None
    services: Sequence[tuple[str, str]] = ()
    no_service: bool = False
    push: Sequence[tuple[str, bool]] = ()
    milestones: Mapping[str, tuple[str, Sequence[str]]] = field(default_factory=dict)
    school: str = ""


def helped(work: Work) -> Coded:
    """What the work did, as codes."""
    given = {type_ for type_, state in work.services if state in _GIVEN}
    made: dict[str, str] = {
        "plan_in_time": _plan(work),
        "no_service": "yes" if work.no_service else "no",
        "reopened": "yes" if work.reopened else "no",
        **{f"service_{name}": "yes" if given & kinds else "no" for name, kinds in GROUPS.items()},
        "push_answered": _share([answered for _state, answered in work.push]),
        "milestones": _reached(work),
    }
    for one in Milestone:
        result, states = work.milestones.get(one.value, ("", ()))
        done = result == FollowUpResult.DONE
        made[f"eased_{one.value}"] = _share([state != PushState.PRESENT for state in states]) if done else ""
    if work.status in {Status.CLOSED, Status.FOLLOW_UP}:
        made["school_at_end"] = work.school
    return {f"{HELPS}.{name}": [code] for name, code in made.items() if code}


GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "home": frozenset({Service.SAFE_SHELTER, Service.ALTERNATIVE_CARE, Service.EMERGENCY_PROTECTION}),
    "health": frozenset({Service.MEDICAL, Service.POST_RAPE_CARE, Service.MENTAL_HEALTH, Service.PSYCHOSOCIAL}),
    "school_or_work": frozenset(
        {Service.EDUCATION, Service.SCHOOL_RETURN, Service.VOCATIONAL, Service.LIVELIHOOD, Service.CASH_OR_MATERIAL}
    ),
    "legal": frozenset({Service.LEGAL, Service.POLICE_PROTECTION, Service.DOCUMENTATION_REGISTRATION}),
}
"""Kinds of help, as they are counted."""


def _plan(work: Work) -> str:
    limit = work.opened_on + PLAN_WITHIN
    if work.plan_on is not None:
        return "yes" if work.plan_on <= limit else "no"
    return "no" if work.today > limit else ""


def _share(good: Sequence[bool]) -> str:
    """None, some or all; nothing where there was nothing."""
    if not good:
        return ""
    return "all" if all(good) else "some" if any(good) else "none"


def _reached(work: Work) -> str:
    told = [result for result, _states in work.milestones.values() if result]
    if not told:
        return ""
    return _share([result == FollowUpResult.DONE for result in told])


def no_service(push: Iterable[Row], services: Iterable[tuple[str, str]]) -> bool:
    """Whether for something that was needed nothing existed."""
    reasons = {row.get("no_action_reason") for row in push}
    return NoAction.NO_SERVICE_EXISTS in reasons or any(state == ServiceState.UNAVAILABLE for _type, state in services)


def answers(actions: Iterable[tuple[str, Sequence[str]]]) -> frozenset[str]:
    """The circumstances that goals and help which stand answer: state and what each answers."""
    return frozenset(one for state, factors in actions if state not in NO_ANSWER for one in factors)
