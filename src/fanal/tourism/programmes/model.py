"""A programme as it was read from its file (docs/tourism-data.md). Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

type Text = Mapping[str, str]
"""By language; English is always there."""

STEPS: Final = (
    "draft", "submitted", "plan_review", "plan_approved", "invoiced", "paid", "agreement_sent", "active",
)  # fmt: skip
"""On the way to membership, in their order; a programme may leave some out."""


class Kind(StrEnum):
    """Whether firms join because they want to, because the law says so, or as a trade; or nobody has read which."""

    VOLUNTARY = "voluntary"
    STATUTORY = "statutory"
    SECTOR = "sector"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Of a set of criteria. `draft`: nobody has reviewed it, and every page says so; `historical`: for what was before,
    nobody joins by it."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    HISTORICAL = "historical"


class Scope(StrEnum):
    """Of a requirement: once for the firm, or at each site."""

    COMPANY = "company"
    SITE = "site"


class Source(StrEnum):
    """Where the answer to a question of a report comes from: only `manual` is typed."""

    COUNTED = "counted"
    PLAN = "plan"
    TRAINING = "training"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a criterion asks for. `sectors`: empty is all; `min_sites`: from how many sites on; `tag`: only for whom an
    exclusion question called it; `replaces`: those of the set before whose actions it takes over."""

    id: str
    text: Text
    scope: Scope
    mandatory: bool
    default_due_days: int
    renew_months: int
    evidence_types: tuple[str, ...]
    main: bool = False
    sectors: tuple[str, ...] = ()
    min_sites: int = 0
    tag: str = ""
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of a set, with its weight in the score."""

    number: int
    title: Text
    purpose: Text
    weight: float
    evidence: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A question to whoever applies, answered yes or no. `refuse_if` stops the application; `ask_more_if` asks for
    words, and brings the requirements of `calls` into scope. An answer is kept only where it is `stored`."""

    id: str
    text: Text
    refuse_if: str = ""
    ask_more_if: str = ""
    calls: tuple[str, ...] = ()
    stored: bool = True


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """One version of what a programme asks for. `retired`: requirements of the set before that nobody asks for any
    more, each with the reason."""

    version: str
    status: Status
    valid_from: date | None = None
    valid_to: date | None = None
    predecessor: str = ""
    source: str = ""
    checked_on: date | None = None
    evidence: str = ""
    note: str = ""
    exclusions: tuple[Exclusion, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    retired: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Whether nobody has reviewed it: every page says so."""
        return self.status is Status.DRAFT

    @property
    def requirements(self) -> Iterator[Requirement]:
        """All of them, in the order of their criteria."""
        return (one for criterion in self.criteria for one in criterion.requirements)

    def requirement(self, name: str) -> Requirement | None:
        """One of them; None where there is no such."""
        return next((one for one in self.requirements if one.id == name), None)


class Kinds(StrEnum):
    """How a question of a report is answered. `share`: so many of so many."""

    LEVEL = "level"
    SHARE = "share"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


_KINDS: Final = {
    "level": Kinds.LEVEL, "level_by_site": Kinds.SHARE, "percent": Kinds.SHARE, "percent_by_role": Kinds.SHARE,
    "number": Kinds.NUMBER, "date": Kinds.DAY,
}  # fmt: skip
TYPES: Final = (*_KINDS, "text_500", "text_1000")
"""What a question of a report asks for."""
COUNTS: Final[Mapping[str, Kinds]] = {
    "sites_in_place": Kinds.SHARE, "sites_checked": Kinds.SHARE, "people": Kinds.NUMBER,
    "people_certified": Kinds.SHARE, "people_passed": Kinds.NUMBER, "new_people_trained": Kinds.SHARE,
}  # fmt: skip
"""What of the records answers a question, and how."""


@dataclass(frozen=True, slots=True)
class Question:
    """One of a yearly report. `of`: the requirement of which the plan knows; `counts`: what of the records answers it;
    `formula`: how that is counted, in words."""

    id: str
    criterion: int
    source: Source
    type: str
    text: Text = field(default_factory=dict)
    of: str = ""
    counts: str = ""
    formula: str = ""

    @property
    def kind(self) -> Kinds:
        """How it is answered."""
        return Kinds.TEXT if self.type.startswith("text_") else _KINDS[self.type]

    @property
    def longest(self) -> int:
        """Of an answer in words, how many signs it has at most."""
        return int(self.type.removeprefix("text_"))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One version of the questions of a report."""

    version: str
    status: Status
    questions: tuple[Question, ...]
    forbidden_subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RevenueClass:
    """Firms up to a yearly revenue, and what they pay a year; the last class has no end."""

    code: str
    revenue_up_to: int | None
    fee: int


@dataclass(frozen=True, slots=True)
class Fees:
    """In whole units of a currency. `discounts`: per cent, by the partner whose members get them."""

    classes: tuple[RevenueClass, ...]
    currency: str = "EUR"
    discounts: Mapping[str, int] = field(default_factory=dict)
    evidence: str = ""

    def of(self, code: str, partner: str = "") -> int | None:
        """What a firm of a class pays in a year, after the discount of a partner; None where there is no such class."""
        for one in self.classes:
            if one.code == code:
                return round(one.fee * (100 - self.discounts.get(partner, 0)) / 100)
        return None


@dataclass(frozen=True, slots=True)
class Clocks:
    """Times of a membership, in days."""

    review: int = 14
    report_notice: int = 60
    reminders: tuple[int, ...] = (0, 30, 60)
    suspend: int = 90
    suspend_notice: int = 14
    lapse: int = 180
    answer: int = 14
    look_again: int = 14
    appeal: int = 30
    appeal_decision: int = 60
    transition: int = 365


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a firm needs to be recognised above membership."""

    every_criterion_mean_level_at_least: float
    report_published: bool
    open_sanction: bool
    band: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of a programme. `read`: whether somebody read its text, a summary, or neither."""

    text: Text
    source: str
    read: str


@dataclass(frozen=True, slots=True)
class Programme:
    """`countries`: empty is all; `validity`: months of a membership, None until it lapses; one without a set of
    criteria is known of, and nobody joins it here."""

    code: str
    name: Text
    kind: Kind
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    url: str = ""
    steps: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    validity: int | None = None
    yearly_report: bool = False
    statement: Text = field(default_factory=dict)
    sectors: tuple[str, ...] = ()
    fees: Fees | None = None
    clocks: Clocks = Clocks()
    recognition: Recognition | None = None
    facts: tuple[Fact, ...] = ()
    sets: tuple[CriteriaSet, ...] = ()
    question_sets: tuple[QuestionSet, ...] = ()

    def set(self, version: str) -> CriteriaSet | None:
        """A set of criteria by its version; None where there is no such."""
        return next((one for one in self.sets if one.version == version), None)

    def current(self, on: date) -> CriteriaSet | None:
        """The set by which somebody joins on a day; None where nobody can."""
        return next(
            (
                one for one in self.sets
                if one.status is not Status.HISTORICAL and one.valid_from and one.valid_from <= on
                and (one.valid_to is None or on <= one.valid_to)
            ),
            None,
        )  # fmt: skip

    def questions(self, version: str) -> QuestionSet | None:
        """A set of questions by its version; None where there is no such."""
        return next((one for one in self.question_sets if one.version == version), None)
