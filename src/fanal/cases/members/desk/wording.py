"""What goes between members, in words: the way, the facts of card and pack, the list."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Case as Either
from django.db.models import IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may, visible
from fanal.cases.codes_work import Passed
from fanal.cases.files.desk.lists import tabs
from fanal.cases.members.desk import acts
from fanal.cases.members.policy import REQUEST
from fanal.cases.model import words
from fanal.cases.models import Transition
from fanal.cases.packed import PackItem
from fanal.cases.passing_on import pack
from fanal.cases.passing_on.desk import leaves
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.passing.api import Read, page, texts
from fanal.vocabulary.codes import TransitionState as State
from fanal.web import api as web

WAYS: Final[dict[str, web.Words]] = {
    Passed.REFERRAL: lazy("Ask them for help"),
    Passed.TRANSFER: lazy("Hand the work to them"),
}
LIST_OF: Final = 100
_FIRST: Final = (State.OFFERED.value, State.DRAFT.value, State.ACCEPTED.value)


def way(row: Transition) -> str:
    """What it is, in words of both sides."""
    said = {Passed.REFERRAL: _("Help for a child"), Passed.TRANSFER: _("The care of a child")}
    return said.get(Passed(row.role), _("A child is asked for"))


def with_whom(row: Transition, *, mine: bool) -> str:
    """To whom, or from whom."""
    return (
        _("to {member}").format(member=row.recipient.name) if mine else _("from {member}").format(member=row.org.name)
    )


def facts(items: Iterable[PackItem]) -> list[tuple[str, object]]:
    """A pack in words; what was added, with its reason."""
    items = list(items)
    rows = leaves.numbers(one.field for one in items if one.field != pack.LEFT)
    return [(_label(one, rows), _told(one)) for one in items]


def _label(one: PackItem, rows: dict[str, int]) -> str:
    return _("Follow-up to come") if one.field == pack.LEFT else leaves.label(one.field, rows)


def _told(one: PackItem) -> object:
    if one.field == pack.LEFT:
        which, day = one.codes
        return web.dots(words.code("milestone", which), web.day_words(date.fromisoformat(day)))
    (_name, said), *_rest = leaves.pack_facts([one])
    if not one.reason:
        return said
    reason = _("Added: {reason}").format(reason=one.reason)
    return format_html('<span class="said" dir="auto">{}</span><br><span class="tag info">{}</span>', said, reason)


def read_facts(read: Read[Any]) -> list[tuple[object, object]]:
    """What is sealed in one, as far as this person's keys open it: the card, the pack, who the child is."""
    after = [one for pack_ in (read.additions, *read.later.values()) if pack_ for one in pack_.items]
    card = [one for one in read.payload.items if one.field.startswith("card.")]
    asked = [one for one in read.payload.items if one not in card]
    return [*leaves.card_facts(card), *facts([*asked, *after])]


def lines(read: Read[Any]) -> list[str]:
    """What came after the card, in words, one line each: for the file that is opened from it."""
    after = [one for pack_ in (read.additions, *read.later.values()) if pack_ for one in pack_.items]
    return [f"{label}: {said}" for label, said in facts(replace(one, reason="") for one in after)]


# ---- the list ----


def drawn_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Clear columns only."""
    now = web.deeds.at(request)
    rows = list(_rows(actor)[: LIST_OF + 1])
    due = clocks.next_of([row.pk for row in rows], org=actor.org)
    context = {
        "rows": [_row(actor, row, due.get(row.pk), now) for row in rows[:LIST_OF]],
        "more": len(rows) > LIST_OF,
        "columns": [_("With whom"), _("What"), _("State"), _("Due"), _("Sent on")],
        "tabs": tabs(actor, "members"),
        "may_ask": bool(may(actor, REQUEST)),
    }
    return render(request, "cases/members/list.html", context)


def _rows(actor: Actor) -> QuerySet[Transition]:
    bands = [When(state=state, then=Value(band)) for band, state in enumerate(_FIRST)]
    band = Either(*bands, default=Value(len(bands)), output_field=IntegerField())
    rows = visible(actor, Transition.objects.all()).select_related("org", "recipient").annotate(band=band)
    return rows.order_by("band", "-pk")


def _row(actor: Actor, row: Transition, due: Any, now: datetime) -> dict[str, object]:
    mine = row.org_id == actor.org
    marks = [web.tag(page.state_words(row, mine=mine), texts.TONES.get(State(row.state), ""))]
    if row.urgent and row.state == State.OFFERED:
        marks.insert(0, web.tag(_("urgent"), "danger"))
    return {
        "cells": [
            with_whom(row, mine=mine),
            way(row),
            format_html_join(" ", "{}", ((tag,) for tag in marks)),
            web.due_tag(due.due_at, now) if due else "",
            web.day_words(row.offered_at) if row.offered_at else "",
        ],
        "url": acts.url_of(row),
        "open": web.dots(way(row), with_whom(row, mine=mine)),
    }
