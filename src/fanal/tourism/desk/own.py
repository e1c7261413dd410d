"""What a company keeps of itself, and the mandates that the secretariat gives: one row a deed."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.network.contracts import Actor
from fanal.tourism.companies import companies, mandates, sheet
from fanal.tourism.desk import forms
from fanal.tourism.desk.acts import url_of
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Company, Mandate, Membership
from fanal.tourism.policy import END_MANDATE, END_VOICE, GIVE_MANDATE, INVITE, KEEP, MANDATES
from fanal.tourism.said import programme_name
from fanal.web import api as web

_SENT = web.deeds.posted


def _at(address: str) -> Any:
    return lambda _made: reverse(address)


def _told(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name != "version"}


def _after_profile(company: Company) -> str:
    """To the application that waits for it, where there is one."""
    row = Membership.objects.filter(org_id=company.pk, state=State.DRAFT.value).first()
    return url_of(row) if row else reverse("travel:home")


OWN = web.Things(find=companies.company, url=_at("travel:home"), back=lazy("Travel"), asks=True)
OWN_ACTS = {
    "profile": web.Act(
        deed=KEEP,
        title=lazy("Your company"),
        form=lambda request, _actor, row: forms.Profile(row, _SENT(request)),
        call=lambda actor, _row, data, now: companies.keep(actor, _told(data), data["version"], now),
        leads=_after_profile,
        done=lazy("Kept."),
    ),
}
PLACES = web.below(lazy("Places"), "travel:places", guards=True)
PLACES_ACTS = {
    "add_brand": web.Act(
        deed=KEEP,
        title=lazy("A brand"),
        form=lambda request, _actor, _none: forms.Brand(_SENT(request)),
        call=lambda actor, _none, data, now: companies.add_brand(actor, data["name"], now),
        done=lazy("Kept."),
        slug="brands/add",
    ),
    "add_place": web.Act(
        deed=KEEP,
        title=lazy("A place"),
        form=lambda request, actor, _none: forms.Place(actor, None, _SENT(request)),
        call=lambda actor, _none, data, now: companies.keep_site(actor, data, None, now),
        done=lazy("Kept."),
        slug="add",
    ),
}
PLACE = web.Things(find=companies.site, url=_at("travel:places"), back=lazy("Places"), asks=True)
PLACE_ACTS = {
    "place": web.Act(
        deed=KEEP,
        title=lambda row: row.name,
        form=lambda request, actor, row: forms.Place(actor, row, _SENT(request)),
        template="tourism/desk/place.html",
        call=lambda actor, row, data, now: companies.keep_site(actor, data, row, now),
        done=lazy("Kept."),
        slug="change",
    ),
    "close_place": web.Act(
        deed=KEEP,
        title=lambda row: _("Close %(name)s") % {"name": row.name},
        lede=lazy("It is listed no more, and nothing is asked of it. What was kept of it stays."),
        button=lazy("Close it"),
        call=lambda actor, row, _data, now: companies.close_site(actor, row.pk, now),
        done=lazy("Closed."),
        slug="close",
    ),
}
PEOPLE = web.below(lazy("Who speaks for the company"), "travel:people", guards=True)
PEOPLE_ACTS = {
    "add_contact": web.Act(
        deed=KEEP,
        title=lazy("A contact"),
        lede=lazy("Who signs for the company, leads the training, looks after payments."),
        form=lambda request, _actor, _none: forms.Contact(_SENT(request)),
        call=lambda actor, _none, data, now: companies.name_contact(
            actor, data["role"], data["name"], data["function"], now
        ),
        done=lazy("Kept."),
        slug="contacts/add",
    ),
    "invite": web.Act(
        deed=INVITE,
        title=lazy("Invite a deputy"),
        lede=lazy("You get a link. Give it to the person yourself; no e-mail is sent."),
        form=lambda request, _actor, _none: forms.Deputy(_SENT(request)),
        call=lambda actor, _none, data, now: companies.invite(actor, data["name"], now),
        answer=lambda request, token: web.once.link(
            request, web.once.INVITATION, "desk:join", str(token), reverse("travel:people")
        ),
        slug="invite",
    ),
}
ACCOUNT = web.Things(
    find=companies.account, url=_at("travel:people"), back=lazy("Who speaks for the company"), asks=True
)
ACCOUNT_ACTS = {
    "end_account": web.Act(
        deed=END_VOICE,
        title=lambda one: _("End the account of %(name)s") % {"name": one.name},
        lede=lazy("They are signed out everywhere and cannot sign in again. What they did stays."),
        button=lazy("End the account"),
        call=lambda actor, one, _data, now: companies.end_account(actor, one.id, now),
        done=lazy("The account has ended."),
        slug="end",
    ),
}
CONTACT = web.Things(
    find=companies.contact, url=_at("travel:people"), back=lazy("Who speaks for the company"), asks=True
)
CONTACT_ACTS = {
    "end_contact": web.Act(
        deed=KEEP,
        title=lambda row: _("%(name)s does it no more") % {"name": row.name},
        button=lazy("End it"),
        call=lambda actor, row, _data, now: companies.end_contact(actor, row.pk, now),
        done=lazy("Kept."),
        slug="end",
    ),
}


def _take(actor: Actor, _row: Company, taken: web.tables.Taken, _key: UUID, now: datetime) -> web.tables.Came:
    return companies.take_sites(actor, json.loads(taken.made or b"[]"), now)


SITES_IN = web.tables.TableIn(
    deed=KEEP,
    address="travel:places_in",
    find=companies.company,
    ids=lambda _row: [],
    kind=lambda row: sheet.kind(row.pk),
    take=_take,
    url=_at("travel:places"),
    back=lambda _row: _("Places"),
    title=lazy("Places from a table"),
    done=lazy("The places are here"),
    seal=lazy("Your company, representatives of its countries and the secretariat can read this."),
    hint=lazy(
        "Columns: site_code, name, country, admin1, kind, rooms, licence_no, operated, brand. A place whose code is "
        "here already is changed; none is closed."
    ),
)


# ---- mandates ----


@web.deeds.page(MANDATES)
@require_GET
def mandates_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The mandates that were given."""
    today = web.deeds.at(request).date()
    every = mandates.mandates(actor)
    changed = mandates.changed(every)
    lines = [
        {
            "cells": [
                one.person.name, one.org.name, programme_name(one.programme), web.listed(one.countries),
                web.tag(_("somebody changed it"), "danger") if one.person_id in changed else _state(one, today),
            ],
            "url": "" if one.ended_on or one.person_id in changed else reverse("travel:end_mandate", args=[one.pk]),
            "open": one.person.name,
        }
        for one in every
    ]  # fmt: skip
    columns = [_("Who"), _("Member"), _("Programme"), _("Countries"), _("State")]
    return render(request, "tourism/desk/mandates.html", {"rows": lines, "columns": columns})


def _state(one: Mandate, today: Any) -> Any:
    if one.ended_on is not None or one.until < today:
        return web.tag(_("ended"))
    return web.tag(_("until %(day)s") % {"day": web.day_words(one.until)}, "ok")


MANDATE = web.below(lazy("Mandates"), "travel:mandates", guards=True)
MANDATE_NEW = {
    "give_mandate": web.Act(
        deed=GIVE_MANDATE,
        title=lazy("Give a mandate"),
        lede=lazy("Somebody of a member looks at applications of companies in these countries."),
        form=lambda request, _actor, _none: forms.Mandate(web.deeds.at(request).date(), _SENT(request)),
        call=lambda actor, _none, data, now: mandates.give(
            actor, data["person"], data["programme"], data["countries"], data["may_approve"], data["until"], now
        ),
        done=lazy("Given."),
        slug="give",
    ),
}
ONE_MANDATE = web.Things(find=mandates.mandate, url=_at("travel:mandates"), back=lazy("Mandates"), asks=True)
MANDATE_ACTS = {
    "end_mandate": web.Act(
        deed=END_MANDATE,
        title=lambda row: _("End the mandate of %(name)s") % {"name": row.person.name},
        button=lazy("End it"),
        call=lambda actor, row, _data, now: mandates.end(actor, row.pk, now),
        done=lazy("Ended."),
        slug="end",
    ),
}
