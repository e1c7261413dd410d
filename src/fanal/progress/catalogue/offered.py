"""What may be counted, field by field: the list is closed. Pure.

A subject is what a room counts. No field of one is a name, a place below a country, or tells one row from another; what
is not here no formula can ask for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from fanal.progress.catalogue.model import DAY, PERIOD


class Shape(StrEnum):
    TRUTH = "truth"
    WORD = "word"
    COUNTRY = "country"
    NUMBER = "number"
    """What a median is taken of: never a condition, never divided by."""
    ON = "on"
    """Whether it is so on the day: the condition is `DAY`."""
    IN = "in"
    """Whether it was so in the year until the day: the condition is `PERIOD`."""


@dataclass(frozen=True, slots=True)
class Field:
    """`words`: those a field of words has; empty where they are codes of a room, as courses are."""

    shape: Shape
    words: tuple[str, ...] = ()

    @property
    def divides(self) -> bool:
        """Whether values may be told by it."""
        return self.shape in {Shape.WORD, Shape.COUNTRY}

    @property
    def stands_for(self) -> str:
        """What a condition on it says, where it is about the day."""
        return {Shape.ON: DAY, Shape.IN: PERIOD}.get(self.shape, "")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted, in which room."""

    room: str
    fields: Mapping[str, Field] = field(default_factory=dict)


_TRUTH, _COUNTRY, _NUMBER = Field(Shape.TRUTH), Field(Shape.COUNTRY), Field(Shape.NUMBER)
_ON, _IN, _CODE = Field(Shape.ON), Field(Shape.IN), Field(Shape.WORD)


def _words(*words: str) -> Field:
    return Field(Shape.WORD, words)


OFFERED: Final[Mapping[str, Subject]] = {
    "learning.post": Subject(
        "learning",
        {
            "guest_facing": _TRUTH, "caregiver": _TRUTH, "active_on": _ON, "certificate_valid_on": _ON,
            "supervised_on": _ON, "role": _CODE, "country": _COUNTRY,
        },
    ),
    "learning.gain": Subject("learning", {"course": _CODE, "points": _NUMBER, "false_alarms": _NUMBER}),
    "learning.pair": Subject("learning", {"course": _CODE, "points": _NUMBER}),
    "tourism.membership": Subject(
        "tourism",
        {"member_on": _ON, "overdue": _TRUTH, "sector": _CODE, "programme": _CODE, "country": _COUNTRY},
    ),
    "tourism.report": Subject(
        "tourism", {"due_in": _IN, "on_time": _TRUTH, "size": _CODE, "country": _COUNTRY}
    ),
    "tourism.application": Subject("tourism", {"active_in": _IN, "days": _NUMBER, "country": _COUNTRY}),
    "tourism.point": Subject(
        "tourism",
        {"member_on": _ON, "supported": _TRUTH, "verified": _TRUTH, "criterion": _CODE, "country": _COUNTRY},
    ),
    "tourism.change": Subject(
        "tourism",
        {
            "done_in": _IN, "to": _words("suspended", "lapsed", "reinstated", "excluded"), "reason": _CODE,
            "country": _COUNTRY,
        },
    ),
    "justice.item": Subject(
        "justice",
        {
            "on": _ON, "state": _words("yes", "partial", "no", "unknown", "n_a"), "group": _CODE,
            "country": _COUNTRY,
        },
    ),
    "justice.barrier": Subject(
        "justice",
        {
            "on": _ON, "barrier": _words("double_criminality", "complaint", "limitation"), "stands": _TRUTH,
            "country": _COUNTRY,
        },
    ),
    "release.child": Subject(
        "release",
        {
            "closed_or_followed": _TRUTH, "safe": _TRUTH, "lost": _TRUTH, "identified": _TRUTH,
            "plan_in_7_days": _TRUTH, "measured_twice": _TRUTH, "better": _TRUTH, "final_judgement": _TRUTH,
            "remedy": _TRUTH, "witness": _TRUTH, "one_interview": _TRUTH, "country": _COUNTRY,
            "age_band": _words("0-9", "10-14", "15-17", "unknown"),
        },
    ),
    "release.service": Subject("release", {"planned": _TRUTH, "given": _TRUTH, "service": _CODE, "country": _COUNTRY}),
    "release.placement": Subject("release", {"family_or_community": _TRUTH, "country": _COUNTRY}),
    "release.concern": Subject(
        "release",
        {
            "from_travel": _TRUTH, "routed_in_24_hours": _TRUTH, "both_informed": _TRUTH, "handed_over": _TRUTH,
            "outcome_in_90_days": _TRUTH, "channel": _CODE, "country": _COUNTRY,
        },
    ),
    "release.safeguarding": Subject("release", {"raised": _TRUTH, "answered_in_72_hours": _TRUTH}),
    "release.referral": Subject("release", {"sent": _TRUTH, "answered_in_5_days": _TRUTH, "country": _COUNTRY}),
    "release.charge": Subject("release", {"days": _NUMBER, "country": _COUNTRY}),
    "release.record": Subject("release", {"complete": _TRUTH}),
}  # fmt: skip
"""By subject. Those of `release` are cells of releases, which come signed."""
