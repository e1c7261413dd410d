"""The smallest change of law in one country that closes a gap, as far as predicates can tell.

Each change is tried on the predicates of one cell and the gap counted again: nothing is proposed that was not seen to
close it. Costs are ordinal (`reform_costs.yaml`). Whole plans for many gaps are another task (docs/law-rules.md,
"Reforms").
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from fanal.engines.jurisdiction.counting.coupled import HERE
from fanal.engines.jurisdiction.counting.space import World
from fanal.engines.jurisdiction.parts.amending import AtomKind, cost


@dataclass(frozen=True, slots=True)
class Closing:
    """One change in one country. `left` patterns of the box stay open to nobody after it; 0 closes all of it."""

    state: str
    atom: AtomKind
    cost: int
    left: int


@dataclass(frozen=True, slots=True)
class Five:
    """The five states of a pattern by number, -1 for none."""

    place: int
    nationality: int
    residence: int
    child: int
    presence: int

    @property
    def persons(self) -> tuple[int, ...]:
        found = (self.presence, self.nationality, self.residence, self.child)
        return tuple(dict.fromkeys(state for state in found if state >= 0))


def smallest(
    world: World,
    five: Five,
    names: tuple[str, ...],
    costs: Mapping[str, int],
    left: Callable[[World], tuple[bool, int]],
) -> Closing | None:
    """The cheapest change that closes the pattern `five` of a world of one cell; of these, the one that closes most.

    `left` tells of a changed world whether the pattern is still a gap, and how many patterns of its box are. None where
    no change in one country does: there two are needed.
    """
    found = []
    for atom, state, changed in _tried(world, five):
        still, more = left(changed)
        if not still:
            found.append(Closing(names[state], atom, cost(atom, costs), more))
    return min(found, key=lambda one: (one.cost, one.left, one.atom, one.state), default=None)


def _tried(world: World, five: Five) -> Iterator[tuple[AtomKind, int, World]]:
    """Each atom at each state of the pattern that it could help."""
    for state in five.persons:
        if state != five.place:
            yield AtomKind.NO_DOUBLE, state, _waived(world, state)
    yield AtomKind.CRIMINALISE, five.place, _criminalised(world, five.place)
    if five.presence != five.place:
        yield AtomKind.PROSECUTE, five.presence, _prosecuting(world, five.presence)
    for state in dict.fromkeys((five.nationality, five.residence)):
        if state >= 0 and state != five.place:
            yield AtomKind.PERSONAL, state, _personal(world, state)


def _waived(world: World, state: int) -> World:
    """What the state can do where the place punishes, it can do everywhere."""
    abroad = world.abroad.copy()
    abroad[0, ..., state, :] |= abroad[1, ..., state, :]
    return replace(world, abroad=abroad)


def _criminalised(world: World, state: int) -> World:
    punishes, territory = world.punishes.copy(), world.territory.copy()
    punishes[state], territory[state] = True, True
    return replace(world, punishes=punishes, territory=territory)


def _prosecuting(world: World, state: int) -> World:
    """Whoever is found there is given up, or prosecuted there."""
    abroad = world.abroad.copy()
    abroad[:, 1, ..., state, :] = True
    return replace(world, abroad=abroad)


def _personal(world: World, state: int) -> World:
    """Nationals and residents, without double criminality."""
    abroad = world.abroad.copy()
    abroad[:, :, 1, ..., state, :] = True
    abroad[:, :, :, HERE, :, state, :] = True
    return replace(world, abroad=abroad)
