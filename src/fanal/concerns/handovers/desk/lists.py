"""Lists of handovers: sent, received, and for the referral desk the unanswered ones. Clear columns only."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Case, DateTimeField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import NotNow, may, staff, visible
from fanal.clocks import api as clocks
from fanal.concerns.desk.numbers import Number
from fanal.concerns.desk.words import country
from fanal.concerns.handovers import duties, talk
from fanal.concerns.handovers.desk.words import why
from fanal.concerns.handovers.steps import urgent
from fanal.concerns.models import UNDECIDED, Handover, HandoverEvent
from fanal.concerns.public.around import Call, around
from fanal.concerns.triage import queries
from fanal.concerns.triage.desk.queue import more_tabs, tabs
from fanal.network.contracts import Actor
from fanal.passing.api import clock, page, steps, texts
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.ids import short
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web

PAGE = 50
MARKS = {
    duties.NEWS.code: gettext_noop("news for your team"),
    duties.QUESTION.code: gettext_noop("a question for your team"),
}
_WAITING = (State.DRAFT.value, State.OFFERED.value)
URGENT = 0
"""The band of what is urgent and waits."""


class Find(forms.Form):
    """Narrows a list by clear columns: number, day, partner, mine. There is no box for a person (DNH-25)."""

    number = Number()
    day = web.Day(label=lazy("Sent on"), required=False)
    partner = web.Narrow(label=lazy("Partner"))
    mine = web.Narrow(label=lazy("Whose"))

    def __init__(self, rows: QuerySet[Handover], data: Any, *, sent: bool) -> None:
        super().__init__(data)
        side = "recipient" if sent else "org"
        self._partner = f"{side}_id"
        partners = rows.order_by(f"{side}__name").values_list(f"{side}_id", f"{side}__name").distinct()
        web.offer(self, "partner", web.all_or((str(pk), name) for pk, name in partners))
        web.offer(self, "mine", web.all_or([("mine", _("what I sent") if sent else _("what I answered"))]))

    def on(self, rows: QuerySet[Handover], actor: Actor) -> QuerySet[Handover]:
        """What was chosen; a value that is no choice narrows nothing."""
        self.full_clean()
        data = self.cleaned_data
        if number := data.get("number"):
            own = Q(concern__pk__endswith=number) & Q(org_id=actor.org)
            rows = rows.filter(Q(pk__endswith=number) | own)
        if day := data.get("day"):
            rows = rows.filter(offered_at__date=day)
        if partner := data.get("partner"):
            rows = rows.filter(**{self._partner: partner})
        if data.get("mine"):
            done = HandoverEvent.objects.filter(person_id=actor.person).exclude(event="call")
            rows = rows.filter(pk__in=done.values("handover"))
        return rows


@staff("concerns.handovers")
@require_GET
def sent(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What we drafted and sent."""
    rows = visible(actor, Handover.objects.filter(org_id=actor.org)).select_related("recipient")
    return _drawn(request, actor, rows, sent=True)


@staff("concerns.handovers")
@require_GET
def received(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What partners sent to us."""
    rows = visible(actor, Handover.objects.filter(recipient_id=actor.org)).select_related("org")
    return _drawn(request, actor, rows, sent=False)


def _drawn(request: HttpRequest, actor: Actor, rows: QuerySet[Handover], *, sent: bool) -> HttpResponse:
    """A page of one of the lists: what is urgent, what waits for somebody, then paperwork, each by due time; then the
    newest. As many statements at any length."""
    now, marks = web.deeds.at(request), talk.marks(actor)
    find = Find(rows, request.GET, sent=sent)
    listed = _listed(actor, find.on(rows, actor), request.GET.get("after", ""), sent=sent)
    last = listed[PAGE - 1] if len(listed) > PAGE else None
    name = "handovers_sent" if sent else "handovers_received"
    chosen = {key: value for key, value in request.GET.items() if key != "after" and value}
    here = f"{reverse(f'concerns:{name}')}?"
    following = here + urlencode({**chosen, "after": _key(last)}) if last else ""
    shown = _lists(actor, name)
    context = {
        "title": _("Handovers sent") if sent else _("Handovers received"),
        "sent": sent,
        "columns": [_("To") if sent else _("From"), _("Why"), _("State"), _("Due"), _("Sent on"), _("Readable until")],
        "rows": [_row(row, now, marks.get(row.pk, ""), sent=sent) for row in listed[:PAGE]],
        "tabs": shown if len(shown) > 1 else [],
        "find": find,
        "narrowed": bool(chosen),
        "all": reverse(f"concerns:{name}"),
        "first": here + urlencode(chosen) if request.GET.get("after") else "",
        "following": following,
    }
    return render(request, "concerns/handovers/handovers.html", context)


def _listed(actor: Actor, rows: QuerySet[Handover], after: str, *, sent: bool) -> list[Any]:
    """One row more than a page, in order of `_banded`."""
    ranked = _banded(actor, rows, sent=sent)
    mark = _parsed(after)
    if mark is not None:
        band, due_at, pk = mark
        later = Q(due__gt=due_at) | Q(due=due_at, pk__lt=pk)
        ranked = ranked.filter(Q(band__gt=band) | (Q(band=band) & later))
    return list(ranked.order_by("band", "due", "-pk")[: PAGE + 1])


def _banded(actor: Actor, rows: QuerySet[Handover], *, sent: bool) -> QuerySet[Any]:
    """With `due`, and with `band`: what is urgent, what waits for an answer of either side, paperwork, the rest. A
    paper that is four weeks late stands below a child that is offered today."""
    ranked = rows.annotate(waits_until=_earliest(_waits_until(actor, sent=sent)))
    paper = _earliest([clocks.earliest_due(org=actor.org, kinds=duties.PAPER)])
    waits = Q(waits_until__lt=queries.FAR)
    ranked = ranked.annotate(due=Case(When(waits, then=F("waits_until")), default=paper))
    bands = (waits & urgent(sent=sent), waits | Q(state__in=_WAITING), Q(due__lt=queries.FAR))
    cases = [When(one, then=Value(band)) for band, one in enumerate(bands)]
    return ranked.annotate(band=Case(*cases, default=Value(len(bands)), output_field=IntegerField()))


def _waits_until(actor: Actor, *, sent: bool) -> list[Any]:
    """Until when somebody must answer: our own next step; of what was sent also their time to answer, and of what came
    back when our own decision on the concern is due again."""
    due: list[Any] = [clocks.earliest_due(org=actor.org, but=duties.PAPER)]
    if sent:
        again = Q(state__in=steps.OVER, outcome="", concern__triage__in=UNDECIDED)
        due += [
            Case(When(state=State.OFFERED, then=F("answer_due"))),
            Case(When(again, then=clocks.earliest_due("concern_id", org=actor.org))),
        ]
    return due


def _earliest(due: list[Any]) -> Any:
    found = [Coalesce(one, Value(queries.FAR), output_field=DateTimeField()) for one in due]
    return Least(*found) if len(found) > 1 else found[0]


def _lists(actor: Actor, current: str) -> list[dict[str, object]]:
    if may(actor, "concerns.queue"):
        return tabs(actor, current, queries.counts(actor))
    return more_tabs(actor, current)


def _row(row: Any, now: datetime, mark: str, *, sent: bool) -> dict[str, object]:
    other = row.recipient if sent else row.org
    state = web.tag(page.state_words(row, mine=sent), texts.TONES.get(State(row.state), ""))
    marks = [state]
    if row.band == URGENT:
        marks.insert(0, web.tag(_("urgent"), "danger"))
    if mark:
        marks.append(web.tag(_(MARKS[mark]), "info"))
    until = row.access_until if row.state in {State.ACCEPTED, State.COMPLETED} else None
    return {
        "cells": [
            f"{other.name}, {other.country}",
            why(row, sent=sent),
            format_html_join(" ", "{}", ((tag,) for tag in marks)),
            web.due_tag(row.due, now) if row.due < queries.FAR else "",
            web.named(_("Sent on"), web.day_words(row.offered_at)) if row.offered_at else "",
            web.named(_("Readable until"), web.day_words(until)) if until else "",
        ],
        "url": reverse("concerns:handover", args=[row.pk]),
        "open": f"{other.name}, {short(row.pk)}",
    }


def _key(row: Any) -> str:
    return f"{row.band}_{row.due.isoformat()}_{row.pk}"


def _parsed(text: str) -> tuple[int, datetime, UUID] | None:
    """A key of a page; one that somebody made up begins at the first page."""
    try:
        band, due, pk = text.split("_")
        at_ = datetime.fromisoformat(due)
        return (int(band), at_, UUID(pk)) if at_.tzinfo else None
    except ValueError:
        return None


# ---- the referral desk ----


@staff("concerns.unanswered")
@require_http_methods(["GET", "POST"])
def unanswered(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Handovers that nobody answered: from where to where, since which day. No record can be opened from here."""
    if request.method == "POST":
        try:
            clock.called(actor, UUID(request.POST.get("which", "")), web.deeds.at(request))
            messages.success(request, _("Noted."))
        except (NotNow, ValueError):
            messages.info(request, _("This was answered or settled meanwhile."))
        return HttpResponseRedirect(reverse("concerns:unanswered"))
    day_ = web.deeds.at(request).date()
    rows = [
        {"id": late.id, "words": _unanswered(late), "called": late.called_on, "numbers": numbers(late, day_)}
        for late in clock.unanswered()
    ]
    return render(request, "concerns/handovers/unanswered.html", {"rows": rows})


def _unanswered(one: clock.Unanswered) -> str:
    return _("Handover unanswered, {place} → {to}, {day}").format(
        place=country(one.country_from), to=country(one.country_to), day=web.day_words(one.day)
    )


def numbers(one: clock.Unanswered, today: date) -> list[tuple[str, tuple[Call, ...]]]:
    """The verified numbers of the two members; never another country's, and none where none is held (DNH-06)."""
    sender, recipient = one.members
    sides = [(_("Who sent it, in {country}"), sender), (_("Who did not answer, in {country}"), recipient)]
    return [(said.format(country=country(code)), around(code, "", today).duty) for said, code in sides]


def desk_section(actor: Actor, now: datetime) -> web.day.Section:
    """The same list on the day of the referral desk."""
    rows = [web.day.Row(_unanswered(one), reverse("concerns:unanswered")) for one in clock.unanswered()]
    return web.day.Section(
        _("Handovers that nobody answered"), rows, _("Every handover was answered in time."), work=True
    )
