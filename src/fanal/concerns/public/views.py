"""The addresses of the form: each finds the country, opens the state, and asks `walk` what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from fanal.access.api import public
from fanal.concerns.public import child, pages, practice, sending, walk, words
from fanal.concerns.public import state as states
from fanal.concerns.public.around import around, exit_target
from fanal.concerns.public.asking import question_page
from fanal.concerns.public.frame import Visit, address, steps
from fanal.concerns.public.place import Place, listening, place_of
from fanal.concerns.public.state import State, Tampered
from fanal.vocabulary.countries import is_country
from fanal.web import api as web

type View = Callable[..., HttpResponse]


class _Nowhere(Exception):
    """No form of this country can be shown: nobody listens there, or not in this language."""


@public("where the site begins")
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the entry in the language that the browser asks for."""
    return HttpResponseRedirect(address("home"))


@gzip_page
@web.reporter_page
def home(request: HttpRequest, lang: str) -> HttpResponse:
    """The countries in which a member listens, and a way to name another one."""
    chosen = request.GET.get("country", "").upper()
    if chosen:
        return HttpResponseRedirect(_entry_address(chosen))
    here = sorted((words.name_of_country(code), code, member) for code, member in listening())
    choices = words.country_choices(words.language(), not settings.PRODUCTION)
    links = [{"url": address("entry", code), "name": name, "member": member} for name, code, member in here]
    return render(request, "concerns/public/home.html", {"links": links, "choices": choices})


def _entry_address(country: str) -> str:
    if not is_country(country):
        raise Http404
    return address("entry", country)


@web.reporter_page
def leave(request: HttpRequest, lang: str, cc: str = "") -> HttpResponse:
    """The way out."""
    return web.leave(exit_target(cc.upper()))


def form_page(view: View) -> View:
    """A page of the form: `view` draws it when it is asked for; what is sent to it goes to `walk`."""

    @wraps(view)
    def page(request: HttpRequest, lang: str, cc: str, **parts: object) -> HttpResponse:
        country = cc.upper()
        if not is_country(country):
            raise Http404
        try:
            return _posted(request, country) if request.method == "POST" else view(request, country, **parts)
        except Tampered:
            return changed(request)
        except _Nowhere:
            return nowhere(request, country)

    marked: View = web.reporter_page(page)
    return marked


@web.indexable
@gzip_page
@form_page
def entry(request: HttpRequest, country: str) -> HttpResponse:
    """The first page: whom to call, what must be known before anything is told, and one question."""
    if request.path_info != request.path_info.lower():
        return HttpResponseRedirect(address("entry", country))
    return question_page(_begin(request, country), "danger")


@gzip_page
@form_page
def step(request: HttpRequest, country: str, n: int) -> HttpResponse:
    """A later page is only reached with answers; without them one begins at the first."""
    place = place_of(country, _now(request))
    if place and n > len(steps(place)) + 1:
        raise Http404
    return HttpResponseRedirect(address("entry", country))


@gzip_page
@form_page
def phone(request: HttpRequest, country: str) -> HttpResponse:
    """A child is in danger now: whom to call."""
    visit = _begin(request, country)
    return pages.phone_page(visit.now_at(replace(visit.state, answers={"danger": "yes"})))


@gzip_page
@form_page
def door(request: HttpRequest, country: str) -> HttpResponse:
    """The child door: people before forms. It stands open where there is no form, for what it can show."""
    return pages.door_page(_begin(request, country, door=True))


@gzip_page
@form_page
def door_form(request: HttpRequest, country: str) -> HttpResponse:
    """The four parts of the child door."""
    visit = _begin(request, country, door=True)
    if not child.may_write(visit.around):
        return HttpResponseRedirect(address("door", country))
    return question_page(visit, "tell")


@form_page
def sent(request: HttpRequest, country: str) -> HttpResponse:
    """The receipt is only shown to what was sent; whoever comes with nothing may have a code."""
    return HttpResponseRedirect(address("code"))


@gzip_page
@web.reporter_page
def practise(request: HttpRequest, lang: str, cc: str, token: str) -> HttpResponse:
    """The first page of the form in practice. What follows knows it from the sealed state."""
    country, now = cc.upper(), _now(request)
    place = practice.practice_place(token, country, now)
    if place is None:
        return web.problem(
            request,
            404,
            happened=_("This practice link is over."),
            kept=_("Nothing was sent and nothing was lost."),
            todo=_("Ask your trainer for a new link."),
        )
    state = states.begin("form", country, now, practice=token)
    return question_page(_visit(request, place, state), "danger")


# ---- opening ----


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now


def _begin(request: HttpRequest, country: str, *, door: bool = False) -> Visit:
    now = _now(request)
    place = place_of(country, now)
    if place is None:
        raise _Nowhere
    return _visit(request, place, states.begin("form", country, now, door=door))


def _visit(request: HttpRequest, place: Place, state: State) -> Visit:
    """Raises `_Nowhere` where the form cannot be shown: no text of the law in this language, no hours, no form."""
    now = _now(request)
    found = around(place.country, place.member, now.date())
    spoken = words.is_preview() or words.language() in place.languages
    if not spoken or not found.law or not any(place.hours.week):
        raise _Nowhere
    return Visit(request, place, found, state, now)


def _posted(request: HttpRequest, country: str) -> HttpResponse:
    now, posted = _now(request), dict(request.POST.lists())
    page_id = request.POST.get("page", "")
    opened = states.unwrap(request.POST.get("state", ""), "sent" if page_id == "receipt" else "form", now)
    state = opened.state
    if state.country != country:
        raise Tampered
    place = practice.practice_place(state.practice, country, now) if state.practice else place_of(country, now)
    if place is None:
        raise _Nowhere
    visit = _visit(request, place, state)
    if page_id == "receipt":
        return sending.after(visit, posted)
    return walk.act(visit, posted, late=opened.late)


# ---- pages that say why not ----


def changed(request: HttpRequest) -> HttpResponse:
    """The sealed state does not open."""
    return web.problem(
        request,
        400,
        happened=_("This form was changed on its way to us, so we cannot read it."),
        kept=_("Nothing was sent. Nothing was kept."),
        todo=_("Go back, copy what you wrote if you need it, and start again."),
    )


def nowhere(request: HttpRequest, country: str) -> HttpResponse:
    """No form for this country in this language: said in words, with who listens elsewhere."""
    place = place_of(country, _now(request))
    here = words.name_of_country(country)
    if place and words.language() not in place.languages:
        return render(request, "concerns/public/language.html", _other_languages(place) | {"country": here})
    names = [(words.name_of_country(code), code, member) for code, member in listening() if code != country]
    context = {
        "country": here,
        "calls": around(country, "", _now(request).date()).calls,
        "others": [{"url": address("entry", code), "name": name, "member": who} for name, code, who in sorted(names)],
        "leave": address("leave_country", country),
    }
    return render(request, "concerns/public/nowhere.html", context)


def _other_languages(place: Place) -> dict[str, object]:
    names = dict(settings.LANGUAGES)
    shown = [code for code in place.languages if code in settings.LANGUAGES_REVIEWED]
    links = [{"lang": code, "name": names[code], "url": _in(code, place.country)} for code in shown]
    return {"links": links, "leave": address("leave_country", place.country)}


def _in(code: str, country: str) -> str:
    with override(code):
        return address("entry", country)
