"""A4: subtract one published cell from another that contains it, over tables, releases, periods and corrections.

A lies in B when everything that A counts is counted in B. Exact numbers give the children of B without A at once; keyed
noise blurs each difference, but not when the same group can be had from many pairs. Which groups are the same is seen
from what they count; where one and the same cell counted other children before, from their record keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Bools, UInt64s, Whole
from fanal.engines.disclosure.attacks.published import Masks, Seen, exact, noisy
from fanal.engines.disclosure.attacks.report import Case, Outcome, failed, passed

CODE = "A4"
MOST_PAIRS = 2
CHUNK = 2_000_000
"""Pairs that are looked at together."""
ADVICE = "Publish the same periods and classes as before, or use differential privacy for what overlaps."


@dataclass(frozen=True, slots=True)
class Cells:
    """Shown cells, each once for each number that was published. `mask` (cells, words); `key` 0 without counts."""

    mask: UInt64s
    n: Whole
    key: UInt64s
    exact: Bools
    place: tuple[str, ...]


def attack(case: Case) -> Outcome:
    """Raises `DisclosureError` where the counts of a cohort are missing."""
    policy = case.candidate.tables[0].policy
    if noisy(policy):
        return passed(CODE, "Differential privacy: what differences give away is counted in what was spent.")
    certain = [table for table in case.seen if not noisy(table.table.policy)]
    masks = Masks(case.candidate.tables[0].classes, certain)
    cells = shown(case, certain, masks)
    places = [*_pairs(cells, masks, policy.k), *_changed(case, certain, masks, policy.k)]
    if places:
        words = "A group smaller than the threshold can be worked out by subtracting published numbers."
        return failed(CODE, words, sorted(set(places)), ADVICE)
    return passed(CODE, "No group smaller than the threshold can be worked out by subtraction.")


def shown(case: Case, tables: Sequence[Seen], masks: Masks) -> Cells:
    """All shown cells; n and key are those of the truth, without it the published numbers and 0."""
    parts: dict[tuple[bytes, int, int], tuple[int, int, str, bool]] = {}
    order: list[UInt64s] = []
    for table in tables:
        mask = masks.of(table)
        n, key = (table.values, None) if case.truth is None else exact(table, case.truth_of(table))
        for cell in np.flatnonzero(table.shown & ~table.never):
            chosen = 0 if key is None else int(key[cell])
            seen = (mask[cell].tobytes(), int(table.values[cell]), chosen)
            if seen not in parts:
                parts[seen] = (int(n[cell]), chosen, table.place(int(cell)), table.table.policy.method == "suppress")
                order.append(mask[cell])
    cells = list(parts.values())
    return Cells(
        np.array(order, dtype=np.uint64).reshape(len(cells), masks.words),
        np.array([part[0] for part in cells], dtype=np.int64),
        np.array([part[1] for part in cells], dtype=np.uint64),
        np.array([part[3] for part in cells], dtype=np.bool_),
        tuple(part[2] for part in cells),
    )


def nested(cells: Cells, k: int) -> Iterator[tuple[Whole, Whole]]:
    """(A, B) for all pairs of cells where A lies in B and B counts 1 to k - 1 children more."""
    order = np.argsort(cells.n, kind="stable")
    n, mask = cells.n[order], cells.mask[order]
    first = np.searchsorted(n, n + 1)
    count = np.searchsorted(n, n + k) - first
    ends = np.cumsum(count)
    start = 0
    while start < len(n):
        base = ends[start] - count[start]
        stop = max(int(np.searchsorted(ends, base + CHUNK, side="right")), start + 1)
        inner = np.repeat(np.arange(start, stop), count[start:stop])
        outer = np.arange(ends[stop - 1] - base) - np.repeat(
            ends[start:stop] - count[start:stop] - base, count[start:stop]
        )
        outer = outer + first[inner]
        inside = ~np.any(mask[inner] & ~mask[outer], axis=1)
        yield order[inner[inside]], order[outer[inside]]
        start = stop


def _pairs(cells: Cells, masks: Masks, k: int) -> Iterator[str]:
    """Places where a small group is known at once, or from more than two pairs."""
    groups: dict[bytes, set[tuple[bytes, bytes, int, int]]] = {}
    named: dict[bytes, str] = {}
    for inner, outer in nested(cells, k):
        for a, b in zip(inner.tolist(), outer.tolist(), strict=True):
            inside, around = cells.mask[a], cells.mask[b]
            if np.array_equal(inside, around):
                continue  # the same cell at another time: see `_changed`
            words = f"{cells.place[b]} less {cells.place[a]}"
            if cells.exact[a] and cells.exact[b]:
                yield words
                continue
            group = _group(inside, around, masks)
            named.setdefault(group, words)
            groups.setdefault(group, set()).add((inside.tobytes(), around.tobytes(), a, b))
    yield from (named[group] for group, pairs in groups.items() if len(pairs) > MOST_PAIRS)


def _group(one: UInt64s, other: UInt64s, masks: Masks) -> bytes:
    """What B without A counts: where they differ in one dimension again a cell, else only this pair gives it."""
    more = np.flatnonzero(np.unpackbits((other & ~one).view(np.uint8), bitorder="little"))
    dimensions = {masks.dimension(int(bit)) for bit in more}
    if len(dimensions) > 1:
        return one.tobytes() + other.tobytes()
    first, last = masks.starts[dimension := dimensions.pop()], masks.starts[dimension + 1]
    bits = np.unpackbits(other.view(np.uint8), bitorder="little")
    bits[first:last] = 0
    bits[more] = 1
    return bits.tobytes()


def _changed(case: Case, tables: Sequence[Seen], masks: Masks, k: int) -> Iterator[str]:
    """Places where the same cell of another release counted other children, a few more or less, as many cells tell.

    Without the counts of that time a change is seen from the numbers: keyed noise changes with the children only.
    """
    groups: dict[tuple[int, int], set[tuple[bytes, str]]] = {}
    for release, place, told, then in _twice(case, tables, masks):
        change = (told.key - then.key) % 2**64
        if told.content == then.content and not change:
            continue
        if told.policy[0] == "suppress" and 0 < abs(told.content[1] - then.content[1]) < k:
            yield f"{place}, whose exact number was another in an earlier release"
        elif abs(told.n - then.n) < k:
            groups.setdefault((release if not change else 0, change), set()).add((then.mask, place))
    for group in groups.values():
        if len(group) > MOST_PAIRS:
            yield from (f"{place}, which counted other children in an earlier release" for _, place in group)


def _twice(case: Case, tables: Sequence[Seen], masks: Masks) -> Iterator[tuple[int, str, _Told, _Told]]:
    """(earlier release, place now, now, then) of cells that were published before by the same method."""
    now: dict[bytes, tuple[_Told, str]] = {}
    for table in (table for table in tables if not table.release):
        for cell, told in _told(case, table, masks):
            now.setdefault(told.mask, (told, table.place(cell)))
    for table in (table for table in tables if table.release):
        for _, then in _told(case, table, masks):
            if then.mask in now and now[then.mask][0].policy == then.policy:
                told, place = now[then.mask]
                yield table.release, place, told, then


@dataclass(frozen=True, slots=True)
class _Told:
    mask: bytes
    policy: tuple[object, ...]
    content: tuple[str, int]
    n: int
    key: int


def _told(case: Case, table: Seen, masks: Masks) -> Iterator[tuple[int, _Told]]:
    policy = table.table.policy
    parts = (policy.method, policy.k, policy.D, policy.V, policy.base)
    mask = masks.of(table)
    n, key = (table.values, None) if case.truth is None else exact(table, case.truth_of(table))
    for cell, one in enumerate(table.table.cells):
        if table.never[cell]:
            continue
        known = 0 if key is None else int(key[cell])
        yield cell, _Told(mask[cell].tobytes(), parts, (one.state, int(table.values[cell])), int(n[cell]), known)
