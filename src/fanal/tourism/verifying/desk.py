"""The pages of verifications and of notes of coaching."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from fanal.access.api import may, stated, visible
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import backing, words
from fanal.tourism.backing import DECLARE, DROP, FIND, REPLY, TELL, VERIFY
from fanal.tourism.desk.acts import MEMBERSHIPS, titled
from fanal.tourism.desk.forms import Ties, Words, tied
from fanal.tourism.membership import rows
from fanal.tourism.models import Finding, Membership, Verification
from fanal.tourism.policy import SEE
from fanal.tourism.said import said, tell_link
from fanal.tourism.verifying import coaching, forms, verifying
from fanal.tourism.verifying.policy import ASK_NOTES, NOTE
from fanal.web import api as web

_SENT = web.deeds.posted


def url_of(one: Verification) -> str:
    """The page of a verification."""
    return reverse("travel:verification", args=[one.pk])


def _notes(row: Membership) -> str:
    return reverse("travel:notes", args=[row.pk])


NEW_ACTS = {
    "ask_verification": web.Act(
        deed=VERIFY,
        title=lazy("Ask somebody to verify the company"),
        lede=lazy("They say first whether they have ties to it."),
        form=lambda request, _actor, row: forms.Asking(row, web.deeds.at(request).date(), _SENT(request)),
        call=lambda actor, row, data, now: verifying.ask_for(actor, row.pk, data["kind"], data["person"], now),
        leads=url_of,
        done=lazy("They read it on their day."),
        slug="verifying/ask",
    ),
}
NOTES = web.Things(find=rows.find, url=_notes, back=titled, asks=True)
NOTE_ACTS = {
    "add_note": web.Act(
        deed=NOTE,
        title=lazy("A note"),
        form=lambda request, _actor, _row: forms.Note(_SENT(request)),
        call=lambda actor, row, data, now: coaching.write(actor, row.pk, data["words"], now),
        done=lazy("Kept."),
        slug="notes/add",
    ),
    "ask_notes": web.press(ASK_NOTES, coaching.ask_for, lazy("Here is what was written until now."), slug="notes/ask"),
}
VERIFICATIONS = web.Things(find=verifying.verification, url=url_of, back=lambda one: titled(one.membership), asks=True)
ACTS = {
    "declare_ties": web.Act(
        deed=DECLARE,
        title=lazy("Do you have ties to the company?"),
        lede=lazy("Whoever has ties does not verify it. The secretariat asks somebody else then."),
        form=lambda request, _actor, _one: Ties(_SENT(request)),
        button=lazy("Say so"),
        call=lambda actor, one, data, now: verifying.declare(actor, one.pk, tied(data), now),
        done=lambda _one, made: lazy("You can begin.") if verifying.is_open(made) else lazy("Somebody else is asked."),
        slug="ties",
    ),
    "find": web.Act(
        deed=FIND,
        title=lazy("What you saw"),
        lede=lazy("One requirement at one place. What you wrote of it before is corrected."),
        form=lambda request, _actor, one: forms.Found(one, web.deeds.at(request).date(), _SENT(request)),
        call=lambda actor, one, data, now: verifying.find(actor, one.pk, data, now),
        done=lazy("Kept. The company reads it once you tell it."),
    ),
    "tell_findings": web.Act(
        deed=TELL,
        title=lazy("Tell the company what you found"),
        lede=lazy(
            "It reads all of it, and has 30 days to answer. From today on it counts, above its own word or below."
        ),
        button=lazy("Tell it"),
        call=lambda actor, one, _data, now: verifying.tell(actor, one.pk, now),
        done=lazy("The company reads it."),
        slug="tell",
    ),
    "drop_verification": web.Act(
        deed=DROP,
        title=lazy("End the verification without a result"),
        button=lazy("End it"),
        call=lambda actor, one, _data, now: verifying.drop(actor, one.pk, now),
        done=lazy("Ended."),
        slug="end",
    ),
}
FINDINGS = web.Things(
    find=verifying.finding,
    url=lambda one: url_of(one.verification),
    back=lambda one: titled(one.verification.membership),
)
FINDING_ACTS = {
    "answer_finding": web.Act(
        deed=REPLY,
        title=lazy("Answer what was found"),
        note=lambda one: one.seen,
        form=lambda request, _actor, _one: Words(lazy("Your answer"), lazy("Send the answer"), _SENT(request)),
        call=lambda actor, one, data, now: verifying.reply(actor, one.pk, data["words"], now),
        done=lazy("Your answer stands beside it."),
        slug="answer",
    ),
}


def _state(one: Verification) -> Any:
    if one.ended_at is not None:
        return web.tag(_("ended without a result"))
    if one.told_at is not None:
        return web.tag(_("told on %(day)s") % {"day": web.day_words(one.told_at)}, "ok")
    return web.tag(_("somebody looks"), "info") if one.ties else web.tag(_("asked"), "soon")


def _who(actor: Actor, one: Verification) -> str:
    is_theirs = one.verifier.org_id == actor.org or actor.org_kind is OrgKind.SECRETARIAT
    return one.verifier.name if is_theirs else one.verifier.org.name


@web.deeds.page(SEE)
@require_GET
def verifications(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """Who looked how far a company is, and when."""
    row = rows.find(actor, membership)
    lines = [
        {
            "cells": [words.VERIFYING[one.kind], _who(actor, one), web.day_words(one.asked_at), _state(one)],
            "url": url_of(one), "open": words.VERIFYING[one.kind],
        }
        for one in verifying.verifications(actor, row)
    ]  # fmt: skip
    context = {
        "rows": lines,
        "columns": [_("How"), _("By"), _("Asked on"), _("State")],
        "url": MEMBERSHIPS.url(row),
        "back": titled(row),
        "changed": "" if rows.is_believed(row) else stated.words(),
        "ask": reverse("travel:ask_verification", args=[row.pk]) if may(actor, VERIFY, row) else "",
    }
    return render(request, "tourism/verifying/verifications.html", context)


@web.deeds.page(SEE)
@require_GET
def verification(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One verification: what was found, and what the company answers."""
    one = verifying.verification(actor, pk)
    row = one.membership
    all_of_it = backing.findings(one)
    shown = {each.pk for each in visible(actor, Finding.objects.filter(verification=one))}
    facts = [
        (_("How"), words.VERIFYING[one.kind]),
        (_("By"), _who(actor, one)),
        (_("Asked on"), web.day_words(one.asked_at)),
        (_("Ties"), words.TIED.get(one.ties, _("nothing said yet"))),
        (_("Answer until"), web.day_words(one.answer_due)),
    ]
    is_verifier, believed = one.verifier_id == actor.person, rows.is_believed(row)
    context = {
        "company": row.org.name,
        "tag": _state(one),
        "facts": [line for line in facts if line[1]],
        "changed": "" if believed else stated.words(),
        "findings": [_shown(actor, one, each) for each in all_of_it if believed and each.pk in shown],
        "url": reverse("travel:verifications", args=[row.pk]),
        "back": titled(row),
        "buttons": _buttons(actor, one, bool(all_of_it)) if believed else [],
        "form": tell_link(row) if is_verifier and verifying.is_open(one) else "",
    }
    return render(request, "tourism/verifying/verification.html", context)


def _shown(actor: Actor, one: Verification, each: Finding) -> dict[str, Any]:
    can_answer = each.answered_at is None and one.told_at is not None and may(actor, REPLY, one)
    return {
        "title": web.dots(each.requirement, each.site.name if each.site else ""),
        "asked": said(verifying.title(one.membership, each.requirement)),
        "facts": [
            line
            for line in (
                (_("How far it is"), words.LEVELS[each.level]),
                (_("What was seen"), each.seen),
                (_("What has to change"), each.change),
                (_("Until"), web.day_words(each.change_by)),
                (_("What the company answers"), each.answer),
                (_("Answered on"), web.day_words(each.answered_at)),
            )
            if line[1]
        ],
        "answer": reverse("travel:answer_finding", args=[each.pk]) if can_answer else "",
    }


def _buttons(actor: Actor, one: Verification, found: bool) -> list[dict[str, Any]]:
    """What the person can do now."""
    if not verifying.is_open(one):
        return []
    names = ["find", *(["tell_findings"] if found else [])] if one.ties else ["declare_ties"]
    return [
        {"label": ACTS[name].titled(one), "url": reverse(f"travel:{name}", args=[one.pk]), "quiet": name == QUIET}
        for name in (*names, QUIET)
        if may(actor, ACTS[name].deed, one)
    ]


QUIET = "drop_verification"


@web.deeds.page(SEE)
@require_GET
def notes(request: HttpRequest, actor: Actor, membership: UUID) -> HttpResponse:
    """What was written for whoever helps the company; the company reads it when it asks."""
    row = rows.find(actor, membership)
    found = coaching.notes(actor, row)
    mine = actor.org_kind is OrgKind.COMPANY
    context = {
        "notes": [
            {"words": one.words, "at": one.at, "who": one.by.org.name if mine else one.by.name, "shown": one.shown_at}
            for one in found
        ],
        "url": MEMBERSHIPS.url(row),
        "back": titled(row),
        "changed": "" if rows.is_believed(row) else stated.words(),
        "mine": mine,
        "add": reverse("travel:add_note", args=[row.pk]) if may(actor, NOTE, row) else "",
        "ask": reverse("travel:ask_notes", args=[row.pk]) if may(actor, ASK_NOTES, row) else "",
    }
    return render(request, "tourism/verifying/notes.html", context)
