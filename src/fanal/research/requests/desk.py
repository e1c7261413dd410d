"""Requests for data: researchers ask, the secretariat answers; nobody ever gets records."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access import api as access
from fanal.network.contracts import Actor
from fanal.research.models import DataRequest, Release
from fanal.research.requests import policy, requests
from fanal.research.requests.requests import WORDS, RequestForm, RequestState, Wanted
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

WANTED = {
    Wanted.TABLE: (lazy("A table that is not published"), lazy("it goes the way of every release first")),
    Wanted.SYNTHETIC: (lazy("Synthetic rows"), lazy("made from noised counts; no row is a child")),
}
STATES = {
    RequestState.ASKED: (lazy("waits for an answer"), "soon"),
    RequestState.ANSWERED: (lazy("answered"), "ok"),
    RequestState.REFUSED: (lazy("refused"), "late"),
    RequestState.WITHDRAWN: (lazy("taken back"), "info"),
}


class Ask(web.Page):
    """What somebody wants to know, and which committee approved it."""

    wanted = forms.ChoiceField(
        label=lazy("What do you need?"), widget=forms.RadioSelect,
        choices=[(code, web.two_lines(*both)) for code, both in WANTED.items()],
        error_messages={"required": lazy("Say what you need.")},
    )  # fmt: skip
    question = web.StaffText(
        label=lazy("What is your question, and what is the answer for?"),
        help_text=lazy("Say which variables, years and countries. No names of persons."),
        max_length=WORDS["question"], rows=6, error_messages={"required": lazy("Write your question.")},
    )  # fmt: skip
    committee = forms.CharField(
        label=lazy("Which committee approved it?"),
        help_text=lazy("An ethics committee that is independent of you and of this network."),
        max_length=WORDS["committee"], error_messages={"required": lazy("Name the committee.")},
    )  # fmt: skip
    committee_number = forms.CharField(
        label=lazy("Number of its approval"), max_length=WORDS["committee_number"],
        error_messages={"required": lazy("Write the number of the approval.")},
    )  # fmt: skip
    committee_on = web.Day(label=lazy("Day of its approval"), error_messages={"required": lazy("Choose a day.")})
    expires_on = web.Day(label=lazy("Its last day"), error_messages={"required": lazy("Choose a day.")})
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask for it")),)


class Answer(web.Page):
    """Yes or no, in words, with a release where one is the answer."""

    verdict = forms.ChoiceField(
        label=lazy("What do you say?"), widget=forms.RadioSelect,
        error_messages={"required": lazy("Say yes or no.")},
    )  # fmt: skip
    release = forms.ChoiceField(label=lazy("Which release is the answer?"), required=False)
    words = web.StaffText(
        label=lazy("Your answer"),
        help_text=lazy("Say what is published, what will be made, or why not. No names of persons."),
        max_length=WORDS["answer"], rows=5, error_messages={"required": lazy("Write what you answer.")},
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Answer")),)

    def __init__(self, fitting: list[Release], data: Any = None) -> None:
        super().__init__(data)
        yes = web.two_lines(_("Yes"), _("with released or synthetic data"))
        no = web.two_lines(_("No"), _("say why"))
        web.offer(self, "verdict", [(RequestState.ANSWERED.value, yes), (RequestState.REFUSED.value, no)])
        releases = ((str(one.pk), f"{one.number} · {one.title}") for one in fitting)
        web.offer(self, "release", [("", _("None yet")), *releases])


@deeds.page(policy.REQUESTS)
@require_GET
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The requests that this person may see; those that wait come first."""
    rows = [
        {
            "cells": [
                str(WANTED[Wanted(row.wanted)][0]), row.org.name, row.committee, web.day_words(row.at),
                str(STATES[RequestState(row.state)][0]),
            ],
            "url": reverse("research:request", args=[row.pk]),
            "open": _("Request of %(day)s") % {"day": web.day_words(row.at)},
        }
        for row in requests.requests_of(actor)
    ]  # fmt: skip
    context = {
        "rows": rows,
        "columns": [_("What"), _("Organisation"), _("Committee"), _("Day"), _("State")],
        "may_ask": bool(access.may(actor, policy.ASK)),
    }
    return render(request, "research/requests/requests.html", context)


@deeds.page(policy.REQUESTS)
@require_GET
def one(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """One request, its answer, and what can be done with it."""
    row = requests.request_of(actor, request_id)
    waits = row.state == RequestState.ASKED
    words, tone = STATES[RequestState(row.state)]
    context = {
        "row": row, "state": words, "tone": tone, "facts": facts(row), "answered": _answered(row),
        "expired": waits and requests.has_expired(row, deeds.at(request)),
        "may_answer": waits and bool(access.may(actor, policy.ANSWER, row)),
        "may_withdraw": waits and bool(access.may(actor, policy.WITHDRAW, row)),
        "events": access.history(actor, row.pk),
    }  # fmt: skip
    return render(request, "research/requests/request.html", context)


def facts(row: DataRequest) -> list[tuple[str, object]]:
    """What was asked, as pairs of a name and what is known."""
    return [
        (_("What"), str(WANTED[Wanted(row.wanted)][0])),
        (_("Question"), row.question),
        (_("Asked by"), f"{row.asked_by.name}, {row.org.name}"),
        (_("Committee"), f"{row.committee} · {row.committee_number}"),
        (_("Approved on"), web.day_words(row.committee_on)),
        (_("Approval holds until"), web.day_words(row.expires_on)),
    ]


def _answered(row: DataRequest) -> list[tuple[str, object]]:
    if row.answered_by is None or row.answered_on is None:
        return []
    given: list[tuple[str, object]] = [(_("Answer"), row.answer)]
    if row.release is not None:
        given.append((_("Release"), f"{row.release.number} · {row.release.title}"))
    return [*given, (_("Answered by"), f"{row.answered_by.name}, {web.day_words(row.answered_on)}")]


def _address(row: DataRequest) -> str:
    return reverse("research:request", args=[row.pk])


LIST = web.below(lazy("Data requests"), "research:requests")
NEW = Act(
    deed=policy.ASK,
    title=lazy("Ask for data"),
    lede=lazy(
        "You can ask for a table that is not published, or for synthetic rows. Records are given to nobody, with no "
        "approval."
    ),
    form=Ask,
    call=lambda actor, _none, data, now: requests.ask_for(actor, RequestForm(**data), now),
    done=lazy("Sent. You get an answer within thirty days."),
    leads=_address,
)
REQUESTS = Things(find=requests.request_of, url=_address, back=lazy("Data request"))
ACTS = {
    "answer": Act(
        deed=policy.ANSWER,
        title=lazy("Answer a data request"),
        heading=lazy("What do you answer?"),
        lede=lazy(
            "Released and synthetic data only. The answer says beside your words that records are given to nobody."
        ),
        facts=facts,
        form=lambda request, _actor, row: Answer(requests.answers(row.wanted), deeds.posted(request)),
        call=lambda actor, row, data, now: requests.answer(
            actor, row.pk, data["verdict"], data["words"], UUID(data["release"]) if data["release"] else None, now
        ),
        done=lazy("Answered. The researcher is told."),
    ),
    "withdraw": Act(
        deed=policy.WITHDRAW,
        title=lazy("Take a request back"),
        heading=lazy("Take this request back?"),
        lede=lazy("Nobody answers it then. You can ask again at any time."),
        button=lazy("Take it back"),
        call=web.plain(requests.withdraw),
        done=lazy("Taken back."),
    ),
}
