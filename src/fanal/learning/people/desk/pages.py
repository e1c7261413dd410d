"""Those who learn, as a training lead sees them: who there is, whether a card is open, and which certificates they were
given. Nothing of what they did."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.learning.certificates import issuing, refreshing
from fanal.learning.certificates.issuing import Checked, State
from fanal.learning.certificates.pages import STATES
from fanal.learning.courses import library
from fanal.learning.courses.roles import ROLES
from fanal.learning.models import Card, Completion, Post
from fanal.learning.people import completing, people
from fanal.learning.people.desk import tables
from fanal.learning.people.desk.acts import url_of
from fanal.learning.people.desk.forms import KINDS
from fanal.learning.people.policy import READ
from fanal.learning.skills.policy import OBSERVE
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import country_name
from fanal.web import api as web


@web.deeds.page(READ)
@require_GET
def cohorts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cohorts of the organisation, a page at a time."""
    language = web.spoken()
    found, first, following = web.paged(request, reverse("learners:cohorts"), people.cohorts(actor))
    rows = [
        {"cells": [one.label, str(KINDS[one.kind]), country_name(one.country, language)], "url": url_of(one),
         "open": one.label}
        for one in found
    ]  # fmt: skip
    columns = [_("Who learns together"), _("What it is"), _("Country")]
    tables_columns = [_("Table"), _("Day"), _("By"), _("Rows"), _("State")]
    context = {
        "rows": rows,
        "columns": columns,
        "first": first,
        "following": following,
        "tables": tables.listed(request, actor),
    }
    return render(request, "learning/people/cohorts.html", {**context, "tables_columns": tables_columns})


@web.deeds.page(READ)
@require_GET
def cohort(request: HttpRequest, actor: Actor, cohort: UUID) -> HttpResponse:
    """One of them: its people, with what can be done for each."""
    one = people.cohort(actor, cohort)
    today = web.deeds.at(request).date()
    posts = people.posts(actor, one, today)
    everybody = [row.learner_id for row, _card in posts]
    held = issuing.held(everybody, today)
    said, observes = completing.of_people(everybody), bool(may(actor, OBSERVE))
    rows = [
        {"cells": [row.learner.label, _(ROLES.get(row.role, ROLES["other"])), web.day_words(row.since),
                   _certificates(held[row.learner_id], today) + _said(said[row.learner_id]), _state(card),
                   _acts(row, observes)]}
        for row, card in posts
    ]  # fmt: skip
    columns = [_("Who"), _("Work"), _("Since"), _("Certificates"), _("Card"), _("What can be done")]
    where = country_name(one.country, web.spoken())
    return render(
        request,
        "learning/people/cohort.html",
        {
            "one": one,
            "where": where,
            "rows": rows,
            "columns": columns,
            "cardless": any(not card for _row, card in posts),
        },
    )


def _certificates(held: list[Checked], today: date) -> SafeString:
    """What somebody was given, and until when: that they passed, and that it is due again, is all that it says."""
    again = refreshing.due(held, today)
    lines = ((one.title, _until(one, again.get(one.row.course) == one)) for one in held if one.payload)
    return format_html_join(mark_safe("<br>"), "{} {}", lines) or web.tag(_("none"))


def _said(done: list[Completion]) -> SafeString:
    """What the employer says that somebody did elsewhere, apart from what was certified here."""
    lines = (
        (library.shipped()[one.course].texts["title"], web.day_words(one.completed_on), web.tag(_("as you say")))
        for one in done
        if one.course in library.shipped()
    )
    return format_html_join("", "<br>{} · {} {}", lines)


def _until(one: Checked, due: bool) -> SafeString:
    day, (words, tone) = {"day": web.day_words(one.last)}, STATES[one.state]
    if due:
        return web.tag(_("until %(day)s: due again") % day, "soon")
    return web.tag(_("until %(day)s") % day if one.state is State.VALID else str(words), tone)


def _state(card: Card | None) -> SafeString:
    if card is None:
        return web.tag(_("no card"), "danger")
    if card.locked_at:
        return web.tag(_("locked"), "danger")
    return web.tag(_("in use"), "ok") if card.verifier else web.tag(_("not used yet"), "soon")


def _acts(row: Post, observes: bool) -> SafeString:
    words = {
        "learners:new_card": _("New card"),
        "learners:open_card": _("Open it"),
        "learners:confirm_card": _("Learned without a network"),
        **({"learners:skills": _("Skills")} if observes else {}),
        "learners:end_post": _("Works here no more"),
    }
    links = ((reverse(name, args=[row.pk]), said) for name, said in words.items())
    return format_html('<span class="row">{}</span>', format_html_join("", '<a class="target" href="{}">{}</a>', links))
