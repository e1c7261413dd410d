"""What a schema cannot see in `fanal.facts/1`: codes that no state has, days that do not exist, facts that conflict.

Each check yields defects of one document, without the parts of it whose shape is wrong; none of them shows a value of
the case.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from fanal.engines.jurisdiction.files.reading import Defect, Document, dotted
from fanal.engines.jurisdiction.model import FICTIONAL, NO_STATE
from fanal.engines.jurisdiction.spans import completed
from fanal.vocabulary.countries import country, is_country
from fanal.vocabulary.dates import Interval, PartialDate

OLDEST = 130
_PART = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}", re.ASCII)
_STATES = "Write a code of ISO 3166-1, such as NO, or of a fictional state, XA to XT."
_PLACES = f"{_STATES} A part of a state is written like GB-EAW, a place outside any state XZ."
_NO_STATE_NATIONALITY = frozenset(("XXA", "XXB", "XXX"))
type _Path = tuple[str | int, ...]
type _Found = Iterator[Defect]


def check(document: Document, misshapen: frozenset[str] = frozenset()) -> list[Defect]:
    """All that is wrong with a document beside its shape, in the order of its lines.

    `misshapen` are the paths that the schema refused: what lies there is not looked at.
    """
    if not isinstance(document.value, dict):
        return []
    document = replace(document, value=_without(document.value, misshapen, ()))
    days = _Days(document)
    found = [*days.wrong, *(one for rule in _RULES for one in rule(document, days))]
    return sorted(set(found))


def _without(value: Any, misshapen: frozenset[str], path: _Path) -> Any:
    """The value without what lies at these paths; in a list None stands for it, so that the others keep their place."""
    if isinstance(value, list):
        parts = (((*path, place), child) for place, child in enumerate(value))
        return [None if dotted(at) in misshapen else _without(child, misshapen, at) for at, child in parts]
    if not isinstance(value, dict):
        return value
    held = {key: child for key, child in value.items() if dotted((*path, key)) not in misshapen}
    return {key: _without(child, misshapen, (*path, key)) for key, child in held.items()}


def is_state(code: str) -> bool:
    """A state of ISO 3166-1 (with those in common use), or a fictional one, XA to XT."""
    return code in FICTIONAL or (is_country(code) and not country(code).demonstration)


def is_place(code: str) -> bool:
    """A state, a part of one, or no state at all."""
    part = _PART.fullmatch(code)
    return code == NO_STATE or is_state(part[1] if part else code)


class _Days:
    """The dates of a document by path; what is no day of the calendar is a defect and is left out."""

    _NAMES = frozenset(("from", "to", "on", "until", "dob", "charge_on"))

    def __init__(self, document: Document) -> None:
        self._found: dict[_Path, Interval] = {}
        self.wrong: list[Defect] = []
        for path, value in _leaves(document.value, ()):
            if path[-1] not in self._NAMES or _is_state_leg(path):
                continue
            try:
                self._found[path] = PartialDate.parse(f"{value:04}" if isinstance(value, int) else value).interval
            except ValueError:
                remedy = "Write one that exists: YYYY-MM-DD, YYYY-MM or YYYY."
                self.wrong.append(document.defect(path, "no-such-day", "This day is in no calendar.", remedy))

    def at(self, *path: str | int) -> Interval | None:
        return self._found.get(path)

    def spans(self) -> Iterator[tuple[_Path, str, str]]:
        """Paths of mappings that hold both ends of a span, with the names of the ends."""
        for *above, name in self._found:
            for first, last in (("from", "to"), ("on", "until")):
                if name == first and (*above, last) in self._found:
                    yield tuple(above), first, last


def _is_state_leg(path: _Path) -> bool:
    """`from` and `to` of travel and of extradition are states."""
    return path[:2] in {("suspect", "travel"), ("course", "extradition")} and path[-1] in {"from", "to"}


def _leaves(value: Any, path: _Path) -> Iterator[tuple[_Path, Any]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, (*path, key))
    elif isinstance(value, list):
        for place, child in enumerate(value):
            yield from _leaves(child, (*path, place))
    elif value is not None:
        yield path, value


def _codes_of_states(document: Document, _days: _Days) -> _Found:
    for path, value in _leaves(document.value, ()):
        known, remedy = _kind_of_code(path)
        if known and not known(value):
            yield document.defect(path, "unknown-state", "No state has this code.", remedy)


def _kind_of_code(path: _Path) -> tuple[Callable[[str], bool] | None, str]:
    """What a value at a path must be, if it is the code of a state; else None."""
    names = [step for step in path if isinstance(step, str)]
    leaf = names[-1]
    if "nationality" in names and leaf in {"nationality", "in"}:
        return (lambda code: code in _NO_STATE_NATIONALITY or is_state(code)), f"{_STATES} Or XXA, XXB, XXX."
    if "residence" in names and leaf in {"residence", "in"}:
        return (lambda code: code == "abroad" or is_place(code)), f"{_PLACES} Or: abroad."
    if leaf == "flag" or "extradition" in names[:2]:
        return (is_state, _STATES) if leaf in {"flag", "from", "to"} else (None, "")
    if leaf == "in" or names[-1] in {"places", "presence", "permanent_residence"} or _is_state_leg(path):
        return is_place, _PLACES
    if names[0] == "course" and leaf == "state":
        return (lambda code: code != NO_STATE and is_place(code)), _PLACES
    return None, ""


def _spans(document: Document, days: _Days) -> _Found:
    for path, first, last in days.spans():
        if _after(days.at(*path, first), days.at(*path, last)):
            remedy = f"Exchange `{first}` and `{last}`, or mend one of them."
            yield document.defect((*path, last), "ends-before-it-begins", "It ends before it begins.", remedy)


def _order(document: Document, days: _Days) -> _Found:
    charge = days.at("course", "charge_on")
    for name in ("from", "to"):
        if _after(days.at("act", name), charge):
            remedy = "Mend the day of the act or that of the charge."
            yield document.defect(("course", "charge_on"), "charge-before-act", "The charge is before the act.", remedy)
            return


def _ages(document: Document, days: _Days) -> _Found:
    for who in ("child", "suspect"):
        person = document.value.get(who, {})
        age, dob = person.get("age"), days.at(who, "dob")
        age = age if age and {"lo", "hi"} <= age.keys() else None
        if age and age["lo"] > age["hi"]:
            yield document.defect((who, "age"), "age-upside-down", "`lo` is more than `hi`.", "Exchange them.")
            continue
        reached = _age_at_act(dob, days) if dob else None
        if reached is None:
            continue
        low, high = reached
        if high < 0:
            message, remedy = "The act was before the birth.", "Mend the day of birth or that of the act."
            yield document.defect((who, "dob"), "born-after-act", message, remedy)
        elif low > OLDEST:
            message = f"By the day of birth the age at the act is more than {OLDEST}."
            yield document.defect((who, "dob"), "too-old", message, "Mend the day of birth or that of the act.")
        elif age and (high < age["lo"] or low > age["hi"]):
            message = "The age is not that which the day of birth gives at the act."
            yield document.defect((who, "age"), "age-conflicts", message, "Mend one, or leave out the one in doubt.")


def _age_at_act(dob: Interval, days: _Days) -> tuple[int, int] | None:
    """Completed years at the act, at least and at most; below 0 before the birth. None if nobody knows when it was."""
    begins, ends = days.at("act", "from") or days.at("act", "to"), days.at("act", "to") or days.at("act", "from")
    if not (begins and ends and begins.first and ends.last and dob.first and dob.last):
        return None
    return completed(dob.last, begins.first), completed(dob.first, ends.last)


def _same_person(document: Document, _days: _Days) -> _Found:
    child, suspect = (document.value.get(who, {}).get("id") for who in ("child", "suspect"))
    if child is not None and child == suspect:
        message = "The child and the person suspected have one id."
        remedy = "A child is never suspected of the act by which it was exploited: give each their own id."
        yield document.defect(("suspect", "id"), "child-is-suspect", message, remedy)


def _completeness(document: Document, _days: _Days) -> _Found:
    """`x_complete` speaks of the list `x`. Of events alone it may stand without one: then there were none."""
    for path, _value in _leaves(document.value, ()):
        *above, name = path
        listed = str(name).removesuffix("_complete")
        if not isinstance(name, str) or listed in {name, "events"}:
            continue
        around = document.value
        for step in above:
            around = around[step]
        if listed not in around:
            message = f"`{name}` stands without `{listed}`."
            yield document.defect(path, "complete-of-nothing", message, f"Write `{listed}`, `[]` if there is none.")


def _stateless(document: Document, _days: _Days) -> _Found:
    for who in ("child", "suspect"):
        listed = document.value.get(who, {}).get("nationality", [])
        plain = [one for one in listed if isinstance(one, str)]
        if "XXA" in plain and len(listed) > 1:
            message = "Somebody cannot be stateless and have a nationality at the same time."
            remedy = "Say from when to when with {in: XXA, from: …, to: …}, or leave out one of them."
            yield document.defect((who, "nationality"), "stateless-national", message, remedy)


def _after(one: Interval | None, other: Interval | None) -> bool:
    """Surely after: no day of the first lies on or before a day of the second."""
    return bool(one and other and one.first and other.last and one.first > other.last)


_RULES = (_codes_of_states, _spans, _order, _ages, _same_person, _completeness, _stateless)
