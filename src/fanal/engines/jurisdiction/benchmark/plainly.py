"""A law on a day as everybody asks about it: who is protected until which age, at home, abroad, and until when.

Asked of it are the acts of `home`, wholly known: so each "not known" is about the law.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from fanal.engines.jurisdiction.answer import Ref
from fanal.engines.jurisdiction.benchmark.home import LAST_AGE, DatedLaw, Deed, Found, Wanted
from fanal.engines.jurisdiction.benchmark.lengths import ENDLESS, by_offence, end_of, last_of
from fanal.engines.jurisdiction.model import Corpus, Exemption, Expr, Law, OffenceText
from fanal.engines.jurisdiction.spans import completed

ACT = "sexual_activity"
YOUNG, GROWN = 12, LAST_AGE
"""Ages of the child in the acts of which it is asked where and until when they can be prosecuted: one who is protected
from any act everywhere, and one who is nearly grown up and was paid for."""


_FLOOR = {"all_of": "child_age_ge", "any_of": "child_age_lt"}
"""Which age beside a distance says from which age of the child on the distance counts."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Years of the child: below `until` the act is an offence at each age; from there to below `perhaps` it is not
    known, or an offence at some ages alone. `refs`: the offences at the last sure age."""

    until: int
    perhaps: int
    refs: tuple[Ref, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Time:
    """How old the child is, in whole years, on the day from which no proceedings can begin any more: the earliest and
    the latest. None: there is no such day. `known` is false where it is not known whether or when."""

    first: int | None
    last: int | None
    known: bool
    refs: tuple[Ref, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Plain:
    """`close`: the exceptions for two who are close in age, where only the age of the child makes the act an offence.
    `first_home`, `first_abroad`: decisions without which nobody is prosecuted for it (kind, who).
    `unpaid`, `paid`: ages. `home`: whoever does it there. `nationals`, `residents`: for acts elsewhere, against a
    child of twelve; `freely`: also where it is no offence. `young`: until when, for a child of twelve; `grown`: for one
    of seventeen, when it was paid."""

    unpaid: Ages
    paid: Ages
    home: Found
    nationals: Found
    freely: Found
    residents: Found
    young: Time
    grown: Time
    close: tuple[Exemption, ...]
    close_refs: tuple[Ref, ...] = field(compare=False)
    first_home: frozenset[tuple[str, str]]
    first_abroad: frozenset[tuple[str, str]]


def plain(corpus: Corpus, law: Law, on: date) -> Plain:
    """What a law of the corpus says on a day."""
    dated = DatedLaw(corpus, law, on)
    national, resident = (Deed(ACT, YOUNG, person=person) for person in ("national", "resident"))
    by_nationality = frozenset({"active_nationality"})
    unpaid = _ages(dated, commercial=False)
    close = dict(_close(dated, unpaid.until))
    return Plain(
        unpaid,
        _ages(dated, commercial=True),
        dated.punished(Deed(ACT, YOUNG)),
        dated.reached(national, Wanted(by_nationality)),
        dated.reached(national, Wanted(by_nationality, no_double_criminality=True)),
        dated.reached(resident, Wanted(frozenset({"habitual_residence"}))),
        _time(dated, Deed(ACT, YOUNG)),
        _time(dated, Deed(ACT, GROWN, commercial=True)),
        tuple(close),
        tuple(dict.fromkeys(close.values())),
        dated.first_asked(Deed(ACT, YOUNG)),
        dated.first_asked(national, Wanted(by_nationality)),
    )


def _close(dated: DatedLaw, until: int) -> Iterator[tuple[Exemption, Ref]]:
    """Each exception for two who are close in age, from the age of the younger on at which it counts, with an offence
    that has it."""
    found: dict[Exemption, dict[int, Ref]] = {}
    for age in range(until):
        for offence, made in dated.offences(Deed(ACT, age)):
            text = dated.text(offence)
            for one in _spares(text) if made.is_true and text else ():
                if age >= (one.min_child_age or 0):
                    found.setdefault(one, {})[age] = dated.ref(offence, dated.standing(offence)[-1])
    for one, ages in found.items():
        if not any(_reached(dated, one, age) for age in ages):
            yield replace(one, min_child_age=min(ages) or None), ages[max(ages)]


def _reached(dated: DatedLaw, one: Exemption, age: int) -> bool:
    """Whether the elder of two whom an exception spares is punished all the same, by another offence: in France whoever
    is grown up, however close in age (article 227-25). Of peers a court decides."""
    return one.years > 0 and dated.punished(Deed(ACT, age, suspect_age=age + one.years - 1)).value.is_true


def _spares(text: OffenceText) -> Iterator[Exemption]:
    """The exceptions for two who are close in age, also where the text asks for a distance instead."""
    if isinstance(text.exceptions, tuple):
        yield from (one for one in text.exceptions if one.kind in {"close_in_age", "peer"})
    if isinstance(text.elements, Expr):
        yield from _apart(text.elements, None)


def _apart(expr: Expr, least: int | None) -> Iterator[Exemption]:
    """Distances of age that an expression asks for. `least`: the age of the child from which on."""
    if expr.op in {"age_gap_ge", "age_gap_gt"}:
        yield Exemption("close_in_age", int(str(expr.value)), least, inclusive=expr.op == "age_gap_gt")
        return
    ages = [int(str(one.value)) for one in expr.children if one.op == _FLOOR.get(expr.op)]
    for one in expr.children if expr.op in _FLOOR else ():
        yield from _apart(one, max(ages, default=least))


def _ages(dated: DatedLaw, *, commercial: bool) -> Ages:
    held = [dated.punished(Deed(ACT, age, commercial)) for age in range(LAST_AGE + 1)]
    until = next((age for age, found in enumerate(held) if not found.value.is_true), LAST_AGE + 1)
    perhaps = max((age + 1 for age, found in enumerate(held) if not found.value.is_false), default=0)
    return Ages(until, max(until, perhaps), held[until - 1].refs if until else ())


def _time(dated: DatedLaw, deed: Deed) -> Time:
    end = end_of(dated, deed)
    last = max(end.last, *(last_of(limit) for _, _, limit in by_offence(dated, deed)), 0)  # of graver ones too
    known = end.made.is_true and end.first > dated.on.toordinal()
    return Time(_age(dated, deed, end.first), _age(dated, deed, last), known, end.refs)


def _age(dated: DatedLaw, deed: Deed, ordinal: int) -> int | None:
    """The age on the day after the last one; the act was done on a birthday."""
    if ordinal >= ENDLESS:
        return None
    day = dated.on.fromordinal(max(ordinal, 1) + 1)
    return deed.age + completed(dated.on, day)
