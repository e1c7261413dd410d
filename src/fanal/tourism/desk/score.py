"""The score of a company, with the path of each number down to what was said and who saw it. The company, whoever
represents the programme there and the secretariat read it; nobody else does."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.network.contracts import Actor
from fanal.tourism import known, words
from fanal.tourism.desk.acts import titled, url_of
from fanal.tourism.desk.plan import codes_of
from fanal.tourism.desk.plan_acts import place_of
from fanal.tourism.membership import rows
from fanal.tourism.plans import plans
from fanal.tourism.policy import SEE
from fanal.tourism.said import said
from fanal.tourism.scoring.model import Band, Bars, Place, RequirementScore
from fanal.web import api as web

_MOST = 20
"""So many places of one line are named; of more only the number is told."""


@web.deeds.page(SEE)
@require_GET
def page(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """Three bars of the whole and of each criterion, the band, what would move it most, and the trace."""
    row = rows.find(actor, membership)
    found = plans.score(row, web.deeds.at(request).date())
    criteria, codes = known.criteria(row), codes_of(row)
    titles = {one.number: said(one.title) for one in criteria.criteria}
    texts = {one.id: said(one.text) for one in criteria.requirements}
    context = {
        "row": row, "title": titled(row), "url": url_of(row), "on": found.on, "rule": found.rule,
        "criteria_set": found.criteria_set,
        "how": reverse("explained:scores", args=[web.spoken()]),
        "bars": bars(found.bars),
        "band": words.BANDS[found.band],
        "lowest": words.BANDS[next(iter(Band))],
        "caps": [f"{name} {texts[name]}" for name in found.caps],
        "moves": [
            {
                "name": f"{one.requirement} {texts[one.requirement]}", "url": place_of(row, one.requirement),
                "gain": words.share(one.gain), "lifts": one.lifts_cap,
            }
            for one in found.moves
        ],
        "criteria": [
            {
                "title": f"{web.digits(one.number)}. {titles[one.number]}", "bars": bars(one.bars),
                "counts": bool(one.weight), "weight": words.share(one.weight),
                "trace": [_trace(each, texts, codes) for each in one.requirements],
            }
            for one in found.criteria
        ],
    }  # fmt: skip
    return render(request, "tourism/desk/score.html", context)


def bars(found: Bars) -> list[dict[str, Any]]:
    """The three shares, as bars: what is said, what is supported, what was verified."""
    named = [
        ("claimed", _("What the company says"), found.claimed),
        ("shown", _("What is supported"), found.supported),
        ("seen", _("What somebody verified"), found.verified),
    ]
    made = [(name, label, round(100 * share), words.share(share)) for name, label, share in named]
    empty = {"claimed": 0, "shown": 0, "seen": 0}
    return [{**empty, "label": label, name: full, "no": 100 - full, "said": told} for name, label, full, told in made]


def _trace(one: RequirementScore, texts: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, Any]:
    """A requirement: its shares, and the places that they come from, those that stand alike together."""
    alike: dict[Place, list[str]] = {}
    for place in one.places:
        alike.setdefault(replace(place, site=""), []).append(codes.get(place.site, ""))
    return {
        "id": one.id,
        "text": texts[one.id],
        "counts": one.counts,
        "shares": web.dots(
            _("said: %(share)s") % {"share": words.share(one.bars.claimed)},
            _("supported: %(share)s") % {"share": words.share(one.bars.supported)},
            _("verified: %(share)s") % {"share": words.share(one.bars.verified)},
        ),
        "places": [_line(place, where) for place, where in alike.items()],
    }


def _line(one: Place, codes: Iterable[str]) -> str:
    """What stands at places, since when, by whom, by which evidence."""
    where = [code for code in codes if code]
    many = _("%(count)s places") % {"count": web.digits(len(where))}
    at = many if len(where) > _MOST else web.listed(where)
    if not one.as_of:
        return web.dots(str(words.LEVELS[0]), at)
    fell = one.recorded_level != one.level
    return web.dots(
        str(words.LEVELS[one.level]),
        _("was “%(level)s”, its months have passed") % {"level": words.LEVELS[one.recorded_level]} if fell else "",
        str(words.SAID_BY[one.basis]),
        _("as of %(day)s") % {"day": web.day_words(one.as_of)},
        web.listed(one.evidence),
        at,
    )
