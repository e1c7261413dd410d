"""Gaps as clauses over numbered atoms: what `cover` chooses from (docs/law-rules.md, "Reforms")."""

from collections.abc import Mapping, Sequence

import numpy as np

from fanal.engines.arrays import Reals
from fanal.engines.jurisdiction.parts.amending import AtomKind, cost
from fanal.engines.jurisdiction.reform.atoms import Atom
from fanal.engines.jurisdiction.reform.cover import NONE, Clauses, Ids, Weights, merged
from fanal.engines.jurisdiction.reform.families import Option, Tensors, X, Y
from fanal.engines.jurisdiction.reform.worlds import Reformed

MOST_ATOMS = 40


def spread(found: Tensors, weights: Reals | None) -> Weights:
    """Weights [X, Y] or [X, Y, K] as [X, Y, K], none as ones. Raises ValueError where they do not fit."""
    shape = found.gaps.shape[1:]
    if weights is None:
        return np.ones(shape)
    held = weights[..., None] if weights.ndim == 2 else weights
    if held.ndim != 3 or held.shape[:2] != shape[:2] or held.shape[2] not in {1, shape[2]}:
        raise ValueError(f"weights must be [{shape[0]}, {shape[1]}] or [{shape[0]}, {shape[1]}, {shape[2]}]")
    return np.broadcast_to(held, shape).astype(np.float64)


class Clausebook:
    """Every atom of the states whose law can be changed, by number, with its cost."""

    def __init__(self, reformed: Reformed, costs: Mapping[str, int]) -> None:
        self.layers, names = reformed.base.layers, reformed.base.states
        profiles = [profile.id for profile in reformed.profiles]
        self.atoms = tuple(
            Atom(state, kind, profile)
            for state in reformed.states
            for kind in AtomKind
            for profile in (profiles if kind is AtomKind.CRIMINALISE else [""])
        )
        self.cost = np.array([float(cost(atom.kind, costs)) for atom in self.atoms])
        self.index = np.full((len(names), len(AtomKind), len(profiles)), NONE, np.int64)
        places = {name: at for at, name in enumerate(names)}
        for number, atom in enumerate(self.atoms):
            at = slice(None) if not atom.profile else profiles.index(atom.profile)
            self.index[places[atom.state], list(AtomKind).index(atom.kind), at] = number

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
        return merged(singles, pairs, weight, self.cost)

    def _only(self, singles: Ids, pairs: Ids, weight: Weights, own: frozenset[int]) -> Clauses:
        held = sorted(own)
        singles = np.where(np.isin(singles, held), singles, NONE)
        kept = np.isin(pairs, held).all(axis=2)
        return merged(singles, np.where(kept[..., None], pairs, NONE), weight, self.cost)

    def _clauses(self, found: Tensors, weight: Weights) -> tuple[Ids, Ids, Weights]:
        """singles [n, m], pairs [n, q, 2] and weight of all gaps that something closes, alike ones together."""
        code, x, y, layer, total = self._alike(found, weight)
        columns: tuple[list[Ids], list[Ids]] = [], []
        for number, option in enumerate(found.options):
            atoms = self._numbers(option, x, y, layer)
            atoms[code >> number & 1 == 0] = NONE
            columns[len(option) - 1].append(atoms)
        singles = np.concatenate(columns[0], axis=1) if columns[0] else np.zeros((len(x), 0), np.int64)
        pairs = np.stack(columns[1], axis=1) if columns[1] else np.zeros((len(x), 0, 2), np.int64)
        return singles, pairs, total

    def _alike(self, family: Tensors, weight: Weights) -> tuple[Ids, Ids, Ids, Ids, Weights]:
        """What closes a gap as bits, its X, Y and profile as far as an option names them, and the weight of all such.

        The four are one number of 63 bits, so that gaps are sorted once.
        """
        gaps = np.zeros_like(family.gaps)
        for closes in family.closes:
            gaps |= closes
        flat = np.flatnonzero(gaps & (weight > 0))
        code = np.zeros(len(flat), np.int64)
        for number, closes in enumerate(family.closes):
            code |= closes.ravel()[flat].astype(np.int64) << number
        _, x, y, k = np.unravel_index(flat, family.gaps.shape)
        codes, which = np.unique(code, return_inverse=True)
        named = np.array([self._names(family.options, int(code)) for code in codes], np.int64).reshape(len(codes), 3)
        named_x, named_y, named_layer = named[which].T
        states, layers, bits = family.gaps.shape[1], int(self.layers.max()) + 1, len(family.options)
        place = ((x * named_x) * states + y * named_y) * layers + self.layers[family.cells[k]] * named_layer
        keys, back = np.unique((place << bits) | code, return_inverse=True)
        total = np.bincount(back, np.broadcast_to(weight, family.gaps.shape).ravel()[flat], len(keys))
        code, place = keys & ((1 << bits) - 1), keys >> bits
        return code, place // layers // states, place // layers % states, place % layers, total

    @staticmethod
    def _names(options: Sequence[Option], code: int) -> tuple[bool, bool, bool]:
        """Whether one of these options is of X, of Y, of a profile."""
        parts = [part for number, option in enumerate(options) if code >> number & 1 for part in option]
        roles = {role for role, _ in parts}
        return X in roles, Y in roles, any(kind is AtomKind.CRIMINALISE for _, kind in parts)

    def _numbers(self, option: Option, x: Ids, y: Ids, layers: Ids) -> Ids:
        """[n, parts of the option]."""
        kinds = list(AtomKind)
        return np.stack(
            [self.index[x if role == X else y, kinds.index(kind), layers] for role, kind in sorted(option)], axis=1
        )

    def few(self, clauses: Clauses) -> Clauses:
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


def _padded(held: Ids, width: int) -> Ids:
    """The same with so many options, the further ones none."""
    missing = width - held.shape[1]
    return np.pad(held, ((0, 0), (0, missing), *((0, 0),) * (held.ndim - 2)), constant_values=NONE)
