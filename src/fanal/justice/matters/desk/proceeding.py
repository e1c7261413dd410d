"""Pages of one proceeding: what stands in it, its timeline, enter and change, an event, the lawyers' part, alarms."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from fanal.access.api import NotHere, may
from fanal.justice.content import ProceedingContent
from fanal.justice.law import library
from fanal.justice.law import words as law_words
from fanal.justice.matters import duties, fact_words, policy, proceedings
from fanal.justice.matters.desk import proceeding_words as words
from fanal.justice.matters.desk.answer_path import provision_url
from fanal.justice.matters.desk.proceeding_form import EventForm, PrivilegedForm, ProceedingForm, initial_of
from fanal.justice.matters.proceedings import Open
from fanal.justice.models import Proceeding
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

_ALARMS = {kind.code: kind for kind in duties.ALL}


@deeds.page(policy.READ)
@require_GET
def proceeding(request: HttpRequest, actor: Actor, proceeding_id: UUID) -> HttpResponse:
    """One proceeding, with its timeline."""
    held = proceedings.read(actor, proceeding_id, deeds.at(request))
    content, law = held.content, library.corpus(deeds.at(request))
    events = [
        {"when": event.on, "what": words.event(event), "who": ""}
        for event in reversed(content.events)
        if event.on is not None
    ]
    context = {
        "held": held,
        "matter": held.matter,
        "title": words.title(content),
        "facts": _facts(held),
        "measures": _measures(content),
        "events": events,
        "provisions": [(fact_words.article(ref, law), provision_url("", ref)) for ref in content.provisions],
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


@deeds.page(policy.SETTLE)
@require_POST
def settle(request: HttpRequest, actor: Actor, proceeding_id: UUID, kind: str) -> HttpResponse:
    """Somebody who leads has seen to an alarm."""
    if kind not in _ALARMS:
        raise NotHere
    proceedings.settle(actor, proceeding_id, _ALARMS[kind], deeds.at(request))
    messages.success(request, _("Settled. The journal says by whom."))
    return HttpResponseRedirect(reverse("justice:proceeding", args=[proceeding_id]))


def _address(row: Proceeding) -> str:
    return reverse("justice:proceeding", args=[row.pk])


def _change(request: HttpRequest, actor: Actor, row: Proceeding) -> ProceedingForm:
    held = proceedings.read(actor, row.pk, deeds.at(request))
    return ProceedingForm(deeds.posted(request), initial=initial_of(held.content, held.row.version))


def _privileged(request: HttpRequest, actor: Actor, row: Proceeding) -> PrivilegedForm:
    held = proceedings.read_privileged(actor, row.pk, deeds.at(request))
    shown = {"reference_number": held.reference_number, "privileged_notes": held.notes, "version": row.version}
    return PrivilegedForm(deeds.posted(request), initial=shown)


_LEDE = lazy("Seen from the side of the child. Leave open what is not known, and name nobody.")
NEW = Act(
    deed=policy.ENTER,
    title=lazy("Enter a proceeding"),
    lede=_LEDE,
    form=ProceedingForm,
    call=lambda actor, matter, data, now: proceedings.enter(actor, matter.pk, data["asked"], now),
    done=lazy("Entered."),
    slug="proceedings/new",
    leads=_address,
)
PROCEEDINGS = Things(find=proceedings.proceeding_of, url=_address, back=lazy("Back to the proceeding"), asks=True)
ACTS = {
    "proceeding_change": Act(
        deed=policy.CHANGE,
        title=lazy("Change a proceeding"),
        lede=_LEDE,
        form=_change,
        call=lambda actor, row, data, now: proceedings.change(actor, row.pk, data["version"], data["asked"], now),
        done=lazy("Kept."),
        slug="change",
    ),
    "proceeding_event": Act(
        deed=policy.EVENT,
        title=lazy("Add an event"),
        heading=lazy("What happened?"),
        form=EventForm,
        call=lambda actor, row, data, now: proceedings.add_event(actor, row.pk, data["asked"], now),
        done=lazy("Added."),
        slug="event",
    ),
    "privileged": Act(
        deed=policy.PRIVILEGED,
        title=lazy("For the lawyers alone"),
        heading=lazy("Between lawyer and child"),
        form=_privileged,
        call=lambda actor, row, data, now: proceedings.write_privileged(
            actor, row.pk, data["version"], data["asked"], now
        ),
        done=lazy("Kept, for the lawyers alone."),
        seal=lazy("Only the lawyers of your organisation hold the key. Opening it is written into the journal."),
        slug="lawyers",
    ),
}
