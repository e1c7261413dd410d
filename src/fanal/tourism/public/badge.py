"""The badge of a member, to print, and its certificate of membership as PDF. Both lead to the code in the register,
which says how the membership stands when somebody looks; neither is there where it does not say *member*."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere
from fanal.learning import api as learning
from fanal.network.contracts import Actor
from fanal.tourism.desk.acts import url_of
from fanal.tourism.membership import rows
from fanal.tourism.membership.told import Standing
from fanal.tourism.models import Membership
from fanal.tourism.policy import KEEP
from fanal.tourism.public import entries
from fanal.tourism.public.entries import Entry
from fanal.tourism.said import marked_name, programme_name
from fanal.vocabulary import short_codes
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

NOT_NOW = {
    Standing.OVERDUE: lazy(
        "The register says “member, report overdue”, and whoever scans a badge reads it. Yours is here again once the "
        "report is accepted."
    ),
    Standing.SUSPENDED: lazy("The register says “suspended”. Take your badges down until you are a member again."),
    Standing.ENDED: lazy("The register says “not a member”. Take your badges down."),
}
HOW = lazy("Point a camera at it, or type the code: it says how the membership stands today.")
SMALL = lazy(
    "A membership is a commitment. It is no guarantee that a place is safe, and it says nothing about any child."
)


def entry(row: Membership, request: HttpRequest) -> Entry | None:
    """What the register says of a membership now."""
    found = entries.entry(row.public_code or "", web.deeds.at(request).date())
    return found if found and found.org == row.org_id else None


def address(one: Entry, request: HttpRequest) -> str:
    """Where a badge leads."""
    return learning.printed_address(request, reverse("register:short", args=[one.code]))


@web.deeds.page(KEEP)
@require_GET
def page(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """The badge, to print: without a day, so that it says nothing that may be over."""
    row = rows.find(actor, membership)
    return _page(request, row, entry(row, request))


def _page(request: HttpRequest, row: Membership, one: Entry | None, refused: str = "") -> HttpResponse:
    is_member = one is not None and one.standing is Standing.MEMBER
    context = {
        "url": url_of(row),
        "row": row,
        "one": one if is_member else None,
        "why": NOT_NOW.get(one.standing) if one else _("A badge is for members. Yours is here once you are one."),
        "refused": refused,
        "how": HOW,
        "small": SMALL,
    }
    if one and is_member:
        context |= {
            "programme": marked_name(one.programme),
            "place": country_name(one.country, web.spoken()),
            "address": address(one, request),
            "code": short_codes.grouped(one.code),
        }
    return render(request, "tourism/public/badge.html", context, status=422 if refused else 200)


@web.deeds.page(KEEP)
@require_GET
def certificate(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """The certificate of membership, with the day on which it was made: a tagged PDF."""
    row = rows.find(actor, membership)
    one = entry(row, request)
    if one is None or one.standing is not Standing.MEMBER:
        raise NotHere
    try:
        made = web.papers.made(paper(one, request), web.papers.Form.PDF)
    except web.papers.NoFont as why:
        return _page(request, row, one, str(why))
    return web.papers.answer(made, web.papers.Form.PDF, f"membership-{one.code}")


def paper(one: Entry, request: HttpRequest) -> web.papers.Certificate:
    """What stands on it."""
    told = {
        "place": country_name(one.country, web.spoken()),
        "since": web.day_words(one.since),
        "day": web.day_words(web.deeds.at(request).date()),
    }
    title = _("Certificate of membership")
    return web.papers.Certificate(
        title=f"{title}: {one.name}", kind=title, name=one.name, did=_("is a member of"),
        of=programme_name(one.programme), of_language=web.spoken(),
        terms=_("%(place)s. Member since %(since)s. This paper is of %(day)s: check the code.") % told,
        camera=address(one, request), camera_label=_("Where to check it"), how=str(HOW),
        code=short_codes.grouped(one.code), check=address(one, request), small=str(SMALL), language=web.spoken(),
    )  # fmt: skip
