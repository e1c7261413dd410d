"""Plans of reform: which changes of law close the most of a family's gaps, and the smallest that close one country's.

Every plan is computed from a few readings of reformed law (`reform_worlds`), and then the corpus is patched with it and
read again: what was claimed must be what is closed, or there is no plan. An atom whose removal reopens nothing is left
out. Weights are of the caller (flows, never public); costs are ordinal. Figures say what a corpus of drafts says, not
what the world is like, and a plan is a question to lawyers, never an answer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from fanal.engines.jurisdiction import reform_cover as cover
from fanal.engines.jurisdiction.model import Corpus
from fanal.engines.jurisdiction.predicates import today
from fanal.engines.jurisdiction.reform_atoms import Atom, Kind, Patch, cost, patch, patched
from fanal.engines.jurisdiction.reform_cover import NONE, Clauses, Ids, Weights
from fanal.engines.jurisdiction.reform_families import FAMILIES, Family, Option, Tensors, X, gaps_of, tensors
from fanal.engines.jurisdiction.reform_worlds import Reformed, read
from fanal.engines.jurisdiction.space import Bools, Predicates
from fanal.engines.jurisdiction.values import Truth

MOST_ATOMS = 40
type Progress = Callable[[int, int], object]


class Disagreement(RuntimeError):
    """The patched corpus does not close what a plan claims: a fault of the program. The plan is not given out."""


@dataclass(frozen=True, slots=True)
class ReformPlan:
    """Reforms with what they close. Weights are sums over scenarios; without weights, numbers of scenarios.

    `certain`: gaps that are certain were counted, otherwise all where no route is known. `gaps` are there now,
    `closable` by reforms of the kinds looked at, `closed` by this plan; no plan of this cost closes more than `bound`.
    `reopened`: what each atom closes that nothing else of the plan does.
    """

    families: tuple[str, ...]
    as_of: date
    certain: bool
    atoms: tuple[Atom, ...]
    cost: int
    gaps: float
    closable: float
    closed: float
    bound: float
    reopened: tuple[float, ...]

    @property
    def gap(self) -> float:
        """How far the plan may be from the best one, as a share of the bound."""
        return max(0.0, 1 - self.closed / self.bound) if self.bound else 0.0

    def patches(self, corpus: Corpus) -> tuple[Patch, ...]:
        """What the plan changes in each law, atom by atom."""
        return tuple(one for atom in self.atoms for one in patch(corpus, atom, corpus.profiles, self.as_of))


def best_reforms(
    corpus: Corpus,
    family: str,
    weights: NDArray[np.float64] | None,
    budget: int,
    *,
    as_of: date,
    certain: bool = True,
    states: Iterable[str] = (),
    step: Progress = lambda _done, _all: None,
) -> ReformPlan:
    """The plan of at most this cost that closes the most of a family's gaps.

    `weights` [X, Y] or [X, Y, K] over the states (those of the corpus and `states`, sorted) and the family's cells;
    None is uniform. Raises KeyError for no such family, ValueError where the weights do not fit, `Disagreement`.
    """
    desk = _Desk(corpus, as_of, certain, states, step)
    return desk.plan(FAMILIES[family], weights, budget)


def country_reforms(
    corpus: Corpus,
    state: str,
    as_of: date,
    *,
    certain: bool = True,
    families: Sequence[str] = tuple(FAMILIES),
    states: Iterable[str] = (),
    step: Progress = lambda _done, _all: None,
) -> list[ReformPlan]:
    """All smallest sets of reforms of one state that close all that it can close alone, at most fifty.

    Its gaps are the scenarios in which it is X or Y. Where more than forty atoms would help, the heaviest are tried.
    Raises ValueError for a state that has no file, `Disagreement`.
    """
    if not corpus.parts(state):
        raise ValueError(f"the law of {state} is not in the library")
    desk = _Desk(corpus, as_of, certain, states, step)
    return desk.country(state, [FAMILIES[name] for name in families])


class _Desk:
    def __init__(self, corpus: Corpus, as_of: date, certain: bool, states: Iterable[str], step: Progress) -> None:
        self.corpus, self.as_of, self.certain = corpus, as_of, certain
        self.least = Truth.U if certain else Truth.T
        self.reformed: Reformed = read(corpus, corpus.profiles, as_of, states, step)
        base = self.reformed.base
        profiles = [profile.id for profile in self.reformed.profiles]
        self.atoms = tuple(
            Atom(state, kind, profile)
            for state in self.reformed.states
            for kind in Kind
            for profile in (profiles if kind is Kind.CRIMINALISE else [""])
        )
        self.cost = np.array([float(cost(atom, corpus.reform_costs)) for atom in self.atoms])
        self.index = np.full((len(base.states), len(Kind), len(profiles)), NONE, np.int64)
        for number, atom in enumerate(self.atoms):
            at = slice(None) if not atom.profile else profiles.index(atom.profile)
            self.index[base.states.index(atom.state), list(Kind).index(atom.kind), at] = number

    # Plans.

    def plan(self, family: Family, weights: NDArray[np.float64] | None, budget: int) -> ReformPlan:
        found = tensors(self.reformed, family, self.least)
        weight = self.weight(found, weights)
        clauses = self.clauses([found], [weight])
        first = cover.greedy(clauses, budget)
        best = cover.optimum(clauses, budget, start=first)
        return self.checked([found], [weight], clauses, best.chosen, best.bound)

    def country(self, state: str, families: Sequence[Family]) -> list[ReformPlan]:
        at = self.reformed.base.states.index(state)
        found = [tensors(self.reformed, family, self.least) for family in families]
        weights = [np.zeros(one.gaps.shape[1:]) for one in found]
        for weight in weights:
            weight[at], weight[:, at] = 1.0, 1.0
        own = frozenset(number for number, atom in enumerate(self.atoms) if atom.state == state)
        clauses = self.clauses(found, weights, own)
        clauses = self._few(clauses)
        closed = float(clauses.weight.sum())
        return [self.checked(found, weights, clauses, one, closed) for one in cover.minimum_sets(clauses)]

    def _few(self, clauses: Clauses) -> Clauses:
        """Clauses that at most forty atoms can close: those that close the most."""
        used = np.unique(np.concatenate([clauses.singles.ravel(), clauses.pairs.ravel()]))
        used = used[used >= 0]
        if len(used) <= MOST_ATOMS:
            return clauses
        weights = np.zeros(len(self.cost))
        for column in clauses.singles.T:
            held = column >= 0
            np.add.at(weights, column[held], clauses.weight[held])
        kept = frozenset(int(one) for one in used[np.argsort(-weights[used], kind="stable")][:MOST_ATOMS])
        return self._only(clauses.singles, clauses.pairs, clauses.weight, kept)

    # Clauses.

    def weight(self, found: Tensors, weights: NDArray[np.float64] | None) -> Weights:
        """[X, Y, K]."""
        shape = found.gaps.shape[1:]
        if weights is None:
            return np.ones(shape)
        spread = weights[..., None] if weights.ndim == 2 else weights
        if spread.ndim != 3 or spread.shape[:2] != shape[:2] or spread.shape[2] not in {1, shape[2]}:
            raise ValueError(f"weights must be [{shape[0]}, {shape[1]}] or [{shape[0]}, {shape[1]}, {shape[2]}]")
        return np.broadcast_to(spread, shape).astype(np.float64)

    def clauses(
        self, found: Sequence[Tensors], weights: Sequence[Weights], own: frozenset[int] | None = None
    ) -> Clauses:
        """Gaps by what closes them; of `own` atoms only, if given."""
        parts = [self._clauses(one, weight) for one, weight in zip(found, weights, strict=True)]
        width, couples = (max((part[at].shape[1] for part in parts), default=0) for at in (0, 1))
        singles = np.concatenate([_padded(part[0], width) for part in parts])
        pairs = np.concatenate([_padded(part[1], couples) for part in parts])
        weight = np.concatenate([part[2] for part in parts])
        if own is not None:
            return self._only(singles, pairs, weight, own)
        return cover.merged(singles, pairs, weight, self.cost)

    def _only(self, singles: Ids, pairs: Ids, weight: Weights, own: frozenset[int]) -> Clauses:
        held = sorted(own)
        singles = np.where(np.isin(singles, held), singles, NONE)
        kept = np.isin(pairs, held).all(axis=2)
        return cover.merged(singles, np.where(kept[..., None], pairs, NONE), weight, self.cost)

    def _clauses(self, found: Tensors, weight: Weights) -> tuple[Ids, Ids, Weights]:
        """singles [n, m], pairs [n, q, 2] and weight of all gaps that something closes."""
        closed = np.logical_or.reduce(found.closes) if found.closes else np.zeros_like(found.gaps)
        scenario, x, y, k = np.nonzero(closed & (weight > 0)[None])
        columns: tuple[list[Ids], list[Ids]] = [], []
        for option, closes in zip(found.options, found.closes, strict=True):
            atoms = self._numbers(option, x, y, found.cells[k])
            atoms[~closes[scenario, x, y, k]] = NONE
            columns[len(option) - 1].append(atoms)
        singles = np.concatenate(columns[0], axis=1) if columns[0] else np.zeros((len(x), 0), np.int64)
        pairs = np.stack(columns[1], axis=1) if columns[1] else np.zeros((len(x), 0, 2), np.int64)
        return singles, pairs, weight[x, y, k]

    def _numbers(self, option: Option, x: Ids, y: Ids, cells: Ids) -> Ids:
        """[n, parts of the option]."""
        layers = self.reformed.base.layers[cells]
        kinds = list(Kind)
        return np.stack(
            [self.index[x if role == X else y, kinds.index(kind), layers] for role, kind in sorted(option)], axis=1
        )

    # Checking.

    def checked(
        self,
        found: Sequence[Tensors],
        weights: Sequence[Weights],
        clauses: Clauses,
        chosen: Sequence[int],
        bound: float,
    ) -> ReformPlan:
        """The plan without what is not needed, read again from the patched corpus."""
        held = [self.atoms[number] for number in chosen]
        closed = self._closed(found, weights, self.reformed.after(held))
        for atom in sorted(held, key=lambda one: (-cost(one, self.corpus.reform_costs), one)):
            fewer = [one for one in held if one != atom]
            if self._closed(found, weights, self.reformed.after(fewer)) == closed:
                held = fewer
        real = self._closed(found, weights, self._read_again(held))
        if real != closed:
            raise Disagreement(f"a plan of {len(held)} reforms claims {closed}, and its corpus closes {real}")
        reopened = [
            closed - self._closed(found, weights, self.reformed.after([one for one in held if one != atom]))
            for atom in held
        ]
        return ReformPlan(
            families=tuple(one.family.id for one in found),
            as_of=self.as_of,
            certain=self.certain,
            atoms=tuple(held),
            cost=sum(cost(atom, self.corpus.reform_costs) for atom in held),
            gaps=sum(float((one.gaps * weight).sum()) for one, weight in zip(found, weights, strict=True)),
            closable=float(clauses.weight.sum()),
            closed=closed,
            bound=max(bound, closed),
            reopened=tuple(reopened),
        )

    def _read_again(self, atoms: Sequence[Atom]) -> Predicates:
        base, profiles = self.reformed.base, self.reformed.profiles
        corpus = patched(self.corpus, atoms, profiles, self.as_of)
        ages = list(dict.fromkeys(cell.ages for cell in base.cells))
        return today(corpus, profiles, self.as_of, base.states, ages)

    def _closed(self, found: Sequence[Tensors], weights: Sequence[Weights], after: Predicates) -> float:
        world = after.at(self.least)
        total = 0.0
        for one, weight in zip(found, weights, strict=True):
            left: Bools = gaps_of(world, one.family, one.cells)
            total += float(((one.gaps & ~left) * weight).sum())
        return total


def _padded(held: Ids, width: int) -> Ids:
    """The same with so many options, the further ones none."""
    missing = width - held.shape[1]
    return np.pad(held, ((0, 0), (0, missing), *((0, 0),) * (held.ndim - 2)), constant_values=NONE)
