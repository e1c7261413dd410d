"""Many cases at once: facts in columns, and each question asked once for every value of what it looks at.

A `Table` holds what all cases have in common and, for each fact that varies, the values it takes. A batch of cases is
`Codes`: for each varying fact an integer array with the number of its value (uint8 while there are at most 256 of
them). The arrays have shapes that broadcast: flat ones of a million rows, or the open axes of a grid of completions.

Truths are int8: 0 F, 1 U, 2 T, so that "and" is the minimum and "or" the maximum (see `values`). An operator that looks
at one or two facts is answered by the tree evaluator itself, once for each value that occurs, and spread by the codes;
a joining operator is one pass of minimum or maximum over bytes. So both evaluators cannot part at a leaf, and a million
cases cost one gather a leaf.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import prod
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Expr
from fanal.engines.jurisdiction.values import Value

type Truths = NDArray[np.int8]
type Codes = Mapping[str, NDArray[Any]]
type Node = Callable[[Codes], Truths]

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
    "vessel_flag": frozenset({"act.vessel"}),
    "offence_in": frozenset(),
    "min_penalty_ge": frozenset(),
}
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
        for (part, field), one in zip(_paths(name), value, strict=True):
            parts.setdefault(part, {})[field] = one
    return replace(facts, **{part: replace(getattr(facts, part), **fields) for part, fields in parts.items()})


def _paths(name: str) -> list[tuple[str, str]]:
    return [(part, field) for part, _, field in (path.partition(".") for path in FIELDS[name])]


@dataclass(frozen=True, slots=True)
class Table:
    """What is common to all cases, and the values of each fact that varies, in the order of their codes."""

    facts: Facts
    values: Mapping[str, tuple[tuple[Any, ...], ...]]

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
        found = [numbers.setdefault(value_of(case, name), len(numbers)) for case in cases]
        if len(numbers) > 1:
            values[name] = tuple(numbers)
            codes[name] = np.array(found, code_type(len(numbers)))
    return Table(first, values), codes


def _same(facts: Facts) -> tuple[object, ...]:
    return (facts.act.conduct, facts.act.start, facts.act.end, facts.course)


def code_type(count: int) -> type[np.unsignedinteger[Any]]:
    kinds = (np.uint8, np.uint16, np.uint32, np.uint64)
    return next(kind for kind in kinds if count - 1 <= np.iinfo(kind).max)


class Asks(Protocol):
    """A question about facts, as the tree evaluator answers it."""

    def __call__(self, facts: Facts, /) -> int: ...


class Question:
    """A question that looks at some facts: asked when a combination of their values is first met, then known."""

    def __init__(self, table: Table, reads: Iterable[str], ask: Asks) -> None:
        self.table, self.ask, self.names = table, ask, table.varying(reads)
        self.sizes = tuple(len(table.values[name]) for name in self.names)
        self.answers = np.full(prod(self.sizes), -1, np.int8)

    def __call__(self, codes: Codes) -> Truths:
        index = self._index(codes)
        found = self.answers.take(index, mode="clip")  # faster than "raise"; a code is never out of range
        if found.size and found.min() < 0:
            self._learn(np.unique(index[found < 0]))
            found = self.answers.take(index, mode="clip")
        return found

    def _index(self, codes: Codes) -> NDArray[Any]:
        if not self.names:
            return np.zeros((), np.intp)
        index, kind = codes[self.names[0]], code_type(len(self.answers))  # the narrowest type: bandwidth is what counts
        for name, size in zip(self.names[1:], self.sizes[1:], strict=True):
            index = np.add(np.multiply(index, size, dtype=kind), codes[name], dtype=kind)
        return index

    def _learn(self, combinations: NDArray[Any]) -> None:
        for number in combinations.tolist():
            chosen = np.unravel_index(number, self.sizes) if self.names else ()
            values = {name: self.table.values[name][one] for name, one in zip(self.names, chosen, strict=True)}
            self.answers[number] = self.ask(changed(self.table.facts, values))


@dataclass(frozen=True, slots=True)
class Join:
    """The lowest (`np.minimum`) or the highest of its parts; of nothing: what `values.all_of` and `any_of` say."""

    pick: np.ufunc
    parts: tuple[Node, ...]

    def __call__(self, codes: Codes) -> Truths:
        found: Truths | None = None
        for part in self.parts:
            other = part(codes)
            if found is None:
                found = other
            elif found.shape == other.shape:
                self.pick(found, other, out=found)  # every part gives an array of its own
            else:
                found = self.pick(found, other)
        return np.full((), 2 if self.pick is np.minimum else 0, np.int8) if found is None else found


@dataclass(frozen=True, slots=True)
class Turn:
    part: Node

    def __call__(self, codes: Codes) -> Truths:
        found = self.part(codes)
        return np.subtract(np.int8(2), found)


def constant(value: int) -> Node:
    return lambda codes: np.full((), value, np.int8)


def lowest(*parts: Node) -> Node:
    return parts[0] if len(parts) == 1 else Join(np.minimum, parts)


def highest(*parts: Node) -> Node:
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
        return Question(table, reads(expr), lambda facts: int(ask(expr, facts).truth))
    op = "any_of" if expr.op == "none_of" else expr.op
    ranked = sorted(expr.children, key=lambda child: table.varying(reads(child)))
    parts: list[Node] = []
    for names, group in groupby(ranked, key=lambda child: table.varying(reads(child))):
        children = tuple(group)
        if len(names) > 1 or len(children) == 1:
            parts += [compiled(table, child, ask) for child in children]
        else:
            parts.append(compiled(table, Expr(op, children=children), ask))
    joined: Node = Join(np.minimum if op in LOWEST else np.maximum, tuple(parts))
    return Turn(joined) if expr.op in TURNED else joined
