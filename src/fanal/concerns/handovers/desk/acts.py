"""What can be done with a handover, each deed on a page of its own (`fanal.passing.desk.acts`)."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from fanal.concerns.handovers.kind import HANDOVERS as KIND
from fanal.concerns.handovers.steps import hangs_on
from fanal.concerns.models import Handover
from fanal.network.contracts import Actor
from fanal.passing.api import acts
from fanal.vocabulary.codes import TransitionState as State
from fanal.web.api import Act, Things


def _reopens(_request: HttpRequest, _actor: Actor, row: Handover) -> dict[str, Any]:
    """Whether to take it back leaves the concern undecided: it hangs on nothing else, and no outcome was told."""
    return {"reopens": row.state in {State.OFFERED, State.ACCEPTED} and hangs_on(row) is not None}


_GENERAL = acts.acts(KIND.deed, lambda _row: KIND)
ACTS: dict[str, Act] = _GENERAL | {
    name: replace(_GENERAL[name], template="concerns/handovers/act.html", more=_reopens)
    for name in ("withdraw", "revoke")
}


def acts_of(actor: Actor, row: Handover) -> list[str]:
    """What this person can do with it now, the likeliest first."""
    return acts.fitting(KIND, actor, row, ACTS)


def _fits(actor: Actor, row: Handover, name: str) -> bool:
    return name in acts_of(actor, row)


HANDOVERS = Things(
    find=KIND.row_of,
    url=lambda row: reverse("concerns:handover", args=[row.pk]),
    back=gettext_lazy("Back to the handover"),
    fits=_fits,
    asks=True,
    gone=gettext_lazy("This cannot be done any more. Here is how it stands."),
)


def shown(actor: Actor, row: Handover) -> list[tuple[str | Promise, str]]:
    """What this person can do with it now: title and address."""
    return [
        (ACTS[name].titled(row), reverse(f"concerns:handover_{name}", args=[row.pk])) for name in acts_of(actor, row)
    ]
