"""What can be done to pass the care of a child on inside the organisation, one row a deed."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.codes_work import HandOnKind
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import case_of
from fanal.cases.model import words
from fanal.cases.models import Case, HandOn
from fanal.cases.passing_on import inside
from fanal.cases.passing_on.policy import ACCEPT, DECLINE, END_HELP, OFFER, TAKE_BACK
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web


def ask_colleague(form: filled.Filled, people: list[UUID]) -> None:
    """To whom, before all else; and the key by which the same form makes one offer."""
    names = sorted(network.names(people).items(), key=lambda one: one[1])
    form.ask(
        {
            "to": forms.ChoiceField(
                label=_("To which colleague?"),
                help_text="" if people else _("Nobody else here can take it. Ask a manager."),
                choices=[("", _("Choose")), *((str(pk), name) for pk, name in names)],
            ),
            "request_key": forms.UUIDField(widget=forms.HiddenInput, initial=uuid4),
        }
    )
    form.groups = (web.Group(("to",)), *form.groups)  # type: ignore[misc]


def _form(kind: HandOnKind, *names: str, required: tuple[str, ...] = ()) -> Any:
    def made(request: HttpRequest, _actor: Actor, case: Case) -> filled.Filled:
        form = filled.form(
            lazy("Offer it"), filled.fields("hand_on", *names), web.deeds.posted(request),
            required=[f"hand_on.{name}" for name in required],
        )  # fmt: skip
        ask_colleague(form, inside.colleagues(case, kind))
        return form

    return made


def _offer(kind: HandOnKind) -> Any:
    def call(actor: Actor, case: Case, data: dict[str, Any], now: datetime) -> object:
        said = filled.of("hand_on", data)
        return inside.offer(actor, case.pk, kind, UUID(data["to"]), said, data["request_key"], now)

    return filled.named(call)


_OFFERED = lazy("Offered. Until the answer nothing changes.")
FILES = web.Things(find=case_of, url=url_of, back=lazy("Back to the file"), asks=True)
ACTS = {
    "assign": web.Act(
        deed=OFFER, title=lazy("Offer this file to a colleague"),
        lede=lazy("You stay responsible until they accept. If you can, meet the child together once."),
        note=lazy("They get everything that is due with it. Tell the child before the first contact."),
        form=_form(HandOnKind.ASSIGN, *inside.NOTE, "until", "over_ceiling", required=inside.NOTE),
        call=_offer(HandOnKind.ASSIGN), done=_OFFERED,
    ),
    "co_work": web.Act(
        deed=OFFER, title=lazy("Ask a colleague to help with this file"),
        lede=lazy("For a time that you choose, with the whole file or with parts of it. You stay responsible."),
        form=_form(
            HandOnKind.CO_WORK, "until", "parts", "situation", "safety_now",
            required=("until", "situation", "safety_now"),
        ),
        call=_offer(HandOnKind.CO_WORK), done=_OFFERED, slug="co-work",
    ),
    "supervise": web.Act(
        deed=OFFER, title=lazy("Another supervisor answers for this file"),
        lede=lazy("Nothing changes until they accept."), form=_form(HandOnKind.SUPERVISE),
        call=_offer(HandOnKind.SUPERVISE), done=_OFFERED, slug="supervisor",
    ),
}  # fmt: skip


# ---- one offer ----


class Decline(web.Page):
    """Why not."""

    why = web.StaffText(label=lazy("Why not?"), max_length=500, rows=3)
    buttons = (web.Button(lazy("Say no")),)


def url_hand_on(row: HandOn) -> str:
    """The address of an offer."""
    return reverse("cases:hand_on", args=[row.pk])


def _day(_made: object) -> str:
    return reverse("desk:day")


ROWS = web.Things(find=inside.hand_on_of, url=url_hand_on, back=lazy("Back to the offer"))
ROW_ACTS = {
    "hand_on_accept": web.Act(
        deed=ACCEPT, form=None, call=web.plain(inside.accept), done=lazy("It is with you now."), slug="accept",
        leads=lambda row: url_of(row.case),
    ),
    "hand_on_decline": web.Act(
        deed=DECLINE, title=lazy("Say no to this file"), form=Decline, slug="decline", leads=_day,
        call=lambda actor, row, data, now: inside.decline(actor, row.pk, data["why"], now),
        done=lazy("You said no. Whoever offered it looks for somebody else."),
    ),
    "hand_on_take_back": web.Act(
        deed=TAKE_BACK, form=None, call=web.plain(inside.take_back), done=lazy("The offer is taken back."),
        slug="take-back", leads=_day,
    ),
    "hand_on_end": web.Act(
        deed=END_HELP, form=None, call=web.plain(inside.end_help), done=lazy("The help has ended."), slug="end",
        leads=_day,
    ),
}  # fmt: skip


def kind_words(row: HandOn) -> str:
    """What is offered, in words."""
    return words.code("hand_on_kind", row.kind)
