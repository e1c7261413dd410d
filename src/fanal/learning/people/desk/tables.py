"""Tables of posts, and of courses that were done elsewhere: taken in, and taken back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may
from fanal.learning.models import Brought
from fanal.learning.people import brought, completing, posting
from fanal.learning.people.brought import COMPLETIONS, POSTS
from fanal.learning.people.policy import BRING, UNDO_TABLE
from fanal.network.contracts import Actor
from fanal.web import api as web

KINDS = {POSTS: lazy("Posts"), COMPLETIONS: lazy("Courses done elsewhere")}
_WAYS = {POSTS: posting.WAY, COMPLETIONS: completing.WAY}
_SEAL = lazy(
    "Codes, names, posts and days are kept, as your own list has them. The table itself waits sealed in your session "
    "and goes with it."
)


@dataclass(frozen=True, slots=True)
class Roll:
    """The list of those who learn in an organisation, as this person keeps it."""

    actor: Actor

    @property
    def pk(self) -> UUID:
        return self.actor.org


def _list(_thing: object = None) -> str:
    return reverse("learners:cohorts")


def _undo(actor: Actor, _roll: Roll, key: UUID) -> str:
    one = Brought.objects.filter(pk=key, org_id=actor.org).first()
    return undo_address(actor, one) if one else ""


def undo_address(actor: Actor, one: Brought) -> str:
    """Where a table is taken back; empty where this person may not."""
    return reverse("learners:undo_table", args=[one.pk]) if may(actor, UNDO_TABLE, one) else ""


def _table(kind: str, **more: Any) -> web.tables.TableIn:
    way = {POSTS: posting, COMPLETIONS: completing}[kind]
    return web.tables.TableIn(
        deed=BRING,
        address=f"learners:{kind}_in",
        find=Roll,
        ids=lambda _roll: [],
        kind=lambda roll: way.kind(roll.actor),
        take=lambda actor, _roll, taken, key, now: way.take_in(actor, taken, key, now),
        url=_list,
        back=lambda _roll: _("Those who learn"),
        seal=_SEAL,
        undo=_undo,
        undo_words=lazy("Take it back"),
        **more,
    )


TABLES = {
    POSTS: _table(
        POSTS,
        title=lazy("Take posts in"),
        done=lazy("The posts are here"),
        hint=lazy(
            "Headings: person_code, label, site_code, role_class, start, end, agency. No addresses, telephones, dates "
            "of birth or nationalities."
        ),
    ),
    COMPLETIONS: _table(
        COMPLETIONS,
        title=lazy("Take in courses that were done elsewhere"),
        done=lazy("The courses are here"),
        hint=lazy(
            "Headings: person_code, label, course_code, course_version, completed_on, minutes, language, source_id. "
            "Where you know it: interactive (yes, no), and signed_on, the day on which they signed that they had it. "
            "They are shown as what you say, and are no certificates. No scores."
        ),
    ),
}


def _undone(one: Brought, stay: int) -> str:
    if not stay:
        return _("Taken back.")
    return _(
        "Taken back. Posts that somebody changed since, or of who has a card or learned something, stay: %(count)s."
    ) % {"count": web.digits(stay)}


BROUGHT = web.Things(find=brought.table, url=_list, back=lazy("Those who learn"), asks=True)
ACTS = {
    "undo_table": web.Act(
        deed=UNDO_TABLE,
        title=lazy("Take a table back"),
        heading=lazy("Take this table back?"),
        lede=lazy("What it brought goes, and what it changed is as it was. Whoever has a card already stays."),
        facts=lambda one: [
            (_("Table"), KINDS[one.kind]),
            (_("Taken in"), web.day_words(one.made_at)),
            (_("Rows"), web.digits(one.rows)),
        ],
        button=lazy("Take it back"),
        call=lambda actor, one, _data, now: brought.undo(actor, one, _WAYS[one.kind], now),
        done=_undone,
        slug="undo",
    ),
}


def listed(request: HttpRequest, actor: Actor) -> list[dict[str, object]]:
    """The tables that were taken in, for the list of those who learn."""
    now = web.deeds.at(request)
    return [
        {
            "cells": [
                str(KINDS[one.kind]), web.day_words(one.made_at), one.made_by.name, web.digits(one.rows),
                web.tag(_("taken back")) if one.undone_at else web.tag(_("taken in"), "ok"),
            ],
            "url": undo_address(actor, one) if brought.may_undo(one, now) else "",
            "open": _("Take it back"),
        }
        for one in brought.of_org(actor)
    ]  # fmt: skip
