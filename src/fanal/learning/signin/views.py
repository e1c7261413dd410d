"""The decision of a learner's page, and the pages by which somebody sits down at a device and leaves it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, Final
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from fanal.access.api import languages
from fanal.learning.models import Learner, Seat
from fanal.learning.signin import seats
from fanal.learning.signin.seats import Said
from fanal.web import api as web

COOKIE: Final = "learner"
_THERE: Final = re.compile(r"/learn/[a-z]{2,3}/[a-zA-Z0-9/-]*")
MOST: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Sitting:
    """One request of a learner: who, in which language, at which instant."""

    request: HttpRequest
    seat: Seat
    language: str
    now: datetime

    @property
    def learner(self) -> Learner:
        return self.seat.card.learner


type LearnerView[**P] = Callable[Concatenate[Sitting, P], HttpResponseBase]
type View = Callable[..., HttpResponseBase]


def in_language(view: View) -> View:
    """A page of the player: in the language of its address, with a form from this site alone and nothing but text in
    it. There is no session of staff, so that the token that Django hides in forms would have no place: the cookie of a
    seat is sent by no other site, and what a browser says of where a form comes from is looked at."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, language: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refused = web.refuse_form(request, MOST)
        if refused is not None:
            return refused
        known = [code for code, _name in languages.shown()]  # what nobody reviewed is shown to nobody in production
        spoken = language if language in known else web.public_language()
        with translation.override(spoken):
            answer = view(request, spoken, *args, **kwargs)
        answer.headers["Content-Language"] = spoken
        return answer

    return guarded


def learner(view: LearnerView[Any]) -> View:
    """A view for whoever has signed in with a training card. It gets the sitting first; whoever does not sit is led to
    the page for card and PIN."""

    @wraps(view)
    def guarded(request: HttpRequest, language: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = web.deeds.at(request)
        seat = seats.seated(request.COOKIES.get(COOKIE, ""), now)
        if seat is None:
            there = quote(request.path) if request.method == "GET" else ""
            was = "away" if COOKIE in request.COOKIES else "first"
            return HttpResponseRedirect(f"{reverse('learner:in', args=[language])}?{was}&next={there}")
        return view(Sitting(request, seat, language, now), *args, **kwargs)

    made = in_language(guarded)
    made.decision = f"learner: {(view.__doc__ or '').strip().splitlines()[0]}"  # type: ignore[attr-defined]
    return made


class CardForm(forms.Form):
    """Card and PIN; `again` where somebody chooses it."""

    card = forms.CharField(
        label=lazy("The code on your card"),
        help_text=lazy("16 letters and digits. Small and capital letters are the same."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    pin = forms.CharField(
        label=lazy("Your PIN"),
        help_text=lazy("6 digits. The first time you choose them now."),
        max_length=20,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    again = forms.CharField(
        label=lazy("Your PIN once more"),
        required=False,
        max_length=20,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}, render_value=False),
    )


WRONG: Final = {
    Said.WRONG: lazy("Card and PIN do not go together. Look at the code on the card, then type the PIN again."),
    Said.LOCKED: lazy("This card is locked after ten wrong PINs. Go to whoever trains you: they open it with you."),
    Said.OTHER: lazy("The second PIN was another one. Type the one that you want twice."),
    Said.WEAK: lazy("This PIN is easily guessed. Choose one with other digits, not in a row and not in pairs."),
    Said.SHORT: lazy("A PIN has 6 digits."),
    Said.CHOOSE: lazy("This card has no PIN yet. Sign in with it once, and choose one."),
}


@in_language
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, language: str) -> HttpResponse:
    """Type card and PIN; whoever has no PIN yet types it twice."""
    form, choosing = CardForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        again = form.cleaned_data["again"] or None
        found = seats.sign_in(form.cleaned_data["card"], form.cleaned_data["pin"], again, web.deeds.at(request))
        if found.said is Said.IN:
            return _sit(found.token, request.GET.get("next", ""), language)
        choosing = found.said in {Said.CHOOSE, Said.OTHER, Said.WEAK}
        if found.said is Said.CHOOSE:  # it goes back once, in a page that nobody stores
            form.fields["pin"].widget.render_value = True
        if found.said is not Said.CHOOSE:
            form.add_error("again" if found.said is Said.OTHER else "pin", words_of(found))
    context = {
        "form": form,
        "choosing": choosing,
        "away": "away" in request.GET and request.method == "GET",
        "deleted": "deleted" in request.GET and request.method == "GET",
        "language": language,
        "others": [(code, name, reverse("learner:in", args=[code])) for code, name in languages.shown()],
    }
    return render(request, "learning/signin/in.html", context, status=422 if form.errors else 200)


def words_of(found: seats.Result) -> str:
    """Why somebody does not sit down with this card and PIN."""
    if found.said is Said.WAITS and found.until:
        return _("That was wrong too often. Wait until %(time)s, then try again.") % {
            "time": web.time_words(found.until)
        }
    return str(WRONG[found.said])


def _sit(token: str, there: str, language: str) -> HttpResponse:
    """To where somebody was, on a page of theirs, or to their courses."""
    mine = reverse("learner:mine", args=[language])
    answer = HttpResponseRedirect(there if _THERE.fullmatch(there) else mine)
    answer.set_cookie(
        COOKIE, token, path="/learn/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )  # fmt: skip
    return answer


@in_language
@require_http_methods(["POST"])
def leave(request: HttpRequest, language: str) -> HttpResponse:
    """Whoever sat here is done: the seat is gone, and nothing of them stays on the device."""
    seats.leave(request.COOKIES.get(COOKIE, ""))
    return left(reverse("learner:in", args=[language]))


def left(to: str) -> HttpResponse:
    """Nothing of whoever sat here stays on the device."""
    answer = HttpResponseRedirect(to)
    answer.delete_cookie(COOKIE, path="/learn/", samesite="Strict")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


for _view in (sign_in, leave):
    _view.decision = "public: whoever holds a training card signs in here, or leaves"  # type: ignore[attr-defined]
