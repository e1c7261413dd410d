"""The pages of those who write practices down and ask who can end them."""

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
from fanal.progress.models import Practice
from fanal.progress.policy import READ
from fanal.progress.practices import forms, practices, reviewing, words
from fanal.progress.practices.flow import State
from fanal.progress.practices.policy import (
    ANSWER,
    BACK,
    CHECK,
    CLOSE,
    ESCALATE,
    PROPOSE,
    PUBLISH,
    REFER,
    SEND,
    SILENCE,
    WRITE,
)
from fanal.progress.proved import lines
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

_SENT = web.deeds.posted
_LIST = "progress:practices"


def url_of(row: Practice) -> str:
    """The page of a practice."""
    return reverse("progress:practice", args=[row.pk])


def titled(row: Practice) -> str:
    """What it is called: its kind and country."""
    return web.dots(str(words.KINDS[row.kind]), country_name(row.country, web.spoken()))


def _done(_thing: object, made: Practice) -> Any:
    if made.state == State.REFERRED:
        return lazy("Nothing of your text is kept here. Tell it now by the form for everybody.")
    return lazy("Kept. A second person checks it.")


BEGUN = web.below(lazy("Practices that harm children"), _LIST)
NEW_ACTS = {
    "write_practice": web.Act(
        deed=WRITE,
        title=lazy("Write down a practice"),
        lede=lazy("What encourages the exploitation of children, and who can end it. Never about one child."),
        form=lambda request, _actor, _row: forms.Write(None, _SENT(request)),
        call=lambda actor, _row, data, now: practices.write(actor, None, data, data["of_child"], now),
        leads=url_of,
        done=_done,
        forgets=True,
        slug="write",
    ),
}
PRACTICES = web.Things(find=practices.practice, url=url_of, back=titled, asks=True)
ACTS = {
    "correct_practice": web.Act(
        deed=WRITE,
        title=lazy("Correct it"),
        form=lambda request, _actor, row: forms.Write(row, _SENT(request)),
        call=lambda actor, row, data, now: practices.write(actor, row.pk, data, data["of_child"], now),
        done=_done,
        forgets=True,
        slug="correct",
    ),
    "check_practice": web.Act(
        deed=CHECK,
        title=lazy("Check it"),
        points=(
            lazy("The facts hold, and somebody else would find them so."),
            lazy("It says nothing that harms somebody without need."),
            lazy("No person is named, and no child can be known by it."),
        ),
        button=lazy("It holds"),
        call=lambda actor, row, _data, now: practices.check(actor, row.pk, now),
        done=lazy("Checked. The letter is next."),
        slug="check",
    ),
    "refer_practice": web.Act(
        deed=REFER,
        title=lazy("A child could be known by it"),
        lede=lazy("Or a crime is suspected. Only kind and country are kept, and it is told by the form for everybody."),
        button=lazy("Take the text out"),
        call=lambda actor, row, _data, now: practices.refer(actor, row.pk, now),
        done=lazy("Nothing of the text is kept here. Tell it now by the form for everybody."),
        slug="refer",
    ),
    "send_letter": web.Act(
        deed=SEND,
        title=lazy("The letter"),
        lede=lazy("Send it on your own paper, then write here what was sent and when. 30 days run from then on."),
        form=lambda request, _actor, row: forms.Letter(row, _SENT(request)),
        call=lambda actor, row, data, now: practices.send(actor, row.pk, data["letter"], data["sent_on"], now),
        done=lazy("Kept. The time to answer runs."),
        slug="letter",
    ),
    "note_answer": web.Act(
        deed=ANSWER,
        title=lazy("What was answered"),
        form=lambda request, _actor, _row: forms.Answered(_SENT(request)),
        call=lambda actor, row, data, now: practices.note_answer(
            actor, row.pk, data["answer"], data["by"], data["on"], now
        ),
        done=lazy("Kept as it came."),
        slug="answer",
    ),
    "note_silence": web.Act(
        deed=SILENCE,
        title=lazy("Nobody answered"),
        button=lazy("Nobody answered"),
        call=lambda actor, row, _data, now: practices.note_silence(actor, row.pk, now),
        done=lazy("Kept."),
        slug="silence",
    ),
    "escalate_practice": web.Act(
        deed=ESCALATE,
        title=lazy("Take it further"),
        form=lambda request, _actor, _row: forms.Further(_SENT(request)),
        call=lambda actor, row, data, now: practices.escalate(actor, row.pk, data["to"], now),
        done=lazy("Kept."),
        slug="further",
    ),
    "close_practice": web.Act(
        deed=CLOSE,
        title=lazy("Close it"),
        form=lambda request, _actor, _row: forms.Close(_SENT(request)),
        call=lambda actor, row, data, now: practices.close(actor, row.pk, data["outcome"], data["outcome_words"], now),
        done=lazy("Closed."),
        slug="close",
    ),
    "propose_practice": web.Act(
        deed=PROPOSE,
        title=lazy("Propose to publish it"),
        lede=lazy("A survivor adviser reads it, then a second person publishes it. The answer stands beside it."),
        button=lazy("Propose it"),
        call=lambda actor, row, _data, now: practices.propose(actor, row.pk, now),
        done=lazy("A survivor adviser and a second person read it now."),
        slug="propose",
    ),
    "keep_practice": web.Act(
        deed=BACK,
        title=lazy("Do not publish it"),
        button=lazy("Do not publish it"),
        call=lambda actor, row, _data, now: practices.keep_back(actor, row.pk, now),
        done=lazy("It stays inside."),
        slug="keep",
    ),
    "publish_practice": web.Act(
        deed=PUBLISH,
        title=lazy("Publish it"),
        button=lazy("Publish it"),
        call=lambda actor, row, _data, now: practices.publish(actor, row.pk, now),
        done=lazy("Everybody can read it."),
        slug="publish",
    ),
}
_OFFERED = {
    State.PROPOSED: ("check_practice", "correct_practice", "refer_practice"),
    State.CHECKED: ("send_letter", "refer_practice"),
    State.LETTER_SENT: ("note_answer", "note_silence", "refer_practice"),
    State.ANSWERED: ("close_practice", "escalate_practice", "refer_practice"),
    State.NO_ANSWER: ("escalate_practice", "note_answer", "close_practice", "refer_practice"),
    State.ESCALATED: ("close_practice", "note_answer", "refer_practice"),
    State.CLOSED: ("refer_practice",),
    State.REFERRED: (),
}
_PUBLIC = {"": ("propose_practice",), "proposed": ("publish_practice", "keep_practice"), "published": ()}


def _line(one: Practice) -> dict[str, Any]:
    return {
        "cells": [titled(one), one.addressee, web.tag(*words.STATES[one.state]), practices.next_step(one)],
        "url": url_of(one), "open": titled(one),
    }  # fmt: skip


@web.deeds.page(READ)
@require_GET
def practices_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The practices of the organisation, each with its next step."""
    shown, first, following = web.paged(request, request.path, practices.practices(actor))
    rows = lines(_line, shown, 4)
    context = {
        "rows": rows,
        "first": first,
        "following": following,
        "columns": [_("Practice"), _("Who can end it"), _("State"), _("Next step")],
        "write": reverse("progress:write_practice") if may(actor, WRITE) else "",
        "public": reverse("practices:all", args=[web.spoken()]),
    }
    return render(request, "progress/practices/list.html", context)


@web.deeds.page(READ)
@require_GET
def practice(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One practice: what is done, who was asked, what came of it, what one can do now."""
    row = practices.practice(actor, pk)
    if not practices.is_believed(row):
        return changed(request, _("Practices that harm children"), reverse(_LIST))
    context = {
        "row": row,
        "title": titled(row),
        "tag": web.tag(*words.STATES[row.state]),
        "next": practices.next_step(row),
        "facts": facts(row),
        "referred": row.state == State.REFERRED,
        "tell": web.concern_link(row.country, web.spoken()),
        "buttons": _buttons(actor, row),
        "proposed": row.public == "proposed",
        "read": row.public == "proposed" and reviewing.is_read(row, web.deeds.at(request).date()),
    }
    return render(request, "progress/practices/practice.html", context)


def facts(row: Practice) -> list[tuple[str, object]]:
    """What is said of it, inside and outside; the letter and the answer stand in boxes of their own."""
    found = [
        (_("Whose practice"), words.SECTORS.get(row.sector, "")),
        (_("First seen on"), web.day_words(row.seen_on)),
        (_("Where it can be found"), row.found),
        (_("Who can end it"), row.addressee),
        (_("On which ground"), row.basis),
        (_("Letter sent on"), web.day_words(row.sent_on)),
        (_("Answer until"), web.day_words(row.due_on) if not row.answered_on else ""),
        (_("Taken further to"), words.ABOVE.get(row.escalated_to, "")),
        (_("What came of it"), words.OUTCOMES.get(row.outcome, "")),
    ]
    return [line for line in found if line[1]]


def _buttons(actor: Actor, row: Practice) -> list[dict[str, Any]]:
    names = [*_OFFERED[State(row.state)]]
    if row.sent_on is not None:
        names += _PUBLIC[row.public]
    return [
        {"label": ACTS[name].titled(row), "url": reverse(f"progress:{name}", args=[row.pk]), "quiet": place > 0}
        for place, name in enumerate(names)
        if may(actor, ACTS[name].deed, row)
    ]
