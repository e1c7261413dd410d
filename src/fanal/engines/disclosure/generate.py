"""Fictional children shaped like the public trafficking data sets: for tests, benchmarks and the demonstration.

Twenty variables of 2 to 8 codes. Each child has a hidden profile and a hidden source; variables lean on both, a source
asks some variables and not others, so that values are missing together. No distribution is taken from real data.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from fanal.engines.arrays import Bools, Generator, Reals, UInt8s
from fanal.engines.disclosure.classes import class_set
from fanal.engines.disclosure.model import MISSING, ClassSet, CodedTable, DisclosureError, Variable, VariableKind

PROFILES, SOURCES = 12, 5
BLOCK = 250_000
"""Rows that are drawn together; each block has a random stream of its own."""
LAST_COHORT = 2023
_YES_NO = ("no", "yes")


@dataclass(frozen=True, slots=True)
class _Shape:
    """`first`: share of the commonest code, the others follow geometrically. `asked`: share of sources that ask."""

    name: str
    label: str
    codes: tuple[str, ...]
    first: float
    asked: float
    sensitive: bool = False
    kind: VariableKind = "plain"


_SHAPES = (
    _Shape("sex", "Sex", ("girl", "boy"), 0.7, 1.0),
    _Shape("age_band", "Age when the file was opened", ("15_17", "10_14", "0_9"), 0.55, 1.0),
    _Shape("region_of_citizenship", "Region of citizenship",
           ("east", "south", "west", "north", "centre", "islands", "none"), 0.4, 0.8, kind="origin"),
    _Shape("country", "Country where the file was opened",
           ("aa", "bb", "cc", "dd", "ee", "ff", "gg"), 0.35, 1.0, kind="country"),
    _Shape("mobility", "How the child was moved",
           ("same_place", "inside_country", "across_border", "online", "by_sea", "unclear"), 0.5, 0.8),
    _Shape("exploitation", "Purpose of exploitation",
           ("sexual", "labour", "domestic", "begging", "crime", "marriage", "other"), 0.5, 1.0, True),
    _Shape("relationship", "Who recruited the child",
           ("stranger", "family", "partner", "acquaintance", "employer", "official", "group"), 0.45, 0.6, True),
    _Shape("place_type", "Type of place",
           ("home", "hotel", "street", "venue", "workplace", "transport", "institution"), 0.5, 0.6),
    _Shape("online_contact", "First contact online", _YES_NO, 0.7, 0.6, True),
    _Shape("debt", "Debt used as means of control", _YES_NO, 0.85, 0.6, True),
    _Shape("threats", "Threats used as means of control", _YES_NO, 0.65, 0.6, True),
    _Shape("false_promises", "False promises used as means of control", _YES_NO, 0.7, 0.6, True),
    _Shape("restricted_movement", "Movement restricted", _YES_NO, 0.75, 0.6, True),
    _Shape("documents_taken", "Documents taken away", _YES_NO, 0.88, 0.6, True),
    _Shape("substances", "Substances used as means of control",
           ("none", "once", "often", "made_dependent"), 0.75, 0.4, True),
    _Shape("duration", "How long it went on", ("days", "weeks", "months", "a_year", "years", "not_ended"), 0.45, 0.4),
    _Shape("schooling", "Schooling", ("in_school", "left_early", "never", "other", "vocational"), 0.55, 0.4),
    _Shape("care", "Lived in care before", _YES_NO, 0.8, 0.6, True),
    _Shape("identified_by", "Who identified the child",
           ("organisation", "police", "school", "health", "relative", "child", "border"), 0.35, 0.8),
    _Shape("referred", "Referred to services", _YES_NO, 0.4, 0.8),
)  # fmt: skip


@cache
def people_classes() -> ClassSet:
    """The class set of `people`: 20 variables, not reviewed."""
    variables = [
        Variable(
            shape.name,
            (MISSING, *shape.codes),
            shape.label,
            ("Not asked, or unknown", *(code.replace("_", " ").capitalize() for code in shape.codes)),
            shape.sensitive,
            shape.kind,
        )
        for shape in _SHAPES
    ]
    return class_set("Fictional children with a case file", 1, variables)


def people(rows: int, seed: int, cohort: int = LAST_COHORT) -> CodedTable:
    """`rows` fictional children of one cohort with random record keys. The same seed gives the same bytes, and the
    first rows of more rows. Raises `DisclosureError` for a negative number of rows or seed."""
    if rows < 0 or seed < 0:
        raise DisclosureError("rows and seed are whole numbers from 0")
    sources = _asked(seed)
    shares = _shares(seed)
    codes = np.empty((rows, len(_SHAPES)), dtype=np.uint8)
    keys = np.empty((rows, 2), dtype=np.uint32)
    for number, first in enumerate(range(0, rows, BLOCK)):
        last = min(first + BLOCK, rows)
        rng = np.random.Generator(np.random.Philox(np.random.SeedSequence((seed, 1, number))))
        _fill(rng, shares, sources, codes[first:last])
        keys[first:last] = rng.integers(0, 2**32, (BLOCK, 2), dtype=np.uint32)[: last - first]
    return CodedTable(people_classes(), cohort, codes, keys)


def _fill(
    rng: Generator,
    shares: list[Reals],
    sources: Bools,
    codes: UInt8s,
) -> None:
    """Draws one block; as many numbers are drawn for a short block as for a full one."""
    rows = len(codes)
    source = np.searchsorted(_steps(SOURCES, 0.5), rng.random(BLOCK)[:rows])
    profile = np.searchsorted(_steps(PROFILES, 0.3), rng.random(BLOCK)[:rows])
    for place, share in enumerate(shares):
        draws = rng.random(BLOCK)[:rows]
        unknown = rng.random(BLOCK)[:rows] < 0.04
        drawn = (draws[:, None] > np.cumsum(share, axis=1)[profile, :-1]).sum(axis=1) + 1
        codes[:, place] = np.where(sources[source, place] & ~unknown, drawn, 0)


def _steps(parts: int, first: float) -> Reals:
    """Upper ends of shares that fall geometrically."""
    shares = (1 - first) ** np.arange(parts)
    steps: Reals = np.cumsum(shares / shares.sum())
    steps[-1] = 1.0
    return steps


def _asked(seed: int) -> Bools:
    """Which source asks which variable: (sources, variables)."""
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence((seed, 2))))
    made = np.zeros((SOURCES, len(_SHAPES)), dtype=np.bool_)
    for place, one in enumerate(_SHAPES):
        made[rng.permutation(SOURCES)[: round(one.asked * SOURCES)], place] = True
    return made


def _shares(seed: int) -> list[Reals]:
    """For each variable the shares of its codes in each profile: (profiles, codes)."""
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence((seed, 3))))
    made = []
    for one in _SHAPES:
        base = one.first * (1 - one.first) ** np.arange(len(one.codes))
        lean = rng.gamma(0.35, 1.0, (PROFILES, len(one.codes))) + 1e-4
        share = base * lean
        made.append(share / share.sum(axis=1, keepdims=True))
    return made
