"""The front door of the site: tell, a code, the door for children, what we do with it, the law, what is known.

Where one country is listened for, its page is one step away and its numbers stand first. Where there are several, the
country is asked, since no number is shown for a country that nobody named.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from fanal.concerns.public import words
from fanal.concerns.public.around import around
from fanal.concerns.public.frame import address
from fanal.concerns.public.place import listening, place_of
from fanal.vocabulary.countries import country_choices, is_country

YOUNG = "you"  # what the address says where somebody under 18 names a country


def door(request: HttpRequest, now: datetime) -> HttpResponse:
    """The front door, or on the way to the page of the country that was named on it."""
    young = request.GET.get("for") == YOUNG
    page, chosen = "door" if young else "entry", request.GET.get("country", "").upper()
    if chosen:
        if not is_country(chosen):
            raise Http404
        return HttpResponseRedirect(address(page, chosen))
    offered = links(page)
    context: dict[str, Any] = {
        "links": offered,
        "young": YOUNG if young else "",
        "young_address": f"{address('home')}?for={YOUNG}#where",
        "choices": country_choices(words.language(), not settings.PRODUCTION),
        "wrong": _("Please choose a country from the list.") if "country" in request.GET else "",
    }
    if len(offered) == 1 and not young:
        context |= _only(offered[0]["code"], now)
    return render(request, "concerns/public/home.html", context)


def links(page: str) -> list[dict[str, str]]:
    """Who listens where, by the name of the country, each with the address of a page of theirs."""
    here = sorted((words.name_of_country(code), code, member) for code, member in listening())
    return [{"url": address(page, code), "code": code, "name": name, "member": who} for name, code, who in here]


def _only(country: str, now: datetime) -> dict[str, Any]:
    """What is known of the one country that this site is for."""
    place = place_of(country, now)
    if place is None:
        return {}
    nearby = around(country, place.member, now.date())
    open_at = any(place.hours.week)
    return {
        "only": place,
        "country": words.name_of_country(country),
        "calls": nearby.calls,
        "duty": nearby.duty,
        "law": nearby.law,
        "young_address": address("door", country),
        "hours": words.hours_words(place.hours) if open_at else "",
        "time": words.time_there(place.hours, now) if open_at else "",
        "leave": address("leave_country", country),
    }
