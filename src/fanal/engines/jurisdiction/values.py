"""Three values and why: true, false, or not known together with everything that is missing.

Strong Kleene logic (S. C. Kleene, Introduction to Metamathematics, 1952, section 64): F < U < T, "and" is the lower,
"or" the higher, "not" turns round. A U carries its reasons: `fact:<path>` for what is not known in this case and
`law:<jurisdiction>/<id>#<question>` for what is not in our library. The two are never mixed up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

FACT, LAW = "fact:", "law:"


class Truth(IntEnum):
    F = 0
    U = 1
    T = 2


@dataclass(frozen=True, slots=True)
class Value:
    """A truth with its reasons, which only a U has."""

    truth: Truth
    reasons: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if bool(self.reasons) != (self.truth is Truth.U):
            raise ValueError("a U has reasons, and nothing else has")

    def __bool__(self) -> bool:
        raise TypeError("three values are not two: compare `truth`")

    @property
    def is_true(self) -> bool:
        return self.truth is Truth.T

    @property
    def is_false(self) -> bool:
        return self.truth is Truth.F

    @property
    def is_unknown(self) -> bool:
        return self.truth is Truth.U


TRUE, FALSE = Value(Truth.T), Value(Truth.F)


def known(holds: bool) -> Value:
    return TRUE if holds else FALSE


def unknown(*reasons: str) -> Value:
    return Value(Truth.U, frozenset(reasons))


def fact_unknown(path: str) -> Value:
    """`path` is that of `fanal.facts/1`, such as `child.age`."""
    return unknown(FACT + path)


def law_unknown(jurisdiction: str, what: str) -> Value:
    """`what` is `<provision>#<question>`, `not_in_corpus`, `coverage` or `not_entered#<article>`."""
    return unknown(f"{LAW}{jurisdiction}/{what}")


def all_of(values: Iterable[Value]) -> Value:
    """The lowest; reasons of all that are not known, if that is the result. Of nothing: true."""
    return _pick(values, Truth.F, TRUE)


def any_of(values: Iterable[Value]) -> Value:
    """The highest; reasons of all that are not known, if that is the result. Of nothing: false."""
    return _pick(values, Truth.T, FALSE)


def negation(value: Value) -> Value:
    return value if value.is_unknown else known(value.is_false)


def same_under(readings: Iterable[Value], reason: str) -> Value:
    """What every reading says; where they differ, not known for `reason` and for those of the readings."""
    held = tuple(readings)
    if len({value.truth for value in held}) == 1 and not held[0].is_unknown:
        return held[0]
    return unknown(reason, *(found for value in held for found in value.reasons))


def _pick(values: Iterable[Value], decides: Truth, empty: Value) -> Value:
    """Looks at no more values than it must; a single one that is not known is the result itself."""
    open_ones: list[Value] = []
    for value in values:
        if value.truth is decides:
            return TRUE if decides is Truth.T else FALSE
        if value.reasons:
            open_ones.append(value)
    if len(open_ones) < 2:
        return open_ones[0] if open_ones else empty
    return Value(Truth.U, frozenset().union(*[value.reasons for value in open_ones]))
