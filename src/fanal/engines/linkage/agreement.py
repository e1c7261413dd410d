"""How far two rows agree, in words, for the search of one child in the network.

A person looks at it and decides. There is no score, no list, no run over many rows.
"""

from collections.abc import Callable

from fanal.engines.linkage.features import pairs
from fanal.engines.linkage.model import Agreement, ChildRow, Likeness
from fanal.engines.linkage.normalise import normalise, plain

ALIKE = 0.5
"""Share of letter pairs in common (Dice) from which two words may be the same, written differently."""


def compare(a: ChildRow, b: ChildRow) -> Agreement:
    """The same whichever row comes first. What one of them does not know is "not known", and never agrees."""
    return Agreement(
        names=_names([word for name in a.names for word in normalise(name)],
                     [word for name in b.names for word in normalise(name)]),
        guardian=_names(list(normalise(a.guardian)), list(normalise(b.guardian))),
        birth_year=_known(a.birth_year, b.birth_year, lambda one, other: abs(one - other) <= 1),
        birth_month=_known(a.birth_month, b.birth_month, lambda one, other: False),
        sex=_known(a.sex or None, b.sex or None, lambda one, other: False),
        place=_known(plain(a.place) or None, plain(b.place) or None, lambda one, other: _dice(one, other) >= ALIKE),
    )  # fmt: skip


def _known[T](one: T | None, other: T | None, near: Callable[[T, T], bool]) -> Likeness:
    if one is None or other is None:
        return "not known"
    if one == other:
        return "agree"
    return "similar" if near(one, other) else "differ"


def _names(mine: list[str], theirs: list[str]) -> Likeness:
    """Words in any order. Similar: each word of the shorter name is like one of the longer, each of those once."""
    if not mine or not theirs:
        return "not known"
    if sorted(mine) == sorted(theirs) or "".join(mine) == "".join(theirs):
        return "agree"
    few, many = sorted((sorted(mine), sorted(theirs)), key=lambda words: (len(words), words))
    left = list(many)
    for word in few:
        best = max(left, key=lambda there: (_dice(word, there), there))
        if _dice(word, best) < ALIKE:
            return "differ"
        left.remove(best)
    return "similar"


def _dice(one: str, other: str) -> float:
    """Dice's coefficient of two sets of letter pairs."""
    mine, theirs = pairs([one]), pairs([other])
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))
