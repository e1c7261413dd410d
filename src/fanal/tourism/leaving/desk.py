"""The page on which a company asks to be deleted, and that of the secretariat where the company has nobody else."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.network.contracts import Actor
from fanal.tourism.companies import companies
from fanal.tourism.desk import forms
from fanal.tourism.leaving import leaving
from fanal.tourism.leaving.asked import is_alone, request
from fanal.tourism.leaving.policy import AGREE, ASK, BACK, VOUCH
from fanal.tourism.models import Company
from fanal.web import api as web

GOES = (
    lazy("Accounts, and every name, sign-in name and address of those who speak for it"),
    lazy("Contacts, brands, places, plans, documents, notes and programs that send tables"),
    lazy("Applications of which nothing was decided"),
    lazy("The lists of the people whom you train, with their posts and names"),
)
STAYS = (
    lazy("Cards and certificates of those whom you trained: they are theirs, and name no employer"),
    lazy("The history of your memberships: company, programme, countries, registration numbers, days, decisions"),
    lazy("The figures of reports that were accepted, and what the journal says was done, without names"),
    lazy("Registers that were signed until then, for 31 days here"),
)
MEANS = (
    lazy("Nobody signs in for the company any more."),
    lazy("Memberships end. The code of your badges is dead, and says so without naming the company."),
    lazy("An appeal that is open ends, and the decision stands."),
    lazy("An exclusion that the secretariat has begun goes on. Nobody answers it for the company."),
)


@web.deeds.page(ASK)
@require_GET
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How it stands, what goes, what stays, and what one can do."""
    return _page(request, actor, companies.company(actor), mine=True)


@web.deeds.page(VOUCH)
@require_GET
def office(request: HttpRequest, actor: Actor, org: UUID) -> HttpResponse:
    """The same of a company that asks, for the secretariat."""
    return _page(request, actor, leaving.asking(actor, org), mine=False)


def _page(asked: HttpRequest, actor: Actor, row: Company, *, mine: bool) -> HttpResponse:
    found, alone = request(row.pk), is_alone(row.pk)
    waits = found is not None and found.agreed is None
    context = {
        "company": row.org.name,
        "mine": mine,
        "asked": found,
        "alone": alone,
        "waits": waits,
        "second": waits and not alone and found is not None and found.by != actor.person,
        "goes": GOES,
        "stays": STAYS,
        "means": MEANS,
        "vouch": reverse("leaving:vouch", args=[row.pk]) if waits and alone and not mine else "",
    }
    return render(asked, "tourism/leaving/page.html", context)


def _own(_made: Any) -> str:
    return reverse("leaving:page")


OWN = web.Things(find=companies.company, url=_own, back=lazy("Have the company deleted"), asks=True)
OWN_ACTS = {
    "ask": web.Act(
        deed=ASK,
        title=lazy("Ask to have the company deleted"),
        lede=lazy("A second person says yes. Fourteen days later it is done, and cannot be undone."),
        points=MEANS,
        form=lambda request, _actor, _row: forms.Typed(web.deeds.posted(request)),
        button=lazy("Ask for it"),
        call=lambda actor, _row, data, now: leaving.ask_for(actor, data["typed"], now),
        done=lazy("You asked for it. A second person says yes."),
        fresh=True,
    ),
    "agree": web.Act(
        deed=AGREE,
        title=lazy("Say yes to having the company deleted"),
        lede=lazy("It is done in fourteen days. Until then each of you can take it back."),
        points=MEANS,
        button=lazy("Say yes"),
        call=lambda actor, _row, _data, now: leaving.agree(actor, now),
        done=lazy("The company is deleted in fourteen days."),
        fresh=True,
    ),
    "take_back": web.Act(
        deed=BACK,
        title=lazy("Keep the company"),
        lede=lazy("Nothing is deleted. You can ask again at any time."),
        button=lazy("Keep it"),
        call=lambda actor, _row, _data, now: leaving.take_back(actor, now),
        done=lazy("The company stays."),
    ),
}
ASKING = web.Things(
    find=leaving.asking,
    url=lambda row: reverse("leaving:office", args=[row.pk]),
    back=lambda row: row.org.name,
    asks=True,
)
ASKING_ACTS = {
    "vouch": web.Act(
        deed=VOUCH,
        title=lambda row: _("Say yes to having %(name)s deleted") % {"name": row.org.name},
        lede=lazy("Call them first, at a number that you know: it is the only person who speaks for the company."),
        button=lazy("Say yes"),
        call=lambda actor, row, _data, now: leaving.vouch(actor, row.pk, now),
        done=lazy("The company is deleted in fourteen days, unless it takes that back."),
        fresh=True,
    ),
}
