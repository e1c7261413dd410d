"""What falls through in one's own country: bounds, then gaps one page at a time. Every look is counted and noted.

No page here exists without the grant, no country but one's own, no number that ranks anybody.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.engines.jurisdiction.contracts import LAW, Answer, Route, Truth, Value
from fanal.justice.gaps import gaps, looks, policy
from fanal.justice.gaps import words as gap_words
from fanal.justice.gaps.counting import Step
from fanal.justice.law import library
from fanal.justice.law import words as law_words
from fanal.justice.matters.desk.answer_path import provision_url
from fanal.justice.models import GapsCount
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import deeds

type View = Callable[..., HttpResponseBase]

_ROUTES = 3
_SHAPES = {Truth.T: "yes", Truth.F: "no", Truth.U: "no_data"}


def looking(deed: str) -> Callable[[View], View]:
    """A page that shows gaps: where the limit of looks is reached, it says so and shows nothing."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, actor, *args, **kwargs)
            except looks.TooManyLooks as many:
                context = {"limit": looks.LIMIT, "until": many.until}
                return render(request, "justice/gaps/limit.html", context, status=429)

        return deeds.page(deed)(guarded)

    return wrap


@deeds.page(policy.GAPS)
@require_GET
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own countries; where there is one, that."""
    states = gaps.countries(actor)
    if len(states) == 1:
        return HttpResponseRedirect(reverse("justice:gaps_of", args=states))
    rows = [
        {
            "cells": [law_words.state_name(state)],
            "url": reverse("justice:gaps_of", args=[state]),
            "open": law_words.state_name(state),
        }
        for state in states
    ]
    return render(request, "justice/gaps/index.html", {"rows": rows, "columns": [_("Country")]})


@looking(policy.GAPS)
@require_GET
def country(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """The bounds of one's own country: nothing yet, how far it is, failed, or done."""
    now = deeds.at(request)
    count = gaps.count_of(actor, state, now)
    context: dict[str, Any] = {
        "state": state,
        "name": law_words.state_name(state),
        "count": count,
        "step": step_of(count, now),
        "words": gap_words.MEMBERS_ONLY,
        "has_law": bool(library.corpus(now).parts(state)),
        "may_export": bool(access.may(actor, policy.ASK_EXPORT)),
    }
    if count is not None and count.step == Step.DONE:
        looks.look(actor, 0, now)
        context |= _figures(count) | {
            "left": looks.left(actor, now),
            "old": count.as_of != now.date(),
            "changed": gaps.is_old(count, now),
        }
    return render(request, "justice/gaps/gaps.html", context)


def step_of(count: GapsCount | None, now: datetime) -> str:
    """How far a count is for a reader: "none", or a step; one whose job died has failed."""
    if count is None:
        return "none"
    return Step.FAILED if gaps.is_stuck(count, now) else count.step


def _parted(number: int) -> str:
    """A number of fifteen digits, which a phone breaks between its groups alone."""
    return re.sub(r"(\D)", "\\1\u200b", web.digits(number))


def _figures(count: GapsCount) -> dict[str, Any]:
    figures = count.figures
    rows = [
        {
            "cells": [
                gap_words.act(name), _parted(total), _parted(lower), _parted(upper),
                gap_words.between(lower, upper, total),
            ]
        }
        for name, (total, lower, upper) in figures["profiles"].items()
    ]  # fmt: skip
    columns = [_("Act"), _("Fact patterns"), _("Gaps at least"), _("Gaps at most"), _("Share")]
    here, everywhere = (gaps.bounds(figures[name]) for name in ("here", "all"))
    return {
        "rows": rows,
        "columns": columns,
        "here": here,
        "here_share": gap_words.between(here.lower, here.upper, here.total),
        "all": everywhere,
        "all_share": gap_words.between(everywhere.lower, everywhere.upper, everywhere.total),
        "figures": figures,
        "bounded": web.listed(map(law_words.state_name, figures["bounded"])),
    }


@deeds.page(policy.COUNT)
@require_POST
def count(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """Have it counted; the page then says how far it is."""
    gaps.start(actor, state, deeds.at(request))
    return HttpResponseRedirect(reverse("justice:gaps_of", args=[state]))


@deeds.page(policy.COUNT)
@require_POST
def more(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """Have further gaps looked for."""
    try:
        gaps.search_on(actor, state, deeds.at(request))
    except NotNow as why:
        messages.info(request, why.words)
    return HttpResponseRedirect(reverse("justice:gaps_of", args=[state]))


@looking(policy.GAPS)
@require_GET
def boxes(request: HttpRequest, actor: Actor, state: str) -> HttpResponse:
    """At most twenty gaps in words."""
    now, first = deeds.at(request), _number(request.GET.get("from", ""))
    count = gaps.count_of(actor, state, now)
    if count is None or count.step != Step.DONE:
        return HttpResponseRedirect(reverse("justice:gaps_of", args=[state]))
    items = gaps.found_from(count, first)
    looks.look(actor, len(items), now)
    here, last = reverse("justice:gaps_boxes", args=[state]), items[-1].number if items else 0
    context = {
        "state": state,
        "name": law_words.state_name(state),
        "count": count,
        "items": [
            {"number": item.number, "title": gap_words.title(item.content), "who": gap_words.who(item.content),
             "closing": gap_words.closing(item.content["closing"]), "certain": item.content["certain"]}
            for item in items
        ],
        "first": here if first > 1 else "",
        "following": f"{here}?from={last + 1}" if 0 < last < count.found else "",
        "ends": last == count.found,
        "words": gap_words.MEMBERS_ONLY,
    }  # fmt: skip
    return render(request, "justice/gaps/boxes.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


@looking(policy.GAPS)
@require_GET
def box(request: HttpRequest, actor: Actor, state: str, number: int) -> HttpResponse:
    """One gap: what falls through together, why no country can, each step of it, and the smallest change."""
    now = deeds.at(request)
    item = gaps.found_one(actor, state, number, now)
    looks.look(actor, 1, now)
    content = item.content
    context = {
        "state": state,
        "name": law_words.state_name(state),
        "number": number,
        "title": gap_words.title(content),
        "certain": content["certain"],
        "who": gap_words.who(content),
        "sets": gap_words.sets(content),
        "why": [gap_words.why(reason) for reason in content["reasons"]],
        "closing": gap_words.closing(content["closing"]),
        "states": _steps(gaps.explained(item)),
        "as_of": item.count.as_of,
        "words": gap_words.MEMBERS_ONLY,
    }
    return render(request, "justice/gaps/box.html", context)


def _steps(answer: Answer) -> list[dict[str, Any]]:
    """The states concerned, each with the routes that come nearest and every step of these."""
    shown = []
    for answered in answer.states:
        routes = [route for route in answer.routes if route.state.partition("-")[0] == answered.state.partition("-")[0]]
        nearest = sorted(routes, key=_missing)[:_ROUTES]
        reasons = {law_words.law_reason(text) for text in answered.reasons if text.startswith(LAW)}
        shown.append(
            {
                "name": law_words.state_name(answered.state),
                "verdict": law_words.verdict(answered.verdict),
                "routes": [_route(route) for route in nearest],
                "rest": len(routes) - len(nearest),
                "reasons": sorted(reasons),
            }
        )
    return shown


def _missing(route: Route) -> tuple[int, int, str, str]:
    """How far a route is from open: steps that do not hold, steps that are not known."""
    no, unknown = (sum(test(value) for value in route.parts.values()) for test in (_is_no, _is_unknown))
    return no, unknown, route.rule, route.offence


def _is_no(value: Value) -> bool:
    return value.is_false


def _is_unknown(value: Value) -> bool:
    return value.is_unknown


def _route(route: Route) -> dict[str, Any]:
    return {
        "basis": law_words.basis(route.basis),
        "verdict": law_words.verdict(route.verdict),
        "steps": [(_SHAPES[node.value.truth], law_words.sentence(node)) for node in route.tree.children],
        "provisions": [
            (
                provision_url(route.state, ref.id),
                law_words.article(ref.art, ref.text_of) or ref.id,
                law_words.version_words(ref.version),
            )
            for ref in route.provisions
        ],
    }
