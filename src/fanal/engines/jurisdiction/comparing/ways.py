"""How an offence can be made out, apart from the child's age: the smallest sets of facts that meet its elements.

Ages are no part of a way, for they are looked at band by band; what an element denies holds of facts that say nothing.
Codes that all texts of the offence list together stand for each other. Where two laws differ in exceptions or in whom
they punish besides a principal, that is a way of its own. `also_asks` is no fact.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from fanal.engines.jurisdiction.facts import SUSPECT_AGE, Act, Age, Child, Codes, Facts, Suspect
from fanal.engines.jurisdiction.model import Expr, Missing, OffenceText, Provision
from fanal.vocabulary.dates import Interval

type Fact = tuple[str, str | int]
type Term = tuple[int, int, frozenset[Fact]]
"""Ages of the child from one to below the other, and what else is asked."""

_CODES = {"means_any": "means", "relation_any": "relation", "medium_any": "medium", "role_any": "role"}
_JOINS = {"any_of": any, "any": any, "all_of": all, "all": all}
_MOST = 64
_YOUNG = 17
EVERY_AGE = (0, 200)


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """Facts beside the child's age, sorted; none: an unpaid act alone, without means or relation, by an adult of 40."""

    facts: tuple[Fact, ...] = ()

    def told(self, conduct: Iterable[str], ages: tuple[int, int], days: Interval) -> Facts:
        """The act with these facts, on an uncertain day, with a child of the highest of these ages."""
        held = dict(self.facts)
        act = Act(
            conduct=tuple(sorted(conduct)),
            start=days,
            end=days,
            commercial="commercial" in held,
            means=self._codes("means"),
            relation=self._codes("relation"),
            medium=self._codes("medium").codes or frozenset({"in_person"}),
            role=str(held.get("role", "principal")),
            marriage="marriage" in held,
        )
        years = int(held.get("suspect_age", SUSPECT_AGE))
        if "close_in_age" in held:
            years = ages[1]
        return Facts("diff", act, Child(age=Age(ages[1], ages[1])), Suspect(age=Age(years, years)))

    def _codes(self, name: str) -> Codes:
        return Codes(frozenset(str(value) for held, value in self.facts if held == name))


def ways(*offences: Provision[OffenceText]) -> tuple[Way, ...]:
    """All ways of an offence, as one or as several laws have it."""
    alike = _Alike(offences)
    found: set[frozenset[Fact]] = set()
    for text in (version.text for offence in offences for version in offence.versions):
        elements = text.elements
        asked = [_joined(())] if isinstance(elements, Missing) else terms(elements, alike.terms, _joined)
        found |= {facts for _, _, facts in smallest(asked, _asks_less)}
    found |= {frozenset({*facts, one}) for facts in tuple(found) for one in _differences(offences)}
    return tuple(sorted(Way(tuple(sorted(facts, key=str))) for facts in found))


def terms[T](expr: Expr, leaf: Callable[[Expr], list[T]], joined: Callable[[Iterable[T]], T]) -> list[T]:
    """What meets an expression: the ways of its leaves, each of "any" by itself, those of "all" together."""
    join = _JOINS.get(expr.op)
    if join is None:
        return leaf(expr)
    below = [terms(child, leaf, joined) for child in expr.children]
    found = (term for each in below for term in each) if join is any else map(joined, product(*below))
    return list(islice(found, _MOST))


def smallest[T](found: Iterable[T], asks_less: Callable[[T, T], bool]) -> Iterator[T]:
    """Those of which no other asks less."""
    held = list(dict.fromkeys(found))
    return (one for one in held if not any(other != one and asks_less(other, one) for other in held))


def _asks_less(one: Term, other: Term) -> bool:
    return one[0] <= other[0] and other[1] <= one[1] and one[2] <= other[2]


def _differences(offences: tuple[Provision[OffenceText], ...]) -> Iterator[Fact]:
    """What the laws see differently beside the elements."""
    exempt, attempts, parts = (
        [tuple(getattr(version.text, name) for version in one.versions) for one in offences]
        for name in ("exceptions", "attempt", "participation")
    )
    if len({*exempt}) > 1:
        kinds = {e.kind for held in exempt for one in held if not isinstance(one, Missing) for e in one}
        yield from [("marriage", 1)] if "marriage" in kinds else []
        yield from [("close_in_age", 1)] if kinds & {"close_in_age", "peer"} else []
    yield from [("role", "attempt")] if len({*attempts}) > 1 else []
    yield from [("role", "party")] if len({*parts}) > 1 else []


class _Alike:
    """Codes by the lists in which they stand; one stands for all that are always together."""

    def __init__(self, offences: tuple[Provision[OffenceText], ...]) -> None:
        texts = [version.text.elements for offence in offences for version in offence.versions]
        self.lists = [leaf for text in texts if isinstance(text, Expr) for leaf in _leaves(text) if leaf.op in _CODES]

    def codes(self, leaf: Expr) -> list[str]:
        found: dict[tuple[str, tuple[bool, ...]], str] = {}
        for code in _listed(leaf):
            standing = tuple(one.op == leaf.op and code in _listed(one) for one in self.lists)
            found.setdefault((leaf.op, standing), code)
        return list(found.values())

    def terms(self, leaf: Expr) -> list[Term]:
        if leaf.op in _CODES:
            return [(*EVERY_AGE, frozenset({(_CODES[leaf.op], code)})) for code in self.codes(leaf)]
        return [_leaf(leaf)]


def _listed(leaf: Expr) -> tuple[str, ...]:
    return tuple(map(str, leaf.value)) if isinstance(leaf.value, tuple) else ()


def _leaves(expr: Expr) -> Iterator[Expr]:
    if not expr.children:
        yield expr
    for child in expr.children:
        yield from _leaves(child)


def _joined(parts: Iterable[Term]) -> Term:
    held = tuple(parts)
    facts = frozenset[Fact]().union(*(one[2] for one in held))
    return max((one[0] for one in held), default=0), min((one[1] for one in held), default=200), facts


def _leaf(expr: Expr) -> Term:
    years = expr.value if isinstance(expr.value, int) else 0
    facts: frozenset[Fact] = frozenset()
    if expr.op == "child_age_lt":
        return 0, years, facts
    if expr.op == "child_age_ge":
        return years, 200, facts
    if expr.op == "commercial":
        facts = frozenset({("commercial", 1)})
    elif expr.op == "offender_age_lt":
        facts = frozenset({("suspect_age", min(years - 1, _YOUNG))})
    elif expr.op == "offender_age_ge" and years > SUSPECT_AGE:
        facts = frozenset({("suspect_age", years)})
    return 0, 200, facts
