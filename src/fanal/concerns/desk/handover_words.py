"""What leaves and what stays, in the words of the page: facts in a fixed order, texts apart, reasons beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.concerns import staff_texts, texts
from fanal.concerns.content import HandoverItem
from fanal.concerns.contracts import Reason
from fanal.concerns.desk.words import Fact, answer, country, dots
from fanal.concerns.handover_preview import CONFLICT
from fanal.concerns.payload import ADDABLE, Stay
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web

_RELATIONS = {
    "lives_in": gettext_lazy("lives in {country}"),
    "comes_from": gettext_lazy("comes from {country}"),
    "travels_to": gettext_lazy("travels to {country}"),
}
_GROUPS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (gettext_lazy("Place"), ("place_type", "place", "country")),
    (gettext_lazy("Time"), ("told_on", "when", "when_words", "ongoing")),
    (gettext_lazy("What"), ("what", "how_known", "told")),
    (gettext_lazy("Child"), ("children", "child_is", "age", "child_now")),
    (
        gettext_lazy("Adult"),
        ("adults", "adult_link", "mobility", "confirmed", "countries", "basis", "leaving", "travel"),
    ),
)
LABELS: Mapping[str, object] = {
    "words": gettext_lazy("Their own words"),
    "happening": gettext_lazy("What the child wrote"),
    "safe_now": gettext_lazy("Whether the child is safe now"),
    "more": gettext_lazy("What the child added"),
    "own": gettext_lazy("Questions of this country"),
    "child_words": gettext_lazy("The child’s name, clothes"),
    "adult_words": gettext_lazy("Words about the adult"),
    "you": gettext_lazy("What they are to this"),
    "reporter": gettext_lazy("Who told us"),
    "notes": gettext_lazy("Notes of triage"),
}
ROLES: Mapping[str, str] = {**staff_texts.ROLE, CONFLICT: gettext_noop("Safeguarding lead of a partner")}
_CONFLICT = gettext_noop("It is about our own safeguarding lead. The partner hears it instead.")
_SEEN_THEN: Mapping[str, object] = {
    "when": gettext_lazy("{answer} (seen from that day)"),
    "leaving": gettext_lazy("leaves: {answer} (seen from that day)"),
    "child_now": gettext_lazy("{answer} (when it was told)"),
    "basis": gettext_lazy("countries known from: {answer}"),
}
"""Answers that were true when they were told: whoever reads them later must not take "today" for today."""
_UNKNOWN = "unknown"


def label(field: str) -> str:
    """A field of the preview in words."""
    if field in LABELS:
        return str(LABELS[field])
    asked = texts.QUESTIONS.get(field)
    return _(asked.label) if asked else _(staff_texts.FIELDS.get(field, field))


def leaves(items: Iterable[HandoverItem]) -> list[Fact]:
    """Every item that leaves, in groups; what was added stands by itself with its reason."""
    found = {item.field: item for item in items}
    rows: list[Fact] = []
    for title, fields in _GROUPS:
        parts = [part for field in fields if field in found for part in _parts(found.pop(field))]
        if parts:
            rows.append((str(title), dots(*parts)))
    rows += [(label(item.field.split(":")[0]), _quoted(item)) for item in found.values()]
    return rows


def _quoted(item: HandoverItem) -> object:
    said = item.text or dots(*(answer(item.field, code) for code in item.codes))
    if not item.reason:
        return format_html('<span class="said" dir="auto">{}</span>', said)
    reason = _("Added: {reason}").format(reason=item.reason)
    return format_html('<span class="said" dir="auto">{}</span><br><span class="tag info">{}</span>', said, reason)


def _parts(item: HandoverItem) -> list[str]:
    if item.field == "told_on":
        return [_("told on {day}").format(day=web.day_words(date.fromisoformat(item.text)))]
    if item.text:
        return [item.text]
    return [_code(item.field, code) for code in item.codes]


def _code(field: str, code: str) -> str:
    if field == "country":
        return country(code)
    if field == "countries":
        return _("{country} (told, not confirmed)").format(country=country(code))
    if field == "confirmed":
        return _link(*code.split(":"))
    if field == "ongoing" and code in {"yes", "no"}:
        return _("still going on") if code == "yes" else _("not going on")
    said = answer(field, code)
    if code == _UNKNOWN:
        return f"{label(field)} {said}"
    return str(_SEEN_THEN[field]).format(answer=said) if field in _SEEN_THEN else said


def _link(code: str, relation: str, basis: str) -> str:
    words = str(_RELATIONS[relation]).format(country=country(code))
    known = _("found out by us") if basis == "worker" else answer("basis", basis)
    return f"{words} ({known})" if basis else words


def stays(found: Iterable[Stay]) -> list[Fact]:
    """What is there and does not leave, each with why."""
    return [(label(one.field), _(one.words)) for one in found]


def addable(found: Iterable[Stay], added: Iterable[HandoverItem], categories: frozenset[str]) -> list[str]:
    """The fields that a person may add: there, beyond the default, and covered by the agreement."""
    present = {one.field for one in found} | {item.field.split(":")[0] for item in added}
    return [field for field, category in ADDABLE.items() if field in present and category in categories]


def reason_words(reason: Reason) -> str:
    """Why somebody is proposed."""
    if reason.rule == CONFLICT:
        return _(_CONFLICT)
    named = country(reason.country) if reason.country else ""
    return _(staff_texts.ROUTING[reason.rule]).format(country=named)
