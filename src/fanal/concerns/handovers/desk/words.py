"""What leaves and what stays, in the words of the page: facts in a fixed order, texts apart, reasons beside them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.concerns.content import HandoverItem
from fanal.concerns.contracts import Reason
from fanal.concerns.desk import words
from fanal.concerns.desk.words import Fact, answer, country, own_answer, then
from fanal.concerns.form.asked import Row
from fanal.concerns.form.form import FIELDS, in_row
from fanal.concerns.handovers import texts as handovers_texts
from fanal.concerns.handovers.payload import ADDABLE
from fanal.concerns.handovers.preview import CONFLICT
from fanal.concerns.models import Handover
from fanal.concerns.routing import texts as routing_texts
from fanal.passing.api import Stay
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web

_RELATIONS: Mapping[str, Promise] = {
    "lives_in": lazy("lives in {country}"),
    "comes_from": lazy("comes from {country}"),
    "travels_to": lazy("travels to {country}"),
}
_OTHERS: Mapping[str, Promise] = {
    "reporter": lazy("Who told us"),
    "notes": lazy("Notes of triage"),
}
"""What stays and is no field of what was told."""
ROLES: Mapping[str, str] = {**handovers_texts.ROLE, CONFLICT: gettext_noop("Safeguarding lead of a partner")}
_CONFLICT = lazy("It is about our own safeguarding lead. The partner hears it instead.")
_UNKNOWN = "unknown"


def label(field: str) -> str:
    """A field of the preview in words."""
    if field in FIELDS:
        return words.label(FIELDS[field])
    return str(_OTHERS.get(field, field))


def leaves(items: Iterable[HandoverItem]) -> list[Fact]:
    """Every item that leaves, in groups; what was added stands by itself with its reason."""
    items = list(items)
    by_field = {item.field: item for item in items if not item.reason}
    if "basis" in by_field:
        _say_once(by_field, by_field["basis"].codes[0])
    rows: list[Fact] = []
    for row in Row:
        fields = [field.id for field in in_row(row) if field.id in by_field and row is not Row.QUOTE]
        parts = [part for field in fields for part in _parts(by_field.pop(field))]
        if parts:
            rows.append((_(row.value), web.dots(*parts)))
    return rows + [_quoted(item) for item in (*by_field.values(), *(item for item in items if item.reason))]


def _say_once(found: dict[str, HandoverItem], basis: str) -> None:
    """What the countries rest on stands beside them, once: with those that were only named, else with the confirmed."""
    if "countries" in found:
        named = web.listed(country(code) for code in found["countries"].codes)
        said = _("{countries} ({basis}; told, not confirmed)").format(countries=named, basis=answer("basis", basis))
        found["countries"] = HandoverItem("countries", text=said)
        del found["basis"]
    elif "confirmed" in found and all(code.endswith(f":{basis}") for code in found["confirmed"].codes):
        del found["basis"]


def _quoted(item: HandoverItem) -> Fact:
    name, _own, question = item.field.partition(":")
    if question:
        asked, said = own_answer(question, item.codes, item.text)
    else:
        asked, said = label(name), item.text or web.dots(*(answer(name, code) for code in item.codes))
    if not item.reason:
        return asked, format_html('<span class="said" dir="auto">{}</span>', said)
    reason = _("Added: {reason}").format(reason=item.reason)
    return asked, format_html(
        '<span class="said" dir="auto">{}</span><br><span class="tag info">{}</span>', said, reason
    )


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
    said = answer(field, code)
    if code == _UNKNOWN and field in FIELDS and not FIELDS[field].said:
        return f"{label(field)} {said}"
    return then(field, said)


def _link(code: str, relation: str, basis: str) -> str:
    said = str(_RELATIONS[relation]).format(country=country(code))
    known = _("found out by us") if basis == "worker" else answer("basis", basis)
    return f"{said} ({known})" if basis else said


def stays(found: Iterable[Stay]) -> list[Fact]:
    """What is there and does not leave, each with why."""
    return [(label(one.field), _(one.words)) for one in found]


def addable(found: Iterable[Stay], added: Iterable[HandoverItem], categories: frozenset[str]) -> list[str]:
    """The fields that a person may add: there, beyond the default, and covered by the agreement."""
    present = {one.field for one in found} | {item.field.split(":")[0] for item in added}
    return [field for field, category in ADDABLE.items() if field in present and category in categories]


_FOR_THEM: Mapping[str, Promise] = {
    "place": lazy("It happened in {country}."),
    "sending": lazy("The adult lives in {country}, comes from there or goes there."),
    "member": lazy("Whoever works with the child asks you to look at it."),
    "child_home": lazy("Whoever works with the child asks you to look at it."),
    "authority": lazy("It happened in {country}, where you can act."),
    CONFLICT: lazy("It is about the sender’s own safeguarding lead. You hear it instead."),
}


def why(row: Handover, *, sent: bool) -> str:
    """Why this recipient, said to each side: to the sender the part that the other one has, to them what brings it."""
    if sent or row.role not in _FOR_THEM:
        return _(ROLES.get(row.role, row.role))
    found = str(_FOR_THEM[row.role]).format(country=country(row.country_to))
    if row.role in {"place", "authority", CONFLICT}:
        return found
    return f"{found} {_('It happened in {country}.').format(country=country(row.country_from))}"


def reason_words(reason: Reason) -> str:
    """Why somebody is proposed."""
    if reason.rule == CONFLICT:
        return str(_CONFLICT)
    named = country(reason.country) if reason.country else ""
    return _(routing_texts.ROUTING[reason.rule]).format(country=named)
