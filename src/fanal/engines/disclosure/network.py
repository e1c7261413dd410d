"""A network in which each variable has at most two parents, from noised pairs alone: no further privacy loss.

As PrivBayes (Zhang et al. 2017), greedy on mutual information; that of three variables is the one of the joint with
the largest entropy among those that have these pairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from fanal.engines.arrays import Reals

type Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A variable with its parents, the one that tells most first."""

    variable: int
    parents: tuple[int, ...]

    @property
    def family(self) -> tuple[int, ...]:
        """The variable and its parents, ascending: the margin that its conditional shares come from."""
        return tuple(sorted((self.variable, *self.parents)))


def learn(pairs: Mapping[Pair, Reals], sizes: tuple[int, ...]) -> tuple[Node, ...]:
    """Nodes in an order in which parents come before children; the third and all later ones have two parents.

    `pairs`: for each i < j the counts, (sizes[i], sizes[j]), not negative. Ties go to the first variable.
    """
    if len(sizes) == 1:
        return (Node(0, ()),)
    single, double = _entropies(pairs, sizes)
    shared = {pair: single[pair[0]] + single[pair[1]] - double[pair] for pair in pairs}
    first, second = max(shared, key=lambda pair: shared[pair])
    nodes = [Node(first, ()), Node(second, (first,))]
    triple = _triples(pairs, sizes)
    rest = [place for place in range(len(sizes)) if place not in (first, second)]
    while rest:
        known = sorted(node.variable for node in nodes)
        told = {
            (child, parents): single[child] + double[parents] - triple[_sorted(child, *parents)]
            for child in rest
            for parents in combinations(known, 2)
        }
        child, parents = max(told, key=lambda key: told[key])
        nodes.append(Node(child, tuple(sorted(parents, key=lambda p: (-shared[_pair(child, p)], p)))))
        rest.remove(child)
    return tuple(nodes)


def _sorted(*places: int) -> tuple[int, ...]:
    return tuple(sorted(places))


def _pair(one: int, other: int) -> Pair:
    return min(one, other), max(one, other)


def _shares(counts: Reals) -> Reals:
    whole = counts.sum()
    return counts / whole if whole > 0 else np.full(counts.shape, 1 / counts.size)


def _entropy(shares: Reals) -> float:
    some = shares[shares > 0]
    return float(-(some * np.log(some)).sum())


def _entropies(pairs: Mapping[Pair, Reals], sizes: tuple[int, ...]) -> tuple[list[float], dict[Pair, float]]:
    """Of each variable, from the mean of its margins in all pairs, and of each pair."""
    single: list[list[Reals]] = [[] for _ in sizes]
    for (i, j), counts in pairs.items():
        shares = _shares(counts)
        single[i].append(shares.sum(axis=1))
        single[j].append(shares.sum(axis=0))
    means = [_entropy(np.mean(found, axis=0)) for found in single]
    return means, {pair: _entropy(_shares(counts)) for pair, counts in pairs.items()}


def _triples(pairs: Mapping[Pair, Reals], sizes: tuple[int, ...]) -> dict[tuple[int, ...], float]:
    from fanal.engines.disclosure.synthesis_kernels import triple_entropies

    starts = np.zeros((len(sizes), len(sizes)), dtype=np.int64)
    flat, at = [], 0
    for (i, j), counts in sorted(pairs.items()):
        starts[i, j] = at
        flat.append(_shares(counts).ravel())
        at += counts.size
    triples = list(combinations(range(len(sizes)), 3))
    entropies = np.zeros(len(triples))
    given = np.array(triples, dtype=np.int64).reshape(-1, 3)
    triple_entropies(np.concatenate(flat), starts, np.array(sizes, dtype=np.int64), given, entropies)
    return dict(zip(triples, entropies.tolist(), strict=True))
