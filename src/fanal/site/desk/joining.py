"""Joining by an invitation, and a new password by a reset link: public pages, one question each."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import public
from fanal.network import api as network
from fanal.network.contracts import LIGHT, SIGN_IN_NAME, NetworkError, Role
from fanal.network.models import Person
from fanal.site.desk.deeds import tell_helpers
from fanal.site.desk.passwords import NewPassword
from fanal.web import api as web
from fanal.web.api import deeds

LINK = "nobody is signed in yet; the secret of the link decides"
STATE = "joining"
type View = Callable[..., HttpResponseBase]


class SignInName(web.Page):
    """How the person will sign in."""

    username = forms.RegexField(
        rf"^{SIGN_IN_NAME}$",
        label=gettext_lazy("Choose a sign-in name"),
        help_text=gettext_lazy("Letters and digits, no spaces. You type it each time you sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Type a sign-in name."),
            "invalid": gettext_lazy("Use 2 to 60 letters and digits, without spaces."),
        },
    )
    groups: ClassVar[tuple[web.Group, ...]] = (web.Group(("username",), heading=True),)

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).strip().lower()
        if not network.is_free(name):
            raise forms.ValidationError(_("This sign-in name is taken. Choose another."))
        return name


class Address(web.Page):
    """Where notices go."""

    email = forms.EmailField(
        label=gettext_lazy("Where may we send notices?"),
        help_text=gettext_lazy("An e-mail address. A notice says only that a task waits. You can leave this empty."),
        required=False,
        max_length=254,
        error_messages={"invalid": gettext_lazy("This is not an e-mail address. Check it, or leave it empty.")},
    )
    groups: ClassVar[tuple[web.Group, ...]] = (web.Group(("email",), heading=True),)


class HaveCode(web.Page):
    """Whether the person has their recovery code at hand."""

    have = forms.ChoiceField(
        label=gettext_lazy("Do you have your recovery code?"),
        help_text=gettext_lazy("You wrote it down when you joined: eight groups of four letters and digits."),
        choices=[
            ("yes", web.two_lines(gettext_lazy("Yes"), gettext_lazy("everything opens again as before"))),
            (
                "no",
                web.two_lines(gettext_lazy("No"), gettext_lazy("a colleague must let you in again; nothing is lost")),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )
    groups: ClassVar[tuple[web.Group, ...]] = (web.Group(("have",), heading=True),)


class Code(web.Page):
    """The recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Type your recovery code"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type the code, or go back and choose “No”.")},
    )
    groups: ClassVar[tuple[web.Group, ...]] = (web.Group(("code",), heading=True),)


def usable(view: View) -> View:
    """A link that was used, was taken back or has expired gets a page that says so."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, token, *args, **kwargs)
        except NetworkError as why:
            return render(request, "desk/link_gone.html", {"why": str(why)}, status=410)

    return guarded


def state_of(request: HttpRequest, token: str) -> dict[str, str]:
    """What was answered on the pages before, for this very link."""
    mark = hashlib.sha256(token.encode()).hexdigest()
    found = request.session.get(STATE, {})
    return dict(found) if found.get("link") == mark else {"link": mark}


@public(LINK)
@require_GET
@usable
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, and what comes."""
    found = network.people.invitation(token, deeds.at(request))
    roles = network.words.roles(frozenset(Role(role) for role in found.roles))
    context = {"invitation": found, "organisation": found.org.name, "roles": roles, "token": token}
    context["light"] = found.org.kind in LIGHT
    return render(request, "desk/join.html", context)


@public(LINK)
@require_http_methods(["GET", "POST"])
@usable
def join_name(request: HttpRequest, token: str) -> HttpResponse:
    """The sign-in name."""
    network.people.invitation(token, deeds.at(request))
    state = state_of(request, token)
    form = SignInName(deeds.posted(request), initial=state)
    if request.method == "POST" and form.is_valid():
        request.session[STATE] = state | {"username": form.cleaned_data["username"]}
        return HttpResponseRedirect(reverse("desk:join-notices", args=[token]))
    return render(request, "desk/question.html", {"form": form})


@public(LINK)
@require_http_methods(["GET", "POST"])
@usable
def join_notices(request: HttpRequest, token: str) -> HttpResponse:
    """Where notices go."""
    network.people.invitation(token, deeds.at(request))
    state = state_of(request, token)
    form = Address(deeds.posted(request), initial=state)
    if request.method == "POST" and form.is_valid():
        request.session[STATE] = state | {"email": form.cleaned_data["email"]}
        return HttpResponseRedirect(reverse("desk:join-password", args=[token]))
    return render(request, "desk/question.html", {"form": form})


@public(LINK)
@require_http_methods(["GET", "POST"])
@usable
def join_password(request: HttpRequest, token: str) -> HttpResponse:
    """The password; then the account is made and the recovery code shown."""
    network.people.invitation(token, deeds.at(request))
    state = state_of(request, token)
    if "username" not in state:
        return HttpResponseRedirect(reverse("desk:join-name", args=[token]))
    form = NewPassword(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form), transaction.atomic():
            language = web.spoken()
            person, code = network.people.accept(
                token, state["username"], form.cleaned_data["password"], deeds.at(request),
                language=language, email=state.get("email", ""),
            )  # fmt: skip
            tell_helpers(Person.objects.get(pk=person).org_id, person, deeds.at(request))
            request.session.pop(STATE, None)
            return web.once.show(request, web.once.CODE, code, reverse("account_login"))
    return render(request, "desk/choose_password.html", {"form": form, "username": state["username"]})


@public(LINK)
@require_http_methods(["GET", "POST"])
@usable
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Whether there is a recovery code."""
    network.people.reset_link(token, deeds.at(request))
    form = HaveCode(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        state = state_of(request, token) | {"have": form.cleaned_data["have"]}
        state.pop("code", None)
        request.session[STATE] = state
        page = "desk:reset-code" if state["have"] == "yes" else "desk:reset-password"
        return HttpResponseRedirect(reverse(page, args=[token]))
    return render(request, "desk/question.html", {"form": form})


@public(LINK)
@require_http_methods(["GET", "POST"])
@usable
def reset_code(request: HttpRequest, token: str) -> HttpResponse:
    """The recovery code, checked at once."""
    network.people.reset_link(token, deeds.at(request))
    form = Code(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            network.people.check_code(token, form.cleaned_data["code"], deeds.at(request))
            request.session[STATE] = state_of(request, token) | {"have": "yes", "code": form.cleaned_data["code"]}
            return HttpResponseRedirect(reverse("desk:reset-password", args=[token]))
    return render(request, "desk/question.html", {"form": form})


@public(LINK)
@require_http_methods(["GET", "POST"])
@usable
def reset_password(request: HttpRequest, token: str) -> HttpResponse:
    """The new password; then a new recovery code is shown."""
    link = network.people.reset_link(token, deeds.at(request))
    state = state_of(request, token)
    if "have" not in state or (state["have"] == "yes" and not state.get("code")):
        return HttpResponseRedirect(reverse("desk:reset", args=[token]))
    form = NewPassword(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form), transaction.atomic():
            code = network.people.reset_password(
                token, form.cleaned_data["password"], deeds.at(request), code=state.get("code", "")
            )
            tell_helpers(link.person.org_id, link.person.pk, deeds.at(request))
            request.session.pop(STATE, None)
            return web.once.show(request, web.once.CODE, code, reverse("account_login"))
    context = {"form": form, "username": link.person.username, "waits": state["have"] == "no"}
    return render(request, "desk/choose_password.html", context)
