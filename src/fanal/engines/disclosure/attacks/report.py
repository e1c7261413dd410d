"""What attacks say: passed or not, in words, with the places to look at. Never a score, never a count."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from fanal.engines.arrays import UInt8s
from fanal.engines.disclosure.attack_limits import LIMITS
from fanal.engines.disclosure.attacks.published import Counts, Seen
from fanal.engines.disclosure.bundle_parts import Bundle
from fanal.engines.disclosure.model import CodedTable, DisclosureError, Refusal

MOST_PLACES = 20

type Shadow = Callable[[CodedTable], UInt8s]
"""Makes synthetic rows (rows, variables) from the children given, with the same rho as the release."""
type Lint = Callable[[str], Sequence[str]]
"""The terms to avoid that a text has, in words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attack found. `undecided`: it could not be carried out, so nothing may be published.

    `places`: tables, rows and columns by number, files and fields by name. `advice`: what would help.
    """

    code: str
    state: Literal["passed", "failed", "undecided"]
    reason: str
    places: tuple[str, ...] = ()
    advice: str = ""

    @property
    def name(self) -> str:
        return LIMITS[self.code].name

    @property
    def limit(self) -> str:
        """What a release withstands, in words."""
        return LIMITS[self.code].words


@dataclass(frozen=True, slots=True)
class AttackReport:
    """All attacks on one release. `sha256`: of the `release.json` that was attacked; any other is attacked anew."""

    release: str
    sha256: str
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> bool:
        return bool(self.outcomes) and all(one.state == "passed" for one in self.outcomes)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """X4 for each attack that was not withstood."""
        return tuple(
            Refusal("X4", f"{one.name.capitalize()}: {one.reason}", one.advice)
            for one in self.outcomes
            if one.state != "passed"
        )

    def to_json(self) -> dict[str, Any]:
        """For those who make and review the release, not for publication: places in it are hints."""
        return {
            "release": self.release,
            "sha256": self.sha256,
            "passed": self.passed,
            "attacks": [
                {"code": one.code, "name": one.name, "limit": one.limit, "state": one.state, "reason": one.reason,
                 "places": list(one.places), "advice": one.advice}
                for one in self.outcomes
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """What all attacks work on. `truth` is for all releases, but for those of which `before` (by id) says another.

    `rows`: the children themselves, for attacks on synthetic rows with `shadow`. `own`: counts of this member in a
    pooled release; `objections`: how many members objected, where all were asked. `names`, `places`: words that no
    text may have; `known`: words (folded) of names that may stand in one.
    """

    candidate: Bundle
    seen: tuple[Seen, ...]
    truth: Counts | None = field(default=None, repr=False)
    before: Mapping[str, Counts] = field(default_factory=dict, repr=False)
    ids: tuple[str, ...] = ()
    rows: tuple[CodedTable, ...] = field(default=(), repr=False)
    shadow: Shadow | None = None
    own: Counts | None = field(default=None, repr=False)
    objections: int | None = None
    lint: Lint | None = None
    names: Collection[str] = field(default=(), repr=False)
    places: Collection[str] = ()
    known: frozenset[str] = frozenset()

    def truth_of(self, table: Seen) -> Counts:
        """The counts at the time of a table. Raises `DisclosureError` where there are none."""
        found = self.before.get(self.ids[table.release], self.truth)
        if found is None:
            raise DisclosureError("the counts are needed for this attack")
        return found


def passed(code: str, reason: str) -> Outcome:
    """The release withstands."""
    return Outcome(code, "passed", reason)


def failed(code: str, reason: str, places: Sequence[str] = (), advice: str = "") -> Outcome:
    """The attack succeeded."""
    more = f" (and {len(places) - MOST_PLACES} more)" if len(places) > MOST_PLACES else ""
    listed = tuple(places[:MOST_PLACES])
    return Outcome(code, "failed", reason, (*listed[:-1], listed[-1] + more) if listed else (), advice)


def undecided(code: str, reason: str, advice: str = "") -> Outcome:
    """The attack could not be carried out."""
    return Outcome(code, "undecided", reason, (), advice)
