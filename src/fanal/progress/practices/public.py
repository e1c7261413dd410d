"""Practices for everybody, each with the answer beside it. The page reads no session and takes nothing."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.practices import desk, practices
from fanal.vocabulary.countries import country_name
from fanal.web import api as web
from fanal.web.api import converters  # noqa: F401  `tongue`

PAGE = 20


class Find(forms.Form):
    """What somebody looks for; it stands in the address."""

    country = web.Narrow(label=lazy("Country"))


@web.open_page("practices that two people published are public to read; the page reads no session and takes nothing")
def every(request: HttpRequest) -> HttpResponse:
    """All that are published, the newest first."""
    rows = practices.published()
    lands = {row.country: country_name(row.country, web.spoken()) for row in rows}
    form = Find({"country": request.GET.get("country", "")})
    web.offer(form, "country", web.all_or(sorted(lands.items(), key=lambda pair: pair[1])))
    form.is_valid()
    country = form.cleaned_data["country"]
    here = f"{request.path}?country={country}" if country else request.path
    found = [row for row in rows if not country or row.country == country]
    shown, first, following = web.paged(request, here, found, PAGE)
    lines = [
        {
            "row": row,
            "title": desk.titled(row),
            "facts": desk.facts(row),
            "silent": not row.answer,
            "outcome": practices.words_of_outcome(row),
        }
        for row in shown
    ]
    context = {"rows": lines, "form": form, "every": len(rows), "first": first, "following": following}
    return render(request, "progress/practices/public.html", context)


app_name = "practices"
urlpatterns = [path("<tongue:lang>/practices/", every, name="all")]
