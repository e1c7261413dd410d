"""What can be done with what goes between members, each deed on a page of its own (`fanal.passing.desk.acts`)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow
from fanal.cases.members import members
from fanal.cases.members.kind import REFERRALS, kind_of
from fanal.cases.models import Transition
from fanal.network.contracts import Actor
from fanal.passing.api import PreviewChanged, acts
from fanal.vocabulary.codes import TransitionState as State
from fanal.web.api import Act, Things


def url_of(row: Transition) -> str:
    """The address of one."""
    return reverse("cases:transition", args=[row.pk])


def _release(actor: Actor, row: Transition, _data: dict[str, Any], now: datetime) -> None:
    try:
        members.release(actor, row.pk, now)
    except PreviewChanged:
        raise NotNow(str(lazy("What is stored is not what was previewed. Nothing was sent."))) from None


def _renew(actor: Actor, row: Transition, data: dict[str, Any], now: datetime) -> None:
    members.renew(actor, row.pk, data["reason"], now)


_GENERAL = acts.acts(REFERRALS.deed, kind_of)
ACTS: dict[str, Act] = _GENERAL | {
    "accept": replace(
        _GENERAL["accept"],
        title=lazy("Say yes to this child"),
        lede=lazy("You take it on. The sender hears of it, and then sends you what you may know."),
        done=lazy("Your yes is told. What you may know follows when the sender sends it."),
    ),
    "decline": replace(_GENERAL["decline"], title=lazy("Say no"), button=lazy("Say no")),
    "release": replace(
        _GENERAL["release"],
        title=lazy("Send what they may know"),
        lede=lazy("They said yes. Now they get exactly what you saw before you sent the offer, and nothing else."),
        call=_release,
    ),
    "renew": replace(_GENERAL["renew"], call=_renew),
    "settle": replace(_GENERAL["settle"], lede=lazy("Then nobody need look for one any more.")),
}


def acts_of(actor: Actor, row: Transition) -> list[str]:
    """What this person can do with it now, the likeliest first."""
    return acts.fitting(kind_of(row), actor, row, ACTS)


def shown(actor: Actor, row: Transition) -> list[tuple[str | Promise, str]]:
    """The same: title and address."""
    return [
        (ACTS[name].titled(row), reverse(f"cases:transition_{name}", args=[row.pk])) for name in acts_of(actor, row)
    ]


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
