"""Pages of one proceeding: what stands in it, its timeline, enter and change, an event, the lawyers' part, alarms."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fanal.access.api import ask, may
from fanal.justice.content import ProceedingContent
from fanal.justice.law import words as law_words
from fanal.justice.matters import duties, matters, policy, proceedings
from fanal.justice.matters.desk import proceeding_words as words
from fanal.justice.matters.desk.answer_path import provision_url
from fanal.justice.matters.desk.proceeding_form import EventForm, PrivilegedForm, ProceedingForm, initial_of
from fanal.justice.matters.proceedings import Open
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import deeds

_ALARMS = {kind.code: kind for kind in duties.ALL}


@deeds.page(policy.READ)
@require_GET
def proceeding(request: HttpRequest, actor: Actor, proceeding_id: UUID) -> HttpResponse:
    """One proceeding, with its timeline."""
    held = proceedings.read(actor, proceeding_id, deeds.at(request))
    content = held.content
    events = [
        {"when": one.on, "what": words.event(one), "who": ""} for one in reversed(content.events) if one.on is not None
    ]
    context = {
        "held": held,
        "matter": held.matter,
        "title": words.title(content),
        "facts": _facts(held),
        "measures": _measures(content),
        "events": events,
        "provisions": [(one, provision_url("", one)) for one in content.provisions],
        "alarms": [(code, words.ALARMS[code]) for code in sorted(held.alarms)],
        "may_settle": bool(may(actor, policy.SETTLE, held.row)),
        "may_change": bool(may(actor, policy.CHANGE, held.row)),
        "may_read_privileged": bool(may(actor, policy.PRIVILEGED, held.row)),
        "event_form": EventForm(),
    }
    return render(request, "justice/matters/proceeding.html", context)


def _measures(content: ProceedingContent) -> list[tuple[str, str]]:
    found = ((one.measure, one.state) for one in content.measures)
    return [(words.word(words.MEASURES, code), words.word(words.MEASURE_STATES, state)) for code, state in found]


def _facts(held: Open) -> list[tuple[str, object]]:
    content = held.content
    punished = content.child_punished_for_being_exploited
    always: list[tuple[str, object]] = [
        (_("How it stands"), words.result(content)),
        (_("Country"), law_words.state_name(content.state)),
        (_("Authority"), content.authority),
        (_("Why the country may act"), words.bases(content)),
        (_("Opened on"), web.day_words(content.opened_on)),
        (_("The child stands in it"), words.word(words.ROLES, content.child_role)),
        (_("Investigative interviews of the child"), web.digits(content.interviews)),
        (_("A person who supports the child"), words.word(words.ANSWERS, content.support_person)),
        (_("Punished for having been exploited"), words.word(words.ANSWERS, punished)),
        (_("Proceedings can begin until"), web.day_words(content.limitation_date)),
    ]
    there: list[tuple[str, object]] = [
        (_("Compensation"), words.money(content)),
        (_("Awarded on"), web.day_words(content.compensation_awarded_on)),
        (_("Paid on"), web.day_words(content.compensation_paid_on)),
        (_("Ended on"), web.day_words(content.ended_on)),
    ]
    return [(name, value or _("not known")) for name, value in always] + [pair for pair in there if pair[1]]


@deeds.page(policy.ENTER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, actor: Actor, matter_id: UUID) -> HttpResponse:
    """Enter a proceeding of a matter."""
    matter = matters.matter_of(actor, matter_id)
    ask(actor, policy.ENTER, matter)
    form = ProceedingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            row = proceedings.enter(actor, matter_id, form.content(), deeds.at(request))
            messages.success(request, _("Entered."))
            return HttpResponseRedirect(reverse("justice:proceeding", args=[row.pk]))
    return render(request, "justice/matters/proceeding_form.html", {"form": form, "matter": matter})


@deeds.page(policy.CHANGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, actor: Actor, proceeding_id: UUID) -> HttpResponse:
    """Change what stands in a proceeding."""
    held = proceedings.read(actor, proceeding_id, deeds.at(request))
    ask(actor, policy.CHANGE, held.row)
    sent = request.POST if request.method == "POST" else None
    form = ProceedingForm(sent, initial=initial_of(held.content, held.row.version))
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            proceedings.change(actor, proceeding_id, form.cleaned_data["version"], form.content(), deeds.at(request))
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("justice:proceeding", args=[proceeding_id]))
    context = {"form": form, "matter": held.matter, "row": held.row}
    return render(request, "justice/matters/proceeding_form.html", context)


@deeds.page(policy.EVENT)
@require_http_methods(["GET", "POST"])
def event(request: HttpRequest, actor: Actor, proceeding_id: UUID) -> HttpResponse:
    """Add an event."""
    row = proceedings.proceeding_of(actor, proceeding_id)
    ask(actor, policy.EVENT, row)
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            proceedings.add_event(actor, proceeding_id, form.event(), deeds.at(request))
            messages.success(request, _("Added."))
            return HttpResponseRedirect(reverse("justice:proceeding", args=[proceeding_id]))
    return render(request, "justice/matters/proceeding_event.html", {"form": form, "row": row})


@deeds.page(policy.PRIVILEGED)
@require_http_methods(["GET", "POST"])
def privileged(request: HttpRequest, actor: Actor, proceeding_id: UUID) -> HttpResponse:
    """What is between lawyer and child."""
    content = proceedings.read_privileged(actor, proceeding_id, deeds.at(request))
    row = proceedings.proceeding_of(actor, proceeding_id)
    initial = {"reference_number": content.reference_number, "privileged_notes": content.notes, "version": row.version}
    form = PrivilegedForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with deeds.telling(form):
            proceedings.write_privileged(
                actor, proceeding_id, form.cleaned_data["version"], form.content(), deeds.at(request)
            )
            messages.success(request, _("Kept, for the lawyers alone."))
            return HttpResponseRedirect(reverse("justice:proceeding", args=[proceeding_id]))
    return render(request, "justice/matters/privileged.html", {"form": form, "row": row})


@deeds.page(policy.SETTLE)
@require_POST
def settle(request: HttpRequest, actor: Actor, proceeding_id: UUID, kind: str) -> HttpResponse:
    """Somebody who leads has seen to an alarm."""
    if kind not in _ALARMS:
        raise Http404
    proceedings.settle(actor, proceeding_id, _ALARMS[kind], deeds.at(request))
    messages.success(request, _("Settled. The journal says by whom."))
    return HttpResponseRedirect(reverse("justice:proceeding", args=[proceeding_id]))
