"""Averaging over decomposable graphs (Madigan, York 1997): which lists depend on each other is not chosen but weighed.

All chordal graphs on the lists (8, 61, 822 on 3, 4, 5), a hyper-Dirichlet prior with δ for each cell, prior of N ∝ 1/N.
Everything is in closed form, so the posterior of the unseen is summed over a grid, without chance. It depends on δ
very much: half and twice of it always stand beside it, as checks.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import ceil

import numpy as np
from scipy.special import gammaln, logsumexp

from fanal.engines.arrays import Reals
from fanal.engines.prevalence import zeta
from fanal.engines.prevalence.models import Model
from fanal.engines.prevalence.refusals import notice as refusal
from fanal.engines.prevalence.result import CLOSE, Check, CloseModel, Notice, OptionError, Options, Part
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.warnings import notice
from fanal.engines.prevalence.weighing import resampled

FEWEST, MOST = 3, 5
TIMES = (1.0, 0.5, 2.0)
"""Multiples of δ; the first is reported, the others, where below 1, stand beside it."""
TAIL = 1e-6
EVERY, DENSE, LONGEST = 2_000, 400, 1e10
"""Every number of unseen up to `EVERY` is looked at, then `DENSE` for each factor e, up to `LONGEST` at most:
beyond it the logarithms of factorials are no longer exact enough."""
COMPLETE, APART = 0.05, 1.25
NOTHING = 1e-300
"""A weight that is none."""

type Graph = tuple[int, ...]
"""Pairs (masks) that are joined."""


@dataclass(frozen=True)
class Grid:
    """`unseen`: numbers of persons on no list, ascending; `width`: how many numbers each of them stands for."""

    unseen: Reals
    width: Reals


@dataclass(frozen=True)
class Weighed:
    """The posterior with one δ. `probability`: float64[grid], of each stretch of numbers of unseen; `graphs`:
    float64[graphs], of each graph, in the order of `chordal`; `each`: float64[graphs, grid], both together."""

    delta: float
    grid: Grid
    probability: Reals
    graphs: Reals
    each: Reals

    def quantile(self, share: float) -> float:
        """The least number of unseen that has at least this share of the probability at or below it."""
        return _quantile(self.grid, self.probability, share)


@lru_cache(maxsize=8)
def chordal(lists: int) -> tuple[tuple[Graph, tuple[tuple[int, int], ...]], ...]:
    """All chordal graphs, those of few pairs first, each with its perfect order: for every list in turn (the list with
    its earlier neighbours, these neighbours alone), as masks."""
    pairs = [1 << a | 1 << b for a, b in combinations(range(lists), 2)]
    graphs = (graph for size in range(len(pairs) + 1) for graph in combinations(pairs, size))
    ordered = ((graph, _perfect(graph, lists)) for graph in graphs)
    return tuple((graph, steps) for graph, steps in ordered if steps is not None)


def posterior(table: CaptureTable, delta: float, grid: Grid | None = None) -> Weighed:
    """Weights of graphs and of numbers of unseen. Without a grid one is made whose tail holds less than 1e-6.

    `delta`: from above 0; without a grid below 1, for from there on the tail of the complete graph has no end.
    """
    if grid is not None:
        return _weighed(table, delta, grid)
    if not 0 < delta < 1:
        raise OptionError("δ lies between 0 and 1")
    end = 10.0 * table.n
    while True:
        result = _weighed(table, delta, geometric(end))
        last = float(result.probability[result.grid.unseen > end / 10].sum())
        # The slowest tail, that of the complete graph, falls like x^(δ−2): the last decade tells of all beyond it.
        if last / (10 ** (1 - delta) - 1) < TAIL or end >= LONGEST:
            return result
        end *= 10


def geometric(end: float) -> Grid:
    """Every whole number from 1 to `EVERY`, then ever longer stretches, each known by its middle.

    That nobody at all is unseen is left out, as in dga: δ < 1 would pile up probability there, without any data.
    """
    steps = max(0, int(np.ceil(DENSE * np.log(end / EVERY))))
    edges = np.unique(np.round(EVERY * np.exp(np.arange(steps + 1) / DENSE)))
    width = np.diff(edges)
    middle = edges[:-1] + (width + 1) / 2
    return Grid(np.concatenate((np.arange(1.0, EVERY + 1), middle)), np.concatenate((np.ones(EVERY), width)))


def run(table: CaptureTable, options: Options) -> Part:
    """The part that `estimate(method="graphs")` and `compare` take. Persons; point: the posterior median."""
    if not FEWEST <= table.k <= MOST:
        words = f"Graphs are for {FEWEST} to {MOST} lists; this table has {table.k}."
        return Part("graphs", reasons=(refusal("R4", reason=words),))
    delta = 2.0**-table.k if options.delta is None else options.delta
    every = [posterior(table, times * delta) for times in TIMES if times * delta < 1]
    main, shares = every[0], (0.5, (1 - options.level) / 2, (1 + options.level) / 2)
    said = [tuple(table.n + weighed.quantile(share) for share in shares) for weighed in every]
    point, lower, upper = said[0]
    return Part(
        method="graphs",
        point=point,
        lower=lower,
        upper=upper,
        models_close=_close(table, main),
        mc_error=(0.0, 0.0),
        warnings=_warnings(main, [median for median, _, _ in said]),
        checks=tuple(
            Check("graphs", "estimated", f"δ = {other.delta:g}", median, low, high)
            for other, (median, low, high) in zip(every[1:], said[1:], strict=True)
        ),
        draws=table.n + resampled(main.grid.unseen, main.probability, options.replicates),
    )


def _weighed(table: CaptureTable, delta: float, grid: Grid) -> Weighed:
    total = table.n + grid.unseen
    margins = _margins(table, delta, grid.unseen)
    scores = np.zeros((len(chordal(table.k)), grid.unseen.size))
    for row, (_, steps) in enumerate(chordal(table.k)):
        for family, parents in steps:
            # Cliques less separators, and the empty set once less for the whole table.
            scores[row] += margins[family] - margins[parents]
    scores += gammaln(total + 1) - gammaln(grid.unseen + 1) - np.log(total) + np.log(grid.width)
    each = np.exp(scores - logsumexp(scores))
    return Weighed(delta, grid, each.sum(axis=0), each.sum(axis=1), each)


def _margins(table: CaptureTable, delta: float, unseen: Reals) -> Reals:
    """float64[2^k, grid]: h(A) for every set A of lists; only the cell of those on none of A knows of the unseen."""
    masks = np.arange(1 << table.k)
    scores = np.empty((masks.size, unseen.size))
    for chosen in masks.tolist():
        prior = delta * 2 ** (table.k - chosen.bit_count())
        cells = [part for part in zeta.subsets(chosen) if part]
        counted = np.bincount(masks & chosen, weights=table.counts, minlength=masks.size)
        known = float(gammaln(counted[cells] + prior).sum()) if cells else 0.0
        scores[chosen] = gammaln(counted[0] + unseen + prior) + known - (len(cells) + 1) * gammaln(prior)
    return scores


def _perfect(graph: Graph, lists: int) -> tuple[tuple[int, int], ...] | None:
    """Lists by maximum cardinality search, each with its earlier neighbours; None where these are not all joined."""
    near = [sum(pair & ~(1 << place) for pair in graph if pair >> place & 1) for place in range(lists)]
    done, steps = 0, []
    while done != (1 << lists) - 1:
        left = [place for place in range(lists) if not done >> place & 1]
        chosen = max(left, key=lambda place: ((near[place] & done).bit_count(), -place))
        parents = near[chosen] & done
        if any(parents & ~(1 << other) & ~near[other] for other in zeta.members(parents)):
            return None
        steps.append((parents | 1 << chosen, parents))
        done |= 1 << chosen
    return tuple(steps)


def _close(table: CaptureTable, main: Weighed) -> tuple[CloseModel, ...]:
    """Graphs whose weight is near the greatest; the complete one, which says nothing about the unseen, left out."""
    best = main.graphs[:-1].max()
    if best <= NOTHING:
        return ()
    apart = -2 * np.log(np.maximum(main.graphs, NOTHING) / best)
    close = []
    for place, (graph, steps) in enumerate(chordal(table.k)[:-1]):
        if apart[place] <= CLOSE:
            model = Model.of(table.k, (family for family, _ in steps)) if graph else Model.of(table.k)
            median = table.n + _quantile(main.grid, main.each[place] / main.graphs[place], 0.5)
            close.append(CloseModel(model.notation, median, float(apart[place]), float(main.graphs[place])))
    return tuple(sorted(close, key=lambda model: (model.delta_bic, model.model)))


def _quantile(grid: Grid, probability: Reals, share: float) -> float:
    """Within a stretch of numbers its probability counts as even, so that the number itself is found."""
    sums = np.cumsum(probability)
    wanted = share * float(sums[-1])
    place = min(int(np.searchsorted(sums, wanted)), grid.unseen.size - 1)
    width = float(grid.width[place])
    rest = wanted - float(sums[place] - probability[place])
    along = min(max(ceil(width * rest / float(probability[place])), 1), width)
    return float(grid.unseen[place]) - (width + 1) / 2 + along


def _warnings(main: Weighed, medians: list[float]) -> tuple[Notice, ...]:
    complete = float(main.graphs[-1])
    if complete <= COMPLETE and max(medians) / min(medians) <= APART:
        return ()
    return (notice("W12", complete=complete, low=min(medians), high=max(medians)),)
