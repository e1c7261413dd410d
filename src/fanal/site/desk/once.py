"""What is shown once: a recovery code or a link. It rests in the sealed session until the person has kept it."""

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fanal.access.api import public
from fanal.web import api as web
from fanal.web.api import deeds

KEY = "once"
CODE, INVITATION, RESET, FOUNDERS = "code", "invitation", "reset", "founders"


class Kept(web.Page):
    """The person says that they have it."""

    kept = forms.BooleanField(
        label=_("I have written it down"), error_messages={"required": _("Write it down first. Then tick this.")}
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(_("Go on")),)


class Passed(web.Page):
    """The person says that they passed a link on."""

    kept = forms.BooleanField(
        label=_("I have passed it on"), error_messages={"required": _("Pass it on first. Then tick this.")}
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(_("Go on")),)


def show(request: HttpRequest, kind: str, secret: object, then: str) -> HttpResponse:
    """Keep a secret for one showing and go to its page. `then` is the address to go on to."""
    request.session[KEY] = {"kind": kind, "secret": secret, "then": then}
    return HttpResponseRedirect(reverse("desk:once"))


def link(request: HttpRequest, kind: str, page: str, token: str, then: str) -> HttpResponse:
    """Show the address of a page for whoever holds a token."""
    return show(request, kind, address(request, page, token), then)


def address(request: HttpRequest, page: str, token: str) -> str:
    """The whole address of a page for whoever holds a token."""
    return request.build_absolute_uri(reverse(page, args=[token]))


@public("shows what this very session was given a moment ago, and nothing without it")
@require_http_methods(["GET", "POST"])
def once(request: HttpRequest) -> HttpResponse:
    """The secret, until it is kept. Reloading shows it again; afterwards it is gone for good."""
    kept = request.session.get(KEY)
    if not kept:
        return render(request, "desk/once_gone.html", status=410)
    kind = Kept if kept["kind"] == CODE else Passed
    form = kind(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        del request.session[KEY]
        return HttpResponseRedirect(kept["then"])
    return render(request, f"desk/once_{kept['kind']}.html", {"form": form, "secret": kept["secret"]})
