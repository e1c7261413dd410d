"""A company founds itself, to apply to a programme: public pages, one question each
(docs/founding.md, "A company founds itself"). No e-mail is asked for, and none is sent."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import need, public
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import NetworkError
from fanal.site.desk.joining import SignInName
from fanal.site.desk.passwords import NewPassword
from fanal.site.desk.signin import too_many
from fanal.tourism import known
from fanal.tourism.desk.forms import all_countries
from fanal.tourism.membership import applying
from fanal.tourism.programmes.model import Programme
from fanal.tourism.said import said
from fanal.web import api as web
from fanal.web.api import deeds

STATE = "founds"
FOUNDED = web.AddressLimiter(burst=4, refill=timedelta(hours=6))
"""Companies from one network: whoever makes them by machine closes the door for no other."""
ASKED = web.AddressLimiter(burst=40, refill=timedelta(minutes=1))
"""Names from one network: whether one is taken tells who is here."""
WHY = "a company that nobody here knows yet begins an application; nothing is shown but the programme"
type View = Callable[[HttpRequest, Programme, dict[str, str]], HttpResponseBase]


class CompanyName(web.Page):
    """What the company is called, and where it sits."""

    name = web.StaffLine(
        label=lazy("What is the company called?"),
        help_text=lazy("As it stands in the public register."),
        max_length=120,
        error_messages={"required": lazy("Type the name of the company.")},
    )
    country = forms.ChoiceField(
        label=lazy("In which country does it sit?"), error_messages={"required": lazy("Choose a country.")}
    )

    groups: ClassVar[tuple[web.Group, ...]] = (web.Group(("name", "country"), lazy("Your company"), heading=True),)

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        web.offer(self, "country", [("", "—"), *all_countries()])

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        try:
            network.by_itself.check_free(name)
        except NetworkError as why:
            raise forms.ValidationError(why.words) from None
        return name


class YourName(web.Page):
    """Who speaks for the company."""

    person = web.StaffLine(
        label=lazy("What is your name?"),
        help_text=lazy("You are the focal point: you speak for the company here. Later you invite a deputy."),
        max_length=80,
        error_messages={"required": lazy("Type your name.")},
    )
    groups: ClassVar[tuple[web.Group, ...]] = (web.Group(("person",), heading=True),)


def _step(view: View) -> Callable[..., HttpResponseBase]:
    """A page of somebody who is nobody here yet. Whoever is signed in goes on at the desk."""

    @public(WHY)
    @wraps(view)
    def guarded(request: HttpRequest, programme: str) -> HttpResponseBase:
        one = known.joinable(deeds.at(request).date()).get(programme)
        if one is None:
            raise Http404
        if request.user.is_authenticated:
            return HttpResponseRedirect(reverse("travel:home"))
        if request.method == "POST" and not ASKED.within(web.address_of(request), deeds.at(request)):
            return too_many(request)
        told = request.session.get(STATE, {})
        return view(request, one, dict(told) if told.get("programme") == programme else {"programme": programme})

    return guarded


def _goes_on(request: HttpRequest, told: dict[str, str], page: str, **more: str) -> HttpResponse:
    request.session[STATE] = told | more
    return HttpResponseRedirect(reverse(page, args=[told["programme"]]))


@_step
@require_GET
def begin(request: HttpRequest, programme: Programme, _told: dict[str, str]) -> HttpResponse:
    """What comes."""
    return render(request, "desk/apply.html", {"programme": programme, "name": said(programme.name)})


@_step
@require_http_methods(["GET", "POST"])
def company(request: HttpRequest, _programme: Programme, told: dict[str, str]) -> HttpResponse:
    """Name and country of the company."""
    form = CompanyName(deeds.posted(request), initial=told)
    if request.method == "POST" and form.is_valid():
        return _goes_on(request, told, "desk:apply-you", **form.cleaned_data)
    return render(request, "desk/question.html", {"form": form})


@_step
@require_http_methods(["GET", "POST"])
def you(request: HttpRequest, programme: Programme, told: dict[str, str]) -> HttpResponse:
    """The name of the focal point."""
    if "name" not in told:
        return HttpResponseRedirect(reverse("desk:apply-company", args=[programme.code]))
    form = YourName(deeds.posted(request), initial=told)
    if request.method == "POST" and form.is_valid():
        return _goes_on(request, told, "desk:apply-name", **form.cleaned_data)
    return render(request, "desk/question.html", {"form": form})


@_step
@require_http_methods(["GET", "POST"])
def sign_in_name(request: HttpRequest, programme: Programme, told: dict[str, str]) -> HttpResponse:
    """The sign-in name."""
    if "person" not in told:
        return HttpResponseRedirect(reverse("desk:apply-company", args=[programme.code]))
    form = SignInName(deeds.posted(request), initial=told)
    if request.method == "POST" and form.is_valid():
        return _goes_on(request, told, "desk:apply-password", **form.cleaned_data)
    return render(request, "desk/question.html", {"form": form})


@_step
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, programme: Programme, told: dict[str, str]) -> HttpResponse:
    """The password; then the company is there, with a draft of its application, and the recovery code is shown."""
    if "username" not in told:
        return HttpResponseRedirect(reverse("desk:apply-company", args=[programme.code]))
    form = NewPassword(deeds.posted(request))
    now = deeds.at(request)
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form), transaction.atomic():
            often = not FOUNDED.within(web.address_of(request), now)
            need((often, _("Several companies were founded from your network just now. Try again in an hour."), ""))
            org, _who, code = network.by_itself.found(
                told["name"], told["country"], told["person"], told["username"], form.cleaned_data["password"], now,
                languages=(web.spoken(),), language=web.spoken(),
            )  # fmt: skip
            applying.draft_for(org, programme.code, keyfile.installation(org), now)
            request.session.pop(STATE, None)
            return web.once.show(request, web.once.CODE, code, reverse("account_login"))
    return render(request, "desk/choose_password.html", {"form": form, "username": told["username"]})
