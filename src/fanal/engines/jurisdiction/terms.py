"""Of what provisions are made: what is missing, conducts, bases, changes of law, review, citation, operators."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Literal


class Missing(Enum):
    ABSENT = "absent"
    UNDETERMINED = "undetermined"


ABSENT, UNDETERMINED = Missing.ABSENT, Missing.UNDETERMINED
type Maybe[T] = T | Missing

CONDUCTS = (
    "sexual_activity", "procuring", "trafficking", "csam_production", "csam_distribution", "csam_possession",
    "csam_access", "performance", "grooming", "corruption", "child_marriage", "travel_facilitation",
)  # fmt: skip
BENCHMARK_CONDUCTS = (*CONDUCTS, "sale")
NO_STATE = "XZ"  # a place outside any state
FICTIONAL = tuple(f"X{letter}" for letter in "ABCDEFGHIJKLMNOPQRST")


class Basis(StrEnum):
    TERRITORY = "territory"
    FLAG = "flag"
    ACTIVE_NATIONALITY = "active_nationality"
    HABITUAL_RESIDENCE = "habitual_residence"
    PASSIVE_PERSONALITY = "passive_personality"
    PRESENCE = "presence"
    VICARIOUS = "vicarious"
    UNIVERSAL = "universal"
    TREATY = "treaty"


class ReviewStatus(StrEnum):
    """The ladder, lowest first. `EXPIRED` is computed, never written."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    REVIEWED = "reviewed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Edge:
    """A change of law. At `after` (or before) the old state surely held, at `by` (or later) the new one surely does.

    Between them nobody knows; None is open. An exact day `d` of entry into force is `Edge(d - 1 day, d)`, an exact
    last day `d` is `Edge(d, d + 1 day)`.
    """

    after: date | None
    by: date | None


@dataclass(frozen=True, slots=True)
class Review:
    """`by`, `role`, `on` are those of the lawyer who reviewed; the drafter and the second reader stand apart."""

    status: ReviewStatus = ReviewStatus.DRAFTED
    by: str = ""
    role: str = ""
    on: date | None = None
    valid_until: date | None = None
    needs_expert: bool = False
    note: str = ""
    drafted_by: str = ""
    checked_by: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """Where the wording was read. `source` is a key of the file's sources, None where no text was read."""

    source: str | None
    art: str
    quote: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    title: str
    kind: Literal["statute", "treaty", "translation", "secondary"]
    version_date: date | None = None
    stand: str = ""
    url: str = ""
    via: str = ""
    lang: str = ""
    licence: str = ""
    retrieved: date | None = None
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Expr:
    """One operator of the closed language of elements and links, with what it takes.

    `all_of`, `any_of`, `none_of`, `all`, `any`, `not` hold `children`; every other operator holds `value`: a number,
    a tuple of codes, true, a moment (`at: act | charge | travel`) or a leg of travel, as the schema says.
    """

    op: str
    value: object = None
    children: tuple["Expr", ...] = ()
