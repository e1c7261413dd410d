"""Find a file: what is typed travels in the body of the request, never in an address, and is kept nowhere."""

from typing import Any, ClassVar

from django import forms
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from fanal.access.api import may
from fanal.cases.files.desk.lists import tabs
from fanal.cases.model import words
from fanal.cases.policy import LOOK
from fanal.cases.search import search
from fanal.cases.search.policy import SEARCH
from fanal.cases.search.search import Asked, Found, Hit
from fanal.network.contracts import Actor
from fanal.web import api as web

_LONGEST = 200


class Find(web.Page):
    """What is known of the child. There is no field for anybody else (CM-60)."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Find")),)
    value = forms.CharField(
        label=lazy("A number or an address"),
        help_text=lazy("Number of the file or of a document, telephone number, e-mail. Whole, not a part of it."),
        max_length=_LONGEST,
        required=False,
    )
    name = forms.CharField(
        label=lazy("Name of the child"),
        help_text=lazy("In any script, in any order, as you heard it."),
        max_length=_LONGEST,
        required=False,
    )
    year = forms.IntegerField(label=lazy("Year of birth"), min_value=1900, max_value=2100, required=False)
    sex = forms.ChoiceField(label=lazy("Sex"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "sex", [("", _("Any")), *words.codes("sex")])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not said.get("value") and not said.get("name"):
            self.add_error(None, _("Write a number, an address or a name."))
        return said

    def asked(self) -> Asked:
        """What somebody looks for."""
        said = self.cleaned_data
        return Asked(said["value"], said["name"], said["year"], said["sex"])


@web.deeds.page(SEARCH)
@require_http_methods(["GET", "POST"])
def find_(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Look for a file among one's own."""
    form = Find(web.deeds.posted(request))
    context: dict[str, Any] = {"form": form, "tabs": tabs(actor, "find")}
    if request.method == "POST" and form.is_valid():
        try:
            found = search.find(actor, form.asked(), web.deeds.at(request))
        except Error:  # nothing found would be read as: there is no such child (CM-57)
            return web.problem(request, 503)
        context |= told(actor, found)
    return render(request, "cases/search/find.html", context)


def told(actor: Actor, found: Found) -> dict[str, Any]:
    """What a page says of what was found."""
    return {
        "found": found,
        "count": web.digits(len(found.hits)),
        "behind": web.digits(found.behind),
        "broken": web.digits(found.broken),
        "columns": [_("Number"), _("Initials"), _("Age when opened"), _("Sex"), _("Works with the child")],
        "rows": [_row(actor, one) for one in found.hits],
    }


def cells(one: Hit) -> list[Any]:
    """What a list shows of a hit."""
    initials = _("name hidden") if one.case.child.protected_name else one.initials
    return [
        one.case.number,
        initials,
        web.digits(one.age) if one.age is not None else "",
        words.code("sex", one.sex) if one.sex else "",
        one.case.owner.name,
    ]


def _row(actor: Actor, one: Hit) -> dict[str, Any]:
    may_open = may(actor, LOOK, one.case)
    return {
        "cells": cells(one),
        "url": reverse("cases:file", args=[one.case.pk]) if may_open else "",
        "open": _("file {number}").format(number=one.case.number),
    }
