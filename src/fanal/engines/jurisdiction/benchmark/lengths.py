"""How long proceedings for a deed done on the day asked can begin: the last day by the law of that day.

A deed may be several offences; the state can begin until the last of them ends. Offences that differ in the manner only
(`degree_of`) are one, and the shortest of them counts, for the manner is not known (decision 21).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fanal.engines.jurisdiction.answer import Limit, Node, Ref
from fanal.engines.jurisdiction.benchmark.home import DatedLaw, Deed, Found, years_before
from fanal.engines.jurisdiction.model import OffenceText, Provision
from fanal.engines.jurisdiction.parts import offences
from fanal.engines.jurisdiction.parts.limitation import walk
from fanal.engines.jurisdiction.spans import NEVER, birthday
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, any_of, known, unknown

type Timed = tuple[Provision[OffenceText], Value, Limit]


@dataclass(frozen=True, slots=True)
class End:
    """The last day, at the earliest and at the latest (as days or `NEVER`); `made` whether it is an offence at all."""

    made: Value
    first: int
    last: int
    reasons: frozenset[str]
    refs: tuple[Ref, ...]
    sure: frozenset[str] = frozenset()  # offences made out
    possible: frozenset[str] = frozenset()  # those, and such of which it is not known


ENDLESS = NEVER.toordinal()


def limit(dated: DatedLaw, deed: Deed, after: int | None, since: int | None) -> tuple[Found, str]:
    """Whether the last day lies after a birthday of the child, or not before one; and that day in words."""
    end = end_of(dated, deed)
    day = _birthday(dated, deed, after or since or 0) + (1 if after else 0)
    if end.made.is_false:
        return Found(FALSE, end.refs), "not an offence"
    value = known(end.first >= day) if end.first >= day or end.last < day else _open(dated, end)
    if value.is_false:  # what was not entered may end later than all that was read
        value = dated.silence(deed.conduct)
    return Found(value, end.refs), shown(end)


def longer(dated: DatedLaw, plain: Deed, related: Deed) -> Found:
    """Whether the time with a relation is at least that without."""
    one, other = end_of(dated, plain), end_of(dated, related)
    refs = tuple(dict.fromkeys((*one.refs, *other.refs)))
    if not other.made.is_true:
        return Found(other.made, refs)
    if other.first >= one.last or _never_shorter(one, other):
        return Found(TRUE, refs)
    if other.last < one.first:
        return Found(dated.silence(related.conduct), refs)
    return Found(any_of((_open(dated, one), _open(dated, other))), refs)


def _never_shorter(one: End, other: End) -> bool:
    """The same offences and perhaps more, with ends that are open by a range of penalties only."""
    by_range = all(reason.endswith("#max_penalty_years") for reason in one.reasons | other.reasons)
    return by_range and one.possible <= other.sure and other.first >= one.first and other.last >= one.last


def shown(end: End) -> str:
    """`2044-05-01`, `2044-05-01..` with the latest day, or `no end`."""
    first = "no end" if end.first == ENDLESS else _day(end.first)
    last = "no end" if end.last == ENDLESS else _day(end.last)
    return first if end.first == end.last else f"{first}..{last}"


def _day(ordinal: int) -> str:
    return NEVER.fromordinal(ordinal).isoformat() if ordinal > 0 else "?"


def end_of(dated: DatedLaw, deed: Deed) -> End:
    """The last day for a deed, over all offences that it is or may be."""
    return dated.once(("end", deed), lambda: _end_of(dated, deed))


def _end_of(dated: DatedLaw, deed: Deed) -> End:
    made = by_offence(dated, deed)
    by_root: dict[str, list[Timed]] = {}
    for timed in made:
        by_root.setdefault(_root(dated, timed[0]), []).append(timed)
    ends = [_of_degrees(dated, degrees) for degrees in by_root.values()]
    held = any_of((*(value for _, value, _ in made), dated.silence(deed.conduct)))
    return End(
        held,
        max((end.first for end in ends), default=0),
        max((end.last for end in ends), default=0),
        frozenset().union(*(end.reasons for end in ends)),
        tuple(dict.fromkeys(ref for end in ends for ref in end.refs)),
        frozenset(offence.id for offence, value, _ in made if value.is_true),
        frozenset(offence.id for offence, _, _ in made),
    )


def by_offence(dated: DatedLaw, deed: Deed) -> list[Timed]:
    """Each offence that the deed is or may be, whether it is, and how long it can be prosecuted."""
    found = [(offence, value) for offence, value in dated.offences(deed) if not value.is_false]
    return [(offence, value, _walk(dated, deed, offence)) for offence, value in found]


def _root(dated: DatedLaw, offence: Provision[OffenceText]) -> str:
    seen = offence.id
    for _ in dated.law.offences:
        found = dated.law.offences.get(seen)
        text = dated.text(found) if found else None
        if text is None or not text.degree_of:
            break
        seen = text.degree_of
    return seen


def _walk(dated: DatedLaw, deed: Deed, offence: Provision[OffenceText]) -> Limit:
    question = dated.question(deed)
    penalty = offences.for_limitation(dated.law, offence, question)
    return walk(dated.law, offence.id, penalty, question.facts, question.moments)


def _of_degrees(dated: DatedLaw, degrees: Iterable[Timed]) -> End:
    """The shortest of the degrees; one that may not be made out may only make it shorter."""
    held = tuple(degrees)
    sure = [one for one in held if one[1].is_true]
    first = min(_first(dated, found) for _, _, found in held) if sure else 0
    last = min(last_of(found) for _, _, found in sure or held)
    reasons = [reason for offence, value, found in held for reason in (*value.reasons, *_why(dated, offence, found))]
    refs = [dated.ref(offence, version) for offence, _, _ in held for version in dated.standing(offence)]
    return End(TRUE, first, last, frozenset(reasons), (*refs, *(ref for _, _, found in held for ref in found.refs)))


def _first(dated: DatedLaw, found: Limit) -> int:
    return ENDLESS if found.none else (found.earliest or dated.on).toordinal()


def last_of(found: Limit) -> int:
    return ENDLESS if found.none or found.latest is None else found.latest.toordinal()


def _why(dated: DatedLaw, offence: Provision[OffenceText], found: Limit) -> frozenset[str]:
    """Why the two ends differ, as far as the walk says so."""
    if found.none or found.earliest == found.latest:
        return frozenset()
    told = frozenset(reason for node in _nodes(found.node) for reason in node.value.reasons)
    rules = found.refs
    where = f"{offence.id}#limitation" if rules else "limitation#absent"
    return told or dated.unknown(where).reasons


def _nodes(node: Node) -> Iterable[Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _open(dated: DatedLaw, end: End) -> Value:
    return unknown(*end.reasons) if end.reasons else dated.unknown("limitation#absent")


def _birthday(dated: DatedLaw, deed: Deed, age: int) -> int:
    feb28 = dated.law.group("settings").get("leap_birthday") == "feb28"
    return birthday(years_before(dated.on, deed.age), age, feb28=feb28).toordinal()
