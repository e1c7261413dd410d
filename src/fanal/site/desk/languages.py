"""Languages: how each stands; one of them: take it along, bring it in, take back what came in last
(docs/language.md, "A language of your own")."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access import api as access
from fanal.access.api import NotHere, NotNow, languages, reviews, speakers, translations
from fanal.access.speakers import BRING, TAKE_BACK
from fanal.concerns.desk.words import country
from fanal.concerns.gate import pages, spoken
from fanal.concerns.models import ReportingPage
from fanal.engines.language.catalogues import CatalogueError
from fanal.engines.language.texts import Text
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.site import reviews as clocked
from fanal.site.desk.reviews import STATES
from fanal.site.languages import reviewing, table, taking
from fanal.site.languages.words import PARTS, name, theirs
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds
from fanal.web.api import tables as tables_in

LIST, TAKE_ALONG = "languages.list", "languages.export"
SHOWN = 100
"""So many texts that are missing are shown; a file has them all."""
_WHO = (Role.LANGUAGE_REVIEWER, Role.CORPUS_EDITOR, Role.MANAGER, Role.MEMBER_ADMIN)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that can be translated here."""

    code: str

    @property
    def pk(self) -> UUID:
        """Its chain of the journal."""
        return speakers.chain(self.code)

    @property
    def name(self) -> str:
        return name(self.code)

    @property
    def theirs(self) -> str:
        return theirs(self.code)


def declare() -> None:
    """Declare the rules; called once when the site starts."""
    for deed in (LIST, TAKE_ALONG, BRING, TAKE_BACK):
        access.allow(deed, *_WHO, kinds=(OrgKind.MEMBER, OrgKind.SECRETARIAT))
    access.name_deeds({BRING: lazy("Brought translations"), TAKE_BACK: lazy("Took translations back")})


def found(_actor: Actor, code: str) -> Language:
    """Raises `NotHere` for what is no language, and for English, from which all others are made."""
    if not taking.may_come_in(code):
        raise NotHere
    return Language(code)


def _url(language: Language) -> str:
    return reverse("desk:language", args=[language.code])


@deeds.page(LIST)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every language that pages can speak, and how it stands here."""
    today, begun = deeds.at(request).date(), {*languages.offered(), *translations.brought()}
    forms, columns = pages.pages_of(actor), [_("Language"), _("State")]
    known = [Language(code) for code, _name in settings.LANGUAGES if taking.may_come_in(code)]
    rows = [_row(actor, one, today, _not_on(one, forms)) for one in known if one.code in begun]
    others = [_row(actor, one, today) for one in known if one.code not in begun]
    context = {"rows": rows, "columns": [*columns, _("Not yet on your forms")], "others": others, "short": columns}
    return render(request, "desk/languages.html", context)


def _not_on(language: Language, forms: list[ReportingPage]) -> str:
    return web.listed(country(form.country) for form in spoken.not_on(language.code, forms))


def _row(actor: Actor, language: Language, today: date, *more: str) -> dict[str, object]:
    own = format_html('<span lang="{}" dir="auto">{}</span>', language.code, language.name)
    named = format_html("{}{}{}", own, web.DOT, language.theirs)
    return {"cells": [named, _state(actor, language, today), *more], "url": _url(language), "open": language.name}


def _state(actor: Actor, language: Language, today: date) -> SafeString:
    """How it stands: until when it is offered, or why a reviewer said no."""
    code = language.code
    if code in languages.offered():
        ships = code in settings.LANGUAGES_REVIEWED
        tag = web.tag(_("offered, as it ships") if ships else _("offered, reviewed here"), "ok")
        until = languages.reviewed(code).until
        return _with(tag, _("until %(day)s") % {"day": web.day_words(until)} if until else "")
    if code in translations.brought():
        public = (_standing(actor, part, today) for part in reviewing.parts(code) if part.is_public and part.entries)
        no = next((one for one in public if one.state is reviews.State.REFUSED), None)
        return _stands(no) if no else web.tag(_("waits for its review"), "soon")
    return web.tag(_("a draft ships") if taking.shipped(code) else _("nobody began"), "")


def _standing(actor: Actor, part: reviewing.Part, today: date) -> reviews.Standing:
    return reviews.standing(actor.org, reviewing.item(part), today)


def _stands(found: reviews.Standing) -> SafeString:
    """How a part stands; after a no with its reasons."""
    refused = found.state is reviews.State.REFUSED
    return _with(web.tag(*STATES[found.state]), found.lines[-1].reasons if refused else "")


def _with(tag: SafeString, words: str) -> SafeString:
    return format_html('{} <span dir="auto">{}</span>', tag, words) if words else tag


@deeds.page(LIST)
@require_GET
def one(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One language: how far each of its parts is, which forms speak it, and what can be done."""
    language, today = found(actor, code), deeds.at(request).date()
    every = reviewing.parts(code)
    context = {
        "language": language, "state": _state(actor, language, today),
        "columns": [_("Part"), _("Translated"), _("Review")], "rows": [_part(actor, part, today) for part in every],
        "parts": [(part, PARTS[part.name], web.digits(len(part.texts))) for part in every],
        "bidi": code in settings.LANGUAGES_BIDI,
        "broken": any(one.startswith(f"{code}.po") for one in translations.defects()),
        "may_undo": translations.may_undo(code),
        "forms": [_form(actor, form) for form in spoken.not_on(code, pages.pages_of(actor))],
    }  # fmt: skip
    return render(request, "desk/language.html", context)


def _form(actor: Actor, form: ReportingPage) -> dict[str, object]:
    may_set = bool(access.may(actor, pages.SET, form))
    url = reverse("concerns:page_settings", args=[form.pk]) if may_set else ""
    return {"country": country(form.country), "url": url}


def _part(actor: Actor, part: reviewing.Part, today: date) -> dict[str, object]:
    missing = len(_missing(part))
    count = {"count": web.digits(len(part.texts) - missing), "all": web.digits(len(part.texts))}
    done: str = _("%(count)s of %(all)s") % count
    if missing:
        which = reverse("desk:language-missing", args=[part.language, part.name])
        said = _("Missing: %(count)s") % {"count": web.digits(missing)}
        done = format_html('{}{}<a href="{}">{}</a>', done, web.DOT, which, said)
    cells = [str(PARTS[part.name]), done]
    if not part.entries:
        return {"cells": [*cells, "—"]}
    url = reverse("desk:review", args=[languages.NAME, languages.item(part.language, part.name)])
    return {"cells": [*cells, _stands(_standing(actor, part, today))], "url": url, "open": str(PARTS[part.name])}


# ---- take it along ----


def _missing(part: reviewing.Part) -> list[Text]:
    """The texts of a part that lack for it to be said to hold. Of a language that ships reviewed none of those lacks
    that ship."""
    ships = taking.shipped(part.language) if part.language in settings.LANGUAGES_REVIEWED else {}
    return [text for text in part.texts if text.key not in part.entries and text.key not in ships]


@deeds.page(LIST)
@require_GET
def missing(request: HttpRequest, actor: Actor, code: str, part: str) -> HttpResponse:
    """Which texts of a part are missing, the first of many."""
    language = found(actor, code)
    one = next((one for one in reviewing.parts(code) if one.name == part), None)
    if one is None:
        raise NotHere
    lack = _missing(one)
    context = {
        "language": language, "part": one, "title": PARTS[part], "columns": [_("English"), _("State")],
        "rows": [{"cells": _lacks(one, text)} for text in lack[:SHOWN]],
        "more": len(lack) > SHOWN, "shown": SHOWN, "count": len(lack),
    }  # fmt: skip
    return render(request, "desk/language_missing.html", context)


def _lacks(part: reviewing.Part, text: Text) -> list[object]:
    state = _("no translation")
    if text in part.wrong:
        state = _("lies in the folder with a fault")
    elif text.key in taking.shipped(part.language):
        state = _("a draft ships: take it along, read it, bring it in")
    return [format_html('<span lang="en" dir="ltr">{}</span>', text.singular), state]


@deeds.page(TAKE_ALONG)
@require_POST
def take_along(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """The file of a language: PO or a workbook, of some of its parts, all of them or what is missing."""
    language = found(actor, code)
    parts = [part for part in reviewing.parts(code) if part.name in request.POST.getlist("part")]
    if not parts:
        messages.warning(request, _("Choose at least one part to take along."))
        return HttpResponseRedirect(_url(language))
    rows = taking.rows(code, [part.name for part in parts])
    if "open" in request.POST:
        lack = {text.key for part in parts for text in _missing(part)}
        rows = [row for row in rows if row.text.key in lack]
    if request.POST.get("form") == "xlsx":
        return web.papers.answer(taking.workbook(code, rows), web.papers.Form.XLSX, f"fanal-{code}")
    headers = {"Content-Disposition": f'attachment; filename="fanal-{code}.po"', "Cache-Control": "no-store"}
    return HttpResponse(
        taking.po(code, rows), content_type="text/x-gettext-translation; charset=utf-8", headers=headers
    )


# ---- bring in, take back ----


def _bring(actor: Actor, language: Language, taken: tables_in.Taken, key: UUID, now: datetime) -> None:
    """Translations come in; with a request key that came last it does nothing."""
    entries = table.unpacked(taken.made)
    try:
        with transaction.atomic():
            if translations.last(language.code) == f"import {key}":
                return
            journal.write(language.pk, actor.signatory(), BRING, at=now, purpose=language.code, items=[taken.made])
            translations.put(language.code, entries, f"import {key}")
            clocked.is_anew(language.code, now)
    except CatalogueError:
        raise NotNow(_("What is there of this language cannot be read. Tell your administrator.")) from None
    except OSError:
        raise _cannot_write() from None
    languages.stale()


def _cannot_write() -> NotNow:
    return NotNow(_("The folder of translations cannot be written, so nothing was kept. Tell your administrator."))


class Back(web.Page):
    """Take back what the person saw: what came in meanwhile stays."""

    last = forms.CharField(widget=forms.HiddenInput, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Take it back")),)

    def __init__(self, language: Language, data: Any = None) -> None:
        super().__init__(data, initial={"last": translations.last(language.code)})


def _who_brought(language: Language) -> list[tuple[str, object]]:
    """Who brought what would be taken back."""
    line = access.stated.last(language.pk, BRING)
    if line is None or line.actor is None:
        return []
    by = network.names([line.actor]).get(line.actor, "")
    return [(_("Brought in by"), by), (_("On"), web.day_words(line.at))]


def _take_back(actor: Actor, language: Language, data: Mapping[str, Any], now: datetime) -> None:
    try:
        with transaction.atomic():
            journal.write(language.pk, actor.signatory(), TAKE_BACK, at=now, purpose=language.code)
            if not data["last"] or not translations.undo(language.code, data["last"]):
                raise NotNow(_("Nothing can be taken back any more: only what came in last can be."))
    except OSError:
        raise _cannot_write() from None
    languages.stale()


def _undo(_actor: Actor, language: Language, key: UUID) -> str:
    there = translations.may_undo(language.code, f"import {key}")
    return reverse("desk:language-undo", args=[language.code]) if there else ""


LANGUAGES = Things(find=found, url=_url, back=lambda language: language.name, asks=True)
ACTS = {
    "undo": Act(
        deed=TAKE_BACK,
        title=lazy("Take translations back"),
        heading=lambda language: _("%(name)s: take back what came in last?") % {"name": language.name},
        lede=lazy("Everything is as it was before the last file. What was reviewed stays reviewed."),
        facts=_who_brought,
        form=lambda request, _actor, language: Back(language, deeds.posted(request)),
        call=_take_back,
        done=lazy("Taken back."),
    ),
}
TABLE = tables_in.TableIn(
    deed=BRING,
    address="desk:language_in",
    find=found,
    ids=lambda language: [language.code],
    kind=lambda language: table.kind(language.code),
    take=_bring,
    url=_url,
    back=lambda language: language.name,
    title=lazy("Bring translations in"),
    done=lazy("The translations are here"),
    seal=lazy("Nothing of it is shown to the public before a native speaker has reviewed it."),
    hint=lazy("Or choose the PO file or workbook above. Paste its text, or its cells with their headings."),
    undo=_undo,
    undo_words=lazy("Take it back"),
)
PATHS = [
    *LANGUAGES.paths("languages/<slug:code>/", "language-", ACTS),
    *TABLE.paths("languages/<slug:code>/in/", "language_in"),
]
