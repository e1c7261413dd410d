"""What the room takes and gives. A record of a child is never among it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from fanal.engines.disclosure.contracts import Policy, TableSpec
from fanal.vocabulary.words import gettext_noop

MAKER, REVIEWER, STATISTICIAN = "research.release_maker", "research.release_reviewer", "research.statistician"
"""Grants with an end date. One person may hold the first two, never use both in one plan."""


class Source(StrEnum):
    """Where the rows of a population come from."""

    CONCERNS = "concerns"
    IMPORT = "import"
    CASES = "cases"
    POOLED = "pooled"


class PlanState(StrEnum):
    """How far a plan is. `PROTECTED`: tables were made, an attack succeeded; `TO_SIGN`: a key keeper signs."""

    DRAFT = "draft"
    GATED = "gated"
    EXTRACTING = "extracting"
    PROTECTED = "protected"
    ATTACKED = "attacked"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    TO_SIGN = "to_sign"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


ENDED = frozenset({PlanState.PUBLISHED, PlanState.SUPERSEDED, PlanState.WITHDRAWN, PlanState.STOPPED})
BEFORE_WORK = frozenset({PlanState.DRAFT, PlanState.GATED})
WITH_DRAFT = frozenset({PlanState.PROTECTED, PlanState.ATTACKED, PlanState.IN_REVIEW, PlanState.APPROVED})


class Stage(StrEnum):
    """At which point of a plan somebody decided. `CLASSES`: about a class set; `GROUP`: in writing, about what a table
    says of (nearly) all of a group (X6); `SIGNING`: a statistician from outside did not sign."""

    CLASSES = "classes"
    GATE = "gate"
    GROUP = "group"
    SIGNING = "signing"
    REVIEW = "review"
    ASSENT = "assent"
    OBJECTION = "objection"
    PUBLISH = "publish"


class Verdict(StrEnum):
    """What was decided. Gate: passed or refused; review: approved or returned; assent or veto; objects; signs."""

    PASSED = "passed"
    REFUSED = "refused"
    APPROVED = "approved"
    RETURNED = "returned"
    ASSENT = "assent"
    VETO = "veto"
    OBJECTS = "objects"
    SIGNS = "signs"


class ReleaseState(StrEnum):
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class ContributionState(StrEnum):
    """How far a member is in a pooled plan."""

    ASKED = "asked"
    AGREED = "agreed"  # its parts of the masks are sealed to the others
    SENT = "sent"
    OBJECTED = "objected"


HARMED: Mapping[str, str] = {
    "children": gettext_noop("Children"),
    "families": gettext_noop("Families"),
    "community": gettext_noop("A community or group"),
    "member": gettext_noop("Our organisation"),
    "staff": gettext_noop("Staff"),
}
"""Whom an answer could harm: the form of the gate asks for each."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """The form of the ethics gate (docs/research.md, "A release, step by step"), at most two pages.

    `harms`: for each of `HARMED` what could happen and what is done against it, or why nothing. `classes`: why these
    classes and no finer. `heard`: which groups of children and survivors were heard, and how they learn the result.
    `consent`: how people can opt out. `law`: the law of each country. `unwelcome`: an unwelcome result is published all
    the same. The committee is needed where outsiders take part.
    """

    use: str = ""
    harms: Mapping[str, str] = field(default_factory=dict)
    classes: str = ""
    heard: str = ""
    consent: str = ""
    law: str = ""
    unwelcome: bool = False
    ends_on: date | None = None
    outsiders: bool = False
    committee: str = ""
    committee_number: str = ""
    committee_on: date | None = None


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """Synthetic rows beside the tables: of which variables, and the privacy loss (zCDP) that they cost besides that of
    the tables. How many rows there will be is the noised number of children."""

    variables: tuple[str, ...]
    rho: Fraction


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What the person who opens or changes a plan says. `sentence`: what stands first on the page of the release,
    without a number. `language`: in which language title and sentence are (ISO 639-1). `members`: of a pooled plan."""

    question: str
    population: UUID
    title: str
    sentence: str
    cohorts: tuple[int, ...]
    tables: tuple[TableSpec, ...]
    policy: Policy = field(default_factory=Policy)
    protocol: Protocol = field(default_factory=Protocol)
    language: str = "en"
    members: tuple[UUID, ...] = ()
    synthetic: RowsAsked | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would help where an attack succeeded, to click: `tables` is the plan's list of tables as it would be,
    `leave_out` are variables that synthetic rows would not have any more."""

    words: str
    tables: tuple[TableSpec, ...]
    leave_out: tuple[str, ...] = ()


def release_id(number: str, version: int) -> str:
    """What one version of a release is called in files: `XA-2026-0001-v1`."""
    return f"{number}-v{version}"
