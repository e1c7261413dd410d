"""What can be done with things of one kind, one row a deed: who may, its words, its form, what it calls. One view draws
the page of each, keeps what was typed when a deed cannot be done or was sent a moment ago, and leads back to the
thing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fanal.access.api import NotAllowed, NotHere, ask
from fanal.network.contracts import Actor
from fanal.vocabulary.results import NotDone
from fanal.web import twice
from fanal.web.deeds import Sure, at, page, posted, telling
from fanal.web.forms import Words

type Said = Words | Callable[[Any], Words]
"""Words, or how they follow from the thing."""
type Call = Callable[[Actor, Any, dict[str, Any], datetime], object]
"""Does it: the person, the thing, what was filled in (and under `asked` what the form's own `asked` makes of it), the
instant."""
type Form = type[Any] | Callable[[HttpRequest, Actor, Any], forms.Form]
"""A form that takes what was sent, or how it is made for this person and this thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One deed. Without a form it is one press: it has no page, and why it cannot be done is said at the thing."""

    deed: str
    call: Call
    done: Words | Callable[[Any, Any], Words | tuple[int, Words]] = ""
    """What is told then; where it depends, of the thing and of what `call` returned, with a level of messages where it
    is no success."""
    title: Said = ""
    heading: Said = ""
    """Of the page, where it is not the title."""
    lede: Said = ""
    note: Said = ""
    """A paragraph below."""
    points: tuple[Words, ...] = ()
    """What it means, one line each."""
    seal: Words = ""
    """Below the form: who can open what is kept."""
    facts: Callable[[Any], list[tuple[str, object]]] | None = None
    """What one reads before one decides."""
    form: Form | None = Sure
    button: Said = ""
    """In place of the form's first."""
    template: str = "web/deed.html"
    more: Callable[[HttpRequest, Actor, Any], Mapping[str, Any]] | None = None
    """What a template of its own shows besides."""
    fresh: bool = False
    """Whether one proves anew who one is."""
    forgets: bool = False
    """Whether what was typed is kept nowhere, also where the session ended before it was sent."""
    slug: str = ""
    """Its address below the thing, where it is not its name."""
    leads: Callable[[Any], str] | None = None
    """Where one goes then, of what `call` returned; else to the thing."""
    answer: Callable[[HttpRequest, Any], HttpResponse] | None = None
    """What is answered instead, where the session has a part in it: of what `call` returned."""

    def titled(self, thing: object) -> Words:
        """Its title, for this thing."""
        return _of(self.title, thing)


def plain(function: Callable[[Actor, UUID, datetime], object]) -> Call:
    """A `call` that takes only the identifier of its thing."""

    @wraps(function)
    def call(actor: Actor, thing: Any, _data: dict[str, Any], now: datetime) -> object:
        return function(actor, thing.pk, now)

    return call


def press(deed: str, call: Callable[[Actor, UUID, datetime], object], done: Words = "", slug: str = "") -> Act:
    """A deed of one press, which takes the identifier of its thing."""
    return Act(deed=deed, form=None, call=plain(call), done=done, slug=slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Things of one kind: how one is found, where its page is, what the link back to it says, what fits it now."""

    find: Callable[..., Any]
    """Takes the person and what the address names."""
    dated: bool = False
    """Whether what is found rests on the instant, which `find` then takes last."""
    url: Callable[[Any], str]
    back: Said
    guards: bool = False
    """Whether the policy is asked just before the call, which does not ask it; the form says what is refused."""
    fits: Callable[[Actor, Any, str], bool] = lambda _actor, _thing, _name: True
    """Whether there is a page of a deed now. What is sent is judged by the deed itself, which keeps what was typed."""
    asks: bool = False
    """Whether whoever may not do a deed to this thing is refused its page; else its form says so once it is sent."""
    gone: Words = ""
    """What is told to whoever comes to the page of a deed that does not fit any more."""

    def paths(self, route: str, prefix: str, acts: Mapping[str, Act]) -> Iterator[URLPattern]:
        """The address of each deed below the address of its thing, named by prefix and name."""
        for name, act in acts.items():
            slug = act.slug or name.replace("_", "-")
            yield path(f"{route}{slug}/", self._view(name, act), name=f"{prefix}{name}")

    def _view(self, name: str, act: Act) -> Callable[..., Any]:
        @wraps(act.call)
        def view(request: HttpRequest, actor: Actor, **named: Any) -> HttpResponse:
            thing = self.find(actor, *named.values(), *([at(request)] if self.dated else []))
            if self.asks:
                ask(actor, act.deed, thing)
            if act.form is None:
                return self._pressed(request, actor, thing, act)
            return self._asked(request, actor, thing, name, act)

        view.guards = self.guards  # type: ignore[attr-defined]  # a contract looks at it
        view.forgets = act.forgets  # type: ignore[attr-defined]
        limited = require_http_methods(["POST"] if act.form is None else ["GET", "POST"])(view)
        return page(act.deed)(reauthentication_required(app="allauth.mfa")(limited) if act.fresh else limited)

    def _pressed(self, request: HttpRequest, actor: Actor, thing: Any, act: Act) -> HttpResponse:
        try:
            return self._done(request, thing, act, self._made(request, actor, thing, act, {}))
        except (NotAllowed, NotHere):  # they have a page
            raise
        except NotDone as why:
            messages.error(request, why.words)
        return HttpResponseRedirect(self.url(thing))

    def _asked(self, request: HttpRequest, actor: Actor, thing: Any, name: str, act: Act) -> HttpResponse:
        assert act.form is not None
        if request.method == "GET" and not self.fits(actor, thing, name):
            if self.gone:
                messages.info(request, str(self.gone))
            return HttpResponseRedirect(self.url(thing))
        form = act.form(posted(request)) if isinstance(act.form, type) else act.form(request, actor, thing)
        before = twice.led_to(request) if request.method == "POST" else None
        if request.method == "POST" and before is None and form.is_valid():
            with telling(form), twice.first(request) as first:
                if first:
                    data = form.cleaned_data | ({"asked": form.asked()} if hasattr(form, "asked") else {})
                    session = request.session.session_key
                    answer = self._done(request, thing, act, self._made(request, actor, thing, act, data))
                    twice.remember(request, session, answer, self.url(thing))
                    return answer
                before = self.url(thing)
        if before is not None:
            if not form.visible_fields():
                return HttpResponseRedirect(before)
            messages.warning(request, _("You sent this a moment ago. Send it again only if it is another one."))
        twice.draw(request, form, anew=before is not None)
        title = act.titled(thing)
        context = {
            "form": form, "thing": thing, "url": self.url(thing), "back": _of(self.back, thing), "title": title,
            "heading": _of(act.heading, thing) or title, "lede": _of(act.lede, thing), "note": _of(act.note, thing),
            "points": act.points, "seal": act.seal, "facts": act.facts(thing) if act.facts else (),
            "button": _of(act.button, thing),
        }  # fmt: skip
        return render(request, act.template, context | dict(act.more(request, actor, thing) if act.more else {}))

    def _made(self, request: HttpRequest, actor: Actor, thing: Any, act: Act, data: dict[str, Any]) -> object:
        if self.guards:
            ask(actor, act.deed, thing)
        return act.call(actor, thing, data, at(request))

    def _done(self, request: HttpRequest, thing: Any, act: Act, made: object) -> HttpResponse:
        told = act.done(thing, made) if callable(act.done) else act.done
        level, words = told if isinstance(told, tuple) else (messages.SUCCESS, told)
        if words:
            messages.add_message(request, level, str(words))
        if act.answer:
            return act.answer(request, made)
        return HttpResponseRedirect(act.leads(made) if act.leads else self.url(thing))


def below(back: Words, address: str, *, guards: bool = False) -> Things:
    """What is not there yet: it is begun below the list in which it will stand."""
    return Things(find=lambda _actor: None, url=lambda _thing: reverse(address), back=back, guards=guards)


def _of(said: Said, what: object) -> Words:
    return said(what) if callable(said) else said
