"""What can be done with the file of a country: type a part of it, paste the whole, confirm, give back."""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere, NotNow
from fanal.contacts import files, keeping
from fanal.contacts.changes import Change, changes
from fanal.contacts.contracts import OUR_ROLE
from fanal.contacts.desk import forms, words
from fanal.contacts.keeping import Document, File
from fanal.contacts.models import CountryVersion
from fanal.contacts.policy import CONFIRM, GIVE_BACK, WRITE
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.files import Defective
from fanal.web import api as web

LAW = lazy("What everybody reads before they tell. A lawyer of the country reviews it.")
KEPT = lazy("Kept. It counts once a second person has confirmed it; until then, what counted before.")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the file of a country, to be typed. `at`: its place in a list, None for what is not there yet."""

    file: File
    held: Mapping[str, Any]
    at: int | None = None

    @property
    def document(self) -> dict[str, Any]:
        """A copy of the newest text, or what every file begins with."""
        return deepcopy(self.file.document) or {"country": self.file.country, "contacts": []}


def _whole(actor: Actor, country: str) -> Place:
    file = keeping.file_of(actor, country)
    return Place(file, file.document or {})


def _new(actor: Actor, country: str) -> Place:
    file = keeping.file_of(actor, country)
    if file.document is None:
        raise NotHere  # a file begins with where the way out leads
    return Place(file, {})


def contact(actor: Actor, country: str, contact: str) -> Place:
    file = keeping.file_of(actor, country)
    for at, held in enumerate((file.document or {}).get("contacts", [])):
        if held["id"] == contact:
            return Place(file, held, at)
    raise NotHere


def _group(name: str) -> Callable[[Actor, str], Place]:
    def find(actor: Actor, country: str) -> Place:
        file = keeping.file_of(actor, country)
        return Place(file, (file.document or {}).get(name, {}))

    return find


def _law(actor: Actor, country: str) -> Place:
    file = keeping.file_of(actor, country)
    for at, held in enumerate((file.document or {}).get("mandated_reporting", [])):
        if held["role"] == OUR_ROLE:
            return Place(file, held, at)
    return Place(file, {})


def _form(kind: type[forms.Part]) -> Callable[[HttpRequest, Actor, Place], forms.Part]:
    def make(request: HttpRequest, actor: Actor, it: Place) -> forms.Part:
        more = {"zone": network.org(actor.org).time_zone} if kind is forms.ContactForm else {}
        today, seen = timezone.localdate(web.deeds.at(request)), it.file.standing.newest
        return kind(it.file.country, it.held, seen, today, web.deeds.posted(request), **more)

    return make


def _typed(kind: type[forms.Part], put: Callable[[dict[str, Any], Place, Any], str]) -> web.Act:
    """Type one part. `put` lays it into the document, and says under which key it stands there."""

    def call(actor: Actor, it: Place, data: dict[str, Any], now: datetime) -> CountryVersion:
        document = it.document
        prefix = put(document, it, data["asked"])
        return _write(actor, it.file.country, document, data["version"], now, kind.fields_of, prefix)

    return web.Act(deed=WRITE, form=_form(kind), call=call, done=KEPT)


def _write(
    actor: Actor, country: str, document: dict[str, Any], seen: int, now: datetime, fields: Mapping[str, str],
    prefix: str,
) -> CountryVersion:  # fmt: skip
    """Type it; what is wrong is said at its field."""
    try:
        return keeping.write(actor, country, document, seen, now)
    except NotNow as why:
        if why.code != "defect":
            raise
        told = [_at_field(one, fields, prefix) for one in (why, *why.others)]
        told[0].others = tuple(told[1:])
        raise told[0] from None


def _at_field(why: NotNow, fields: Mapping[str, str], prefix: str) -> NotNow:
    """What is wrong at a key, at the field in which it was typed; of another part, above the form."""
    key, said = why.field or "", words.wrong(why.words)
    if key.startswith(prefix):
        name = re.sub(r"\[\d+\]$", "", key.removeprefix(prefix).lstrip("."))
        text = re.fullmatch(r"(?:text|remove_trace)(?:\.(\w+))?", name)
        if name in fields or text:
            return NotNow(said, fields.get(name) or f"text_{(text and text[1]) or 'en'}")
    return NotNow(f"{key}: {said}" if key else said, "text")


def _put_contact(document: dict[str, Any], it: Place, made: dict[str, Any]) -> str:
    every = document["contacts"]
    if it.at is None:
        every.append({"id": _free(it.file.country, made["kind"], {one["id"] for one in every})} | made)
        return f"contacts[{len(every) - 1}]"
    every[it.at] = {"id": it.held["id"]} | made
    return f"contacts[{it.at}]"


def _free(country: str, kind: str, taken: set[str]) -> str:
    """An id that no contact of the file has."""
    name = f"{country.lower()}-{kind.replace('_', '-')}"
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _put_law(document: dict[str, Any], it: Place, made: dict[str, Any]) -> str:
    every = document.setdefault("mandated_reporting", [])
    at = it.at if it.at is not None else len(every)
    every[at : at + 1] = [{"role": OUR_ROLE} | made]
    return f"mandated_reporting[{at}]"


def _put(name: str) -> Callable[[dict[str, Any], Place, Any], str]:
    def put(document: dict[str, Any], _it: Place, made: Any) -> str:
        document[name] = made
        return name

    return put


def _put_leave(document: dict[str, Any], _it: Place, made: dict[str, Any]) -> str:
    document.update(made)
    return ""


def _remove(actor: Actor, it: Place, data: dict[str, Any], now: datetime) -> CountryVersion:
    document = it.document
    del document["contacts"][it.at]
    return keeping.write(actor, it.file.country, document, data["version"], now)


class Remove(web.Page):
    """Nothing to fill in; which text it was is remembered."""

    version = forms.Part.base_fields["version"]


def _paste(actor: Actor, it: Place, data: dict[str, Any], now: datetime) -> CountryVersion:
    try:
        document = files.parse(data["text"], f"{it.file.country}.yaml")
    except Defective as found:
        raise NotNow(" ".join(defect.words for defect in found.defects), "text") from None
    return _write(actor, it.file.country, document, data["version"], now, {}, "")


def _pasting(request: HttpRequest, actor: Actor, it: Place) -> forms.PasteForm:
    """Begins with the newest text, or with another version of our own (`?from=3`)."""
    wanted = request.GET.get("from", "")
    old = next((row for row in keeping.versions(actor, it.file.country) if str(row.number) == wanted), None)
    text = old.text if old else keeping.text_of(it.file)
    return forms.PasteForm(web.deeds.posted(request), initial={"version": it.file.standing.newest, "text": text})


def address(country: str) -> str:
    """The page of the file of a country."""
    return reverse("contacts:file", args=[country])


def _back(it: Place) -> str:
    return _("File of %(country)s") % {"country": words.country(it.file.country)}


def things(find: Callable[..., Place]) -> web.Things:
    return web.Things(find=find, url=lambda it: address(it.file.country), back=_back)


def _heading(it: Place) -> web.Words:
    return words.entry("contacts", str(it.held["id"]), str(it.held["kind"]))


# ---- the table ----


def _titled(act: web.Act, title: web.Words, lede: web.Words = "") -> web.Act:
    return replace(act, title=title, lede=lede)


CONTACT = {
    "contact": replace(
        _typed(forms.ContactForm, _put_contact), title=_heading, slug="change", template="contacts/contact.html"
    ),
    "contact_remove": web.Act(
        deed=WRITE,
        title=_heading,
        heading=lazy("Take this contact out?"),
        lede=lazy("Nobody is shown it any more once a second person has confirmed that."),
        form=lambda request, _actor, it: Remove(
            web.deeds.posted(request), initial={"version": it.file.standing.newest}
        ),
        button=lazy("Take it out"),
        call=_remove,
        done=KEPT,
        slug="remove",
    ),
}
PARTS: tuple[tuple[Callable[..., Place], dict[str, web.Act]], ...] = (
    (_new, {"contact_new": _titled(_typed(forms.ContactForm, _put_contact), lazy("Add a contact"))}),
    (_law, {"law": _titled(_typed(forms.LawForm, _put_law), words.PARTS["mandated_reporting"], LAW)}),
    (
        _group("authority_note"),
        {"note": _titled(_typed(forms.NoteForm, _put("authority_note")), words.PARTS["authority_note"])},
    ),
    (
        _group("retaliation"),
        {"retaliation": _titled(_typed(forms.LawForm, _put("retaliation")), words.PARTS["retaliation"])},
    ),
    (_whole, {"leave": _titled(_typed(forms.LeaveForm, _put_leave), words.PARTS["exit_target"])}),
    (_whole, {"paste": web.Act(deed=WRITE, title=lazy("Paste the whole file"), form=_pasting, call=_paste, done=KEPT)}),
)
# ---- the second person ----


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that waits, with what counted before it."""

    row: CountryVersion
    file: File

    @property
    def pk(self) -> UUID:
        return self.row.pk


def _waiting(actor: Actor, country: str, version_id: UUID) -> Waiting:
    row = keeping.version_of(actor, version_id)
    if row.country != country:
        raise NotHere
    return Waiting(row, keeping.file_of(actor, row.country))


def told(file: File) -> list[tuple[str, object]]:
    """What is other in what waits than in what counts, value by value."""
    return told_of(keeping.confirmed_document(file), file.document)


def told_of(before: Document | None, after: Document | None) -> list[tuple[str, object]]:
    """What is other in one text than in another."""
    return [(_name(one, before, after), _said(one)) for one in changes(before, after or {})]


def _name(one: Change, *documents: Document | None) -> str:
    kinds = {held["id"]: held["kind"] for document in documents if document for held in document["contacts"]}
    return _("%(entry)s: %(what)s") % {
        "entry": words.entry(one.part, one.name, kinds.get(one.name, "")),
        "what": words.key(one.part, one.key),
    }


def _said(one: Change) -> str:
    old, new = words.value(one.key, one.old), words.value(one.key, one.new)
    if not new:
        return _("is there no more (before: %(old)s)") % {"old": old}
    return _("%(new)s (before: %(old)s)") % {"new": new, "old": old} if old else new


VERSIONS = web.Things(
    find=_waiting,
    url=lambda it: address(it.file.country),
    back=lambda it: _("File of %(country)s") % {"country": words.country(it.file.country)},
    fits=lambda _actor, it, _name: it.file.standing.waits is not None and it.file.standing.waits.pk == it.pk,
    gone=lazy("This does not wait any more."),
)
SECOND = {
    "confirm": web.Act(
        deed=CONFIRM,
        title=lazy("Confirm what a colleague typed"),
        lede=lazy("Call, look, read the source yourself. Whoever is in danger calls what stands here."),
        facts=lambda it: told(it.file),
        button=lazy("I compared it: it counts from now on"),
        call=web.plain(keeping.confirm),
        done=lazy("It counts from now on, on every page."),
    ),
    "give_back": web.Act(
        deed=GIVE_BACK,
        title=lazy("Give it back"),
        facts=lambda it: told(it.file),
        form=forms.GiveBackForm,
        call=lambda actor, it, data, now: keeping.give_back(actor, it.pk, data["note"], now),
        done=lazy("Given back. What counted before goes on to count."),
    ),
}
