"""Arrays of made-up predicates, and the same count by going through every pattern: the oracle of the tests."""

from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from fanal.engines.jurisdiction.counting.coupled import ELSEWHERE, HERE, NOWHERE
from fanal.engines.jurisdiction.counting.space import Predicates, SpaceCell, World
from fanal.engines.jurisdiction.values import Truth

DAY = date(2020, 1, 1)
type Array = NDArray[np.int8]


def cells(count: int) -> tuple[SpaceCell, ...]:
    return tuple(SpaceCell(f"p{number}", (0, 17), DAY, DAY) for number in range(count))


def plain(
    *,
    pun: Array,
    terr: Array,
    an: Array,
    hr: Array,
    pp: Array,
    pr: Array,
    un: Array,
    reach: Array,
    kinds: dict[str, Array] | None = None,
) -> Predicates:
    """From the predicates (docs/law-rules.md, "Every act at once").

    pun, terr [S, C]; an, hr, pp, un [2, S, C]; pr [2, 2, P, C] by place and nationality; reach [2, P, S] or
    [K, 2, 2, P, S]; kinds: the coordinates, such as "NR" or "NP", with [2, S, C]. Truths.
    """
    states, count = pun.shape
    abroad = np.zeros((2, 2, 2, 3, 2, states, count), np.int8)
    for there, of, lives, tied in product((0, 1), (0, 1), (NOWHERE, ELSEWHERE, HERE), (0, 1)):
        links = {"N": of == 1, "R": lives == HERE, "V": tied == 1, "P": there == 1}
        routes = [un]
        routes += [found for held, found in ((of, an), (lives == HERE, hr), (tied, pp)) if held]
        routes += [pr[:, of]] if there else []
        routes += [found for kind, found in (kinds or {}).items() if all(links[link] for link in kind)]
        abroad[:, there, of, lives, tied] = np.maximum.reduce(routes)
    if reach.ndim == 3:  # residents like others
        reach = np.repeat(reach[None, :, None], 2, axis=2)
    surrender = np.full((states, count), 2, np.int8)
    names = tuple(f"S{number}" for number in range(states))
    return Predicates(names, cells(count), pun, terr, abroad, reach, np.zeros(count, np.intp), surrender)


def enumerate_gaps(world: World) -> list[int]:
    """Gaps of each cell, by asking every state about every pattern (NumPy only loops over the patterns)."""
    states, count = world.punishes.shape
    some = np.arange(states)
    w, n, r, v, p = (
        axis.ravel()
        for axis in np.meshgrid(some, np.arange(-1, states), np.arange(-1, states), np.arange(-1, states), some)
    )
    found = []
    for cell in range(count):
        punished = world.punishes[w, cell].astype(int)
        national = (n == p).astype(int)
        route = np.zeros(len(w), bool)
        for state in range(states):
            reach = world.reach[world.layers[cell], national, (r == p).astype(int), p, state]
            reached = (p == state) | (reach & world.surrender[p, cell])
            lives = np.where(r == state, HERE, np.where(r == -1, NOWHERE, ELSEWHERE))
            of, tied, there = ((role == state).astype(int) for role in (n, v, p))
            abroad = world.abroad[punished, there, of, lives, tied, state, cell]
            route |= reached & np.where(w == state, world.territory[state, cell], abroad)
        found.append(int((~route).sum()))
    return found


def both(predicates: Predicates) -> tuple[World, World]:
    return predicates.at(Truth.U), predicates.at(Truth.T)
