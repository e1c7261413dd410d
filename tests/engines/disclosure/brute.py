"""Small fictional populations and their counts, cell by cell: slow, plain, and independent of the engine's counting."""

import hashlib
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fanal.engines.disclosure.model import ClassSet, Cube, Margin, Variable


def classes_of(*sizes: int, impossible: tuple[tuple[str, str], ...] = ()) -> ClassSet:
    """Variables a, b, c … with so many codes each; the codes of a are missing, a1, a2 … `impossible` is that of a."""
    variables = tuple(
        Variable(name, ("missing", *(f"{name}{code}" for code in range(1, size))))
        for name, size in zip("abcdefghijklmnopqrstuvwxyz", sizes, strict=False)
    )
    first = Variable("a", variables[0].codes, impossible=impossible)
    return ClassSet("children with a file", 1, (first, *variables[1:]), None, "0" * 64)


def cube_of(classes: ClassSet, codes: NDArray[np.uint8], cohorts: Sequence[int] = (2024,), ways: int = 3) -> Cube:
    """All margins, counted one row at a time; record keys are the row's number."""
    sizes = [len(one.codes) for one in classes.variables]
    margins = {}
    for many in range(ways + 1):
        for chosen in combinations(range(len(sizes)), many):
            shape = tuple(sizes[place] for place in chosen)
            n, key = np.zeros(shape, np.int64), np.zeros(shape, np.uint64)
            for at, row in enumerate(codes.tolist()):
                cell = tuple(row[place] for place in chosen)
                n[cell] += 1
                key[cell] += np.uint64(at)
            margins[chosen] = Margin(chosen, n, key)
    return Cube(classes, tuple(cohorts), ways, len(codes), margins)


def stream(seed: str) -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run."""
    turn = 0

    def random(count: int) -> bytes:
        nonlocal turn
        turn += 1
        return hashlib.shake_256(f"{seed} {turn}".encode()).digest(count)

    return random
