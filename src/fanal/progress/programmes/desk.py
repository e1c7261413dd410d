"""The pages of those who describe programmes and measure them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import may
from fanal.network.contracts import Actor
from fanal.progress.desk.pages import changed
from fanal.progress.models import Cost, Measure, Point, Programme, Remark
from fanal.progress.policy import READ
from fanal.progress.programmes import forms, measuring, outline, programmes, published, showing, theory, words
from fanal.progress.programmes.kinds import State, Unit
from fanal.progress.programmes.policy import (
    BEGIN,
    COST,
    DESCRIBE,
    DESIGN,
    MEASURE,
    OUTLINE,
    POINT,
    PROPOSE,
    PUBLISH,
    REMARK,
    RETURN,
    SAFETY,
    TAKE_OUT,
)
from fanal.progress.proved import lines
from fanal.web import api as web

_SENT = web.deeds.posted
_LIST = "progress:programmes"


def url_of(row: Programme) -> str:
    """The page of a programme."""
    return reverse("progress:programme", args=[row.pk])


BEGUN = web.below(lazy("Programmes of prevention"), _LIST)
NEW_ACTS = {
    "begin_programme": web.Act(
        deed=BEGIN,
        title=lazy("Describe a programme"),
        lede=lazy("A project, a service, a law or public money that is to keep children from being exploited."),
        form=lambda request, _actor, _row: forms.About(None, _SENT(request)),
        call=lambda actor, _row, data, now: programmes.begin(actor, data, now),
        leads=url_of,
        done=lazy("Kept as a draft. Write now how it should work."),
        slug="begin",
    ),
}
PROGRAMMES = web.Things(find=programmes.programme, url=url_of, back=lambda row: row.title, asks=True)
ACTS = {
    "describe_programme": web.Act(
        deed=DESCRIBE,
        title=lazy("What it is"),
        form=lambda request, _actor, row: forms.About(row, _SENT(request)),
        call=lambda actor, row, data, now: programmes.describe(actor, row.pk, data, now),
        done=lazy("Kept."),
        slug="describe",
    ),
    "outline_programme": web.Act(
        deed=OUTLINE,
        title=lazy("The theory of change"),
        lede=lazy("What leads to what, from the problem to the impact, and why one believes it."),
        form=lambda request, _actor, row: forms.Outline(row, _SENT(request)),
        call=lambda actor, row, data, now: programmes.outline(actor, row.pk, data["theory"], now),
        done=lambda _row, made: (
            lazy("Kept. Something in it is to be corrected: it stands below.")
            if theory.read(made.theory).faults
            else lazy("Kept.")
        ),
        template="progress/programmes/outline.html",
        slug="outline",
    ),
    "design_programme": web.Act(
        deed=DESIGN,
        title=lazy("How it is looked at"),
        lede=lazy("The grade follows from this and from what was measured. Nobody chooses it."),
        form=lambda request, _actor, row: forms.Look(row, _SENT(request)),
        call=lambda actor, row, data, now: programmes.design(actor, row.pk, data, now),
        done=lazy("Kept."),
        slug="design",
    ),
    "say_safety": web.Act(
        deed=SAFETY,
        title=lazy("Concerns about safety in it"),
        lede=lazy("Only how many, never what. A programme is not published without this."),
        form=lambda request, _actor, row: forms.Safety(row, _SENT(request)),
        call=lambda actor, row, data, now: programmes.say_safety(
            actor, row.pk, data["raised"], data["in_time"], data["safe_until"], now
        ),
        done=lazy("Kept."),
        slug="safety",
    ),
    "add_measure": web.Act(
        deed=MEASURE,
        title=lazy("Something that is measured"),
        form=lambda request, _actor, _row: forms.NewMeasure(_SENT(request)),
        call=lambda actor, row, data, now: programmes.add_measure(actor, row.pk, data, now),
        done=lazy("Kept. Write down how it was before."),
        slug="measures/add",
    ),
    "add_cost": web.Act(
        deed=COST,
        title=lazy("What a year cost"),
        form=lambda request, _actor, _row: forms.NewCost(_SENT(request)),
        call=lambda actor, row, data, now: programmes.add_cost(actor, row.pk, data, now),
        done=lazy("Kept."),
        slug="costs/add",
    ),
    "remark_programme": web.Act(
        deed=REMARK,
        title=lazy("A remark on what is published"),
        lede=lazy("What was published stays. The remark stands beside it once a second person published it."),
        form=lambda request, _actor, _row: forms.NewRemark(_SENT(request)),
        call=lambda actor, row, data, now: programmes.remark(actor, row.pk, data["words"], now),
        done=lazy("Kept."),
        slug="remark",
    ),
    "propose_programme": web.Act(
        deed=PROPOSE,
        title=lazy("Propose to publish it"),
        points=(
            lazy("A second person reads it, and publishes it or gives it back."),
            lazy("What is published stays: also what came out badly, or made no difference."),
        ),
        button=lazy("Propose it"),
        call=lambda actor, row, _data, now: programmes.propose(actor, row.pk, now),
        done=lazy("A second person reads it now."),
        slug="propose",
    ),
    "return_programme": web.Act(
        deed=RETURN,
        title=lazy("Give it back"),
        lede=lazy("It can be changed again. What was published before stays as it is."),
        button=lazy("Give it back"),
        call=lambda actor, row, _data, now: programmes.give_back(actor, row.pk, now),
        done=lazy("It can be changed again."),
        slug="return",
    ),
    "publish_programme": web.Act(
        deed=PUBLISH,
        title=lazy("Publish it"),
        points=(
            lazy("Everybody reads it: what it does, what it costs, what came of it, and how sure one may be."),
            lazy("Nothing of it can be taken back. Remarks can be added."),
        ),
        button=lazy("Publish it"),
        call=lambda actor, row, _data, now: programmes.publish(actor, row.pk, now),
        done=lazy("Everybody can read it."),
        slug="publish",
    ),
}
MEASURES = web.Things(
    find=programmes.measure, url=lambda one: url_of(one.programme), back=lambda one: one.programme.title, asks=True
)
MEASURE_ACTS = {
    "add_point": web.Act(
        deed=POINT,
        title=lambda one: one.title,
        lede=lazy("What was measured of a group at one time, or the target for it."),
        form=lambda request, _actor, one: forms.NewPoint(one, _SENT(request)),
        call=lambda actor, one, data, now: programmes.add_point(actor, one.pk, data["asked"], now),
        done=lazy("Kept."),
        slug="points/add",
    ),
}


def _taken(kind: str) -> web.Things:
    return web.Things(
        find=lambda actor, pk: programmes.part(actor, kind, pk),
        url=lambda one: url_of(programmes.programme_of(one)),
        back=lambda one: programmes.programme_of(one).title,
        asks=True,
    )


def _take_out(kind: str) -> dict[str, web.Act]:
    act = web.Act(
        deed=TAKE_OUT,
        title=lazy("Take it out"),
        lede=lazy("It was never published. It is gone then."),
        button=lazy("Take it out"),
        call=lambda actor, one, _data, now: programmes.take_out(actor, kind, one.pk, now),
        done=lazy("Taken out."),
        slug="take-out",
    )
    return {f"take_out_{kind}": act}


TAKEN = {kind: (_taken(kind), _take_out(kind)) for kind in ("measure", "point", "cost", "remark")}
_OFFERED = {
    State.DRAFT: (
        "propose_programme", "describe_programme", "outline_programme", "design_programme", "say_safety",
        "add_measure", "add_cost",
    ),
    State.PROPOSED: ("publish_programme", "return_programme"),
    State.PUBLISHED: ("propose_programme", "add_measure", "add_cost", "remark_programme", "say_safety"),
    State.MORE: ("publish_programme", "return_programme"),
}  # fmt: skip


def _line(one: Programme) -> dict[str, Any]:
    return {
        "cells": [one.title, words.KINDS[one.kind], web.tag(*words.STATES[one.state]), web.day_words(one.starts)],
        "url": url_of(one), "open": one.title,
    }  # fmt: skip


@web.deeds.page(READ)
@require_GET
def programmes_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The programmes of the organisation."""
    context = {
        "rows": lines(_line, programmes.programmes(actor), 4),
        "columns": [_("Programme"), _("What it is"), _("State"), _("From")],
        "begin": reverse("progress:begin_programme") if may(actor, BEGIN) else "",
        "public": reverse("prevention:programmes", args=[web.spoken()]),
    }
    return render(request, "progress/programmes/list.html", context)


@web.deeds.page(READ)
@require_GET
def programme(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One programme: what it is, how it should work, what came of it, what one can do now."""
    row = programmes.programme(actor, pk)
    beside = programmes.parts(row)
    if not programmes.is_believed(row, beside):
        return changed(request, _("Programmes of prevention"), reverse(_LIST))
    made = programmes.measures(beside)
    codes = [one.code for one in made]
    costs = [one for one in beside if isinstance(one, Cost)]
    state = State(row.state)
    context = {
        "row": row,
        "tag": web.tag(*words.STATES[row.state]),
        "lacking": programmes.lacking(row, beside, web.deeds.at(request).date()) if state is State.DRAFT else [],
        "about": showing.about(row, inside=True),
        "look": _look(row),
        "faults": showing.faults(row, codes) if row.theory else [],
        **outline.shown(request, request.path, row, theory.read(row.theory)),
        "grade": showing.grade(programmes.graded(row, made)),
        "results": _results(actor, row, beside, showing.results(made)),
        "columns": showing.columns(),
        "costs": [
            line | _to_take_out(actor, row, "cost", one)
            for line, one in zip(showing.costs(costs, inside=True), costs, strict=True)
        ],
        "cost_columns": [_("Year"), _("Who paid"), _("How much")],
        "each": list(showing.each(costs, made)),
        "remarks": [one for one in beside if isinstance(one, Remark)],
        "buttons": _buttons(actor, row, beside),
        "paper": reverse("progress:programme_form", args=[row.pk]),
        "public": reverse("prevention:programme", args=[web.spoken(), row.pk]) if row.published_at else "",
        "files": reverse("progress:programme_iati", args=[row.pk]) if row.published_at else "",
    }
    return render(request, "progress/programmes/programme.html", context)


def _look(row: Programme) -> list[tuple[str, object]]:
    safe = (
        _("%(in_time)s of %(raised)s answered within 72 hours, up to %(day)s")
        % {"in_time": web.digits(row.in_time), "raised": web.digits(row.raised), "day": web.day_words(row.safe_until)}
        if row.raised is not None
        else ""
    )
    return [
        (_("Same people before and after"), _("Yes") if row.same else _("No")),
        (_("Compared"), words.COMPARISONS[row.comparison]),
        (_("Plan written on"), web.day_words(row.planned_on) if row.planned_on else _("no plan")),
        (_("Reckoned by somebody else"), _("Yes") if row.independent else _("No")),
        (_("Concerns about safety"), safe or _("not said yet")),
    ]


def _to_take_out(actor: Actor, row: Programme, kind: str, one: programmes.AnyPart) -> dict[str, str]:
    open_now = State(row.state) in {State.DRAFT, State.PUBLISHED} and one.published_at is None
    if not open_now or not may(actor, TAKE_OUT, row):
        return {}
    return {"url": reverse(f"progress:take_out_{kind}", args=[one.pk]), "open": _("to take it out")}


def _results(
    actor: Actor, row: Programme, beside: list[programmes.AnyPart], shown: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    by_code = {one.code: one for one in beside if isinstance(one, Measure)}
    open_now = State(row.state) in {State.DRAFT, State.PUBLISHED} and may(actor, POINT, row)
    for line in shown:
        which = by_code[line["measure"].code]
        points = [one for one in beside if isinstance(one, Point) and one.measure_id == which.pk]
        line["rows"] = [
            each | _to_take_out(actor, row, "point", point) for each, point in zip(line["rows"], points, strict=True)
        ]
        line["add"] = reverse("progress:add_point", args=[which.pk]) if open_now else ""
        line["out"] = _to_take_out(actor, row, "measure", which).get("url", "")
    return shown


def _buttons(actor: Actor, row: Programme, beside: list[programmes.AnyPart]) -> list[dict[str, Any]]:
    """What the person can do now, the next step first; nothing is proposed where nothing was added."""
    state = State(row.state)
    is_whole = state is State.PUBLISHED and all(one.published_at for one in beside)
    names = [name for name in _OFFERED[state] if not (is_whole and name == "propose_programme")]
    return [
        {"label": ACTS[name].titled(row), "url": reverse(f"progress:{name}", args=[row.pk]), "quiet": place > 0}
        for place, name in enumerate(names)
        if may(actor, ACTS[name].deed, row)
    ]


@web.deeds.page(READ)
@require_GET
def paper(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """A form to print, and to fill in where there is no network: what is to be measured, with boxes."""
    row = programmes.programme(actor, pk)
    made = programmes.measures(programmes.parts(row))
    context = {
        "row": row,
        "organisation": row.org.name,
        "measures": [
            {
                "measure": one,
                "level": words.LEVELS[one.level],
                "is_share": one.unit is Unit.SHARE,
                "is_mean": one.unit is Unit.MEAN,
                "is_words": one.unit is Unit.WORDS,
                "of_people": measuring.is_of_people(one),
            }
            for one in made
        ],
        "arms": list(words.ARMS.values()),
        "moments": list(words.MOMENTS.values()),
        "url": url_of(row),
    }
    return render(request, "progress/programmes/paper.html", context)


@web.deeds.page(READ)
@require_GET
def as_iati(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """What was published of a programme, as a donor takes it."""
    row = programmes.programme(actor, pk)
    entry = published.entry(row)
    if entry is None:
        return web.problem(request, 404)
    body = b"".join(published.as_iati([entry], web.deeds.at(request)))
    headers = {"Content-Disposition": 'attachment; filename="programme.xml"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/xml; charset=utf-8", headers=headers)
