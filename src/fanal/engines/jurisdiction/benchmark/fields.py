"""Fields of a law that the checklist reads as they are: groups, definitions, measures for the child.

T if the field is true or names the value asked for, F if it is false, none or does not name it, U if nobody filled it
(absent), if it was looked for in vain (undetermined), or if its review does not do (docs/law-benchmark.md, "Tests").
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fanal.engines.jurisdiction.answer import Ref
from fanal.engines.jurisdiction.benchmark.home import DatedLaw, Found
from fanal.engines.jurisdiction.model import ABSENT, Cite, Definition, Missing, Review, VictimMeasure
from fanal.engines.jurisdiction.parts.versions import reliable, started
from fanal.engines.jurisdiction.values import FALSE, TRUE, Truth, Value, all_of, any_of, known, negation

NOTHING = (False, None, "none", "")


@dataclass(frozen=True, slots=True)
class Said:
    """What a field says, None where it says nothing that can be used; `value` T that it says something."""

    value: Value
    refs: tuple[Ref, ...] = ()
    said: object = None


def found_field(dated: DatedLaw, group: str, name: str) -> Said:
    """What was written in a field of a group."""
    switch = dated.law.group(group)
    said = switch.get(name)
    if isinstance(said, Missing):
        return Said(dated.unread(f"{group}.{name}#absent", said))
    ref = (_ref(dated, f"{group}.{name}", switch.cite, switch.review),)
    if not reliable(switch.review, dated.moments):
        return Said(dated.unknown(f"{group}.{name}#review"), ref)
    return Said(TRUE, ref, said)


def field_of(dated: DatedLaw, path: str, has: Iterable[object] | None = None) -> Found:
    """A field such as `legal_persons.liable`; with `has` it must name one of these values."""
    found = found_field(dated, *path.split("."))
    if not found.value.is_true:
        return Found(found.value, found.refs)
    return Found(known(_names(found.said, None if has is None else tuple(has))), found.refs)


def _names(said: object, has: tuple[object, ...] | None) -> bool:
    if isinstance(said, frozenset):
        return bool(said) if has is None else not said.isdisjoint(has)
    if has is None:
        return said not in NOTHING
    return any(said is one or (said == one and not isinstance(said, bool)) for one in has) or (
        said is True and False not in has
    )


def _ref(dated: DatedLaw, name: str, cite: Cite | None, review: Review) -> Ref:
    seen = dated.seen(review)
    return Ref(name, cite.source if cite else None, cite.art if cite else "", "../..", seen, cite.quote if cite else "")


# Definitions


def definition(dated: DatedLaw, term: str, includes: str | None = None, *, none: bool = False) -> Said:
    """A definition on the day; with `includes` a code that it names; `none`: T where it was said that there is none."""
    entries = [entry for entry in dated.law.definitions if entry.term == term]
    if not entries:
        return Said(dated.unknown(f"definitions.{term}#absent"))
    holding = [(entry, truth) for entry in entries if (truth := _holds(dated, entry)) is not Truth.F]
    if not holding:
        return Said(FALSE)
    refs = tuple(_ref(dated, f"definitions.{term}", entry.cite, entry.review) for entry, _ in holding)
    if len(holding) > 1 or holding[0][1] is Truth.U:
        return Said(dated.unknown(f"definitions.{term}#commencement"), refs)
    entry = holding[0][0]
    if not reliable(entry.review, dated.moments):
        return Said(dated.unknown(f"definitions.{term}#review"), refs)
    if none:
        return Said(_denied(dated, entry), refs)
    value = _defined(dated, entry) if includes is None else _included(dated, entry, includes)
    return Said(value, refs, None if isinstance(entry.value, Missing) else entry.value)


def _holds(dated: DatedLaw, one: Definition) -> Truth:
    begun = started(one.from_, dated.on)
    return begun if one.to is None else min(begun, Truth(Truth.T - started(one.to, dated.on)))


def _denied(dated: DatedLaw, one: Definition) -> Value:
    if isinstance(one.value, Missing):
        return dated.unread(f"definitions.{one.term}#value", one.value)
    return known(one.value in NOTHING)


def _defined(dated: DatedLaw, one: Definition) -> Value:
    """A definition of the law's own: it says a value, or what it includes."""
    if isinstance(one.value, Missing) and not isinstance(one.includes, Missing) and one.includes:
        return TRUE
    return negation(_denied(dated, one))


def _included(dated: DatedLaw, one: Definition, code: str) -> Value:
    excluded = not isinstance(one.excludes, Missing) and code in one.excludes
    if excluded or (not isinstance(one.value, Missing) and one.value in NOTHING):
        return FALSE
    if isinstance(one.includes, Missing):
        return dated.unread(f"definitions.{one.term}#includes", one.includes)
    if code in one.includes or not one.includes:  # an empty list says: looked, nothing
        return known(code in one.includes)
    return dated.unread(f"definitions.{one.term}#includes", ABSENT)  # a list of what was seen denies nothing


# Measures for the child


def measure(dated: DatedLaw, kind: str, has: str | None = None, *, foreign: bool = False) -> Found:
    """A measure of a kind; with `has` one that names the code, with `foreign` one that is open to a foreign child too.

    Several measures of a kind are read together: what one does not name, another may.
    """
    found = [one for one in dated.law.victim_measures if one.kind == kind]
    if not found:
        return Found(dated.unknown(f"victim_measures.{kind}#absent"))
    values = [(one, _measured(dated, one, has, foreign=foreign)) for one in found]
    value = any_of(given for _, given in values)
    refs = (
        _ref(dated, one.id, one.cite, one.review) for one, given in values if given.truth is value.truth
    )  # those on which it rests
    return Found(value, tuple(refs))


def _measured(dated: DatedLaw, one: VictimMeasure, has: str | None, *, foreign: bool) -> Value:
    if not reliable(one.review, dated.moments):
        return dated.unknown(f"{one.id}#review")
    given = _named(dated, one, has)
    return all_of((given, _maybe(dated, one, "also_foreign_child"))) if foreign else given


def _named(dated: DatedLaw, one: VictimMeasure, has: str | None) -> Value:
    said = one.value
    if isinstance(said, Missing):
        return dated.unread(f"{one.id}#value", said)
    if has is None or said in NOTHING or said == frozenset():
        return known(said not in NOTHING and said != frozenset())
    if said is True:  # there is such a measure; whether it goes so far was not written
        return dated.unknown(f"{one.id}#value.{has}")
    return known(has in said if isinstance(said, frozenset) else has == said)


def _maybe(dated: DatedLaw, one: VictimMeasure, name: str) -> Value:
    said = getattr(one, name)
    return dated.unread(f"{one.id}#{name}", said) if isinstance(said, Missing) else known(said)
