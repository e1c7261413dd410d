"""Where a company stands, and what it does next; what needs somebody of a programme today."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import ask, may, stated
from fanal.clocks.api import DutyKind
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import known, words
from fanal.tourism.companies import companies
from fanal.tourism.desk import grounds, standing
from fanal.tourism.desk.acts import next_question, url_of
from fanal.tourism.desk.alike import told
from fanal.tourism.desk.plan_acts import place_of
from fanal.tourism.desk.plan_acts import url_of as plan_url
from fanal.tourism.desk.reporting import report_url
from fanal.tourism.membership import appeals, applying, flow, joining, keeping, rows, seen
from fanal.tourism.membership.duties import READ_REPORT
from fanal.tourism.membership.flow import State
from fanal.tourism.membership.policy import APPLY
from fanal.tourism.models import Company, Membership, Step
from fanal.tourism.plans import plans
from fanal.tourism.policy import KEEP, MANDATES, OFFICE_READ, READ, SEE
from fanal.tourism.reports import reports
from fanal.tourism.said import said
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

LINES = 50
"""Of each of the two lists of a desk on one page."""


@web.deeds.page(SEE)
@require_GET
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Of a company its memberships, of others what needs them and where all stand."""
    ask(actor, OFFICE_READ if actor.org_kind is OrgKind.SECRETARIAT else READ)
    if actor.org_kind is OrgKind.COMPANY:
        return _company(request, actor)
    every, sent = standing.listed(actor)
    today = web.deeds.at(request).date()
    ages: dict[State, list[int]] = defaultdict(list)
    for row in every:
        ages[State(row.state)].append((today - row.entered_on).days)
    funnel = [
        {
            "cells": [
                words.STATES[state][0],
                web.digits(len(ages[state])),
                web.digits(round(median(ages[state]))),
            ]
        }
        for state in State
        if ages[state]
    ]
    several = len({row.programme for row in every}) > 1
    columns = [_("Company"), *([_("Programme")] if several else []), _("State"), _("Since"), _("Who has it")]
    here = reverse("travel:home")
    needs, needs_first, needs_following = web.paged(request, here, standing.needs(actor, every, sent), LINES, "waiting")
    rows, first, following = web.paged(request, here, every, LINES)
    context = {
        "needs": [_needed(actor, row, kind, sent, several) for row, kind in needs],
        "needs_first": needs_first,
        "needs_following": needs_following,
        "rows": [standing.short(actor, row, sent, several=several) for row in rows],
        "first": first,
        "following": following,
        "columns": columns,
        "needs_columns": [_("What to do"), *columns],
        "funnel": funnel,
        "funnel_columns": [_("State"), _("Companies"), _("Days in it, half of them longer")],
        "mandates": bool(may(actor, MANDATES)),
    }
    return render(request, "tourism/desk/office.html", context)


def _needed(actor: Actor, row: Membership, kind: DutyKind, sent: standing.Sent, several: bool) -> dict[str, Any]:
    """A line of what waits for the person: what to do, then whose it is."""
    line = standing.short(actor, row, sent, several=several)
    url = report_url(row) if kind is READ_REPORT else line["url"]
    return line | {"cells": [_(kind.words), *line["cells"]], "url": url}


def _company(request: HttpRequest, actor: Actor) -> HttpResponse:
    every, sent = standing.listed(actor)
    mine = sorted(every, key=lambda row: (row.begun_at, row.pk))
    today = web.deeds.at(request).date()
    shown = [
        {"row": row, "name": said(known.of(row).name), "tag": standing.tag(row), "url": url_of(row),
         "now": standing.who_has(actor, row, sent), "next": _next(actor, row, back), "returned": back}
        for row in mine
        for back in [standing.returned(row)]
    ]  # fmt: skip
    others = [
        {"code": code, "name": said(one.name)}
        for code, one in known.joinable(today).items()
        if code not in {row.programme for row in mine}
    ]
    context = {"memberships": shown, "others": others, "returned": words.RETURNED}
    return render(request, "tourism/desk/company.html", context)


def _next(actor: Actor, row: Membership, back: Step | None) -> dict[str, str]:
    """The first thing to do for a membership. One that was given back is changed before it is sent again."""
    if back:
        return {"label": _("Look at what has to change"), "url": url_of(row)}
    if State(row.state) is State.DRAFT and (url := next_question(row)) != url_of(row):
        return {"label": _("Go on with the questions"), "url": url}
    if _reports(row):
        return {"label": _("The yearly report"), "url": report_url(row)}
    first = next((one for one in standing.buttons(actor, row) if not one["quiet"]), None)
    return {"label": first["label"], "url": first["url"]} if first else {}


def _reports(row: Membership) -> bool:
    """Whether there is a report to write, to read or to begin."""
    report = reports.of(row)
    return reports.asked_now(row) or (report is not None and report.due_on == row.report_due_on)


@web.deeds.page(SEE)
@require_GET
def membership(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """One membership: where it stands, what happens now, what one can do, what was done."""
    row = rows.find(actor, membership)
    sent = standing.sent(row)
    now, who = standing.who_has(actor, row, sent)
    mine, returned, is_believed = actor.org_kind is OrgKind.COMPANY, standing.returned(row), rows.is_believed(row)
    tasks = standing.tasks(row) if mine and State(row.state) is State.DRAFT else []
    go_on = standing.first_task(tasks)
    buttons = standing.buttons(actor, row, lacks=go_on is not None) if is_believed else []
    leave = next((one for one in buttons if one["name"] == "withdraw"), None)
    context: dict[str, Any] = {
        "row": row,
        "mine": mine,
        "company": row.org.name,
        "programme": said(known.of(row).name),
        "unreviewed": known.criteria(row).is_draft,
        "tag": standing.tag(row),
        "now": words.RETURNED if returned else now,
        "who": who,
        "todo": [] if mine else standing.elsewhere(actor, row, sent),
        "path": standing.path(row),
        "changed": "" if is_believed else stated.words(),
        "goes": keeping.ending(row, web.deeds.at(request).date()) if mine else None,
        "buttons": [one for one in buttons if one is not leave],
        "leave": leave,
        "parts": _belonging(row, mine=mine),
        "tasks": tasks,
        "go_on": go_on,
        "returned": returned,
        "blocking": _blocking(row),
        "proposals": standing.proposals(actor, row),
        "notices": grounds.notices(row, mine=mine),
        "against": appeals.decision(row),
        "appeal": grounds.appeal(actor, row),
        "facts": _facts(row),
        "events": standing.history(actor, row),
        "answers": [] if mine else _answers(row),
        **told(actor, row),
    }
    return render(request, "tourism/desk/membership.html", context)


def _belonging(row: Membership, *, mine: bool) -> Iterator[tuple[str, str]]:
    """The pages of a membership."""
    yield _("The plan"), plan_url(row)
    if reports.asked_now(row) or reports.of(row):
        yield _("The yearly report"), report_url(row)
    yield _("Documents"), reverse("travel:documents", args=[row.pk])
    yield _("Verification"), reverse("travel:verifications", args=[row.pk])
    yield _("The score, and what it comes from"), reverse("travel:score", args=[row.pk])
    yield _("Notes of coaching"), reverse("travel:notes", args=[row.pk])
    if row.agreements.exists():
        yield _("The agreement that was signed"), reverse("travel:agreement", args=[row.pk])
    if row.public_code and mine:
        yield _("Badge and certificate of membership"), reverse("badge:page", args=[row.pk])


def _blocking(row: Membership) -> list[tuple[str, str]]:
    """What has to change in the plan, and where it stands."""
    said = plans.blocking(plans.comments(row))
    return [(web.dots(one.requirement, one.words), place_of(row, one.requirement)) for one in said]


_LEFT = flow.BEFORE | {State.WITHDRAWN, State.DECLINED}


def _facts(row: Membership) -> list[tuple[str, object]]:
    company = Company.objects.filter(pk=row.org_id).first() or Company()
    language = web.spoken()
    fee = row.fees.order_by("-year").first()
    fees = known.of(row).fees
    classes = {one.code: words.revenue_class(one, fees.currency) for one in fees.classes} if fees else {}
    who = seen.signatory(row.org_id)
    lines = [
        (_("What it does"), web.listed([str(words.SECTORS.get(one, one)) for one in company.sectors])),
        (_("Countries"), web.listed([country_name(one, language) for one in company.countries])),
        (_("Registration numbers"), web.listed(company.registrations) or company.unregistered),
        (_("Yearly revenue"), classes.get(row.revenue_class, "")),
        (_("Who signs"), f"{who.name}, {who.function}" if who else ""),
        (_("Member since"), web.day_words(row.member_since)),
        (_("Next report due"), web.day_words(row.report_due_on)),
        (_("Valid until"), web.day_words(row.valid_until)),
        (_("May apply again from"), _again(row)),
        (_("Suspended"), _("when it left") if row.suspended_for and State(row.state) in _LEFT else ""),
    ]
    if fee is not None:
        amount = words.price(fee.amount, fee.currency)
        lines.append(
            (_("Fee %(year)s") % {"year": fee.year}, web.dots(amount, str(words.FEES[fee.state]), fee.reference))
        )
    return [line for line in lines if line[1]]


def _again(row: Membership) -> str:
    excluded = row.ended_on if State(row.state) is State.EXCLUDED else None
    return web.day_words(flow.again_from(excluded)) if excluded else ""


def _answers(row: Membership) -> list[tuple[str, object]]:
    if State(row.state) is State.DRAFT:  # not sent yet, or given back: they are the company's own
        return []
    given = {"yes": _("yes"), "no": _("no"), applying.PASSED: _("answered; it is not kept how")}
    return [
        (said(one.text), web.dots(given.get(row.answers.get(one.id, ""), ""), row.answers.get(f"{one.id}.more", "")))
        for one in known.criteria(row).exclusions
    ]


@web.deeds.page(APPLY)
@require_POST
def apply(request: HttpRequest, actor: Actor, programme: str) -> HttpResponse:
    """Begin an application, or go on with the one that is there."""
    row = applying.begin(actor, programme, web.deeds.at(request))
    return HttpResponseRedirect(next_question(row) if State(row.state) is State.DRAFT else url_of(row))


@web.deeds.page(SEE)
@require_GET
def agreement(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """What was signed, by whom, with its hash."""
    row = rows.find(actor, membership)
    signed = row.agreements.order_by("-at").first()
    if signed is None:
        return HttpResponseRedirect(url_of(row))
    facts = [
        (_("Signed by"), f"{signed.name}, {signed.function}"),
        (_("When"), web.dots(web.day_words(signed.at), web.time_words(signed.at))),
        (_("Fingerprint of the text (SHA-256)"), signed.sha256),
    ]
    fits = joining.hash_of(signed.text) == signed.sha256
    context = {"row": row, "url": url_of(row), "signed": signed, "facts": facts, "fits": fits}
    return render(request, "tourism/desk/agreement.html", context)


# ---- the company itself ----


@web.deeds.page(KEEP)
@require_GET
def places(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Brands and places of the company, a page at a time."""
    after = request.GET.get("after", "")
    found = companies.sites(actor, actor.org, after, PAGE + 1)
    language = web.spoken()
    lines = [
        {
            "cells": [
                one.code, one.name, country_name(one.country, language), words.KINDS.get(one.kind, one.kind),
                one.brand.name if one.brand else "", words.OPERATED.get(one.operated, one.operated),
            ],
            "url": reverse("travel:place", args=[one.pk]), "open": one.name,
        }
        for one in found[:PAGE]
    ]  # fmt: skip
    here = reverse("travel:places")
    following = f"{here}?{urlencode({'after': found[PAGE - 1].code})}" if len(found) > PAGE else ""
    context = {
        "rows": lines,
        "columns": [_("Code"), _("Name"), _("Country"), _("What it is"), _("Brand"), _("Who runs it")],
        "brands": companies.brands(actor, actor.org),
        "first": here if after else "",
        "following": following,
    }
    return render(request, "tourism/desk/places.html", context)


PAGE = 100


@web.deeds.page(KEEP)
@require_GET
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who speaks for the company: accounts, open links, contacts."""
    here = network.queries.colleagues(actor.org)
    open_links = network.queries.invitations(actor.org, web.deeds.at(request).date())
    named = [
        {
            "cells": [words.ROLES.get(one.role, one.role), one.name, one.function],
            "url": reverse("travel:end_contact", args=[one.pk]), "open": one.name,
        }
        for one in companies.contacts(actor, actor.org)
    ]  # fmt: skip
    context = {
        "accounts": [
            (one.name, reverse("travel:end_account", args=[one.id]) if one.id != actor.person else "") for one in here
        ],
        "invited": [(one.name, one.expires_on) for one in open_links],
        "contacts": named,
        "columns": [_("What for"), _("Name"), _("What they do")],
        "alone": len(here) < 2,
    }
    return render(request, "tourism/desk/people.html", context)
