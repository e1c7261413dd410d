"""Asking another member about a child, and answering one that asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow, need
from fanal.cases.continuity import continuity, matching
from fanal.cases.continuity.continuity import Hit, Wanted
from fanal.cases.continuity.policy import ANSWER, ASK, READ
from fanal.cases.files.desk.acts import FILES
from fanal.cases.files.desk.file import url_of
from fanal.cases.models import Case, NetworkSearch
from fanal.network.contracts import Actor
from fanal.web import api as web

FACTS: Mapping[str, web.Words] = {
    matching.NAME: lazy("Name"),
    matching.YEAR: lazy("Year of birth, give or take one"),
    matching.ORIGIN: lazy("Sex and nationality"),
    matching.PAPER: lazy("Number of a document"),
}
REASONS: Mapping[str, web.Words] = {
    "came": lazy("The child came from where they work"),
    "went": lazy("The child went, or may have gone, to where they work"),
    "told": lazy("The child says that they helped before"),
    "danger": lazy("The child may be in danger, and they may know more"),
}
NOBODY = "no_hit"


class Ask(web.Page):
    """Whom, by what, and why. No value is typed: what is asked is what the file says."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask")),)
    partner = forms.ChoiceField(label=lazy("Which member"))
    facts = forms.MultipleChoiceField(
        label=lazy("By what"),
        help_text=lazy(
            "Two or more. None of it is shown there. Where a file of theirs fits, they see which of these are the same."
        ),
        choices=list(FACTS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.ChoiceField(label=lazy("Why do you ask?"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    urgent = forms.BooleanField(label=lazy("It is urgent: within a day"), required=False)


class Reply(web.Page):
    """What the other member is told."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Answer")),)
    hit = forms.ChoiceField(label=lazy("What do you answer?"), widget=forms.RadioSelect)


def _asking(request: HttpRequest, actor: Actor, _case: Case) -> Ask:
    form = Ask(web.deeds.posted(request))
    there = continuity.partners(actor, web.deeds.at(request))
    web.offer(form, "partner", [(str(pk), name) for pk, name in there])
    if not there:
        form.fields["partner"].help_text = _("No member has an agreement with you for such questions.")
    return form


def _ask(actor: Actor, case: Case, data: Mapping[str, Any], now: datetime) -> object:
    said = Wanted(UUID(data["partner"]), frozenset(data["facts"]), data["reason"], data["urgent"])
    return continuity.ask_member(actor, case.pk, said, now)


ACTS = {
    "ask_member": web.Act(
        deed=ASK,
        title=lazy("Ask another member"),
        heading=lazy("Is the child known to another member?"),
        lede=lazy(
            "A supervisor there looks, and answers with one of two sentences: no hit, or a possible hit and whom to "
            "talk to. You see nothing else. Found are only children who agreed, or whose life may depend on it."
        ),
        form=_asking,
        call=_ask,
        done=lazy("It is asked. The answer will stand on the file."),
        slug="ask-member",
    ),
}
"""On a file."""


# ---- the other member ----


def _reply(request: HttpRequest, actor: Actor, row: NetworkSearch) -> Reply:
    form = Reply(web.deeds.posted(request))
    none = (NOBODY, _("No hit"))
    try:
        looked = continuity.look(actor, row.pk, web.deeds.at(request))
    except NotNow as why:  # its time is over: the deed says so, too
        web.offer(form, "hit", [none])
        form.fields["hit"].help_text = why.words
        return form
    web.offer(form, "hit", [*((str(one.case.pk), _said(one)) for one in looked.hits), none])
    found = _("Why they ask: {reason}.").format(reason=REASONS[looked.reason])
    none_fits = _("None of your files fits, of children who agreed to be found, or whose life may depend on it.")
    more = "" if looked.hits else none_fits
    form.fields["hit"].help_text = f"{found} {more}".strip()
    return form


def _said(hit: Hit) -> str:
    same = web.dots(*(str(FACTS[one]) for one in hit.same))
    return _("Possible hit: file {number} ({same})").format(number=hit.case.number, same=same)


def _answer(actor: Actor, row: NetworkSearch, data: Mapping[str, Any], now: datetime) -> None:
    need((not data["hit"], _("Answer this."), "hit"))
    continuity.answer(actor, row.pk, None if data["hit"] == NOBODY else UUID(data["hit"]), now)


ASKED = web.Things(
    find=continuity.search_of, url=lambda _row: reverse("desk:day"), back=lazy("Back to your day"), asks=True,
    fits=lambda actor, row, _name: row.state == continuity.State.ASKED and row.partner_id == actor.org,
    gone=lazy("This question has its answer, or its time is over."),
)  # fmt: skip
ASKED_ACTS = {
    "answer_member": web.Act(
        deed=ANSWER,
        title=lazy("Another member asks"),
        heading=lazy("Does another member look for a child whom you know?"),
        lede=lazy(
            "You see which of your own files fit, and by what: nothing else of the child there. They are told only "
            "that there is no hit, or a possible one, and to talk to you. The answer does not say which file it was. "
            "That you looked stands in the journal of each file that fits."
        ),
        facts=lambda row: [(_("Who asks"), row.case.org.name), (_("Asked on"), web.day_words(row.made_at))],
        form=_reply,
        call=_answer,
        done=lazy("It is answered."),
        slug="answer",
    ),
    "member_unanswered": web.press(READ, continuity.read, lazy("Noted."), "unanswered"),
}
"""On a question that another member asks."""
OURS = web.Things(find=continuity.search_of, url=lambda row: url_of(row.case), back=lazy("Back to the file"), asks=True)
OUR_ACTS = {"member_answer_read": web.press(READ, continuity.read, lazy("Noted."), "read")}
"""On a question of ours."""
__all__ = ["ACTS", "ASKED", "ASKED_ACTS", "FILES", "OURS", "OUR_ACTS"]
