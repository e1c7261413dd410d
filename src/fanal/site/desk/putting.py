"""A task that waits for somebody else is put off, with the reason: by whoever leads, as far as its kind allows. It ends
by being done alone."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere, NotNow, ask
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Deferral, DutyRef
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.site.desk import agenda
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

PUT_OFF = "clocks.put_off"


class Later(web.Page):
    """Until when, and why."""

    until = web.Day(label=lazy("Until which day?"))
    reason = forms.ChoiceField(
        label=lazy("Why can it not be done now?"),
        choices=list(agenda.DEFERRED.items()),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose a reason.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Put it off")),)

    def __init__(self, duty: DutyRef, now: datetime, data: Any = None) -> None:
        super().__init__(data)
        self.fields["until"].help_text = _days(duty, now)


def _days(duty: DutyRef, now: datetime) -> str:
    last = now.date() + (clocks.kind(duty.kind).put_off or timedelta(0))
    return _("Choose a day from tomorrow until %(day)s.") % {"day": web.day_words(last)}


def put_off(actor: Actor, duty: DutyRef, until: date, reason: Deferral, now: datetime) -> None:
    """Set the last day of a task anew. Raises `NotAllowed`, `NotNow`, and `NotHere` where it has ended."""
    kind = clocks.kind(duty.kind)
    wait = timedelta(days=(until - now.date()).days)
    if kind.put_off is None or not timedelta(0) < wait <= kind.put_off:
        raise NotNow(_days(duty, now), "until")
    with transaction.atomic():
        ask(actor, PUT_OFF, None)
        if not clocks.defer(duty.subject, kind, now=now, limit=wait, reason=reason, org=actor.org):
            raise NotHere
        journal.write(duty.subject, actor.signatory(), PUT_OFF, at=now, purpose=f"{reason} {until}")


def _found(actor: Actor, duty_id: UUID) -> DutyRef:
    found = next((one for one in agenda.waiting_for(actor, agenda.MOST) if one.id == duty_id), None)
    if found is None or found.org != actor.org or clocks.kind(found.kind).put_off is None:
        raise NotHere
    return found


def _call(actor: Actor, duty: DutyRef, data: dict[str, Any], now: datetime) -> None:
    put_off(actor, duty, data["until"], Deferral(data["reason"]), now)


DUTIES = Things(find=_found, url=lambda _duty: reverse("desk:day"), back=lazy("My day"), asks=True)
PATHS = DUTIES.paths(
    "duties/<uuid:duty_id>/",
    "",
    {
        "put-off": Act(
            deed=PUT_OFF,
            title=lazy("Put a task off"),
            heading=lambda duty: _(clocks.kind(duty.kind).words),
            lede=lazy(
                "It stays yours to do, and stands in the journal. Whoever hears of it when it is late hears then."
            ),
            form=lambda request, _actor, duty: Later(duty, deeds.at(request), deeds.posted(request)),
            call=_call,
            done=lazy("It is put off."),
        )
    },
)
