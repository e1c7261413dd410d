"""What needs somebody, a country with its 35 commitments, and one of them with all that was said of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, may
from fanal.network.contracts import Actor
from fanal.progress import promised, words
from fanal.progress.assessing import cells, heard, linking, policy, seconds
from fanal.progress.assessing.cells import Place, Work
from fanal.progress.assessing.desk import table
from fanal.progress.assessing.desk.acts import engine_of, titled, url_of
from fanal.progress.assessing.desk.found import facts
from fanal.progress.assessing.standing import Board, board
from fanal.progress.commitments import rubrics
from fanal.progress.models import CountryAssessment
from fanal.progress.policy import READ
from fanal.vocabulary.countries import country_choices, country_name, is_country
from fanal.vocabulary.evidence import State
from fanal.web import api as web


def queue() -> list[dict[str, Any]]:
    """What waits for somebody, the oldest first; of all countries, by how long it waits and by nothing else."""
    rows = CountryAssessment.objects.filter(publication=None).select_related("cell").order_by("at", "pk")
    lines = []
    for one in rows:
        found = cells.work(one.cell)
        if found is None or found.assessment.pk != one.pk:
            continue
        where = Place(one.cell.country, rubrics.shipped()[one.cell.item], one.cell)
        lines.append({"cells": [titled(where), step(found), web.day_words(one.at)], "url": url_of(where),
                      "open": titled(where)})  # fmt: skip
    return lines


def step(found: Work) -> str:
    """Who is next."""
    if found.published:
        return _("published")
    if found.refused:
        return _("a reader said no: it is written once more")
    if not (found.agreed or found.disputed):
        return _("waits for its second reader")
    if found.notice is None:
        return _("read; the state may have to be told")
    return _("the state was told on %(day)s") % {"day": web.day_words(found.notice.told_on)}


@web.deeds.page(READ)
@require_GET
def countries(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """The countries, by name, and how many of their commitments somebody has looked at."""
    found = board(web.deeds.at(request).date())
    rows = [
        {
            "cells": [name, _("%(n)s of %(all)s") % {"n": web.digits(found.looked(code)), "all": web.digits(35)}],
            "url": reverse("progress:country", args=[code]), "open": name,
        }
        for code, name in country_choices(web.spoken(), not settings.PRODUCTION)
    ]  # fmt: skip
    context = {
        "queue": queue(), "rows": rows, "columns": [_("Country"), _("Looked at")],
        "heads": [_("Place"), _("Who is next"), _("Since")],
    }  # fmt: skip
    return render(request, "progress/assessing/countries.html", context)


@web.deeds.page(READ)
@require_GET
def country(request: HttpRequest, actor: Actor, country: str) -> HttpResponse:
    """One country: its commitments by chapter, in our wording."""
    if not is_country(country):
        raise NotHere
    today = web.deeds.at(request).date()
    found, name = board(today), country_name(country, web.spoken())
    chapters = [
        (words.CHAPTERS[number], [_line(found, Place(country, one, None), today) for one in held])
        for number, held in rubrics.chapters().items()
    ]
    columns = [_("Commitment"), _("State"), _("For the day"), _("Old since")]
    readable = promised.public(today)
    drafts = web.listed(one.code for one in rubrics.shipped().values() if one.id not in readable)
    context = {
        "name": name, "chapters": chapters, "columns": columns, "drafts": drafts,
        "along": table.taken_along(actor, country),
    }  # fmt: skip
    return render(request, "progress/assessing/country.html", context)


def _line(found: Board, where: Place, today: Any) -> dict[str, Any]:
    stands = found.of(where.country, where.item)
    state = stands.state if stands else State.NOT_ASSESSED
    old = web.day_words(stands.stale_on) if stands and stands.stale_on <= today else ""
    cells_ = [f"{where.commitment.code} {where.commitment.text}", web.state_tag(state.value)]
    return {
        "cells": [*cells_, web.day_words(stands.as_of) if stands else "", old],
        "url": url_of(where),
        "open": where.commitment.code,
    }


@web.deeds.page(READ)
@require_GET
def cell(request: HttpRequest, actor: Actor, country: str, item: str) -> HttpResponse:
    """One place: what everybody reads, what is about to be said, the law beside it, and what there is to do."""
    where, today = cells.place(country, item), web.deeds.at(request).date()
    believed = where.cell is None or cells.is_believed(where.cell)
    found = cells.work(where.cell) if believed else None
    notice = cells.notice(where.cell) if where.cell and believed else None
    context = {
        "title": titled(where),
        "believed": believed,
        "back": reverse("progress:country", args=[country]),
        "name": country_name(country, web.spoken()),
        "state": cells.before(where.cell) if believed else State.NOT_ASSESSED,
        "steps": _steps(found) if found else (),
        "facts": facts(found) if found else (),
        "waits": _waits(where, found, request) if found else "",
        "heard": heard.heard(notice.assessment) if notice else None,
        "acts": [*_acts(actor, where, found, today), *_on_reply(actor, where)] if believed else (),
        **engine_of(request, where),
    }
    return render(request, "progress/assessing/cell.html", context)


def _steps(found: Work) -> list[dict[str, object]]:
    done = found.published
    told = found.notice
    return [
        {"title": _("Assessed"), "note": web.day_words(found.assessment.at), "done": True},
        {"title": _("Read by a second person"), "note": "", "done": found.agreed or found.disputed or done},
        {"title": _("The state was told"), "note": web.day_words(told.told_on) if told else "", "done": bool(told)},
        {"title": _("Published"), "note": "", "done": done},
    ]


def _waits(where: Place, found: Work, request: HttpRequest) -> str:
    if found.published or not (found.agreed or found.disputed):
        return ""
    if found.notice and cells.waits_for_number(found.notice):
        return _("The office has its link and waits for its number: somebody else than who told it makes it and calls.")
    free = cells.free_on(found, cells.stands(where.cell))
    if free is None:
        return _("It says something new or lower: first the state is told, and can reply.")
    if free > web.deeds.at(request).date():
        return _("The state can reply until then. It can be published from %(day)s on.") % {"day": web.day_words(free)}
    return ""


def _on_reply(actor: Actor, where: Place) -> Iterator[tuple[str, str]]:
    url = url_of(where)
    late = cells.to_answer(where.cell) if where.cell else None
    if late is not None and cells.reply(late) and may(actor, policy.ANSWER):
        yield url + "reply-answer/", _("Answer a point of the reply")
    if where.cell is None or not cells.told(where.cell):
        return
    notice = cells.notice(where.cell)
    if notice and may(actor, policy.NUMBER) and not any(holds for holds, *_said in linking.against(actor, notice)):
        yield url + "number/", _("Call the office, and tell it its number")
    if seconds.compares(actor, policy.CONFIRM, where.cell):
        yield url + "reply-compare/", _("Compare a typed reply with its letter")
    if cells.open_to_letters(where.cell) and may(actor, policy.TYPE):
        yield url + "reply-letter/", _("Type a reply that came by letter")
    if cells.replied(where.cell) and may(actor, policy.TRANSLATE):
        yield url + "reply-translate/", _("Translate the reply")
    if seconds.compares(actor, policy.COMPARE, where.cell):
        yield url + "reply-checked/", _("Compare a translation with the reply")


def _acts(actor: Actor, where: Place, found: Work | None, today: date) -> Any:
    url = url_of(where)
    live = found is not None and not found.published
    if may(actor, policy.ASSESS) and not (live and found and (found.agreed or found.disputed)):
        yield url + "assess/", _("Assess it")
    if found is None or not live:
        return
    read = found.agreed or found.disputed
    if where.cell and seconds.does(actor, policy.READ_SECOND, where.cell, found, seconds.Able(today)):
        yield url + "read/", _("Read it, as the second reader")
    if read and found.notice is None and cells.needs_notice(found, cells.stands(where.cell)):
        if may(actor, policy.TELL):
            yield url + "tell/", _("The state was told")
    elif (
        read
        and not (found.notice and cells.waits_for_number(found.notice))
        and may(actor, policy.PUBLISH)
        and found.assessment.by_id != actor.person
    ):
        yield url + "publish/", _("Publish it")
