"""What an indicator is, and what a formula may say. Pure.

A numerator is a denominator with conditions added to it: there is no other way to write one, so that no share is above
the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    IMPACT = "impact"
    OUTCOME = "outcome"
    PROCESS = "output/process"


class Collection(StrEnum):
    """Where values come from."""

    IMPORT = "import"
    ENGINE = "engine"
    SYSTEM = "system"
    SYSTEM_IMPORT = "system+import"
    ANNUAL_REPORT = "annual_report"
    PROGRAMME = "programme"
    LEARNING = "learning"
    MEMBER_RELEASE = "member_release"
    ASSESSMENT = "assessment"
    COMPUTED = "computed"
    LOG = "log"
    MEDIA_SAMPLE = "media_sample"


class Publication(StrEnum):
    """Who may read values, and after what."""

    PUBLIC = "public"
    RELEASE = "release"
    RELEASE_N30 = "release_n30"
    PROGRAMME_CHOICE = "programme_choice"
    MEMBERS_EMBARGO = "members_embargo"
    INTERNAL = "internal"


class Kind(StrEnum):
    """How a value is made."""

    RATIO = "ratio"
    COUNT = "count"
    MEDIAN = "median"
    MEAN_DIFFERENCE = "mean_difference"
    RUBRIC_SUM = "rubric_sum"
    SERIES = "series"
    """It is imported as it is."""


class Interval(StrEnum):
    NONE = "none"
    WILSON = "wilson"
    STUDENT = "student"
    BOUNDS = "bounds"
    """Below: who was lost counts as not reached; above: who was lost is left out."""
    OPEN = "open"
    """Below: what nobody knows counts as no; above: as yes. No value where less than half is known."""


DAY, PERIOD = "$day", "$period"
"""What stands for the day a value is of, and for the year until then."""

type Term = str | bool | tuple[str, ...]
"""A word of a field, several of them, true or false, or `DAY`, `PERIOD`."""
type Where = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the catalogue. `stale_months`: after so many a value is old."""

    id: str
    ties: str
    level: Level
    name: str
    definition: str
    unit: str
    source: str
    disaggregation: str
    bullets: tuple[str, ...]
    chapters: tuple[str, ...]
    evidence: str
    collection: Collection
    publication: Publication
    stale_months: int

    @property
    def units(self) -> tuple[str, ...]:
        """In which units values come: of some indicators in two."""
        return tuple(one.partition(" (")[0] for one in self.unit.split(", "))

    @property
    def is_percentage(self) -> bool:
        return "%" in self.units

    @property
    def is_open(self) -> bool:
        """Whether everybody may read values that are here."""
        return self.publication is Publication.PUBLIC


@dataclass(frozen=True, slots=True)
class Formula:
    """One version of how an indicator is reckoned. `where`: of the denominator, or of all that is counted; `added`: the
    conditions of the numerator beside; `lost`: those of what nobody knows the end of. `measure`: the number that a
    median or a difference is taken of. `parts`: of a rubric, with their points. `positive`: 0 is no value of it."""

    id: str
    version: int
    valid_from: date
    kind: Kind
    subject: str = ""
    where: Where = field(default_factory=dict)
    added: Where = field(default_factory=dict)
    lost: Where = field(default_factory=dict)
    by: tuple[str, ...] = ()
    measure: str = ""
    parts: Mapping[str, int] = field(default_factory=dict)
    interval: Interval = Interval.NONE
    positive: bool = False
    scale: float = 1

    @property
    def fields(self) -> frozenset[str]:
        """All fields that it asks for."""
        return frozenset({*self.where, *self.added, *self.lost, *self.by, *([self.measure] if self.measure else [])})
