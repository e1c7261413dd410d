"""What the law would say after any set of reforms, from a few readings of reformed law
(docs/law-rules.md, "Reforms").

A state's answer is the best of its routes, and a reform adds routes or eases rules. So the answer after several reforms
of one state is the best of the answers after each of them, but that a new offence is covered by every rule for all
offences, and that a rule may ask for double criminality and for a threshold: these go together. The law is therefore
read by the evaluator once as it is and once for each of these kinds, all states reformed at once; and all sets of
atoms follow by maximum. `reform` reads every plan again from its patched corpus, and both must agree.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from fanal.engines.arrays import Indices
from fanal.engines.jurisdiction.counting.patterns import bands
from fanal.engines.jurisdiction.counting.predicates import today
from fanal.engines.jurisdiction.counting.space import Predicates, Truths, World
from fanal.engines.jurisdiction.model import Corpus, Profile
from fanal.engines.jurisdiction.parts.amending import AtomKind
from fanal.engines.jurisdiction.reform.atoms import Atom, members, patched
from fanal.engines.jurisdiction.values import Truth

type Kinds = frozenset[AtomKind]
type Progress = Callable[[int, int], object]

NOTHING: Kinds = frozenset()
C, P, E, D, T = AtomKind.CRIMINALISE, AtomKind.PERSONAL, AtomKind.PROSECUTE, AtomKind.NO_DOUBLE, AtomKind.NO_THRESHOLD
_RULES: tuple[Kinds, ...] = (NOTHING, *(frozenset({one}) for one in (P, E, D, T)), frozenset({D, T}))
READ: tuple[Kinds, ...] = (*_RULES, *(one | {C} for one in _RULES))
"""Kinds of reform that are read together, each for all states with a file."""


@dataclass(frozen=True, eq=False)
class Reformed:
    """Answers by kinds of reform, all states reformed alike. `states` are those whose law can be changed here."""

    profiles: tuple[Profile, ...]
    states: tuple[str, ...]
    read: Mapping[Kinds, Predicates]

    @property
    def base(self) -> Predicates:
        return self.read[NOTHING]

    def after(self, atoms: Iterable[Atom]) -> Predicates:
        """What the law says after these reforms."""
        base = self.base
        punishes, territory, surrender = base.punishes.copy(), base.territory.copy(), base.surrender.copy()
        abroad, reach = base.abroad.copy(), base.reach.copy()
        by_state: dict[str, set[Atom]] = {}
        for atom in members(atoms, self.profiles):
            by_state.setdefault(atom.state, set()).add(atom)
        for name, own in by_state.items():
            at = base.states.index(name)
            punished = {atom.profile for atom in own if atom.kind is C}
            eased = frozenset(atom.kind for atom in own) - {C}
            for layer, profile in enumerate(self.profiles):
                cells = np.flatnonzero(base.layers == layer)
                kinds = eased | ({C} if profile.id in punished else NOTHING)
                new = self.read[kinds & {C}]
                abroad[..., at, cells] = self._abroad(kinds, at, cells)
                for mine, theirs in ((punishes, new.punishes), (territory, new.territory), (surrender, new.surrender)):
                    mine[at, cells] = theirs[at, cells]
                reach[layer, :, :, :, at] = new.reach[layer, :, :, :, at]
        return replace(base, punishes=punishes, territory=territory, surrender=surrender, abroad=abroad, reach=reach)

    def everywhere(self, kinds: Kinds) -> Predicates:
        """What the law of each state says if it alone carries out all of these kinds."""
        abroad = np.maximum.reduce([self.read[part].abroad for part in self._parts(kinds)])
        return replace(self.read[kinds & {C}], abroad=abroad)

    def _abroad(self, kinds: Kinds, state: int, cells: Indices) -> Truths:
        found: Truths = np.maximum.reduce([self.read[part].abroad[..., state, cells] for part in self._parts(kinds)])
        return found

    def _parts(self, kinds: Kinds) -> list[Kinds]:
        """The readings whose best is that of all these kinds."""
        return [one for one in READ if one <= kinds and one & {C} == kinds & {C}]

    def at(self, atoms: Iterable[Atom], least: Truth) -> World:
        return self.after(atoms).at(least)


def read(
    corpus: Corpus,
    profiles: Sequence[Profile],
    as_of: date,
    states: Iterable[str] = (),
    step: Progress = lambda _done, _all: None,
) -> Reformed:
    """All readings that plans need, of acts of that day. Reforms are in force on it."""
    own = tuple(sorted({law.state for law in corpus.laws.values()}))
    names = tuple(sorted({*own, *states}))
    ages = bands(corpus.laws.values())
    readings: dict[Kinds, Predicates] = {}
    for number, kinds in enumerate(READ):
        atoms = [atom for name in own for kind in kinds for atom in every_atom(name, kind, profiles)]
        changed = patched(corpus, atoms, profiles, as_of) if atoms else corpus
        like = readings.get(kinds & {C})  # nothing but rules differ: who is given up is the same
        readings[kinds] = today(changed, profiles, as_of, names, ages, like=like)
        step(number + 1, len(READ))
    return Reformed(tuple(profiles), own, readings)


def every_atom(state: str, kind: AtomKind, profiles: Sequence[Profile]) -> list[Atom]:
    if kind is AtomKind.CRIMINALISE:
        return [Atom(state, kind, profile.id) for profile in profiles]
    return [Atom(state, kind)]
