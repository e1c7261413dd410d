"""What a compiled law corpus holds: dated provisions of each jurisdiction, as frozen data without behaviour.

The source form is `fanal.law/1` (docs/law-corpus.md, "Writing a file"); the loader in `corpus` makes these objects from
it, with top-level fields and those of each version already merged. A field that nobody looked at is `Missing.ABSENT`,
one that could not be established `Missing.UNDETERMINED`; `None`, false and empty say: checked, no.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from fanal.engines.jurisdiction.terms import (
    ABSENT,
    BENCHMARK_CONDUCTS,
    CONDUCTS,
    FICTIONAL,
    NO_STATE,
    UNDETERMINED,
    Basis,
    Cite,
    Edge,
    Expr,
    Maybe,
    Missing,
    Review,
    ReviewStatus,
    Source,
)

__all__ = (
    "ABSENT",
    "BENCHMARK_CONDUCTS",
    "CONDUCTS",
    "EMPTY",
    "FICTIONAL",
    "NO_STATE",
    "UNDETERMINED",
    "Basis",
    "Cap",
    "Cite",
    "Condition",
    "Corpus",
    "Coverage",
    "Definition",
    "DoubleCriminality",
    "Edge",
    "Exemption",
    "Expr",
    "Law",
    "LimitationText",
    "Maybe",
    "Missing",
    "NotEntered",
    "OffenceText",
    "Profile",
    "Provision",
    "Reservation",
    "Review",
    "ReviewStatus",
    "RuleText",
    "Source",
    "StartTerm",
    "Step",
    "Switch",
    "TreatyStatus",
    "Version",
    "VictimMeasure",
    "Years",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoubleCriminality:
    """`rule` alone, or `otherwise` unless `unless`. Rules: not_required, required, required_or_no_mans_land."""

    rule: str = ""
    unless: Expr | None = None
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A decision that someone can still take.

    `kind`: consent, complaint, request, extradition, transfer_of_proceedings. `who` is the authority, person or state,
    and for extradition: refused, not_requested, not_effected.
    """

    kind: str
    who: str
    criteria: Maybe[bool] = ABSENT
    time_limit_days: Maybe[int | None] = ABSENT
    unless_public_interest: bool = False


@dataclass(frozen=True, slots=True)
class Exemption:
    """One exception to an offence. `kind`: close_in_age (with `years`, `min_child_age`), marriage, peer. Two are close
    who are less than so many years apart or, where `inclusive`, not more: "nicht mehr als drei Jahre" (StGB CH 187(2)).

    `burden`: the prosecution shows that it is absent (element), or the accused raises it (defence); where nobody read
    whose it is, element. `burden_cite` says where that was read.
    """

    kind: str
    years: int = 0
    min_child_age: int | None = None
    burden: Literal["element", "defence"] = "element"
    burden_cite: Cite | None = None
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """A penalty in years of imprisonment, known within `low` to `high`; life is infinity."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OffenceText:
    covers: frozenset[str]
    elements: Maybe[Expr] = ABSENT
    enumerates: Maybe[frozenset[str]] = ABSENT
    exceptions: Maybe[tuple[Exemption, ...]] = ABSENT
    degree_of: str = ""
    requires: tuple[Condition, ...] = ()
    mens_rea: Mapping[str, object] = field(default_factory=dict)
    max_penalty: Maybe[Years] = ABSENT
    min_penalty: Maybe[Years] = ABSENT
    attempt: Maybe[bool] = ABSENT
    participation: Maybe[bool] = ABSENT
    aggravations: Maybe[frozenset[str]] = ABSENT
    result_element: Maybe[bool] = ABSENT  # whether an effect at the child's place is an element (place_of_act)


@dataclass(frozen=True, slots=True)
class RuleText:
    """`offences` None is every offence of the file; `when` None asks for no link (territory, flag, universal)."""

    basis: Basis
    offences: frozenset[str] | None
    when: Maybe[Expr | None] = None
    double_criminality: Maybe[DoubleCriminality] = ABSENT
    penalty_cap_foreign: Maybe[bool] = ABSENT
    min_max_penalty_months: int | None = None
    min_min_penalty_months: int | None = None
    requires: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a table by maximum penalty: more than (`strict`) or at least `years`, then `value` years.

    `value` None is no limitation (`{ge: 12, none: true}`, such as Wetboek van Strafrecht art. 70(2) 1°).
    """

    years: float
    strict: bool
    value: int | None


@dataclass(frozen=True, slots=True)
class Cap:
    """The absolute end: `times` the length, `years`, or `by_max_penalty`; counted from `start` (act_end, start)."""

    times: float | None = None
    years: int | None = None
    by_max_penalty: tuple[Step, ...] = ()
    start: str = "act_end"
    extended_by_suspension: Maybe[bool] = ABSENT


@dataclass(frozen=True, slots=True)
class StartTerm:
    """One term from whose latest the period runs. `kind`: act_end, victim_age (with `age`), report, knowledge."""

    kind: str
    age: int | None = None


@dataclass(frozen=True, slots=True)
class LimitationText:
    """Exactly one of `none`, `by_max_penalty`, `until_victim_age` and `years` holds the length; absent: unknown."""

    offences: frozenset[str] | None
    none: bool = False
    by_max_penalty: tuple[Step, ...] = ()
    until_victim_age: int | None = None
    years: int | None = None
    unless: Expr | None = None
    start: Maybe[tuple[StartTerm, ...]] = ABSENT
    day_after: bool = False
    suspended_while: Maybe[frozenset[str]] = ABSENT
    interrupted_by: Maybe[frozenset[str]] = ABSENT
    stopped_by: Maybe[frozenset[str]] = ABSENT
    absolute_cap: Maybe[Cap | None] = ABSENT


@dataclass(frozen=True, slots=True)
class Version[Text]:
    """The text from one change of law to another; `start` None is always, `end` None is until further notice.

    `unknown`: there was law, its wording is not established. `source` None with `from_memory`: no text was read.
    """

    start: Edge | None
    end: Edge | None
    text: Text
    cite: Cite | None
    review: Review
    source: str | None = None
    unknown: bool = False
    from_memory: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provision[Text]:
    """`id` is stable for ever (`de.j.5.8.nat`); `where` is file and line, for messages and links only."""

    id: str
    jurisdiction: str
    versions: tuple[Version[Text], ...]
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Switch:
    """A group of fields that is read as a whole: temporal switches, ne bis in idem, extradition and the like.

    `fields` holds what was written; what is not in it is absent. Ask with `get`.
    """

    fields: Mapping[str, object]
    cite: Cite | None = None
    review: Review = field(default_factory=Review)

    def get(self, name: str) -> object:
        return self.fields.get(name, ABSENT)


@dataclass(frozen=True, slots=True)
class Definition:
    term: str
    value: Maybe[object]
    includes: Maybe[frozenset[str]]
    excludes: Maybe[frozenset[str]]
    cite: Cite | None
    review: Review
    from_: Edge | None = None
    to: Edge | None = None


@dataclass(frozen=True, slots=True)
class VictimMeasure:
    id: str
    kind: str
    value: Maybe[object]
    also_foreign_child: Maybe[bool]
    cite: Cite | None
    review: Review


@dataclass(frozen=True, slots=True)
class Coverage:
    """Conducts that reviewers declared complete between two days (None is open). `proposed`: somebody prepared it, and
    nobody declared it. `irrelevant`: articles that are not entered, each with the reason why that does not matter."""

    conducts: frozenset[str]
    first: date | None
    last: date | None
    by: str
    on: date
    proposed: bool = False
    irrelevant: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NotEntered:
    art: str
    covers: frozenset[str]
    why: str


EMPTY = Switch({})


@dataclass(frozen=True, slots=True)
class Law:
    """The criminal law of one jurisdiction, compiled from one file.

    Keys of `groups` are the groups of the file that are read as a whole: `temporal.substantive`,
    `temporal.jurisdiction_rules`, `temporal.limitation_change`, `temporal.penalty_for_limitation` (field `value`),
    `place_of_act`, `ne_bis_in_idem`, `immunity`, `extradition`, `child_not_punished`, `procedure`, `legal_persons`,
    `confiscation`, `settings`. A group that was not written is not there.
    """

    jurisdiction: str
    names: Mapping[str, str]
    sources: Mapping[str, Source]
    offences: Mapping[str, Provision[OffenceText]]
    rules: Mapping[str, Provision[RuleText]]
    limitation: Mapping[str, Provision[LimitationText]]
    groups: Mapping[str, Switch]
    definitions: tuple[Definition, ...] = ()
    victim_measures: tuple[VictimMeasure, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    not_entered: tuple[NotEntered, ...] = ()
    file: str = field(default="", compare=False)

    def group(self, name: str) -> Switch:
        return self.groups.get(name, EMPTY)

    @property
    def declared(self) -> tuple[Coverage, ...]:
        """What was declared complete; what is proposed only says nothing."""
        return tuple(one for one in self.coverage if not one.proposed)

    @property
    def state(self) -> str:
        """The state whose law it is: that of `GB-EAW` is `GB`."""
        return self.jurisdiction.partition("-")[0]


@dataclass(frozen=True, slots=True)
class TreatyStatus:
    """One row of the ratifications. Dates are edges: a year only is known within that year.

    `reservations_read`: somebody has read all reservations of the state to this treaty, and they are in the corpus.
    """

    state: str
    treaty: str
    status: Literal["party", "signatory", "no_action", "denounced"]
    in_force: Edge | None
    source: str
    year_only: bool
    review: Review = field(default_factory=Review)
    note: str = ""
    reservations_read: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a state keeps out of a treaty; `partial`: the article stays binding and is only narrowed."""

    state: str
    treaty: str
    article: str
    text: str
    source: str
    review: Review = field(default_factory=Review)
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Corpus:
    """All laws by jurisdiction, with what they share. `version` is the SHA-256 of the canonical compiled corpus."""

    laws: Mapping[str, Law]
    treaties: tuple[TreatyStatus, ...]
    reservations: tuple[Reservation, ...]
    groups: Mapping[str, Mapping[str, tuple[Edge | None, Edge | None]]]  # name -> state -> membership
    profiles: tuple["Profile", ...]
    reform_costs: Mapping[str, int]
    version: str

    def parts(self, state: str) -> tuple[Law, ...]:
        """The laws of a state and of its parts, in the order of their codes."""
        return tuple(self.laws[code] for code in sorted(self.laws) if state in {code, code.partition("-")[0]})


@dataclass(frozen=True, slots=True)
class Profile:
    """One conduct with the facts that are held fixed while all places and persons vary."""

    id: str
    conduct: str
    act: Mapping[str, object]
    note: str = ""
