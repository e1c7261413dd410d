"""The page of what is shown once (`web.once`)."""

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fanal.access.api import public
from fanal.web import api as web
from fanal.web.api import deeds


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


@public("shows what this very session was given a moment ago, and nothing without it")
@require_http_methods(["GET", "POST"])
def once(request: HttpRequest) -> HttpResponse:
    """The secret, until it is kept. Reloading shows it again; afterwards it is gone for good."""
    kept = request.session.get(web.once.KEY)
    if not kept:
        return render(request, "desk/once_gone.html", status=410)
    kind = Kept if kept["kind"] == web.once.CODE else Passed
    form = kind(deeds.posted(request))
    if request.method == "POST" and form.is_valid():
        del request.session[web.once.KEY]
        return HttpResponseRedirect(kept["then"])
    return render(request, f"desk/once_{kept['kind']}.html", {"form": form, "secret": kept["secret"]})
