"""Sessions as whoever leads them sees them: who is there, what is projected, what is printed. Nothing of what anybody
answered."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.learning import published
from fanal.learning.courses import library
from fanal.learning.courses.model import BlockKind, Course, Page
from fanal.learning.leading.acts import url_of
from fanal.learning.models import Attendance, GroupSession, Sheet
from fanal.learning.player.showing import Shown
from fanal.learning.sessions import attending, paper, sessions
from fanal.learning.sessions.policy import CONFIRM, LEAD, READ, TYPE
from fanal.learning.sessions.sessions import State
from fanal.network.contracts import Actor
from fanal.vocabulary.languages import language_name
from fanal.web import api as web

STATES = {
    State.PLANNED: (lazy("planned"), "soon"),
    State.RUNNING: (lazy("goes on"), "info"),
    State.CLOSED: (lazy("closed"), ""),
    State.CONFIRMED: (lazy("confirmed"), "ok"),
}
LIMITS = {
    sessions.PEOPLE: lazy("More than 60 people were there."),
    sessions.MINUTES: lazy("It took less than four fifths of the time of the course."),
    sessions.EQUAL: lazy("All sheets have the same letters, though each has an order of its own."),
    sessions.MANY: lazy("More than 200 certificates in one day came of sessions of this person."),
}
STAGES = {
    "printed": (lazy("on paper"), "soon"),
    "typed": (lazy("waits for a second reading"), "soon"),
    "read": (lazy("typed in"), "info"),
    "confirmed": (lazy("confirmed with the card"), "ok"),
}


def _title(one: GroupSession) -> str:
    course = published.course(one.course, one.version) or library.shipped().get(one.course)
    return course.texts["title"] if course else one.course


def _row(one: GroupSession) -> dict[str, object]:
    cells = [web.day_words(one.planned_on), one.cohort.label, _title(one), web.tag(*STATES[sessions.state(one)])]
    return {"cells": cells, "url": url_of(one), "open": f"{one.cohort.label}, {web.day_words(one.planned_on)}"}


@web.deeds.page(READ)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sessions, those to look at, and sheets that wait for a second reading."""
    again = [
        {
            "cells": [row.session.cohort.label, web.day_words(row.session.planned_on), web.digits(row.number)],
            "url": reverse("sessions:type_again", args=[row.pk]),
            "open": _("sheet %(number)s") % {"number": web.digits(row.number)},
        }
        for row in paper.waiting(actor)
    ]
    context = {
        "rows": [_row(one) for one in sessions.listed(actor)],
        "columns": [_("Day"), _("Who learns together"), _("Course"), _("State")],
        "odd": [_row(one) for one in sessions.to_look_at(actor)],
        "again": again,
        "again_columns": [_("Who learns together"), _("Day"), _("Sheet")],
        "may_lead": bool(may(actor, LEAD)),
    }
    return render(request, "learning/leading/sessions.html", context)


@web.deeds.page(READ)
@require_GET
def session(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """One session: what can be done now, and who is there."""
    one = sessions.session(actor, session)
    course, state = sessions.course_of(one), sessions.state(one)
    there, papers = attending.there(one), {row.learner_id: row for row in paper.sheets(one)}
    mine = one.led_by_id == actor.person and bool(may(actor, LEAD))
    may_type = bool(may(actor, TYPE, one))
    rows = [
        _there(row, papers.get(row.learner_id), state, late=attending.came_late(one, row), leads=may_type)
        for row in there
    ]
    context: dict[str, Any] = {
        "one": one,
        "title": _title(one),
        "tag": web.tag(*STATES[state]),
        "facts": _facts(one),
        "limits": [LIMITS[code] for code in sessions.limits(one)],
        "planned": mine and state is State.PLANNED,
        "running": mine and state is State.RUNNING,
        "first": _first(one, course) if course else "",
        "draw": bool(course and paper.on_paper(course)) and any(row.learner_id not in papers for row in there),
        "papers": bool(papers),
        "may_confirm": state is State.CLOSED and not mine and bool(may(actor, CONFIRM, one)),
        "rows": rows,
        "columns": [_("Who"), _("Came"), _("Went"), _("Paper")],
        "acts": _("What can be done") if any(row["type"] or row["out"] for row in rows) else "",
    }
    return render(request, "learning/leading/session.html", context)


def _facts(one: GroupSession) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Who learns together"), one.cohort.label),
        (_("Day"), web.day_words(one.planned_on)),
        (_("Language"), language_name(one.language, web.spoken())),
        (_("Minutes"), web.digits(one.took or one.minutes)),
        (_("Led by"), one.led_by.name),
    ]
    if one.closed_at:
        facts.append((_("Signed the sheet"), web.digits(one.sheet_count)))
        facts.append((_("SHA-256 of the scanned sheet"), one.sheet_digest or _("none")))
    return facts


def _there(row: Attendance, sheet: Sheet | None, state: State, *, late: bool, leads: bool) -> dict[str, object]:
    came = web.time_words(row.in_at)
    mark = web.tag(_("late"), "soon") if late else ""
    went = web.time_words(row.out_at) if row.out_at else ""
    stage = web.tag(*STAGES[paper.stage(sheet)]) if sheet else ""
    return {
        "who": row.learner.label, "came": came, "late": mark, "went": went, "stage": stage,
        "number": sheet.number if sheet else None,
        "out": reverse("sessions:leave", args=[row.pk]) if state is State.RUNNING and not row.out_at else "",
        "type": reverse("sessions:type_in", args=[sheet.pk])
        if leads and sheet and state is not State.CONFIRMED and paper.stage(sheet) == "printed" else "",
    }  # fmt: skip


# ---- what is projected ----


def _first(one: GroupSession, course: Course) -> str:
    return _page_url(one, *course.places[0])


def _page_url(one: GroupSession, lesson: str, page: Page) -> str:
    return reverse("sessions:show", args=[one.pk, lesson, page.id])


def _course(one: GroupSession) -> Course:
    course = sessions.course_of(one)
    if course is None:
        raise Http404
    return course


@web.deeds.page(LEAD)
@require_GET
def show(request: HttpRequest, actor: Actor, session: UUID, lesson: str, name: str) -> HttpResponse:
    """One page of a lesson on a wall: one idea, large. What each answer would bring is shown when somebody asks."""
    one = sessions.session(actor, session)
    course = _course(one)
    shown = Shown(course, published.spoken(course, one.language))
    places, at = course.places, course.place(lesson, name)
    if at is None:
        raise Http404
    page = places[at][1]
    asked = [block.ref for block in page.blocks if block.kind in {BlockKind.SCENARIO, BlockKind.QUESTION}]
    opened = "open" in request.GET
    context = {
        **shown.page(page, dict.fromkeys(asked, "-") if opened else {}),  # an order is shown as it is right
        "shown": shown,
        "number": at + 1,
        "whole": len(places),
        "following": _page_url(one, *places[at + 1]) if at + 1 < len(places) else "",
        "before": _page_url(one, *places[at - 1]) if at else "",
        "asks": bool(asked),
        "opened": opened,
        "back": url_of(one),
    }
    return render(request, "learning/leading/show.html", context)


# ---- what is printed ----


@web.deeds.page(LEAD)
@require_GET
def signing(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """The sheet that people sign: it stays with the employer."""
    one = sessions.session(actor, session)
    people = [row.learner.label for row in attending.there(one)]
    waits = [] if one.closed_at else sorted({post.learner.label for post in attending.missing(actor, one)})
    context = {"one": one, "title": _title(one), "people": [*people, *waits, *[""] * 5], "facts": _facts(one)[:4]}
    return render(request, "learning/leading/signing.html", {**context, "back": url_of(one)})


@web.deeds.page(LEAD)
@require_GET
def sheets(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """All sheets of a session that are not typed in yet, one after the other."""
    one = sessions.session(actor, session)
    course = _course(one)
    shown = Shown(course, published.spoken(course, one.language))
    printed = [row for row in paper.sheets(one) if paper.stage(row) == "printed"]
    context = {
        "one": one,
        "shown": shown,
        "sheets": [{"row": row, "situations": _situations(shown, course, row)} for row in printed],
        "back": url_of(one),
    }
    return render(request, "learning/leading/sheets.html", context)


def _situations(shown: Shown, course: Course, row: Sheet) -> list[dict[str, object]]:
    return [
        {
            "paragraphs": shown.texts[each.situation.vignette].split("\n"),
            "choices": [
                (letter, shown.texts[made.say]) for letter, made in zip(paper.LETTERS, each.choices, strict=False)
            ],
        }
        for each in paper.asked(course, row)
    ]
