"""What can be done with what goes between members, each deed on a page of its own (`fanal.passing.desk.acts`)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.cases.codes_work import Passed
from fanal.cases.members import arriving, members
from fanal.cases.members.kind import REFERRALS, REFUSALS, kind_of
from fanal.cases.members.policy import ARRIVED, CLOSE, NAMES
from fanal.cases.models import Transition
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.passing.api import PreviewChanged, acts, receiving, texts
from fanal.passing.api import forms as forms_of
from fanal.vocabulary.codes import TransitionState as State
from fanal.web import api as web
from fanal.web.api import Act, Things, plain


def url_of(row: Transition) -> str:
    """The address of one."""
    return reverse("cases:transition", args=[row.pk])


def _release(actor: Actor, row: Transition, _data: dict[str, Any], now: datetime) -> None:
    try:
        members.release(actor, row.pk, now)
    except PreviewChanged:
        raise NotNow(str(lazy("What is stored is not what was previewed. Nothing was sent."))) from None


def _accept(actor: Actor, row: Transition, _data: dict[str, Any], now: datetime) -> None:
    if row.role == Passed.TRANSFER:
        raise NotNow(str(lazy("Say who takes the work on.")))
    receiving.accept(kind_of(row), actor, row.pk, now)


def _renew(actor: Actor, row: Transition, data: dict[str, Any], now: datetime) -> None:
    members.renew(actor, row.pk, data["reason"], now)


class TakeOver(web.Page):
    """The two who take the work on."""

    worker = forms.ChoiceField(label=lazy("Who works with the child?"))
    supervisor = forms.ChoiceField(label=lazy("Who answers for the work?"))


def _two(request: HttpRequest, actor: Actor, _row: Transition) -> TakeOver:
    form = TakeOver(web.deeds.posted(request))
    for name, people in (("worker", arriving.workers(actor.org)), ("supervisor", arriving.supervisors(actor.org))):
        names = sorted(network.names(people).items(), key=lambda one: one[1])
        web.offer(form, name, [("", lazy("Choose")), *((str(pk), name_) for pk, name_ in names)])
    return form


class NotOffered(forms_of.Outcome):
    """Why a child is not offered after all."""

    label = lazy("Why?")
    choices: ClassVar[dict[str, str]] = {code: texts.OUTCOME[code] for code in sorted(REFUSALS)}


_GENERAL = acts.acts(REFERRALS.deed, kind_of)
ACTS: dict[str, Act] = _GENERAL | {
    "accept": replace(
        _GENERAL["accept"],
        call=_accept,
        title=lazy("Say yes"),
        lede=lazy("You take it on. The sender hears of it, and then sends you what you may know."),
        done=lazy("Your yes is told. What you may know follows when the sender sends it."),
    ),
    "decline": replace(_GENERAL["decline"], title=lazy("Say no"), button=lazy("Say no")),
    "withdraw": replace(_GENERAL["withdraw"], title=lazy("Take it back")),
    "release": replace(
        _GENERAL["release"],
        title=lazy("Send what they may know"),
        lede=lazy("They said yes. Now they get exactly what you saw before you sent the offer, and nothing else."),
        call=_release,
    ),
    "renew": replace(_GENERAL["renew"], call=_renew),
    "settle": replace(_GENERAL["settle"], lede=lazy("Then nobody need look for one any more.")),
    "take_over": Act(
        deed=REFERRALS.deed("accept"),
        title=lazy("Take this child over"),
        lede=lazy(
            "The sender hears of it and sends what you may know, then who the child is. They remain responsible until "
            "you have met the child and said so."
        ),
        button=lazy("Take the child over"),
        done=lazy("Your yes is told. What you may know follows when the sender sends it."),
        form=_two,
        call=lambda actor, row, data, now: arriving.accept(
            actor, row.pk, UUID(data["worker"]), UUID(data["supervisor"]), now
        ),
    ),
    "arrived": Act(
        deed=ARRIVED,
        title=lazy("We met the child"),
        lede=lazy("From now on you are responsible for the child, and the sender ends their file."),
        button=lazy("We met the child"),
        done=lazy("Told. From now on you are responsible."),
        call=plain(arriving.arrived),
    ),
    "agree": Act(
        deed=REFERRALS.deed("accept"),
        title=lazy("Say yes: we will offer them the child"),
        lede=lazy("They hear of it. Nothing is sent by this: you offer the child from its file, as the child allows."),
        button=lazy("Say yes"),
        done=lazy("Your yes is told. Now open the file of the child and choose “Pass on to another member”."),
        call=_accept,
    ),
    "not_offered": replace(
        _GENERAL["outcome"],
        title=lazy("We do not offer them the child"),
        lede=lazy("Say so here only if you will not offer the child. If you offer the child, that is the answer."),
        button=lazy("Tell them"),
        form=NotOffered,
    ),
    "close": Act(
        deed=CLOSE,
        title=lazy("End your file"),
        lede=lazy("The other member met the child and is responsible. If the child comes back, a file opens again."),
        button=lazy("End the file"),
        done=lazy("The file has ended: the child is with the other member."),
        call=plain(arriving.close),
    ),
}


_LIVE = (State.ACCEPTED, State.COMPLETED)


def acts_of(actor: Actor, row: Transition) -> list[str]:
    """What this person can do with it now, the likeliest first."""
    found = acts.fitting(kind_of(row), actor, row, ACTS)
    if row.role == Passed.REQUEST:
        return [_OF_REQUEST.get(name, name) for name in found if name != "renew"]
    if row.role != Passed.TRANSFER:
        return found
    found = [_OF_TRANSFER.get(name, name) for name in found]
    if row.org_id != actor.org or row.state not in _LIVE:
        return found
    first = [name for name, is_due in (("close", arriving.may_end(row)), ("names", _no_names(row))) if is_due]
    return [*(one for one in first if access.may(actor, NAMES if one == "names" else CLOSE, row)), *found]


_OF_TRANSFER = {"accept": "take_over", "outcome": "arrived"}
_OF_REQUEST = {"accept": "agree", "outcome": "not_offered"}
"""What stands in the place of what all kinds have."""


def _no_names(row: Transition) -> bool:
    return row.released and not bytes(row.names) and row.case_id is not None


def shown(actor: Actor, row: Transition) -> list[tuple[str | Promise, str]]:
    """The same: title and address."""
    names = acts_of(actor, row)
    return [(_titled(name, row), reverse(f"cases:transition_{name}", args=[row.pk])) for name in names]


def _titled(name: str, row: Transition) -> str | Promise:
    return NAMES_TITLE if name == "names" else ACTS[name].titled(row)


NAMES_TITLE = lazy("Tell them who the child is")


def _fits(actor: Actor, row: Transition, name: str) -> bool:
    return name in acts_of(actor, row) or (name == "withdraw" and row.state == State.DRAFT)


_FIND: Callable[[Actor, UUID], Transition] = members.transition_of
TRANSITIONS = Things(
    find=_FIND,
    url=url_of,
    back=lazy("Back to the handover"),
    fits=_fits,
    asks=True,
    gone=lazy("This cannot be done any more. Here is how it stands."),
)
