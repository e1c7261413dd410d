"""The yearly report of a membership: its page, its parts, and what is done with it."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import NotHere, may
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import known, words
from fanal.tourism.desk import forms, report_forms
from fanal.tourism.desk.acts import titled, url_of
from fanal.tourism.desk.report_forms import asks, cells, comes_from, shown
from fanal.tourism.membership import rows
from fanal.tourism.models import AnnualReport, Membership, ReportAnswer
from fanal.tourism.policy import SEE
from fanal.tourism.programmes.model import Kinds, Question
from fanal.tourism.reports import policy as deeds
from fanal.tourism.reports import reports
from fanal.tourism.reports.reports import State
from fanal.tourism.said import said, tell_link
from fanal.web import api as web

_SENT = web.deeds.posted


def report_url(row: Membership) -> str:
    """The page of the report of a membership."""
    return reverse("travel:report", args=[row.pk])


def _newest(row: Membership) -> AnnualReport:
    """Raises `NotHere`."""
    if (found := reports.of(row)) is None:
        raise NotHere
    return found


class Part:
    """The questions of one criterion in a report."""

    def __init__(self, row: Membership, number: int, report: AnnualReport | None = None) -> None:
        self.row, self.org_id, self.number, self.report = row, row.org_id, number, report or _newest(row)
        self.numbers = sorted({one.criterion for one in reports.questions(self.report).questions})
        if number not in self.numbers:
            raise NotHere

    @property
    def title(self) -> str:
        found = next((c for c in known.criteria(self.row).criteria if c.number == self.number), None)
        return f"{web.digits(self.number)}. {said(found.title) if found else ''}"

    def following(self, actor: Actor) -> str:
        """Where one goes on: the next part, or the report."""
        after = [one for one in self.numbers if one > self.number]
        return part_url(actor, self.row, after[0]) if after else report_url(self.row)


def part_url(actor: Actor, row: Membership, number: int) -> str:
    """Where the questions of a criterion are answered, by the company or for it."""
    name = "travel:report_part" if actor.org_kind is OrgKind.COMPANY else "travel:report_part_for"
    return reverse(name, args=[row.pk, number])


def _answer(actor: Actor, part: Part, data: dict[str, Any], now: Any) -> str:
    reports.answer(actor, part.row.pk, data["asked"], data["version"], now)
    return part.following(actor)


def _part(deed: str, slug: str) -> web.Act:
    return web.Act(
        deed=deed,
        title=lambda part: part.title,
        form=lambda request, _actor, part: report_forms.Part(part.report, part.number, _SENT(request)),
        template="tourism/desk/report_part.html",
        more=lambda _request, actor, part: {
            "tell": tell_link(part.row), "for_company": actor.org_kind is not OrgKind.COMPANY
        },
        call=_answer,
        leads=str,
        forgets=True,
        slug=slug,
    )  # fmt: skip


def _writes(actor: Actor, thing: Any, _name: str) -> bool:
    return State(thing.report.state) in reports.WRITTEN and reports.may_type(actor, thing.report)


PARTS: Final = web.Things(
    find=lambda actor, membership, part: Part(rows.find(actor, membership), part),
    url=lambda part: report_url(part.row),
    back=lazy("The yearly report"),
    fits=_writes,
    gone=lazy("The report was sent: its answers stay as they are."),
    asks=True,
)
PART_ACTS: Final = {
    "report_part": _part(deeds.WRITE, "answer"),
    "report_part_for": _part(deeds.WRITE_FOR, "answer-for-company"),
}
_ASKED_OF: Final = {
    "report_send": (State.DRAFT, State.RETURNED), "report_explain": (State.DRAFT, State.RETURNED),
    "report_return": (State.SENT,), "report_accept": (State.SENT,),
    "report_publish": (State.ACCEPTED, State.PUBLISHED), "report_hide": (State.PUBLISHED,),
}  # fmt: skip
"""In which states of a report there is a deed."""


def _fits(_actor: Actor, row: Membership, name: str) -> bool:
    return reports.of(row, *_ASKED_OF[name]) is not None


REPORTS: Final = web.Things(
    find=rows.find, url=report_url, back=lazy("The yearly report"), fits=_fits, asks=True,
    gone=lazy("There is nothing to do here now."),
)  # fmt: skip
ACTS: Final = {
    "report_begin": web.press(deeds.WRITE, reports.begin, slug="begin"),
    "report_begin_for": web.press(deeds.WRITE_FOR, reports.begin, slug="begin-for-company"),
    "report_explain": web.Act(
        deed=deeds.WRITE,
        title=lazy("Explain what the records say otherwise"),
        form=lambda request, _actor, row: report_forms.Explain(_newest(row), _SENT(request)),
        template="tourism/desk/report_words.html",
        more=lambda _request, _actor, row: {"tell": tell_link(row)},
        call=lambda actor, row, data, now: reports.explain(actor, row.pk, data, now),
        done=lazy("Kept."),
        forgets=True,
        slug="explain",
    ),
    "report_send": web.Act(
        deed=deeds.SEND,
        title=lazy("Send the yearly report"),
        lede=lazy("You confirm every answer for your company. Whoever reads it answers within 14 days, as a rule."),
        button=lazy("Send it"),
        call=web.plain(reports.send),
        done=lazy("It was sent."),
        slug="send",
    ),
    "report_return": web.Act(
        deed=deeds.RETURN,
        title=lazy("Give the report back"),
        form=lambda request, _actor, _row: forms.Words(
            lazy("What has to change? The company reads this."), lazy("Give it back"), _SENT(request)
        ),
        call=lambda actor, row, data, now: reports.give_back(actor, row.pk, data["words"], now),
        done=lazy("The company reads what has to change."),
        slug="give-back",
    ),
    "report_accept": web.Act(
        deed=deeds.ACCEPT,
        title=lazy("Accept the yearly report"),
        lede=lazy("You have read the report of this year, and it is complete."),
        button=lazy("Accept it"),
        call=web.plain(reports.accept),
        done=lazy("The next report is due in a year."),
        slug="accept",
    ),
    "report_publish": web.Act(
        deed=deeds.PUBLISH,
        title=lazy("Publish a summary"),
        lede=lazy("Your company chooses whether anything of the report is public. You can take it back at any time."),
        form=lambda request, _actor, row: report_forms.Summary(_newest(row), _SENT(request)),
        template="tourism/desk/report_words.html",
        more=lambda _request, _actor, row: {"tell": tell_link(row)},
        call=lambda actor, row, data, now: reports.publish(actor, row.pk, data["summary"], now),
        done=lazy("Everybody can read it now."),
        forgets=True,
        slug="publish",
    ),
    "report_hide": web.press(deeds.HIDE, reports.hide, lazy("It is public no more."), slug="hide"),
}
_MAIN: Final = ("report_send", "report_accept")


@web.deeds.page(SEE)
@require_GET
def page(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """The report: what is answered, by what, what is left, and what happens with it."""
    row = rows.find(actor, membership)
    report, mine = reports.of(row), actor.org_kind is OrgKind.COMPANY
    context: dict[str, Any] = {
        "row": row, "mine": mine, "title": titled(row), "url": url_of(row), "tell": tell_link(row),
        "begin": _begin(actor, row),
    }  # fmt: skip
    if report is not None:
        context |= _shown(actor, row, report)
    return render(request, "tourism/desk/report.html", context)


def _begin(actor: Actor, row: Membership) -> dict[str, str]:
    if not reports.asked_now(row):
        return {}
    name = "report_begin" if actor.org_kind is OrgKind.COMPANY else "report_begin_for"
    if not may(actor, ACTS[name].deed, row):
        return {}
    label = _("Begin the report") if name == "report_begin" else _("Type it in for the company")
    return {"url": reverse(f"travel:{name}", args=[row.pk]), "label": label}


def _shown(actor: Actor, row: Membership, report: AnnualReport) -> dict[str, Any]:
    rows.need_believed(row)
    found, state = reports.answers(report), State(report.state)
    mine = actor.org_kind is OrgKind.COMPANY
    context: dict[str, Any] = {
        "report": report, "tag": web.tag(*words.REPORTS[state]),
        "due": web.day_words(report.due_on), "cut_off": web.day_words(report.cut_off),
    }  # fmt: skip
    if state in reports.WRITTEN and not mine and report.behalf_id is None:
        return context | {"closed": True}
    writes = state in reports.WRITTEN and bool(may(actor, reports.writes_by(actor), row))
    asked, typed = reports.questions(report).questions, report.behalf
    flags = reports.flags(report, found)
    return context | {
        "parts": _parts(actor, row, report, found, writes=writes),
        "answered": web.digits(len(asked) - len(reports.left(report, found))),
        "questions": web.digits(len(asked)),
        "records": web.digits(sum(bool(one.prefilled) for one in found.values())),
        "typed": rows.named(actor, typed) if typed is not None else "",
        "returned": report.words if state is State.RETURNED else "",
        "flags": [(words.FLAGS[one], report.explained.get(one, "")) for one in flags],
        "buttons": _buttons(actor, row, state, flags),
        "recognition": _recognition(row, report) if state in {State.ACCEPTED, State.PUBLISHED} else None,
        "public": reverse("promises:report", args=[web.spoken(), report.pk]) if state is State.PUBLISHED else "",
    }


def _parts(
    actor: Actor, row: Membership, report: AnnualReport, found: dict[str, ReportAnswer], *, writes: bool
) -> list[dict[str, Any]]:
    asked = reports.questions(report).questions
    made = []
    for number in sorted({one.criterion for one in asked}):
        here = [one for one in asked if one.criterion == number]
        part = Part(row, number, report)
        made.append(
            {
                "title": part.title,
                "done": _("%(part)s of %(whole)s") % {
                    "part": web.digits(sum(bool(found[one.id].value) for one in here)), "whole": web.digits(len(here)),
                },
                "url": part_url(actor, row, number) if writes else "",
                "lines": [_line(row, one, found[one.id]) for one in here],
            }
        )  # fmt: skip
    return made


def _line(row: Membership, one: Question, line: ReportAnswer) -> dict[str, Any]:
    changed = bool(line.value and line.prefilled and line.value != line.prefilled)
    tag: Any = web.tag(_("to answer"), "soon")
    if line.value:
        tag = web.tag(_("changed"), "info") if changed else web.tag(_("kept"), "ok") if line.prefilled else ""
    elif line.prefilled:
        tag = web.tag(_("please look"), "soon")
    return {
        "asks": asks(row, one),
        "value": shown(one, line.value or line.prefilled),
        "long": one.kind is Kinds.TEXT,
        "from": comes_from(one) if line.prefilled and not changed else "",
        "cells": cells(line.value or line.prefilled),
        "tag": tag,
        "was": shown(one, line.prefilled) if changed else "",
        "reason": line.reason,
    }


def _buttons(actor: Actor, row: Membership, state: State, flags: list[str]) -> list[dict[str, Any]]:
    earlier = "report_hide" if reports.of(row, State.PUBLISHED) else ""
    names = [
        name
        for name, states in _ASKED_OF.items()
        if (state in states or name == earlier) and may(actor, ACTS[name].deed, row)
    ]
    made = [
        {
            "label": _("Take the summary back") if name == "report_hide" else str(ACTS[name].titled(row)),
            "url": reverse(f"travel:{name}", args=[row.pk]),
            "quiet": name not in _MAIN,
            "press": ACTS[name].form is None,
        }
        for name in names
        if name != "report_explain" or flags
    ]
    return sorted(made, key=lambda one: bool(one["quiet"]))


def _recognition(row: Membership, report: AnnualReport) -> list[dict[str, Any]] | None:
    lacks = reports.lacking(row, report)
    if lacks is None:
        return None
    return [
        {"words": label, "tag": web.tag(_("not yet"), "soon") if name in lacks else web.tag(_("there"), "ok")}
        for name, label in words.RECOGNITION.items()
    ]
