"""The files of the countries of an organisation: what everybody is shown there, until when, and what waits."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, languages, may
from fanal.contacts import keeping, stale
from fanal.contacts.contracts import EXIT_MONTHS, OUR_ROLE, REVIEWED_MONTHS, VERIFIED_MONTHS
from fanal.contacts.desk import acts, words
from fanal.contacts.files import DEMO
from fanal.contacts.keeping import Document, File
from fanal.contacts.models import CountryVersion
from fanal.contacts.policy import CONFIRM, READ, WRITE
from fanal.contacts.standing import Verdict
from fanal.contacts.wanting import wanting
from fanal.network.contracts import Actor
from fanal.vocabulary.dates import months_later
from fanal.web import api as web

_TEXTS = (
    ("mandated_reporting", "law"), ("authority_note", "note"), ("retaliation", "retaliation"), ("exit_target", "leave"),
)  # fmt: skip


@web.deeds.page(READ)
@require_GET
def files(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The countries of the mandate: whether something waits for a second person, and what is to be checked again."""
    today = web.deeds.at(request).date()
    rows = [_row(keeping.file_of(actor, country), today) for country in keeping.countries_of(actor)]
    columns = [_("Country"), _("State"), _("To be checked again")]
    return render(request, "contacts/files.html", {"rows": rows, "columns": columns})


def _row(file: File, today: date) -> dict[str, object]:
    ends = stale.ends(file.counts) if file.counts else []
    next_ = _until(ends[0].last, today) if ends else ""
    return {
        "cells": [words.country(file.country), _state(file), next_],
        "url": acts.address(file.country),
        "open": words.country(file.country),
    }


def _state(file: File) -> SafeString:
    if file.standing.faults:
        return web.tag(_("changed past Fanal"), "danger")
    if file.standing.waits:
        return web.tag(_("waits for a second person"), "soon")
    if file.standing.confirmed:
        return web.tag(_("confirmed here"), "ok")
    return web.tag(_("as Fanal ships it") if file.counts else _("nothing is held"), "" if file.counts else "late")


def _until(last: date, today: date) -> SafeString:
    kind = "late" if last < today else "soon" if last <= months_later(today, stale.SOON) else "ok"
    return web.tag(web.day_words(last), kind)


@web.deeds.page(READ)
@require_GET
def file(request: HttpRequest, actor: Actor, country: str) -> HttpResponse:
    """One file, as it was typed last: each entry with who checked it, when, and until when it holds."""
    one, today = keeping.file_of(actor, country), web.deeds.at(request).date()
    waits = one.standing.waits
    is_second = waits is not None and one.standing.is_second(actor.person, one.standing.typed[-1])
    context = {
        "one": one,
        "country": words.country(country),
        "state": _state(one),
        "may_write": bool(may(actor, WRITE, country)),
        "may_confirm": waits is not None and is_second and bool(may(actor, CONFIRM, waits)),
        "waits": keeping.version_of(actor, waits.pk) if waits and waits.org_id == actor.org else None,
        "changed": acts.told(one) if waits else [],
        "wanting": [(want.about, want.todo) for want in wanting(one.counts, today, languages.offered())]
        if one.counts
        else [],
        "columns": [_("Whom to call"), _("Number"), _("Languages"), _("Checked"), _("Holds until")],
        "contacts": [_contact(country, held, today) for held in (one.document or {}).get("contacts", [])],
        "parts": list(_parts(one, today)),
        "versions": [
            _version(row, before, row.number in one.standing.bad)
            for row, before in keeping.with_before(one, keeping.versions(actor, country))
        ],
    }
    return render(request, "contacts/file.html", context)


def _contact(country: str, held: dict[str, Any], today: date) -> dict[str, object]:
    verified, name = held["verified"], words.entry("contacts", held["id"], held["kind"])
    number = held.get("number") or held.get("url", "").removeprefix("https://")
    checked = web.apart([words.day(verified["on"]), verified["by"]])
    return {
        "cells": [
            name,
            format_html('<bdi dir="ltr">{}</bdi>', number),
            words.languages(held["languages"]),
            checked,
            _holds(verified["on"], VERIFIED_MONTHS, today),
        ],
        "url": reverse("contacts:contact", args=[country, held["id"]]),
        "open": name,
    }


def _holds(on: object, months: int, today: date) -> SafeString:
    if isinstance(on, date):
        return _until(months_later(on, months), today)
    return web.tag(_("always"), "ok") if on == DEMO else web.tag(_("not checked yet"), "soon")


def _parts(one: File, today: date) -> Iterator[dict[str, object]]:
    """What stands beside the contacts. A file begins with where the way out leads."""
    document = one.document or {}
    for part, act in _TEXTS if one.document else _TEXTS[-1:]:
        held = document.get(part, {})
        if part == "mandated_reporting":
            held = next((law for law in document.get(part, []) if law["role"] == OUR_ROLE), {})
        yield {
            "title": words.PARTS[part],
            "facts": list(_facts(part, held, document, today)) if held else [],
            "change": reverse(f"contacts:{act}", args=[one.country]),
        }


def _facts(part: str, held: dict[str, Any], document: dict[str, Any], today: date) -> Iterator[tuple[str, object]]:
    leave = part == "exit_target"
    if leave:
        yield words.key(part, "url").capitalize(), format_html('<bdi dir="ltr">{}</bdi>', held["url"])
    for code, text in (document["remove_trace"] if leave else held["text"]).items():
        yield words.language(code), format_html('<span lang="{}" dir="auto">{}</span>', code, text)
    for name in ("citation", "children_may_be_punished", "complicity_reported"):
        if name in held:
            yield words.key(part, name).capitalize(), words.value(name, held[name])
    on = held["checked" if leave else "reviewed"]
    yield words.key(part, "checked" if leave else "reviewed").capitalize(), words.day(on)
    yield _("Holds until"), _holds(on, EXIT_MONTHS if leave else REVIEWED_MONTHS, today)


def _version(row: CountryVersion, before: Document | None, is_bad: bool) -> dict[str, object]:
    who = row.second.name if row.second else ""
    said = {
        Verdict.CONFIRMED.value: _("Confirmed by %(who)s.") % {"who": who},
        Verdict.RETURNED.value: _("Given back by %(who)s: %(note)s") % {"who": who, "note": row.note},
    }
    return {
        "when": row.at,
        "what": _("Version %(number)s, typed by %(who)s.") % {"number": web.digits(row.number), "who": row.by.name},
        "said": _("Changed past Fanal: it counts for nothing.") if is_bad else said.get(row.verdict, ""),
        "changed": acts.told_of(before, keeping.document_of(row)),
        "again": f"{reverse('contacts:paste', args=[row.country])}?from={row.number}"
        if row.verdict == Verdict.RETURNED
        else "",
    }


@web.deeds.page(READ)
@require_GET
def download(_request: HttpRequest, actor: Actor, country: str) -> HttpResponse:
    """The file that counts now, as `corpus/contacts` has it."""
    text = keeping.text_in_force(keeping.file_of(actor, country))
    if not text:
        raise NotHere
    answer = HttpResponse(text, content_type="text/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{country}.yaml"'
    return answer
