"""Reads `fanal.facts/1`: what is known of one act, one child and one person suspected, from YAML or JSON.

One document or a list in a text, or several documents parted by `---`. Everything that is wrong in any of them is said
at once, with file, line and what to do. These are data of a case, so no message shows a value of them other than a code
or a date. See docs/law-rules.md, "Facts": an absent key is not known, a code that a complete list does not hold is a
"no".
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fanal.engines.jurisdiction.facts import (
    Act,
    Age,
    Child,
    Codes,
    ConditionState,
    Course,
    Event,
    Extradition,
    Facts,
    Judgment,
    Leg,
    Link,
    Links,
    Place,
    Suspect,
    Vessel,
)
from fanal.engines.jurisdiction.files.facts_checks import check
from fanal.engines.jurisdiction.files.reading import Defect, Document, ReadingError, given, read_all
from fanal.engines.jurisdiction.files.validation import validate
from fanal.vocabulary.dates import Interval, PartialDate

SCHEMA = "fanal.facts/1"
STATELESS, REFUGEE, NOT_KNOWN = "XXA", "XXB", "XXX"
_KEY = re.compile(r"[a-z_]{1,40}", re.ASCII)
type _Fields = Mapping[str, Any]


class FactsError(ValueError):
    """Facts that cannot be used; `defects` says where and why, for all documents."""

    def __init__(self, defects: Sequence[Defect]) -> None:
        super().__init__("\n".join(map(str, defects)))
        self.defects = tuple(defects)


def read_facts(text: str | bytes, name: str) -> list[Facts]:
    """All facts of a text (`name` is the file's, for messages). Raises `FactsError` with all that is wrong."""
    try:
        documents = [one for document in read_all(text, name) for one in _listed(document)]
    except ReadingError as error:
        raise FactsError([_discreet(defect) for defect in error.defects]) from None
    if not documents:
        raise FactsError(
            [Defect(name, 1, "facts-empty", "The file holds no facts.", f"Begin with `schema: {SCHEMA}`.")]
        )
    return _all(documents)


def parse_facts(mapping: Mapping[str, Any], name: str = "facts") -> Facts:
    """The facts of a mapping that was already parsed. Raises `FactsError`."""
    return _all([given(dict(mapping), name)])[0]


def _all(documents: Sequence[Document]) -> list[Facts]:
    defects: list[Defect] = []
    seen: set[str] = set()
    for document in documents:
        shape = validate(document, frozenset({SCHEMA}))
        wrong = [*map(_discreet, shape), *check(document, frozenset(defect.path for defect in shape))]
        key = document.value.get("id") if isinstance(document.value, dict) else None
        if isinstance(key, str) and key in seen:
            wrong = [
                *wrong,
                document.defect(("id",), "duplicate-id", "Other facts have this id.", "Give each its own."),
            ]
        seen |= {key} if isinstance(key, str) else set()
        defects += wrong
    if defects:
        raise FactsError(sorted(defects))
    return [_facts(document) for document in documents]


def _listed(document: Document) -> Iterator[Document]:
    if not isinstance(document.value, list):
        yield document
        return
    yield from (document.part(index) for index in range(len(document.value)))


def _discreet(defect: Defect) -> Defect:
    """Without values of the case: what stands where it may not is not shown, and no key that is no word."""
    if defect.code == "wrong-value":
        remedy = "Write it in quotation marks." if defect.remedy.startswith("Write it in quot") else defect.remedy
        return replace(defect, message="What stands here cannot stand here.", remedy=remedy)
    if defect.code == "schema-unknown":
        return replace(defect, message="That is no schema that can be read here.")
    said = re.search(r"'([^']*)'", defect.message)
    if defect.code in {"unknown-key", "duplicate-key", "yaml-tag"} and said and not _KEY.fullmatch(said[1]):
        path = defect.path.rpartition(".")[0]
        return replace(defect, message="A key here is not one of ours.", path=path)
    if defect.code == "yaml-syntax":
        return replace(defect, message="This is not YAML.", remedy=defect.remedy)
    return defect


# From checked documents to data


def _facts(document: Document) -> Facts:
    value = document.value
    where = f"{document.file}:{document.line()}" if document.line() else document.file
    return Facts(
        value.get("id", ""),
        _act(value["act"]),
        _child(value.get("child", {})),
        _suspect(value.get("suspect", {})),
        _course(value.get("course", {})),
        where,
    )


def _act(act: _Fields) -> Act:
    vessel = act.get("vessel")
    return Act(
        conduct=tuple(act["conduct"]),
        start=_day(act.get("from")),
        end=_day(act.get("to")),
        places=_each(act.get("places"), _place),
        places_complete=act.get("places_complete", True),
        vessel=Vessel(vessel["kind"], vessel["flag"]) if vessel else None,
        commercial=act.get("commercial"),
        means=_codes(act, "means"),
        medium=frozenset(act["medium"]) if "medium" in act else None,
        relation=_codes(act, "relation"),
        role=act.get("role"),
        principal_nationality=_links(act.get("principal", {}), "nationality"),
        marriage=act.get("marriage"),
    )


def _place(place: str | _Fields) -> Place:
    if isinstance(place, str):
        return Place(place)
    part = frozenset(place.get("part", ("conduct", "result")))
    return Place(place["in"], part, place.get("certainty", "known"))


def _child(child: _Fields) -> Child:
    return Child(
        child.get("id", ""),
        _day(child.get("dob")),
        _age(child.get("age")),
        _links(child, "nationality"),
        _links(child, "residence"),
    )


def _suspect(suspect: _Fields) -> Suspect:
    return Suspect(
        suspect.get("id", ""),
        _day(suspect.get("dob")),
        _age(suspect.get("age")),
        _links(suspect, "nationality"),
        _links(suspect, "residence"),
        _links(suspect, "permanent_residence"),
        _links(suspect, "presence"),
        _each(suspect.get("travel"), lambda leg: Leg(leg["from"], leg.get("to", NOT_KNOWN), _day(leg.get("on")))),
        suspect.get("travel_complete", True),
        suspect.get("immunity"),
    )


def _course(course: _Fields) -> Course:
    complete = course.get("events_complete", False)
    events = course.get("events", [] if complete else None)  # to say "complete" of no list says that there were none
    return Course(
        _day(course.get("charge_on")),
        _each(events, _event),
        complete,
        _each(course.get("judgments"), _judgment),
        _each(course.get("extradition"), lambda one: Extradition(one["from"], one["to"], one["state"])),
        _each(course.get("conditions"), lambda one: ConditionState(one["state"], one["kind"], one["status"])),
    )


def _event(event: _Fields) -> Event:
    return Event(event["state"], event["kind"], _day(event.get("on")), _day(event.get("until")))


def _judgment(one: _Fields) -> Judgment:
    known = one.get("same_act"), one.get("final"), one.get("sentence"), one.get("reason", "")
    return Judgment(one["state"], one["kind"], *known)


def _each[Made](values: Sequence[Any] | None, make: Callable[[Any], Made]) -> tuple[Made, ...] | None:
    return None if values is None else tuple(map(make, values))


def _codes(act: _Fields, name: str) -> Codes | None:
    return Codes(frozenset(act[name]), act.get(f"{name}_complete", True)) if name in act else None


def _links(person: _Fields, name: str) -> Links | None:
    """All ties of one kind. A nationality that is not known (XXX) is no entry; that of a refugee (XXB) was not said."""
    if name not in person:
        return None
    links = [_link(one) for one in person[name]]
    known = tuple(link for link in links if link.state != NOT_KNOWN)
    if not known and links:
        return None
    unsaid = any(link.state in {NOT_KNOWN, REFUGEE} for link in links)
    return Links(known, person.get(f"{name}_complete", True) and not unsaid)


def _link(link: str | _Fields) -> Link:
    return Link(link) if isinstance(link, str) else Link(link["in"], _day(link.get("from")), _day(link.get("to")))


def _age(age: _Fields | None) -> Age | None:
    return Age(age["lo"], age["hi"]) if age else None


def _day(text: str | int | None) -> Interval | None:
    return None if text is None else partial(text).interval


def partial(text: str | int) -> PartialDate:
    """A year that was read as a number is a year."""
    return PartialDate.parse(f"{text:04}" if isinstance(text, int) else text)


__all__ = ["FactsError", "parse_facts", "read_facts"]
