"""What all members and the unit agreed on for one run (docs/linkage.md, "A run"), and what of it is checked at every
step.

The engine reads no clock: the day is given. After the day of deletion nothing of a run can be used any more.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal, Self
from uuid import UUID, uuid5

from fanal.engines.linkage.files import canonical, digest, period_of, period_text, scheme_of
from fanal.engines.linkage.model import FEWEST_ROWS, MOST_LISTS, EncodedList, LinkageError, Scheme
from fanal.vocabulary.dates import Interval

FEW_ROWS, GROWTH = 10_000, 5
"""Rows up to which a token has the fewest minima; how many times more rows ask for one more of them."""
PURPOSE: Literal["linkage_counting"] = "linkage_counting"
FORM = 1

NAMES = UUID("7f0c4c6e-2b52-5a0e-9a39-0d6ad6f4a6f1")
"""Below it lie the identifiers of runs that have a name."""


@dataclass(frozen=True, slots=True)
class RunAgreement:
    """`members` have a list each, in order of name, with the number of children that the register says are the most
    there can be; `unit` computes and has no list; `delete_by`: last day on which anything of the run exists; `gate`:
    where the ethics gate was passed. Raises LinkageError."""

    run: UUID
    purpose: Literal["linkage_counting"]
    members: tuple[tuple[str, int], ...]
    unit: str
    population: str
    period: Interval
    delete_by: date
    gate: str
    scheme: Scheme = field(default_factory=Scheme)

    def __post_init__(self) -> None:
        names = self.names
        if self.purpose != PURPOSE:
            raise LinkageError(f"the purpose of a run is {PURPOSE} and nothing else")
        if not 2 <= len(names) <= MOST_LISTS or names != tuple(sorted(set(names))):
            raise LinkageError(f"a run has 2 to {MOST_LISTS} members, each once, in order of name")
        if any(not name.strip() or set(name) & set(',"\r\n') for name in names):
            raise LinkageError("a member's name is not empty and has no comma, quotation mark or line end")
        if not self.unit.strip() or self.unit in names:
            raise LinkageError("the unit that computes has a name and is none of the members with a list")
        if not all(_whole(most) >= FEWEST_ROWS for _, most in self.members):
            raise LinkageError(f"the register says of each member how many children there are, {FEWEST_ROWS} or more")
        if not self.population.strip() or not self.gate.strip():
            raise LinkageError("population and ethics gate are named")
        if self.period.first is None or self.period.last is None or self.delete_by < self.period.last:
            raise LinkageError("the period has two ends, and the day of deletion comes after it")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.members)

    @property
    def digest(self) -> str:
        """SHA-256 of its one form."""
        return digest(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Canonical JSON."""
        told = {"purpose": self.purpose, "run": str(self.run), "unit": self.unit, "population": self.population}
        days = {"period": period_text(self.period), "delete_by": self.delete_by.isoformat(), "gate": self.gate}
        return canonical({"form": FORM, **told, **days, "members": dict(self.members), "scheme": asdict(self.scheme)})

    @classmethod
    def read(cls, content: bytes) -> Self:
        """From JSON in any layout; without `scheme` it is that for the largest list. Raises LinkageError."""
        given = read_json("agreement", content)
        if given.pop("form", FORM) != FORM:
            raise LinkageError("the agreement has a form that is not known here")
        try:
            return cls(
                scheme=_scheme(given),
                run=run_of(given.pop("run")),
                members=tuple(sorted(given.pop("members").items())),
                period=period_of(given.pop("period")),
                delete_by=date.fromisoformat(given.pop("delete_by")),
                **given,
            )
        except LinkageError as error:
            raise LinkageError(f"the agreement: {error}") from None
        except (KeyError, TypeError, ValueError, AttributeError):
            raise LinkageError("the agreement says too much, too little or something else") from None

    def check_day(self, on: date) -> None:
        """Raises LinkageError once the agreement is over: its keys, lists and links are to be destroyed, not used."""
        if on > self.delete_by:
            raise LinkageError(
                f"the agreement ended on {self.delete_by}: destroy what is left of the run and agree on a new one"
            )

    def check_list(self, given: EncodedList) -> None:
        """Raises LinkageError where a list is not what was agreed."""
        most = dict(self.members).get(given.member)
        if most is None:
            raise LinkageError(f"{given.member} is no member of this run")
        if given.run != self.run or given.scheme != self.scheme:
            raise LinkageError(f"the list of {given.member} is of another run or scheme")
        if (given.declared.population, given.declared.period) != (self.population, self.period):
            raise LinkageError(f"the list of {given.member} declares another population or period")
        if given.declared.rows > most:
            raise LinkageError(f"the list of {given.member} has {given.declared.rows} rows; the register says {most}")


def run_of(name: str) -> UUID:
    """The identifier of a run from its name: an identifier stays, any other name has one of its own."""
    if not name.strip():
        raise LinkageError("a run has a name")
    try:
        return UUID(name)
    except ValueError:
        return uuid5(NAMES, name.strip())


def _scheme(given: dict[str, Any]) -> Scheme:
    if "scheme" in given:
        return scheme_of(given.pop("scheme"))
    return scheme_for(max(given["members"].values()))


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def scheme_for(rows: int) -> Scheme:
    """The scheme for lists of up to so many rows: a token has one minimum more for each `GROWTH` times as many rows,
    so that a row keeps about a hundred candidates or fewer (measured on fictional names; with the 64 bands of
    version 1 it was fifty)."""
    minima = Scheme().rows
    while rows > FEW_ROWS:
        rows, minima = rows // GROWTH, minima + 1
    return Scheme(rows=minima)


def read_json(what: str, content: bytes) -> dict[str, Any]:
    """A JSON object. Raises LinkageError."""
    try:
        given = json.loads(content, object_pairs_hook=_once)
        canonical(given)  # what has no one form, such as half a character, cannot be signed
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise LinkageError(f"the {what} is no JSON object, or says something twice")
    return given


def _once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found
