"""Children who do not exist, in eight scripts, and how two organisations would write them down.

Names are made of syllables (`corpus/names/fictional.yaml`), a few of them common and most of them rare, as names are;
some children are siblings. Used for test rows, tests and benchmarks: no row of it says anything of anybody.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np

from fanal.engines.arrays import Generator, Reals
from fanal.engines.linkage.model import ChildRow, LinkageError
from fanal.engines.linkage.scripts import read_table

SCRIPTS = ("Latn", "Arab", "Cyrl", "Deva", "Thai", "Khmr", "Laoo", "Mymr")
SPACED_AT_WILL = frozenset({"Mymr"})
YEARS = (2006, 2021)
"""Years of birth, the last one not included."""
SOUGHT = 40
"""Tries for another name before there are too few of them."""

type Name = tuple[str, ...]
"""Its syllables."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a list is written. `script`: ISO 15924; the others are shares of children who are registered again.

    `without_…`: something is missing; `misspelt_…`: one letter wrong, missing, too many, or two in the wrong order;
    `year_off`: by one; `other_…`: another one is written; `swapped`: the family name stands first. Defaults are
    ours.
    """

    script: str = "Latn"
    misspelt_given: float = 0.20
    misspelt_family: float = 0.25
    misspelt_guardian: float = 0.20
    without_family: float = 0.10
    without_guardian: float = 0.02
    without_month: float = 0.35
    without_place: float = 0.02
    year_off: float = 0.10
    other_place: float = 0.02
    other_sex: float = 0.01
    swapped: float = 0.20

    def __post_init__(self) -> None:
        if self.script not in SCRIPTS:
            raise LinkageError(f"fictional names are in {', '.join(SCRIPTS)}")
        shares = [getattr(self, one.name) for one in fields(self) if one.name != "script"]
        if any(not 0 <= share <= 1 for share in shares):
            raise LinkageError("a share lies from 0 to 1")


@dataclass(frozen=True, slots=True)
class Child:
    """A fictional child as it is, before anybody writes it down."""

    script: str
    given: Name
    family: Name
    guardian: Name
    birth_year: int
    birth_month: int
    sex: str
    place: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Names of one script from the most to the least common, with their shares, and the letters they are made of."""

    given: dict[str, tuple[Name, ...]]
    family: tuple[Name, ...]
    places: tuple[str, ...]
    letters: dict[str, tuple[str, ...]]


def children(style: Style, count: int, random: Generator, siblings: float = 0.15) -> list[Child]:
    """So many fictional children. `siblings`: share who have family name, guardian and place of one before them."""
    pool = pool_of(style.script)
    made: list[Child] = []
    for row in range(count):
        child = _child(style.script, pool, random)
        if row and random.random() < siblings:
            elder = made[int(random.integers(row))]
            child = replace(child, family=elder.family, guardian=elder.guardian, place=elder.place)
        made.append(child)
    return made


def sibling(child: Child, random: Generator) -> Child:
    """A brother or sister: another given name, another year."""
    pool = pool_of(child.script)
    sex = "fm"[int(random.integers(2))]
    year = child.birth_year + int(random.choice([-4, -3, -2, -1, 1, 2, 3, 4]))
    other = _another(child.given, pool.given[sex], random)
    return replace(child, given=other, sex=sex, birth_year=year, birth_month=int(random.integers(1, 13)))


def namesake(child: Child, random: Generator) -> Child:
    """Another child of the same names and sex, of another year or month, guardian and place."""
    pool = pool_of(child.script)
    other = _child(child.script, pool, random)
    guardian = _another(child.guardian, pool.given["f"], random)
    year = child.birth_year + int(random.choice([-6, -5, -4, -3, -2, 0, 2, 3, 4, 5, 6]))
    month = (child.birth_month + int(random.integers(1, 12)) - 1) % 12 + 1
    return replace(other, given=child.given, family=child.family, sex=child.sex, guardian=guardian, birth_year=year,
                   birth_month=month)  # fmt: skip


def registered(child: Child, random: Generator) -> ChildRow:
    """As a careful clerk writes the child down."""
    names = _written(child.given, random, child.script), _written(child.family, random, child.script)
    guardian = _written(child.guardian, random, child.script)
    return ChildRow(names, guardian, child.birth_year, child.birth_month, child.sex, child.place)


def registered_again(child: Child, style: Style, random: Generator) -> ChildRow:
    """As another clerk hears and writes it."""
    pool = pool_of(child.script)
    heard = replace(
        child,
        given=_heard(child.given, style.misspelt_given, pool, random),
        family=_heard(child.family, style.misspelt_family, pool, random),
        guardian=_heard(child.guardian, style.misspelt_guardian, pool, random),
        birth_year=child.birth_year + (random.random() < style.year_off) * int(random.choice([-1, 1])),
        sex="fm"[child.sex == "f"] if random.random() < style.other_sex else child.sex,
        place=_pick(pool.places, random) if random.random() < style.other_place else child.place,
    )
    row = registered(heard, random)
    names = row.names[::-1] if random.random() < style.swapped else row.names
    return replace(
        row,
        names=row.names[:1] if random.random() < style.without_family else names,
        guardian="" if random.random() < style.without_guardian else row.guardian,
        birth_month=None if random.random() < style.without_month else row.birth_month,
        place="" if random.random() < style.without_place else row.place,
    )


def _child(script: str, pool: Pool, random: Generator) -> Child:
    sex = "fm"[int(random.integers(2))]
    return Child(
        script,
        given=_pick(pool.given[sex], random),
        family=_pick(pool.family, random),
        guardian=_pick(pool.given["f"], random),
        birth_year=int(random.integers(*YEARS)),
        birth_month=int(random.integers(1, 13)),
        sex=sex,
        place=_pick(pool.places, random),
    )


def _pick[T](names: Sequence[T], random: Generator) -> T:
    """One by its share: that of rank j is in proportion to 1 / (j + 10) (Zipf, Mandelbrot)."""
    return names[int(np.searchsorted(_cumulated(len(names)), random.random(), side="right"))]


@lru_cache
def _cumulated(count: int) -> Reals:
    shares = 1 / (np.arange(count) + 10)
    cumulated: Reals = np.cumsum(shares / shares.sum())
    cumulated[-1] = 1.0
    return cumulated


def _another(name: Name, names: Sequence[Name], random: Generator) -> Name:
    for _ in range(SOUGHT):
        if (other := _pick(names, random)) != name:
            return other
    raise LinkageError("there are too few fictional names")


def _written(name: Name, random: Generator, script: str) -> str:
    apart = script in SPACED_AT_WILL and random.random() < 0.5
    return (" " if apart else "").join(name)


def _heard(name: Name, share: float, pool: Pool, random: Generator) -> Name:
    """The name, or with this share one in which one letter is not as it was."""
    if random.random() >= share:
        return name
    text = "".join(name)
    for _ in range(SOUGHT):
        if (other := _misspelt(text, pool, random)) != text:
            return (other,)
    return name


def _misspelt(text: str, pool: Pool, random: Generator) -> str:
    """One letter replaced by one of its kind, left out, doubled by another, or two that stand in the wrong order."""
    place = int(random.integers(len(text)))
    other = pool.letters[_kind(text[place])]
    letter = other[int(random.integers(len(other)))]
    match int(random.integers(4)):
        case 0:
            return text[:place] + letter + text[place + 1 :]
        case 1 if len(text) > 2:
            return text[:place] + text[place + 1 :]
        case 2:
            return text[: place + 1] + letter + text[place + 1 :]
        case _:
            return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _kind(letter: str) -> str:
    """L for letters, M for marks: a vowel sign is taken for a vowel sign."""
    return unicodedata.category(letter)[0]


@lru_cache
def pool_of(script: str) -> Pool:
    """The names of a script, the same in every run."""
    table = read_table("fictional")["scripts"][script]
    random = np.random.default_rng(SCRIPTS.index(script))
    family = _names(table["family"], [*table["family"], ""], 900, random)
    letters = sorted({letter for part in table.values() for syllable in part for letter in syllable})
    return Pool(
        given={sex: _names(table["given"], table[sex], 500, random) for sex in "fm"},
        family=family[14:],
        places=tuple("".join(name) for name in family[:14]),
        letters={kind: tuple(one for one in letters if _kind(one) == kind) for kind in {_kind(one) for one in letters}},
    )


def _names(starts: Sequence[str], ends: Sequence[str], count: int, random: Generator) -> tuple[Name, ...]:
    """So many different names of two or three syllables."""
    made: dict[str, Name] = {}
    while len(made) < count:
        middle = [starts[i] for i in random.integers(len(starts), size=int(random.integers(1, 3)))]
        name = (*middle, ends[int(random.integers(len(ends)))])
        made.setdefault("".join(name), tuple(part for part in name if part))
    return tuple(made.values())
