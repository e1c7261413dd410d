"""Sorts the answers of a form into what is sealed where, and the few clear columns that order the queue."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from fanal.concerns.form.answers import Answers
from fanal.concerns.form.asked import OwnAnswer
from fanal.concerns.form.form import (
    FIELDS,
    SCHEMAS,
    ChildIdentity,
    ConcernContent,
    PersonalContent,
    PersonSuspected,
    ReporterContent,
)
from fanal.vocabulary.codes import Danger, ReporterType

# Only where the answer says it without doubt; a professional may be one of three.
_REPORTER_TYPES = {
    "traveller": ReporterType.TRAVELLER,
    "travel_worker": ReporterType.TOURISM_STAFF,
    "lives_here": ReporterType.NEIGHBOUR_COMMUNITY,
    "under_18": ReporterType.CHILD,
}
_SAFE_TO_DANGER = {"yes": Danger.NO, "no": Danger.YES}

LEAVING, WITH_ADULT, BOTH = "leaving", "with_adult", "both"


@dataclass(frozen=True, slots=True)
class ClearFacts:
    """The clear columns. `critical_reason` is empty, `leaving`, `with_adult` or `both`; `restricted` means that the
    member's own people may be concerned."""

    danger: str
    country_of_harm: str
    critical_reason: str
    imagery_signalled: bool
    restricted: bool
    child_door: bool

    @property
    def time_critical(self) -> bool:
        return bool(self.critical_reason)


@dataclass(frozen=True, slots=True)
class Sorted:
    clear: ClearFacts
    personal: PersonalContent
    content: ConcernContent
    identity: ChildIdentity
    offender: PersonSuspected
    reporter: ReporterContent


def sort_answers(
    answers: Answers,
    *,
    country: str,
    received_at: datetime,
    language: str,
    child_door: bool = False,
    addresses_removed: int = 0,
) -> Sorted:
    """Every answer at its place. `country` is that of the entry, used where the page "where" was not reached.

    What is no field of the form is an answer to a question of a country, asked today or not: nothing may get lost.
    """
    boxes: dict[str, dict[str, Any]] = {name: {} for name in (*SCHEMAS, "clear")}
    own = []
    for name, answer in answers.items():
        if name in FIELDS:
            boxes[FIELDS[name].compartment][name] = answer
        else:
            own.append(_own(name, answer))
    said = boxes["content"]
    boxes["content"] |= {
        "received_at": received_at,
        "language": language,
        "reporter_type": str(ReporterType.CHILD if child_door else _REPORTER_TYPES.get(said.get("you", ""), "")),
        "own": tuple(own),
        "addresses_removed": addresses_removed,
    }
    clear = ClearFacts(
        danger=_danger(boxes["clear"], said, child_door),
        country_of_harm=boxes["clear"].get("country", country),
        critical_reason=_critical(boxes["offender"].get("leaving"), said.get("child_now")),
        imagery_signalled="came_upon_images" in said.get("what", ()),
        restricted=said.get("about_us") in {"yes", "not_sure"},
        child_door=child_door,
    )
    parts: dict[str, Any] = {name: schema(**boxes[name]) for name, schema in SCHEMAS.items()}
    return Sorted(clear, **parts)


def _danger(clear: Mapping[str, str], said: Mapping[str, Any], child_door: bool) -> str:
    if child_door and "danger" not in clear:  # the word is what the child said; the clock is that of danger = yes
        return str(_SAFE_TO_DANGER.get(said.get("safe_now", ""), Danger.NOT_SURE))
    return clear["danger"]


def _critical(leaving: str | None, child_now: str | None) -> str:
    leaves, with_adult = leaving == "today_or_tomorrow", child_now == "with_adult"
    if leaves and with_adult:
        return BOTH
    return LEAVING if leaves else WITH_ADULT if with_adult else ""


def _own(name: str, answer: Any) -> OwnAnswer:
    if isinstance(answer, tuple):
        return OwnAnswer(name, codes=answer)
    return OwnAnswer(name, text=answer)


def answered(content: Any) -> tuple[str, ...]:
    """Names of the fields that hold an answer, in the order of the schema."""
    return tuple(part.name for part in fields(content) if getattr(content, part.name))
