"""Pages of keeping: how long, legal hold, early erasure by two, the custodian's part."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access import api as access
from fanal.concerns.access_terms import is_by_partner
from fanal.concerns.keeping import custody, keeping, texts
from fanal.concerns.models import UNDECIDED, Concern, Decision
from fanal.concerns.triage import triage
from fanal.concerns.triage.desk import words as wording
from fanal.concerns.triage.desk.acts import asked
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.keeping import days_left
from fanal.web import api as web


class Early(web.Page):
    """Why it should go before its day."""

    reason_early = web.StaffText(label=lazy("Why should it go early? Do not name anyone."), max_length=500, rows=3)
    use_required_attribute = False
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask to erase it early")),)


@web.deeds.page("concerns.hold")
@require_GET
def keep(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """How long a concern is kept, and what can change that."""
    row = asked(actor, concern_id, "concerns.hold")
    waits = _asked_early(row, actor)
    context = {
        "concern": row,
        "facts": _facts(row),
        "days_left": days_left(row.erase_on, web.deeds.at(request).date()) if row.erase_on else None,
        "hold_form": web.Hold(),
        "early_form": Early(),
        "waits": waits,
        "by_partner": waits is not None and is_by_partner(actor.org, row.pk, waits["one"].pk),
        "decided": row.triage not in UNDECIDED,
        "may_close": row.triage == "route_elsewhere" and row.closed_on is None,
    }
    return render(request, "concerns/keeping/keeping.html", context)


def _ask_early(actor: Actor, row: Concern, data: dict[str, Any], now: datetime) -> tuple[str, str]:
    """What is said then, and where one goes on: in a small member to asking the partner."""
    asks = keeping.ask_erase(actor, row.pk, data["reason_early"], now)
    if is_by_partner(actor.org, row.pk, asks.pk):
        there = reverse("concerns:ask_partner", args=[asks.code, asks.pk])
        return _("Recorded. It is erased once your partner says yes: ask them now."), there
    return _("Asked. A second person erases it, or not."), reverse("concerns:keeping", args=[row.pk])


KEPT = web.Things(
    find=triage.concern_of,
    url=lambda row: reverse("concerns:keeping", args=[row.pk]),
    back=lazy("How long it is kept"),
    asks=True,
)
KEEPING = {
    "hold": web.Act(
        deed="concerns.hold",
        title=lazy("Legal hold"),
        form=web.Hold,
        call=lambda actor, row, data, now: keeping.hold(actor, row.pk, data["until"], data["reason"], now),
        done=lazy("It is kept until that day, whatever else runs out."),
    ),
    "release": web.press("concerns.release", keeping.release, lazy("The hold has ended.")),
    "close": web.press("concerns.close", keeping.close, lazy("Closed.")),
    "early": web.Act(
        deed="concerns.ask_erase",
        title=lazy("Erase it early"),
        form=Early,
        call=_ask_early,
        done=lambda _row, made: (messages.INFO, made[0]),
        leads=lambda made: made[1],
    ),
}


def _facts(row: Concern) -> list[tuple[str, object]]:
    owner = network.names([row.hold_owner_id]).get(row.hold_owner_id, "") if row.hold_owner_id else ""
    hold = _("until {day}, {name} answers for it").format(day=web.day_words(row.hold_until), name=owner)
    reporter = web.day_words(row.reporter_erase_on) if row.reporter else _("erased")
    return [
        (_("Kept as"), _kept(row.retention_class) or _("not decided yet")),
        (_("Closed on"), web.day_words(row.closed_on) or _("not closed")),
        (_("Erased on"), web.day_words(row.erase_on) or _("no day yet")),
        (_("Who told us, erased on"), reporter or _("no day yet")),
        (_("Legal hold"), hold if row.hold_until else _("none")),
    ]


def _kept(code: str) -> str:
    """A retention class in words."""
    return _(texts.KEPT[code]) if code in texts.KEPT else ""


def _asked_early(row: Concern, actor: Actor) -> dict[str, Any] | None:
    found = Decision.objects.filter(concern=row, code=keeping.ERASE_EARLY, needs_second=True).select_related("person")
    one = found.first()
    return {"one": one, "own": one.person_id == actor.person} if one else None


class SecondEarly(web.Page):
    """Erase it for good, or not, with the reason."""

    agree = forms.ChoiceField(
        label=lazy("Do you agree?"),
        choices=[("yes", lazy("Yes, erase it for good")), ("no", lazy("No, keep it until its day"))],
        widget=forms.RadioSelect,
    )
    text = web.StaffText(label=lazy("If not: why?"), max_length=1000, rows=3, required=False)
    use_required_attribute = False
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Record this")),)


def _answer_early(actor: Actor, decision: Decision, data: dict[str, Any], now: datetime) -> str:
    if data["agree"] == "yes":
        keeping.erase_early(actor, decision.pk, now)
        return _("It is erased. A mark of class and month stays, so that counts stay right.")
    keeping.keep_after_all(actor, decision.pk, data["text"], now)
    return _("It is kept. Your reason stands in the concern, where your colleague reads it.")


EARLY = web.Things(
    find=keeping.asked_to_erase,
    url=lambda decision: reverse("concerns:concern", args=[decision.concern_id]),
    back=lazy("Back to the concern"),
)
ERASE = web.Act(
    deed="concerns.erase",
    title=lazy("Erase it early"),
    heading=lazy("Erase it for good?"),
    lede=lambda decision: (
        _("%(name)s asked for it on %(day)s.") % {"name": decision.person.name, "day": web.day_words(decision.at)}
    ),
    form=SecondEarly,
    template="concerns/keeping/erase.html",
    more=lambda request, actor, one: {"why": keeping.why_early(actor, one.pk, web.deeds.at(request))},
    call=_answer_early,
    done=lambda _decision, told: told,
    leads=lambda _told: reverse("concerns:queue"),
)


# ---- the custodian ----


class Reason(web.Page):
    """Why the reporter's part is opened."""

    reason = forms.ChoiceField(
        label=lazy("Why do you open who told us?"), choices=list(custody.REASONS.items()), widget=forms.RadioSelect
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Open it")),)


@web.deeds.page("concerns.open_reporter")
@require_http_methods(["GET", "POST"])
def reporter(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """Who told us, for the custodian, after a reason."""
    row = asked(actor, concern_id, "concerns.open_reporter")
    form = Reason(web.deeds.posted(request), use_required_attribute=False)
    facts = None
    if request.method == "POST" and form.is_valid():
        with web.deeds.telling(form):
            told = custody.open_reporter(actor, concern_id, form.cleaned_data["reason"], web.deeds.at(request))
            facts = wording.contact(told, network.org(actor.org).name)
    return render(request, "concerns/keeping/reporter.html", {"form": form, "concern": row, "facts": facts})


class Longer(web.Page):
    """Until when, and why, who told us is kept longer."""

    until = web.Day(label=lazy("Keep until"))
    reason = forms.ChoiceField(
        label=lazy("Why?"),
        choices=[(code, custody.REASONS[code]) for code in ("they_asked", "proceeding")],
        widget=forms.RadioSelect,
    )
    use_required_attribute = False
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it longer")),)


def _gone_on(row: Concern) -> str:
    if row.reporter_erase_on is None:
        return _("It has no day of erasure yet.")
    return _("It is erased on %(day)s.") % {"day": web.day_words(row.reporter_erase_on)}


REPORTERS = web.Things(
    find=triage.concern_of,
    url=lambda row: reverse("concerns:reporter", args=[row.pk]),
    back=lazy("Who told us"),
    asks=True,
)
LONGER = web.Act(
    deed="concerns.keep_reporter",
    title=lazy("Who told us"),
    heading=lazy("Keep who told us longer"),
    lede=_gone_on,
    form=Longer,
    call=lambda actor, row, data, now: custody.keep_longer(actor, row.pk, data["until"], data["reason"], now),
    done=lazy("It is kept until that day."),
    slug="longer",
)


@web.deeds.page("concerns.seen_reporter")
@require_http_methods(["GET", "POST"])
def reporter_seen(request: HttpRequest, actor: Actor, concern_id: UUID) -> HttpResponse:
    """For the safeguarding lead: who opened a closed concern or the reporter's part, and why."""
    row = triage.concern_of(actor, concern_id)
    if request.method == "POST":
        custody.seen(actor, concern_id, web.deeds.at(request))
        messages.success(request, _("Noted that you looked at it."))
        return HttpResponseRedirect(reverse("desk:day"))
    events = [one for one in access.history(actor, row.pk) if one.line.deed in {custody.OPEN, triage.OPEN}]
    lines = [(one, custody.REASONS.get(one.line.purpose, "")) for one in events]
    return render(request, "concerns/keeping/reporter_seen.html", {"concern": row, "lines": lines})
