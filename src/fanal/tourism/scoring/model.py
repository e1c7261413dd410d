"""What a score is made of. Nothing here could hold a concern, a person or a child. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

TOP: Final = 4
"""Levels: 0 none, 1 planned, 2 begun, 3 in place, 4 in place and kept up."""


class Basis(StrEnum):
    """Who says that a level is reached, from the weakest on: the firm, a reviewer who saw a document, a verifier at a
    desk, a verifier who was there."""

    SELF = "self"
    DOCUMENT = "document"
    DESK = "desk"
    SITE = "site"


class Band(StrEnum):
    """A score in a word, from the lowest on."""

    STARTING = "starting"
    BUILDING = "building"
    ESTABLISHED = "established"
    LEADING = "leading"


@dataclass(frozen=True, slots=True)
class Evidence:
    """By its title: a document that a reviewer accepted or refused, or the finding of a verifier. `until`: its last
    day; None where it has none."""

    title: str
    accepted: bool
    until: date | None = None

    def stands(self, on: date) -> bool:
        return self.accepted and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class State:
    """How far a requirement is, for the firm (`site` empty) or at one of its sites. Entries are never changed: the
    newest counts. `recorded`: which of one day came later. A basis above `self` rests on evidence."""

    requirement: str
    site: str
    level: int
    basis: Basis
    as_of: date
    evidence: tuple[Evidence, ...] = ()
    recorded: int = 0


@dataclass(frozen=True, slots=True)
class Cap:
    """Below this level of a requirement anywhere, the band is the lowest."""

    requirement: str
    below: int


@dataclass(frozen=True, slots=True)
class Rule:
    """The numbers of one version of the score. `percent`: what a level counts, by its basis."""

    version: str
    since: date
    percent: Mapping[Basis, int]
    verified: frozenset[Basis]
    building_from: float
    established_above: float
    leading_from: float
    leading_verified_from: float
    caps: Mapping[str, tuple[Cap, ...]]
    moves_count: int
    moves_level: int
    moves_basis: Basis


@dataclass(frozen=True, slots=True)
class Place:
    """One number at one place, with what it comes from: `recorded_…` is what was entered, before time took from it."""

    site: str
    level: int
    basis: Basis
    recorded_level: int = 0
    recorded_basis: Basis = Basis.SELF
    as_of: date | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Three shares from 0 to 1."""

    claimed: float
    supported: float
    verified: float


@dataclass(frozen=True, slots=True)
class RequirementScore:
    """`counts`: only what is mandatory is in the mean of its criterion."""

    id: str
    counts: bool
    bars: Bars
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """`weight`: its share of the whole, when those without a requirement in scope are left out."""

    number: int
    weight: float
    bars: Bars
    requirements: tuple[RequirementScore, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What the supported share of the whole would gain; `lifts_cap`: the band stays the lowest without it."""

    requirement: str
    gain: float
    lifts_cap: bool


@dataclass(frozen=True, slots=True)
class Score:
    """All of it, on a day, by a version of the rule."""

    rule: str
    programme: str
    criteria_set: str
    on: date
    bars: Bars
    band: Band
    caps: tuple[str, ...]
    criteria: tuple[CriterionScore, ...]
    moves: tuple[Move, ...]
