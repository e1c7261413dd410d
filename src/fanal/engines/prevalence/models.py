"""Hierarchical log-linear models: which lists depend on each other, and how they are written.

A model is the set of its terms (masks of lists): with a term all its subsets, always the empty term and every single
list, never all lists together, for that interaction no data can show. Notation: the largest terms by list number,
those of most lists first, `[12,13,5]`; a term with a list over 9 has dots, `[1.10,2]`, and such a list alone a dot
behind it, `[11.]`; single lists that are not written are implied.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from math import comb

import numpy as np

from fanal.engines.arrays import UInt8s
from fanal.engines.prevalence.zeta import members, subsets

MOST_MODELS = 100_000
"""Models that are searched one by one; beyond them only downhill."""


class ModelError(ValueError):
    """A model that cannot be read or cannot be used with this number of lists."""


@dataclass(frozen=True, order=True)
class Model:
    """`lists`: k; `terms`: masks in ascending order, closed under subsets (0 and all single lists among them)."""

    lists: int
    terms: tuple[int, ...]

    @classmethod
    def of(cls, lists: int, generators: Iterable[int] = ()) -> "Model":
        """The smallest model with these terms. Raises `ModelError` for all lists together."""
        terms = {0, *(1 << place for place in range(lists))}
        for generator in generators:
            if generator >= (1 << lists):
                raise ModelError(f"the model names list {generator.bit_length()}; there are {lists}")
            if lists > 1 and generator == (1 << lists) - 1:
                raise ModelError("a model with the interaction of all lists says nothing about who is on none")
            terms.update(subsets(generator))
        return cls(lists, tuple(sorted(terms)))

    @classmethod
    def parse(cls, text: str, lists: int) -> "Model":
        """Reads the notation; raises `ModelError`."""
        inner = text.strip()
        if not (inner.startswith("[") and inner.endswith("]")):
            raise ModelError(f"{text!r} is no model; write [12,13,5]")
        parts = [part.strip() for part in inner[1:-1].split(",") if part.strip()]
        return cls.of(lists, (_generator(part, text, lists) for part in parts))

    @cached_property
    def notation(self) -> str:
        generators = sorted(map(members, self.generators), key=lambda places: (-len(places), places))
        return f"[{','.join(map(_written, generators))}]"

    def named(self, names: Sequence[str]) -> str:
        """The notation with the names of the lists: "Police × Clinic; School"."""
        generators = sorted(map(members, self.generators), key=lambda places: (-len(places), places))
        return "; ".join(" × ".join(names[place] for place in places) for places in generators)

    @cached_property
    def generators(self) -> tuple[int, ...]:
        """The terms that are part of no other."""
        return tuple(t for t in self.terms if t and not any(t != u and t & u == t for u in self.terms))

    @property
    def order(self) -> int:
        return max(term.bit_count() for term in self.terms)

    @property
    def interactions(self) -> tuple[int, ...]:
        """Terms of two lists and more."""
        return tuple(term for term in self.terms if term.bit_count() > 1)

    def flags(self) -> UInt8s:
        """uint8[2^k]: 1 where a mask is a term."""
        flags = np.zeros(1 << self.lists, dtype=np.uint8)
        flags[list(self.terms)] = 1
        return flags

    def neighbours(self, order: int) -> Iterator["Model"]:
        """Models with one term less, then with one term more up to this order, in ascending order of the term."""
        held = set(self.terms)
        for term in self.generators:
            if term.bit_count() > 1:
                yield Model(self.lists, tuple(t for t in self.terms if t != term))
        for term in _interactions(self.lists, order):
            if term not in held and all(term & ~(1 << bit) in held for bit in members(term)):
                yield Model(self.lists, tuple(sorted((*self.terms, term))))


@lru_cache(maxsize=32)
def _interactions(lists: int, order: int) -> tuple[int, ...]:
    """Masks of two lists and more up to an order, all lists together left out, in ascending order."""
    top = min(order, lists - 1)
    return tuple(mask for mask in range(3, (1 << lists) - 1) if 2 <= mask.bit_count() <= top)


def main_effects(lists: int) -> Model:
    return Model.of(lists)


def pairs_of(lists: int) -> tuple[int, ...]:
    """Masks of the pairs in the order 12, 13, … 23, …"""
    return tuple(1 << a | 1 << b for a, b in combinations(range(lists), 2))


def default_order(lists: int) -> int:
    """The largest order that a search takes unless told otherwise."""
    if lists <= 4:
        return max(1, lists - 1)
    return 3 if lists == 5 else 2


@lru_cache(maxsize=32)
def every_model(lists: int, order: int) -> tuple[Model, ...]:
    """All hierarchical models up to an order, main effects first, then by number of terms.

    Raises `ModelError` where there would be more than `MOST_MODELS`.
    """
    order = min(order, lists - 1)
    found = [main_effects(lists)]
    for size in range(2, order + 1):
        if 2 ** comb(lists, size) > MOST_MODELS:  # so many on the model with all smaller terms alone
            raise ModelError(f"more than {MOST_MODELS} models of order {order} on {lists} lists: search downhill")
        found = [grown for model in found for grown in _with_any(model, _free(model, size))]
    return tuple(sorted(found, key=lambda model: (len(model.terms), model.terms)))


def _free(model: Model, size: int) -> list[int]:
    """Terms of so many lists all of whose parts are in the model."""
    held = set(model.terms)
    masks = (sum(1 << place for place in chosen) for chosen in combinations(range(model.lists), size))
    return [mask for mask in masks if all(mask & ~(1 << bit) in held for bit in members(mask))]


def _with_any(model: Model, free: list[int]) -> Iterator[Model]:
    """The model with every choice of these terms."""
    for count in range(len(free) + 1):
        for chosen in combinations(free, count):
            yield Model(model.lists, tuple(sorted((*model.terms, *chosen))))


def _generator(part: str, text: str, lists: int) -> int:
    pieces = [piece for piece in part.split(".") if piece] if "." in part else list(part)
    try:
        numbers = [int(piece) for piece in pieces]
    except ValueError:
        raise ModelError(f"{part!r} in {text!r} is no set of lists; write [12,13,5]") from None
    for number in numbers:
        if not 1 <= number <= lists:
            raise ModelError(f"{text!r} names list {number}; there are {lists}")
    if len(set(numbers)) != len(numbers):
        raise ModelError(f"{part!r} in {text!r} names a list twice")
    return sum(1 << (number - 1) for number in numbers)


def _written(places: tuple[int, ...]) -> str:
    numbers = [str(place + 1) for place in places]
    if all(len(number) == 1 for number in numbers):
        return "".join(numbers)
    return ".".join(numbers) if len(numbers) > 1 else f"{numbers[0]}."
