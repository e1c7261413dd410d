"""Many cases at once: facts in columns, and each question asked once for every value of what it looks at.

A `Table` holds what all cases have in common and, for each fact that varies, the values it takes. A batch of cases is
`Codes`: for each varying fact an integer array with the number of its value (uint8 while there are at most 256 of
them). The arrays have shapes that broadcast: flat ones of a million rows, or the open axes of a grid of completions.

Truths are int8: 0 F, 1 U, 2 T, so that "and" is the minimum and "or" the maximum (`values`). A question is put to the
tree evaluator, for one case of each pattern of what the answer hangs on, and its answer is spread by the codes; a
joining operator is one pass of minimum or maximum over bytes. So the two evaluators cannot part at a leaf, and a
million cases cost one gather a leaf. One pass over whole arrays was as fast as blocks that fit the cache: gathers from
tables of a few hundred bytes do not wait for memory.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import prod
from typing import Any, Protocol

import numpy as np

from fanal.engines.arrays import Array, Bools, Int8s
from fanal.engines.jurisdiction.facts import Act, Facts
from fanal.engines.jurisdiction.model import Expr
from fanal.engines.jurisdiction.values import Value

type Truths = Int8s
type Codes = Mapping[str, Array]

MANY, FEW, MOST_STEPS = 4096, 256, 4
"""Cases from which comparisons pay; answers that are all asked for at once then; comparisons that beat a gather."""

# Facts that may vary, each with the fields that are read as one. Days and the course of a case never vary in a table:
# they decide which texts apply, and a program is compiled for one set of texts.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "act.place": ("act.places", "act.places_complete"),
    "act.vessel": ("act.vessel",),
    "act.commercial": ("act.commercial",),
    "act.means": ("act.means",),
    "act.medium": ("act.medium",),
    "act.relation": ("act.relation",),
    "act.role": ("act.role",),
    "act.principal": ("act.principal_nationality",),
    "act.marriage": ("act.marriage",),
    "child.age": ("child.born", "child.age"),
    "child.nationality": ("child.nationality",),
    "child.residence": ("child.residence",),
    "suspect.age": ("suspect.born", "suspect.age"),
    "suspect.nationality": ("suspect.nationality",),
    "suspect.residence": ("suspect.residence",),
    "suspect.permanent_residence": ("suspect.permanent_residence",),
    "suspect.presence": ("suspect.presence",),
    "suspect.travel": ("suspect.travel", "suspect.travel_complete"),
    "suspect.immunity": ("suspect.immunity",),
}
CHILD_AGE, SUSPECT_AGE = frozenset({"child.age"}), frozenset({"suspect.age"})
AGES = CHILD_AGE | SUSPECT_AGE
# What each operator and exception looks at; the day of the act is the same for all.
READS: Mapping[str, frozenset[str]] = {
    "child_age_lt": CHILD_AGE,
    "child_age_ge": CHILD_AGE,
    "child_under": CHILD_AGE,
    "offender_age_lt": SUSPECT_AGE,
    "offender_age_ge": SUSPECT_AGE,
    "age_gap_ge": AGES,
    "age_gap_gt": AGES,
    "close_in_age": AGES,
    "peer": AGES,
    "marriage": frozenset({"act.marriage"}),
    "commercial": frozenset({"act.commercial"}),
    "means_any": frozenset({"act.means"}),
    "relation_any": frozenset({"act.relation"}),
    "medium_any": frozenset({"act.medium"}),
    "role_any": frozenset({"act.role"}),
    "role": frozenset({"act.role"}),
    "suspect_national": frozenset({"suspect.nationality"}),
    "suspect_became_national": frozenset({"suspect.nationality"}),
    "suspect_resident": frozenset({"suspect.residence"}),
    "suspect_resides_abroad": frozenset({"suspect.residence"}),
    "suspect_permanent_resident": frozenset({"suspect.permanent_residence"}),
    "suspect_present": frozenset({"suspect.presence"}),
    "victim_national": frozenset({"child.nationality"}),
    "victim_resident": frozenset({"child.residence"}),
    "travel": frozenset({"suspect.travel", "suspect.residence"}),
    "principal_national": frozenset({"act.principal"}),
    "vessel_flag": frozenset({"act.vessel", "act.place"}),
    "also_asks": frozenset(),
    "offence_in": frozenset(),
    "min_penalty_ge": frozenset(),
}
_NOBODY = Facts("", Act(()))
LOWEST, HIGHEST = frozenset({"all_of", "all"}), frozenset({"any_of", "any", "none_of"})
TURNED = frozenset({"none_of", "not"})
JOINS = LOWEST | HIGHEST | TURNED


def value_of(facts: Facts, name: str) -> tuple[Any, ...]:
    """The fields of one fact, as `changed` takes them."""
    return tuple(getattr(getattr(facts, part), field) for part, field in _paths(name))


def changed(facts: Facts, values: Mapping[str, tuple[Any, ...]]) -> Facts:
    """The same facts with other values of some."""
    parts: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        for (part, attribute), one in zip(_paths(name), value, strict=True):
            parts.setdefault(part, {})[attribute] = one
    return replace(facts, **{part: replace(getattr(facts, part), **fields) for part, fields in parts.items()})


def _paths(name: str) -> list[tuple[str, str]]:
    return [(part, field) for part, _, field in (path.partition(".") for path in FIELDS[name])]


@dataclass(frozen=True, slots=True)
class Table:
    """What is common to all cases, and the values of each fact that varies, in the order of their codes."""

    facts: Facts
    values: Mapping[str, tuple[tuple[Any, ...], ...]]
    cases: dict[tuple[tuple[str, int], ...], Facts] = field(default_factory=dict, compare=False, repr=False)

    def case(self, codes: tuple[tuple[str, int], ...]) -> Facts:
        """One case by the codes of some facts; always the same object, so that what is known of it can be kept."""
        if codes not in self.cases:
            self.cases[codes] = changed(self.facts, {name: self.values[name][code] for name, code in codes})
        return self.cases[codes]

    def varying(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(name for name in names if name in self.values))


def table_of(cases: Sequence[Facts]) -> tuple[Table, Codes]:
    """The cases as a table and flat codes. Raises ValueError where they differ in days, conduct or course."""
    first = cases[0]
    if any((case.act.conduct, case.act.start, case.act.end, case.course) != _same(first) for case in cases):
        raise ValueError("the cases of one table share conduct, days and course")
    values, codes = {}, {}
    for name in FIELDS:
        numbers: dict[tuple[Any, ...], int] = {}
        column = [numbers.setdefault(value_of(case, name), len(numbers)) for case in cases]
        if len(numbers) > 1:
            values[name] = tuple(numbers)
            codes[name] = np.array(column, code_type(len(numbers)))
    return Table(first, values), codes


def _same(facts: Facts) -> tuple[object, ...]:
    return (facts.act.conduct, facts.act.start, facts.act.end, facts.course)


def code_type(count: int) -> "type[np.unsignedinteger[Any]]":
    kinds = (np.uint8, np.uint16, np.uint32, np.uint64)
    return next(kind for kind in kinds if count - 1 <= np.iinfo(kind).max)


class Node(Protocol):
    """A whole number for each case, usually a truth. It looks at the varying facts `names`; it is below `size`."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def size(self) -> int: ...

    def __call__(self, codes: Codes, /) -> Array: ...


@dataclass(frozen=True, slots=True)
class Column:
    """The codes of one fact, as they are."""

    name: str
    size: int

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def __call__(self, codes: Codes) -> Array:
        return codes[self.name]


class Spread:
    """A question whose answer hangs on its inputs alone: asked about one case of each pattern of them, then known."""

    size = 3

    def __init__(self, table: Table, inputs: Sequence[Node], ask: Callable[[Facts], int]) -> None:
        self.table, self.inputs, self.ask = table, tuple(inputs), ask
        self.names = named(self.inputs)
        self.answers = np.full(prod(one.size for one in self.inputs), -1, np.int8)

    def __call__(self, codes: Codes) -> Truths:
        index = self._index(codes)
        if index.size >= MANY and (steps := self._steps()) is not None:
            return stepped(index, int(self.answers[0]), steps)
        found = self.answers.take(index, mode="clip")  # faster than "raise"; a code is never out of range
        if found.size and found.min() < 0:
            self._learn(index, found < 0, codes)
            found = self.answers.take(index, mode="clip")
        return found

    def _steps(self) -> list[tuple[int, int]] | None:
        """Where the answers rise or fall along the codes, if all are known and that is seldom; else None."""
        columns = [one for one in self.inputs if isinstance(one, Column)]
        if self.answers.min() < 0 and len(self.answers) <= FEW and len(columns) == len(self.inputs):
            every = np.ix_(*(np.arange(one.size, dtype=code_type(one.size)) for one in columns))
            self({one.name: codes for one, codes in zip(columns, every, strict=True)})
        if self.answers.min() < 0:
            return None
        rises = np.diff(self.answers)
        places = np.flatnonzero(rises)
        return [(int(at) + 1, int(rises[at])) for at in places] if len(places) <= MOST_STEPS else None

    def _index(self, codes: Codes) -> Array:
        if not self.inputs:
            return np.zeros((), np.intp)
        return mixed(((one(codes), one.size) for one in self.inputs), code_type(len(self.answers)))

    def _learn(self, index: Array, missing: Bools, codes: Codes) -> None:
        rows = np.flatnonzero(missing)
        patterns, first = np.unique(index.reshape(-1)[rows], return_index=True)
        held = {name: np.broadcast_to(codes[name], index.shape).reshape(-1) for name in self.names}
        for pattern, row in zip(patterns.tolist(), rows[first].tolist(), strict=True):
            codes_of = tuple((name, int(column[row])) for name, column in held.items())
            self.answers[pattern] = self.ask(self.table.case(codes_of))


def mixed(digits: Iterable[tuple[Array, int]], kind: "type[np.unsignedinteger[Any]]") -> Array:
    """One number from digits below their sizes, in the narrowest type that holds it: bandwidth is what counts."""
    index: Array | None = None
    for digit, size in digits:
        found = digit.view(np.uint8) if digit.dtype == np.int8 else digit
        index = found if index is None else np.add(np.multiply(index, size, dtype=kind), found, dtype=kind)
    return np.zeros((), kind) if index is None else index


def stepped(index: Array, first: int, steps: Sequence[tuple[int, int]]) -> Truths:
    """The answers as sums of comparisons: a pass over bytes costs a tenth of a gather."""
    found: Truths = np.full(index.shape, first, np.int8)
    for at, rise in steps:
        beyond = np.greater_equal(index, at).view(np.int8)
        found += beyond if rise == 1 else np.multiply(beyond, np.int8(rise), out=beyond)
    return found


class Join:
    """The lowest (`np.minimum`) or the highest of its parts; of nothing: what `values.all_of` and `any_of` say."""

    size = 3

    def __init__(self, pick: "np.ufunc", parts: Sequence[Node]) -> None:
        self.pick, self.parts, self.names = pick, tuple(parts), named(parts)

    def __call__(self, codes: Codes) -> Truths:
        found: Truths | None = None
        for part in self.parts:
            other = part(codes)
            if found is None:
                found = other
            elif found.ndim and found.shape == other.shape:
                self.pick(found, other, out=found)  # every part gives an array of its own
            else:
                found = self.pick(found, other)
        return np.full((), 2 if self.pick is np.minimum else 0, np.int8) if found is None else found


class Turn:
    """Not."""

    size = 3

    def __init__(self, part: Node) -> None:
        self.part, self.names = part, part.names

    def __call__(self, codes: Codes) -> Truths:
        turned: Truths = np.subtract(np.int8(2), self.part(codes))
        return turned


class Switch:
    """Another node for each value of one fact: what hangs on it in more than a few patterns."""

    def __init__(self, name: str, nodes: Sequence[Node]) -> None:
        self.name, self.nodes = name, tuple(nodes)
        self.size = max(node.size for node in self.nodes)
        self.names = tuple(sorted({name, *named(self.nodes)}))

    def __call__(self, codes: Codes) -> Array:
        column = codes[self.name]
        used = {name: codes[name] for name in self.names}
        if all(one.ndim == 1 and one.shape == column.shape for one in used.values()):
            return self._by_rows(column, used)
        present = np.unique(column).tolist()
        found: Array = self.nodes[present[0]](codes)
        for number in present[1:]:
            found = np.where(column == number, self.nodes[number](codes), found)
        return found

    def _by_rows(self, column: Array, codes: Codes) -> Array:
        """Of flat columns each node sees its own cases only."""
        found = np.empty(column.shape, np.int8)
        for number in np.unique(column).tolist():
            rows = np.flatnonzero(column == number)
            found[rows] = self.nodes[number]({name: one[rows] for name, one in codes.items()})
        return found


def named(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted({name for node in nodes for name in node.names}))


def constant(value: int) -> Node:
    return Spread(Table(_NOBODY, {}), (), lambda _facts: value)


def asked(table: Table, looks_at: Iterable[str], ask: Callable[[Facts], int]) -> Spread:
    """A question that looks at some facts."""
    return Spread(table, [Column(name, len(table.values[name])) for name in table.varying(looks_at)], ask)


def lowest(parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Join(np.minimum, parts)


def highest(parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Join(np.maximum, parts)


def reads(expr: Expr) -> frozenset[str]:
    """The facts that an expression looks at."""
    if expr.op in JOINS:
        return frozenset().union(*(reads(child) for child in expr.children))
    at_travel = frozenset({"suspect.travel"}) if expr.value == "travel" else frozenset[str]()
    return READS[expr.op] | at_travel


def compiled(table: Table, expr: Expr, ask: Callable[[Expr, Facts], Value]) -> Node:
    """An expression over a table; `ask` is the tree evaluator.

    What looks at one varying fact at most is one question, however deep; operands of a join that look at the same one
    are one question together.
    """
    if expr.op not in JOINS or len(table.varying(reads(expr))) <= 1:
        return asked(table, reads(expr), lambda facts: int(ask(expr, facts).truth))
    op = "any_of" if expr.op == "none_of" else expr.op
    ranked = sorted(expr.children, key=lambda child: table.varying(reads(child)))
    parts: list[Node] = []
    for names, group in groupby(ranked, key=lambda child: table.varying(reads(child))):
        children = tuple(group)
        if len(names) > 1 or len(children) == 1:
            parts += [compiled(table, child, ask) for child in children]
        else:
            parts.append(compiled(table, Expr(op, children=children), ask))
    joined: Node = Join(np.minimum if op in LOWEST else np.maximum, parts)
    return Turn(joined) if expr.op in TURNED else joined
