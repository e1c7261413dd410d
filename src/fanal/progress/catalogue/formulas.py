"""Formulas as text: a small closed language, read strictly. Pure.

id: T05
version: 1
valid_from: 2026-01-01
kind: ratio
denominator: {count: learning.post, where: {guest_facing: true, active_on: $day}}
numerator: {of: denominator, and: {certificate_valid_on: $day}}
by: [role, country]
interval: wilson
"""

import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from fanal.progress.catalogue.model import Formula, Indicator, Interval, Kind, Publication, Term, Where
from fanal.progress.catalogue.offered import OFFERED, Field, Shape, Subject
from fanal.vocabulary.files import Checker, Defect, Defective, lines_of, parse_yaml, read_yaml

_HEAD: Final = ("id", "version", "valid_from", "kind")
_KEYS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    Kind.RATIO: (("denominator", "numerator", "interval"), ("by", "lost", "scale")),
    Kind.COUNT: (("count",), ("where", "by")),
    Kind.MEDIAN: (("count", "of"), ("where", "by")),
    Kind.MEAN_DIFFERENCE: (("count", "of", "interval"), ("where", "by")),
    Kind.RUBRIC_SUM: (("parts",), ()),
    Kind.SERIES: ((), ("positive",)),
}
"""By kind, the keys that it must have and may have beside the head."""
_INTERVALS: Final = {
    Kind.RATIO: (Interval.NONE, Interval.WILSON, Interval.BOUNDS, Interval.OPEN),
    Kind.MEAN_DIFFERENCE: (Interval.NONE, Interval.STUDENT),
}
_WITH_LOST: Final = (Interval.BOUNDS, Interval.OPEN)
_MOST_PARTS, _MOST_POINTS, _MOST_VERSIONS = 12, 10, 999
_NO_SUBJECT: Final = Subject("")


def read(folder: Path, known: Mapping[str, Indicator]) -> Mapping[str, tuple[Formula, ...]]:
    """All formulas of a folder by indicator, each with its versions, the oldest first. Raises `Defective`."""
    found: dict[str, list[Formula]] = {}
    wrong: list[Defect] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            one = _checked(read_yaml(path), Checker(path.name, lines_of(path)), known)
        except Defective as error:
            wrong += error.defects
            continue
        found.setdefault(one.id, []).append(one)
        if path.stem not in {one.id, f"{one.id}.v{one.version}"}:
            wrong.append(Defect(path.name, "id", f"its file is {one.id}.yaml, or {one.id}.v{one.version}.yaml"))
    for name, versions in found.items():
        wrong += [Defect(f"{name}.yaml", "version", words) for words in _order(versions)]
    if not wrong:
        missing = [one.id for one in known.values() if one.id not in found and not _is_inner(one)]
        wrong = [Defect("indicators.csv", name, "no formula says how it is reckoned") for name in missing]
    if wrong:
        raise Defective(wrong)
    return {name: tuple(sorted(versions, key=lambda one: one.version)) for name, versions in found.items()}


def parse(text: str, known: Mapping[str, Indicator], file: str = "formula") -> Formula:
    """One formula of a text. Raises `Defective`."""
    return _checked(parse_yaml(text, file), Checker(file), known)


def _is_inner(one: Indicator) -> bool:
    """What never leaves may be described before anybody says how it is reckoned."""
    return one.publication is Publication.INTERNAL


def _order(versions: list[Formula]) -> Iterable[str]:
    """No version is there twice, and a later one begins on a later day."""
    rows = sorted(versions, key=lambda one: (one.version, one.valid_from))
    for before, after in itertools.pairwise(rows):
        if before.version == after.version:
            yield f"version {after.version} stands twice"
        elif before.valid_from >= after.valid_from:
            yield f"version {after.version} does not begin after version {before.version}"


def _checked(document: Any, check: Checker, known: Mapping[str, Indicator]) -> Formula:
    said = document.get("kind") if isinstance(document, dict) else None
    must, may = _KEYS.get(said, ((), ())) if isinstance(said, str) else ((), ())
    values = check.keys(document, "", (*_HEAD, *must), may)
    kind = check.one_of(values.get("kind"), "kind", Kind)
    code = check.one_of(values.get("id"), "id", known)
    version = check.number(values.get("version"), "version", 1, _MOST_VERSIONS)
    begins = check.day(values.get("valid_from"), "valid_from")
    check.done()
    assert begins is not None
    body = _body(Kind(kind), values, check)
    check.done()
    one = Formula(code, version, begins, Kind(kind), **body)
    _fits(one, known[code], check)
    check.done()
    return one


def _body(kind: Kind, values: Mapping[str, Any], check: Checker) -> dict[str, Any]:
    match kind:
        case Kind.SERIES:
            return {"positive": check.truth_value(values.get("positive", False), "positive")}
        case Kind.RUBRIC_SUM:
            return {"parts": _parts(values["parts"], check)}
        case Kind.RATIO:
            return _ratio(values, check)
    name, subject = _subject(values["count"], "count", check)
    made: dict[str, Any] = {"subject": name, "where": _where(values.get("where", {}), "where", subject, check)}
    made["by"] = _by(values.get("by", []), subject, check)
    if kind is not Kind.COUNT:
        made["measure"] = check.one_of(values["of"], "of", _of_shape(subject, Shape.NUMBER))
    if kind is Kind.MEAN_DIFFERENCE:
        made["interval"] = _interval(kind, values["interval"], check)
    return made


def _ratio(values: Mapping[str, Any], check: Checker) -> dict[str, Any]:
    whole = check.keys(values["denominator"], "denominator", ("count",), ("where",))
    name, subject = _subject(whole.get("count"), "denominator.count", check)
    where = _where(whole.get("where", {}), "denominator.where", subject, check)
    part = check.keys(values["numerator"], "numerator", ("of", "and"))
    check.one_of(part.get("of"), "numerator.of", ("denominator",))
    added = _where(part.get("and", {}), "numerator.and", subject, check)
    if not added:
        check.wrong("numerator.and", "a condition is expected: a numerator is its denominator with one added")
    interval = _interval(Kind.RATIO, values["interval"], check)
    lost = _where(values.get("lost", {}), "lost", subject, check)
    if bool(lost) != (interval in _WITH_LOST):
        check.wrong("lost", "who was lost is said where, and only where, the interval is of bounds, or open")
    if _meet(added, lost):
        check.wrong("lost", "who was lost cannot be in the numerator: one field of both says which is which")
    for key, beside in (("numerator.and", added), ("lost", lost)):
        if any(not _within(term, where[field]) for field, term in beside.items() if field in where):
            check.wrong(key, "this asks for what the denominator does not have")
    scale = values.get("scale", 1)
    if type(scale) is not int or scale not in {1, 100}:
        check.wrong("scale", "1 or 100 is expected: a share, or per hundred")
    by = _by(values.get("by", []), subject, check)
    return {
        "subject": name, "where": where, "added": added, "lost": lost, "by": by, "interval": interval, "scale": scale,
    }  # fmt: skip


def _subject(value: Any, key: str, check: Checker) -> tuple[str, Subject]:
    name = check.one_of(value, key, OFFERED)
    return name, OFFERED.get(name, _NO_SUBJECT)


def _interval(kind: Kind, value: Any, check: Checker) -> Interval:
    return Interval(check.one_of(value, "interval", _INTERVALS[kind]) or Interval.NONE)


def _of_shape(subject: Subject, *shapes: Shape) -> list[str]:
    return [name for name, one in subject.fields.items() if one.shape in shapes]


def _by(value: Any, subject: Subject, check: Checker) -> tuple[str, ...]:
    divides = [name for name, one in subject.fields.items() if one.divides]
    found = tuple(check.one_of(one, f"by[{at}]", divides) for at, one in enumerate(check.items(value, "by")))
    if len(set(found)) < len(found):
        check.wrong("by", "a field stands twice")
    return found


def _where(value: Any, key: str, subject: Subject, check: Checker) -> Where:
    """Conditions on fields that the room offers, each with what such a field can be."""
    if not isinstance(value, dict):
        check.wrong(key, "a group of keys is expected")
        return {}
    found: dict[str, Term] = {}
    for name, term in value.items():
        one = subject.fields.get(name)
        if one is None or one.shape is Shape.NUMBER:
            check.wrong(f"{key}.{name}", "no field that may be asked for")
        else:
            found[name] = _term(term, f"{key}.{name}", one, check)
    return found


def _term(value: Any, key: str, one: Field, check: Checker) -> Term:
    if one.stands_for:
        return check.one_of(value, key, [one.stands_for])
    if one.shape is Shape.TRUTH:
        return check.truth_value(value, key)
    words = tuple(value) if isinstance(value, list) else (value,)
    if (
        not words
        or len(set(map(repr, words))) < len(words)
        or not all(isinstance(each, str) and each for each in words)
    ):
        check.wrong(key, "a word is expected, or several, each once")
        return ()
    if one.words:
        for each in words:
            check.one_of(each, key, one.words)
    return words


def _within(term: Term, whole: Term) -> bool:
    if isinstance(term, tuple) and isinstance(whole, tuple):
        return set(term) <= set(whole)
    return term == whole


def _meet(one: Where, other: Where) -> bool:
    """Whether both can hold of the same: no field of them excludes it."""
    return bool(other) and not any(_apart(term, other[name]) for name, term in one.items() if name in other)


def _apart(one: Term, other: Term) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return not set(one) & set(other)
    return one != other


def _parts(value: Any, check: Checker) -> Mapping[str, int]:
    """What a rubric adds up: parts with their points."""
    if not isinstance(value, dict) or not 1 <= len(value) <= _MOST_PARTS:
        check.wrong("parts", f"parts with their points are expected, {_MOST_PARTS} at most")
        return {}
    return {name: check.number(points, f"parts.{name}", 1, _MOST_POINTS) for name, points in value.items()}


def _fits(one: Formula, row: Indicator, check: Checker) -> None:
    """What a formula makes is what its indicator says that it is."""
    if one.kind is Kind.RATIO and row.is_percentage != (one.scale == 100):
        check.wrong("scale", f"the unit of the indicator is {row.unit}: 100 makes per cent")
    room = OFFERED[one.subject].room if one.subject else ""
    if room == "release" and row.publication is Publication.PUBLIC:
        check.wrong("kind", "cells of releases are published as releases")
