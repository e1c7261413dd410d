"""The addresses of the form: each finds the country, opens the state, and asks `walk` what follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from fanal import vault
from fanal.access.api import languages, public
from fanal.concerns.form.questions import core, named
from fanal.concerns.public import child, front, pages, sending, walk, words
from fanal.concerns.public import state as states
from fanal.concerns.public.around import around, exit_target
from fanal.concerns.public.asking import question_page
from fanal.concerns.public.frame import Visit, address, steps
from fanal.concerns.public.place import Place, place_of, practice_place
from fanal.concerns.public.receive import received_of
from fanal.concerns.public.state import State, Tampered, TooOld
from fanal.vocabulary.countries import is_country
from fanal.web import api as web

type View = Callable[..., HttpResponse]


class _Nowhere(Exception):
    """No form of this country can be shown: nobody listens there, or not in this language. `door`: to a child."""

    def __init__(self, *, door: bool) -> None:
        super().__init__()
        self.door = door


class _PracticeOver(Exception):
    """The link ended, also to whoever was still writing: their words never become a real concern."""


@public("where the site begins")
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the entry in the language that the browser asks for."""
    return HttpResponseRedirect(address("home"))


@gzip_page
@web.reporter_page
def home(request: HttpRequest, lang: str) -> HttpResponse:
    """The front door: tell, a code, the door for children, what we do with it, the law, what is known."""
    return front.door(request, _now(request))


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
        except _PracticeOver:
            return practice_over(request)
        except Tampered as error:
            if isinstance(error, TooOld) and error.practice:
                return practice_over(request)
            sent = isinstance(error, TooOld) and received_of(vault.parse_receipt(error.receipt)) is not None
            return _given_back(request, country, sent) or not_opened(request, error, sent)
        except _Nowhere as error:
            return nowhere(request, country, door=error.door)

    marked: View = web.reporter_page(page)
    return marked


@web.indexable
@gzip_page
@form_page
def entry(request: HttpRequest, country: str) -> HttpResponse:
    """The first page: whom to call, what must be known before anything is told, and one question."""
    if request.path_info != request.path_info.lower():
        return HttpResponseRedirect(_entry(request, country))
    return question_page(_begin(request, country), "danger")


@gzip_page
@form_page
def step(request: HttpRequest, country: str, n: int) -> HttpResponse:
    """A later page is only reached with answers; without them one begins at the first."""
    place = place_of(country, _now(request))
    if place and n > len(steps(place)) + 1:
        raise Http404
    return HttpResponseRedirect(_entry(request, country))


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
@form_page
def practise(request: HttpRequest, country: str, token: str) -> HttpResponse:
    """The first page of the form in practice. What follows knows it from the sealed state."""
    now = _now(request)
    place = practice_place(token, country, now)
    if place is None:
        raise _PracticeOver
    state = states.begin("form", country, now, practice=token, asked=place.questions.name)
    return question_page(_visit(request, place, state), "danger")


# ---- opening ----


def _entry(request: HttpRequest, country: str) -> str:
    """The first page, under the language that was asked for: there it finds one of its own."""
    return address("entry", country, lang=web.tongues.asked_in(request) or words.language())


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now


def _begin(request: HttpRequest, country: str, *, door: bool = False) -> Visit:
    now = _now(request)
    place = place_of(country, now)
    if place is None:
        raise _Nowhere(door=door)
    return _visit(request, place, states.begin("form", country, now, door=door, asked=place.questions.name))


def _visit(request: HttpRequest, place: Place, state: State) -> Visit:
    """Raises `_Nowhere` where the form cannot be shown: no text of the law in this language, no hours, no form.

    What somebody sends in a language that the page does not have, or not any more, is answered in one that it has."""
    now = _now(request)
    if not words.is_preview():
        web.tongues.only(request, place.languages)
        if request.method == "POST" or web.tongues.asked_in(request):
            _speak(request, place, now.date())
    found = around(place.country, place.member, now.date())
    spoken = words.is_preview() or words.language() in place.languages
    if not spoken or not found.law or not any(place.hours.week):
        raise _Nowhere(door=state.door)
    return Visit(request, place, found, state, now)


def _speak(request: HttpRequest, place: Place, day: date) -> None:
    """The first language in which the form of this page is there, in place of that of the address."""
    asked = words.language()
    for code in dict.fromkeys((asked, settings.LANGUAGE_CODE, *place.languages)):
        with override(code):
            there = bool(around(place.country, place.member, day).law)
        if there and code in place.languages and code in languages.offered():
            return web.tongues.speak(request, code, asked=asked) if code != asked else None
    return None


def _posted(request: HttpRequest, country: str) -> HttpResponse:
    now, posted = _now(request), dict(request.POST.lists())
    page_id = request.POST.get("page", "")
    opened = states.unwrap(request.POST.get("state", ""), "sent" if page_id == "receipt" else "form", now)
    state = opened.state
    if state.country != country:
        raise Tampered
    place = practice_place(state.practice, country, now) if state.practice else place_of(country, now)
    if place is None:
        raise _PracticeOver if state.practice else _Nowhere(door=state.door)
    if state.asked and state.asked != place.questions.name:  # the questions were changed while somebody answers them
        place = replace(place, questions=named(state.asked))
    visit = _visit(request, place, state)
    if page_id == "receipt":
        return sending.after(visit, posted)
    return walk.act(visit, posted, late=opened.late)


def _given_back(request: HttpRequest, country: str, sent: bool) -> HttpResponse | None:
    """What was typed on a page whose sealed state does not open: the page once more, so that only the answers of other
    pages must be given again. None where nothing was typed. `sent`: the form of that page was sent before."""
    page_id, place = request.POST.get("page", ""), place_of(country, _now(request))
    if place is None or page_id not in {*steps(place), "tell"}:
        return None
    page = place.questions.page(page_id)
    if not any(request.POST.get(question.id, "").strip() for question in page.questions if question.kind == "text"):
        return None
    try:
        visit = _begin(request, country, door=page_id == "tell")
    except _Nowhere:
        return None
    posted = walk.without_files(page, dict(request.POST.lists()))
    return question_page(visit, page_id, posted=posted, notice=_opened_in_vain(sent), status=400)


def _opened_in_vain(sent: bool) -> str:
    if sent:
        return _(
            "You sent this form already: what you sent is with us, and your code opens the answer page. What you wrote "
            "on this page is still here. Only go on if you want to tell something else."
        )
    return _(
        "We could not read what you answered on the pages before. What you wrote on this page is still here. "
        "Look at it, then go on."
    )


# ---- pages that say why not ----


def practice_over(request: HttpRequest) -> HttpResponse:
    """For a class whose link has ended."""
    return web.problem(
        request,
        404,
        happened=_("This practice link is over."),
        kept=_("Nothing was sent just now."),
        todo=_("Ask your trainer for a new link."),
    )


def not_opened(request: HttpRequest, error: Tampered, sent: bool) -> HttpResponse:
    """The sealed state does not open, and nothing was typed beside it. Where it cannot tell whether its form was sent
    before, neither do the words."""
    old = _("This page was open for more than a day, so we cannot read it any more.")
    happened = old if isinstance(error, TooOld) else _("This form was changed on its way to us, so we cannot read it.")
    if sent:
        kept, todo = _("What you sent is with us."), _("Your code opens the answer page.")
    else:
        kept = _("Nothing was sent just now. If you sent this form before, your code opens the answer page.")
        todo = _("If you did not send it, please start again.")
    return web.problem(request, 400, happened=happened, kept=kept, todo=todo)


def nowhere(request: HttpRequest, country: str, *, door: bool = False) -> HttpResponse:
    """No form for this country in this language: said in words, with whom to call and who listens elsewhere; to a child
    in words of the child door."""
    place = place_of(country, _now(request))
    here = words.name_of_country(country)
    frame = {
        "country": here,
        "calls": around(country, "", _now(request).date()).calls,
        "leave": address("leave_country", country),
    }
    if place and request.method != "POST" and (elsewhere := _other_languages(place)):
        return render(request, "concerns/public/language.html", {**frame, "links": elsewhere})
    context = {
        **frame,
        "written": _written(request),
        # Who was writing when the page closed sends the same again: it may have opened by then.
        "again": [(name, value) for name, all_ in request.POST.lists() for value in all_],
        "child": child.nowhere() if door else None,
        "others": [link for link in front.links("door" if door else "entry") if link["code"] != country],
    }
    return render(request, "concerns/public/nowhere.html", context, status=503 if request.method == "POST" else 200)


def _written(request: HttpRequest) -> str:
    """All words that somebody who was writing when the page closed has written so far."""
    try:
        answers = states.unwrap(request.POST.get("state", ""), "form", _now(request)).state.answers
    except Tampered:
        answers = {}
    texts_of = [question.id for question in core().questions if question.kind == "text"]
    found = (request.POST.get(name) or answers.get(name, "") for name in texts_of)
    return "\n\n".join(str(one).strip() for one in found if one)


def _other_languages(place: Place) -> list[dict[str, str]]:
    """Where the form of this page is, if not in the language of the address."""
    if words.language() in place.languages:
        return []
    names, offered = dict(settings.LANGUAGES), languages.offered()
    known = [code for code in place.languages if code in offered]
    return [{"lang": code, "name": names[code], "url": _in(code, place.country)} for code in known]


def _in(code: str, country: str) -> str:
    with override(code):
        return address("entry", country)
