"""How the training duties of a company stand: by place, by due day, of one person with everything it rests on.
Information, no legal advice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, visible
from fanal.learning import api as learning
from fanal.learning.contracts import ROLES
from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.companies import companies
from fanal.tourism.duties.evaluating import evaluate
from fanal.tourism.duties.model import Completion, Duty, Kind, Status
from fanal.tourism.explained import laws
from fanal.tourism.kinds import FLAGS, SITE_KINDS
from fanal.tourism.models import Site
from fanal.tourism.training import lists, staff, standing, words
from fanal.tourism.training.desk.acts import asked_of
from fanal.tourism.training.policy import READ
from fanal.tourism.training.standing import Line, Sum
from fanal.vocabulary.countries import country_name
from fanal.web import api as web


@web.deeds.page(READ)
@require_GET
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many people there are at each place, and how their duties stand."""
    today = web.deeds.at(request).date()
    rows = list(visible(actor, Site.objects.filter(org_id=actor.org, closed_on=None)).order_by("code"))
    people = staff.workers(rows, learning.worked(actor.org, today))
    duties = standing.lines(people, today)
    sums = standing.by_place(people, duties)
    shown, first, following = web.paged(request, reverse("training:home"), rows)
    context = {
        "rows": [_of_place(row, sums.get(row.pk) or Sum()) for row in shown],
        "columns": [
            _("Place"),
            _("Law"),
            _("People"),
            _("Overdue"),
            _("Due"),
            _("Not known"),
            _("Met"),
            _("No duty known"),
        ],
        "first": first,
        "following": following,
        "facts": _total(people, duties, today),
        "lists": any(row.cohort is None for row in rows),
    }
    return render(request, "tourism/training/home.html", context)


_SHOWN = (Kind.OVERDUE, Kind.DUE, Kind.UNKNOWN, Kind.MET)


def _of_place(row: Site, found: Sum) -> dict[str, Any]:
    counts = (found.people, *(found.kinds[kind] for kind in _SHOWN), found.free)
    told = counts if staff.is_assessed(staff.place_of(row)) or found.kinds else counts[:1]
    said = [*map(web.digits, told), *[""] * (len(counts) - len(told))]
    return {
        "cells": [row.name, _where(row), *said],
        "url": reverse("training:place", args=[row.pk]),
        "open": row.name,
    }


def _where(row: Site) -> Any:
    """Whose law was looked at for a place."""
    if not staff.is_assessed(staff.place_of(row)):
        return web.tag(_("not assessed"), "soon")
    said = web.dots(country_name(row.country, web.spoken()), row.admin1)
    if all(name in dict(row.flags) for name in asked_of(row)):
        return said
    return format_html("{} {}", said, web.tag(_("a question is open"), "soon"))


def _total(people: Sequence[staff.Worker], duties: Sequence[Line], today: date) -> list[tuple[str, object]]:
    kinds = Counter(one.kind for one in duties)
    soon = sum(one.is_soon(today) for one in duties)
    named = {
        Kind.OVERDUE: _("Trainings overdue"), Kind.DUE: _("Trainings due"), Kind.UNKNOWN: _("Not known"),
        Kind.MET: _("Trainings that suffice today"),
    }  # fmt: skip
    return [
        (_("People in posts"), web.digits(len(people))),
        *((said, web.digits(kinds[kind])) for kind, said in named.items()),
        (_("To be done within thirty days"), web.digits(soon)),
    ]


@web.deeds.page(READ)
@require_GET
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The people of the company, the first to be trained first."""
    today = web.deeds.at(request).date()
    duties = standing.lines(staff.of_company(actor.org, today), today)
    context = _listed(request, reverse("training:people"), duties, today)
    return render(request, "tourism/training/people.html", context)


def _listed(request: HttpRequest, here: str, duties: Sequence[Line], today: date) -> dict[str, Any]:
    shown, first, following = web.paged(request, here, duties)
    return {
        "rows": [_line(one, today) for one in shown],
        "columns": [_("Who"), _("Place"), _("Work"), _("Law"), _("State")],
        "first": first,
        "following": following,
    }


def _line(one: Line, today: date) -> dict[str, Any]:
    who = one.worker
    return {
        "cells": [
            web.dots(who.label, who.code), who.site, _(ROLES.get(who.post.role, ROLES["other"])), one.rule.cite,
            words.state(one.kind, one.due, soon=one.is_soon(today)),
        ],
        "url": reverse("training:post", args=[who.id]), "open": who.label,
    }  # fmt: skip


@web.deeds.page(READ)
@require_GET
def place(request: HttpRequest, actor: Actor, place: UUID) -> HttpResponse:
    """One place: its people, its laws, what laws ask of it, what hangs there, lists for an authority."""
    row, today = companies.site(actor, place), web.deeds.at(request).date()
    duties = standing.lines(staff.of_place(row, today), today)
    where, said = staff.place_of(row), dict(row.flags)
    held = staff.laws_of(where)
    answers = {True: _("Yes"), False: _("No"), None: _("Not known")}
    context = _listed(request, reverse("training:place", args=[row.pk]), duties, today) | {
        "row": row,
        "facts": [
            (_("What it is"), _(SITE_KINDS.get(row.kind, SITE_KINDS["other"]))),
            (_("Where"), web.dots(country_name(row.country, web.spoken()), row.admin1)),
            (_("Rooms"), "" if row.rooms is None else web.digits(row.rooms)),
        ],
        "assessed": staff.is_assessed(where),
        "in_parts": not row.admin1 and known.laws().in_parts(row.country),
        "asked": [(_(FLAGS[name]), answers[said.get(name)]) for name in asked_of(row)],
        "rules": [laws.of_law(one, today) for one in held.rules],
        "signs": [laws.of_law(one, today) for one in held.signs],
        "lists": [
            {"url": reverse("training:take_list", args=[row.pk, name]), "cite": rule.cite}
            for name, rule in lists.of_place(row).items()
        ],
    }
    return render(request, "tourism/training/place.html", context)


@web.deeds.page(READ)
@require_GET
def post(request: HttpRequest, actor: Actor, post: UUID) -> HttpResponse:
    """Somebody in a post: how each law of the place stands for them, and what that rests on."""
    today = web.deeds.at(request).date()
    one = next(iter(learning.worked(actor.org, today, post=post)), None)
    sites = visible(actor, Site.objects.filter(org_id=actor.org, cohort=one.cohort)) if one else []
    who = next(iter(staff.workers(sites, [one] if one else [])), None)
    if one is None or who is None:
        raise NotHere
    facts = [
        (_("Code"), who.code),
        (_("Work"), _(ROLES.get(one.role, ROLES["other"]))),
        (_("In this work since"), web.day_words(one.since)),
        (_("Last day"), web.day_words(one.until)),
        (_("Sent by an agency"), _("Yes") if one.agency else _("No")),
    ]
    rules = staff.laws_of(who.post.site).rules
    context = {
        "who": who,
        "place": reverse("training:place", args=[who.place]),
        "facts": [(what, said) for what, said in facts if said],
        "assessed": staff.is_assessed(who.post.site),
        "duties": [_duty(evaluate(rule, who.post, who.completions, today), today) for rule in rules],
    }
    return render(request, "tourism/training/post.html", context)


def _duty(one: Duty, today: date) -> dict[str, Any]:
    law, lines = laws.of_law(one.law, today), []
    if one.reason is not None:
        lines.append((_("Why"), str(words.REASONS[one.reason])))
    if one.first_due:
        lines.append((_("First time by"), web.day_words(one.first_due)))
    if one.counted:
        lines.append((_("Counts"), _said(one.counted)))
    if one.not_counted:
        said = [_lacking(done, lacks) for done, lacks in one.not_counted]
        lines.append((_("Does not count"), format_html_join(mark_safe("<br>"), "{}", ((each,) for each in said))))
    return law | {
        "state": words.state(one.kind, one.due, soon=one.soon),
        "why": lines,
        "listed": one.law.status is not Status.IN_FORCE,
    }


def _said(one: Completion) -> str:
    return web.dots(learning.course_title(one.course), web.day_words(one.on))


def _lacking(one: Completion, lacks: Iterable[Any]) -> str:
    why = web.listed([str(words.LACKS[lack]) for lack in islice(lacks, 4)])
    return _("%(training)s: %(why)s") % {"training": _said(one), "why": why}
