"""Plans of reform: which changes of law close the most of a family's gaps, and the smallest that close one country's.

Every plan is computed from a few readings of reformed law (`worlds`), and then the corpus is patched with it and
read again: what was claimed must be what is closed, or there is no plan. An atom whose removal reopens nothing is left
out. Weights are of the caller (flows, never public); costs are ordinal. Figures say what a corpus of drafts says, not
what the world is like, and a plan is a question to lawyers, never an answer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from fanal.engines.arrays import Bools, Reals
from fanal.engines.jurisdiction.counting.predicates import today
from fanal.engines.jurisdiction.counting.space import Predicates
from fanal.engines.jurisdiction.model import Corpus
from fanal.engines.jurisdiction.parts.amending import cost
from fanal.engines.jurisdiction.reform import cover
from fanal.engines.jurisdiction.reform.atoms import Atom, Patch, patch, patched
from fanal.engines.jurisdiction.reform.clauses import Clausebook, spread
from fanal.engines.jurisdiction.reform.cover import Clauses, Weights
from fanal.engines.jurisdiction.reform.families import FAMILIES, Family, Tensors, gaps_of, tensors
from fanal.engines.jurisdiction.reform.worlds import Reformed, read
from fanal.engines.jurisdiction.values import Truth
from fanal.vocabulary.dates import checked_day

type Progress = Callable[[int, int], object]


class Disagreement(RuntimeError):
    """The patched corpus does not close what a plan claims: a fault of the program. The plan is not given out."""


@dataclass(frozen=True, slots=True)
class ReformPlan:
    """Reforms with what they close. Weights are sums over scenarios; without weights, numbers of scenarios.

    `certain`: gaps that are certain were counted, otherwise all where no route is known. `gaps` are there now,
    `closable` by the reforms looked at, `closed` by this plan; no plan of these reforms and this cost closes more than
    `bound`, and `relaxed` is what the linear relaxation says of it. `reopened`: what each atom closes that nothing else
    of the plan does.
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
    relaxed: float
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
    weights: Reals | None,
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
    checked_day(as_of, "as_of")
    planner = _Planner(corpus, as_of, certain, states, step)
    return planner.plan(FAMILIES[family], weights, budget)


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
    checked_day(as_of, "as_of")
    if not corpus.parts(state):
        raise ValueError(f"the law of {state} is not in the library")
    planner = _Planner(corpus, as_of, certain, states, step)
    return planner.country(state, [FAMILIES[name] for name in families])


class _Planner:
    def __init__(self, corpus: Corpus, as_of: date, certain: bool, states: Iterable[str], step: Progress) -> None:
        self.corpus, self.as_of, self.certain = corpus, as_of, certain
        self.least = Truth.U if certain else Truth.T
        self.reformed: Reformed = read(corpus, corpus.profiles, as_of, states, step)
        self.book = Clausebook(self.reformed, corpus.reform_costs)

    # Plans.

    def plan(self, family: Family, weights: Reals | None, budget: int) -> ReformPlan:
        from fanal.engines.jurisdiction.reform import milp  # HiGHS is loaded where it is asked

        found = tensors(self.reformed, family, self.least)
        weight = spread(found, weights)
        clauses = self.book.clauses([found], [weight])
        first = cover.greedy(clauses, budget)
        best = milp.optimum(clauses, budget, start=first)
        return self.checked([found], [weight], clauses, best.chosen, (best.bound, best.relaxed))

    def country(self, state: str, families: Sequence[Family]) -> list[ReformPlan]:
        from fanal.engines.jurisdiction.reform import milp  # HiGHS is loaded where it is asked

        at = self.reformed.base.states.index(state)
        tables = [tensors(self.reformed, family, self.least) for family in families]
        weights = [np.zeros(table.gaps.shape[1:]) for table in tables]
        for weight in weights:
            weight[at], weight[:, at] = 1.0, 1.0
        own = frozenset(number for number, atom in enumerate(self.book.atoms) if atom.state == state)
        clauses = self.book.clauses(tables, weights, own)
        clauses = self.book.few(clauses)
        closed = float(clauses.weight.sum())
        return [self.checked(tables, weights, clauses, atoms, (closed, closed)) for atoms in milp.minimum_sets(clauses)]

    # Checking.

    def checked(
        self,
        tables: Sequence[Tensors],
        weights: Sequence[Weights],
        clauses: Clauses,
        chosen: Sequence[int],
        bounds: tuple[float, float],
    ) -> ReformPlan:
        """The plan without what is not needed, read again from the patched corpus."""
        held = [self.book.atoms[number] for number in chosen]
        closed = self._closed(tables, weights, self.reformed.after(held))
        for atom in sorted(held, key=lambda atom: (-cost(atom.kind, self.corpus.reform_costs), atom)):
            fewer = [other for other in held if other != atom]
            if self._closed(tables, weights, self.reformed.after(fewer)) == closed:
                held = fewer
        real = self._closed(tables, weights, self._read_again(held))
        if real != closed:
            raise Disagreement(f"a plan of {len(held)} reforms claims {closed}, and its corpus closes {real}")
        reopened = [
            closed - self._closed(tables, weights, self.reformed.after([other for other in held if other != atom]))
            for atom in held
        ]
        return ReformPlan(
            families=tuple(table.family.id for table in tables),
            as_of=self.as_of,
            certain=self.certain,
            atoms=tuple(held),
            cost=sum(cost(atom.kind, self.corpus.reform_costs) for atom in held),
            gaps=sum(float((table.gaps * weight).sum()) for table, weight in zip(tables, weights, strict=True)),
            closable=float(clauses.weight.sum()),
            closed=closed,
            bound=max(bounds[0], closed),
            relaxed=max(bounds[1], closed),
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
