"""Planning a conference, giving those who attend what they read, writing down that it was held, calling it off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.conferences import conferences
from fanal.cases.conferences.desk import pages
from fanal.cases.conferences.policy import CALL_OFF, GIVE, HELD, PLAN
from fanal.cases.files import files
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.models import Case, Conference
from fanal.cases.seats.desk import giving
from fanal.network.contracts import Actor
from fanal.web import api as web

_TOLD = ("held_on", "guests", "child_part", "child_views", "decisions")


class Meeting(filled.Filled):
    """Who of the staff, and fields of the conference."""

    attendees = forms.MultipleChoiceField(
        label=lazy("Who of the staff attends"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=lazy("They read what you give them and no file. You and your supervisor open the file as it is."),
    )  # fmt: skip


def _meeting(
    request: HttpRequest, button: web.Words, names: tuple[str, ...], people: Mapping[UUID, str],
    row: Conference | None = None, held: Mapping[str, Any] | None = None,
) -> Meeting:  # fmt: skip
    first = {"version": row.version, "attendees": row.attendees} if row else {}
    form = Meeting(
        filled.fields("conference", *names), web.deeds.posted(request), values=held,
        required=[f"conference.{name}" for name in names if name != "guests"], initial=first,
    )  # fmt: skip
    web.offer(form, "attendees", sorted(((str(pk), name) for pk, name in people.items()), key=lambda one: one[1]))
    day = (web.Group((f"conference_{names[0]}",)), web.Group(("attendees",)))
    form.groups = (*day, *form.groups)  # type: ignore[misc]
    form.buttons = (web.Button(button),)  # type: ignore[misc]
    return form


def _held_by(request: HttpRequest, actor: Actor, row: Conference) -> dict[str, Any]:
    """What it holds, by path."""
    found = files.look(actor, row.case_id, web.deeds.at(request))
    return filled.by_path("conference", found.one(Conference, row.pk))


def _plan(request: HttpRequest, _actor: Actor, case: Case) -> Meeting:
    people = conferences.may_attend(case, None, web.deeds.at(request))
    return _meeting(request, lazy("Plan it"), ("planned_for", "guests"), people)


def _change(request: HttpRequest, actor: Actor, row: Conference) -> Meeting:
    people = conferences.may_attend(row.case, row, web.deeds.at(request))
    held = _held_by(request, actor, row) | {"conference.planned_for": row.planned_for}
    return _meeting(request, lazy("Keep it"), ("planned_for", "guests"), people, row, held)


def _was_held(request: HttpRequest, actor: Actor, row: Conference) -> Meeting:
    people = conferences.may_have_come(row, web.deeds.at(request))
    form = _meeting(request, lazy("Keep it"), _TOLD, people, row, _held_by(request, actor, row))
    form.fields["attendees"].label = lazy("Who of the staff came")
    form.fields["attendees"].help_text = lazy("Also you and your supervisor, where you were there.")
    form.fields["attendees"].needed = True  # type: ignore[attr-defined]  # how many must be there, the deed says
    return form


def _give(request: HttpRequest, actor: Actor, row: Conference) -> giving.Give:
    now = web.deeds.at(request)
    with files.looking(actor, row.case_id, now) as read:
        return giving.form(request, conferences.leaves(read, now), row)


class Off(web.Page):
    """Nothing to fill in but the version that was looked at."""

    version = web.Version()
    buttons = (web.Button(lazy("Call it off")),)


def _off(request: HttpRequest, _actor: Actor, row: Conference) -> Off:
    return Off(web.deeds.posted(request), initial={"version": row.version})


def _who(data: Mapping[str, Any]) -> list[UUID]:
    return [UUID(one) for one in data.get("attendees", ())]


def _planned(actor: Actor, case: Case, data: Mapping[str, Any], now: datetime) -> Conference:
    return conferences.plan(actor, case.pk, filled.of("conference", data), _who(data), now)


def _changed(actor: Actor, row: Conference, data: Mapping[str, Any], now: datetime) -> Conference:
    said, version = filled.of("conference", data), data["version"]
    return conferences.change(actor, row.case_id, row.pk, said, _who(data), version, now)


def _kept(actor: Actor, row: Conference, data: Mapping[str, Any], now: datetime) -> Conference:
    said, version = filled.of("conference", data), data["version"]
    return conferences.held(actor, row.case_id, row.pk, said, _who(data), version, now)


_GUESTS = lazy(
    "Guests are people without an account here. They get nothing in writing; what they hear leaves our organisation, "
    "so say only what the child allows for them."
)
FILES = web.Things(find=files.case_of, url=url_of, back=lazy("Back to the file"), asks=True)
PLANS = {
    "conference_plan": web.Act(
        deed=PLAN,
        title=lazy("Plan a case conference"),
        lede=lazy("Ask the child first, and whether the child wants to be there, to send words, or somebody to speak "
                  "for the child."),
        note=_GUESTS,
        form=_plan,
        call=filled.named(_planned),
        leads=pages.url_of,
        slug="conferences/new",
    ),
}  # fmt: skip
CONFERENCES = web.Things(
    find=conferences.conference_of, url=pages.url_of, back=lazy("Back to the conference"), asks=True
)
ACTS = {
    "change": web.Act(
        deed=PLAN,
        title=lazy("Change what is planned"),
        lede=lazy("Where others attend, nobody reads any more what was given before: give it anew then."),
        note=_GUESTS,
        form=_change,
        call=filled.named(_changed),
        done=lazy("Kept."),
    ),
    "give": web.Act(
        deed=GIVE,
        title=lazy("What they read before it"),
        lede=lazy("Each of the staff who attends gets this and no file: not who the child is, not how to reach the "
                  "child. Read the words below once more: a name that stands in them goes along."),
        form=_give,
        template="cases/seats/give.html",
        call=lambda actor, row, data, now: conferences.give(
            actor, row.case_id, row.pk, data["summary"], data["asked"], now
        ),
        done=lazy("They have it. It opens for two weeks, or until the conference was held."),
    ),
    "held": web.Act(
        deed=HELD,
        title=lazy("The conference was held"),
        lede=lazy("It stays as you write it, and nobody opens any more what they were given for it."),
        form=_was_held,
        call=filled.named(_kept),
        done=lazy("Kept. Tell the child what was decided, in words that fit."),
    ),
    "call_off": web.Act(
        deed=CALL_OFF,
        title=lazy("Call the conference off"),
        lede=lazy("Nobody opens any more what they were given for it. Tell those who would have come, and the child."),
        form=_off,
        call=lambda actor, row, data, now: conferences.call_off(
            actor, row.case_id, row.pk, data["version"], now
        ),
        done=lazy("It is called off."),
    ),
}  # fmt: skip
