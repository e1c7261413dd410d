"""What leaves in a handover: the default fields, what stays and why, additions with a reason
(docs/concerns-handovers.md, "What leaves").

The preview is the object: the sealed bytes and the hash are made from it and from nothing else, so what a person saw
is what goes. Who told us, notes of triage and the child's name are never in the default (DNH-29).
"""

import hashlib
import hmac
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
NOT_COVERED = gettext_noop("The agreement does not cover this.")


class NotAddable(ValueError):
    """This may not be added: `code` is unknown, no_reason, not_covered or empty; `field` names it."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


class PreviewChanged(ValueError):
    """What would leave now is not what the person saw."""


@dataclass(frozen=True, slots=True)
class Source:
    """The opened concern, as far as anything of it may ever leave. It has no place for who told us."""

    country: str
    received_on: date
    personal: PersonalContent
    content: ConcernContent
    identity: ChildIdentity
    offender: PersonSuspected


@dataclass(frozen=True, slots=True)
class Addition:
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A field that stays here, and the message id that says why."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`default` is sealed at the offer, `added` only after acceptance. `stays` lists what is there and does not go."""

    default: HandoverContent
    added: HandoverContent
    stays: tuple[Stay, ...]

    @property
    def leaves(self) -> tuple[HandoverItem, ...]:
        return self.default.items + self.added.items

    @property
    def canonical(self) -> bytes:
        """The bytes that are hashed for the journal: the two contents, exactly as they are sealed."""
        return b"\n".join((self.default.to_json().encode(), self.added.to_json().encode()))

    @property
    def hash(self) -> str:
        """SHA-256 of `canonical`, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical).hexdigest()

    def confirm(self, seen: str) -> None:
        """Raises `PreviewChanged` unless the person saw this very preview."""
        if not hmac.compare_digest(seen.encode(), self.hash.encode()):
            raise PreviewChanged("the preview has changed")


def preview(source: Source, payload: PayloadClass, categories: Set[str], additions: Iterable[Addition] = ()) -> Preview:
    """What leaves and what stays. `categories` are the data categories of the agreement; only they may go.

    Raises `NotAddable`. The same input gives the same bytes.
    """
    values = dict(_values(source))
    wanted: dict[str, FieldCategory] = dict(DEFAULT) if payload is not PayloadClass.NOTHING else {}
    if payload is PayloadClass.WITH_ADULT_WORDS:
        wanted[ADULT_WORDS] = Cat.OFFENDER
    going = {name: category for name, category in wanted.items() if category in categories}
    added = _added(values, going, categories, additions)
    default = tuple(item for name in going for item in values.get(name, ()))
    uncovered = [name for name in wanted if name not in going and name in values]
    return Preview(HandoverContent(default), HandoverContent(added), tuple(_stays(values, going, uncovered, added)))


def _added(
    values: Mapping[str, tuple[HandoverItem, ...]],
    going: Mapping[str, FieldCategory],
    categories: Set[str],
    additions: Iterable[Addition],
) -> tuple[HandoverItem, ...]:
    added: dict[str, tuple[HandoverItem, ...]] = {}
    for addition in additions:
        name, reason = addition.field, " ".join(addition.reason.split())
        if name not in ADDABLE or name in going:
            raise NotAddable(name, "unknown")
        if ADDABLE[name] not in categories:
            raise NotAddable(name, "not_covered")
        if not reason:
            raise NotAddable(name, "no_reason")
        if name not in values:
            raise NotAddable(name, "empty")
        added[name] = tuple(HandoverItem(item.field, item.codes, item.text, reason) for item in values[name])
    return tuple(item for name in ADDABLE for item in added.get(name, ()))


def _stays(
    values: Mapping[str, tuple[HandoverItem, ...]],
    going: Mapping[str, FieldCategory],
    uncovered: Iterable[str],
    added: Iterable[HandoverItem],
) -> Iterator[Stay]:
    left = {item.field.split(":")[0] for item in added} | set(going)
    yield Stay("reporter", STAYS["reporter"])
    for name in uncovered:
        yield Stay(name, NOT_COVERED)
    for name, words in STAYS.items():
        if name in values and name not in left and name not in uncovered:
            yield Stay(name, words)
    yield Stay("notes", STAYS["notes"])


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
