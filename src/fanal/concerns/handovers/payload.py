"""What leaves in a handover: the default fields, what stays and why, additions with a reason
(docs/concerns-handovers.md, "What leaves").

Who told us, notes of triage and the child's name are never in the default (DNH-29).
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from fanal.concerns.content import (
    ChildIdentity,
    ConcernContent,
    HandoverContent,
    HandoverItem,
    PersonalContent,
    PersonSuspected,
)
from fanal.concerns.contracts import PayloadClass
from fanal.concerns.form.asked import Leaves, Question, Row
from fanal.concerns.form.form import FIELDS
from fanal.passing import api as passing
from fanal.passing.api import Addition, Preview
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import FieldCategory
from fanal.vocabulary.words import gettext_noop

_ORDER = (Row.WHERE, Row.WHEN, Row.WHAT, Row.HOW_KNOWN, Row.TOLD, Row.CHILD, Row.ADULT, Row.LEAVES)
"""In which order facts are sealed. It was so from the first version: a draft is compared with what was previewed."""


def _place(field: Question) -> tuple[int, bool, int]:
    row = _ORDER.index(field.row) if field.row in _ORDER else len(_ORDER)
    return row, field.compartment != "clear", field.rank


DEFAULT: Mapping[str, FieldCategory] = {
    field.id: field.under or field.category
    for field in sorted(FIELDS.values(), key=_place)
    if field.leaves is Leaves.BY_DEFAULT and field.category
}
"""Fields of the default payload in the order of the preview, with the data category that must allow each: place and
time, coded content, coded facts of the adult. `confirmed` holds codes like `XB:lives_in:they_said`."""

ADULT_WORDS = "adult_words"

ADDABLE: Mapping[str, FieldCategory] = {
    field.id: field.under or field.category
    for field in FIELDS.values()
    if field.leaves is Leaves.WITH_REASON and field.category
}
"""Fields that a person may add with a reason. Everything else that is not in the default stays, whatever the reason."""

STAYS: Mapping[str, str] = {
    "reporter": gettext_noop("Who told us always stays here."),
    **{field.id: field.stays for field in FIELDS.values() if field.stays},
    "notes": gettext_noop("Notes of triage always stay here."),
}


@dataclass(frozen=True, slots=True)
class Source:
    """The opened concern, as far as anything of it may ever leave. It has no place for who told us."""

    country: str
    received_on: date
    personal: PersonalContent
    content: ConcernContent
    identity: ChildIdentity
    offender: PersonSuspected


def preview(
    source: Source, payload: PayloadClass, categories: Set[str], additions: Iterable[Addition] = ()
) -> Preview[HandoverContent]:
    """What leaves of a concern and what stays (`passing.preview`)."""
    wanted: dict[str, FieldCategory] = dict(DEFAULT) if payload is not PayloadClass.NOTHING else {}
    if payload is PayloadClass.WITH_ADULT_WORDS:
        wanted[ADULT_WORDS] = Cat.OFFENDER
    choice = passing.Choice(wanted, ADDABLE, STAYS, ("reporter", "notes"))
    return passing.preview(HandoverContent, choice, dict(_values(source)), categories, additions)


def _values(source: Source) -> Iterator[tuple[str, tuple[HandoverItem, ...]]]:
    """Everything that was answered and is leaving or listed, by field; empty answers are not there."""
    told = {
        "personal": source.personal, "content": source.content, "identity": source.identity,
        "offender": source.offender,
    }  # fmt: skip
    yield "country", (HandoverItem("country", codes=(source.country,)),)
    yield "told_on", (HandoverItem("told_on", text=source.received_on.isoformat()),)
    for name, field in FIELDS.items():
        if field.leaves is Leaves.NEVER and not field.stays:
            continue
        value = getattr(told.get(field.compartment), name, None)
        if value and name not in {"confirmed", "own", "countries"}:
            yield name, (_item(field, value),)
    yield from _countries(source.offender)
    if source.content.own:
        yield "own", tuple(HandoverItem(f"own:{own.question}", own.codes, own.text) for own in source.content.own)


def _countries(offender: PersonSuspected) -> Iterator[tuple[str, tuple[HandoverItem, ...]]]:
    """Confirmed countries with relation and basis; what was only named is sent apart."""
    confirmed = sorted(f"{link.country}:{link.relation}:{link.basis}" for link in offender.confirmed)
    named = tuple(code for code in offender.countries if code not in {link.country for link in offender.confirmed})
    if confirmed:
        yield "confirmed", (HandoverItem("confirmed", codes=tuple(confirmed)),)
    if named:
        yield "countries", (HandoverItem("countries", codes=named),)


def _item(field: Question, value: Any) -> HandoverItem:
    if field.kind == "text":
        return HandoverItem(field.id, text=value)
    return HandoverItem(field.id, codes=value if isinstance(value, tuple) else (value,))
