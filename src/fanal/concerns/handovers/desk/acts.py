"""What can be done with a handover, each deed on a page of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.concerns.handovers import duties, handovers, kept, received, talk
from fanal.concerns.handovers.desk.forms import Decline, NothingLeft, Outcome, Renew, Revoke, Write
from fanal.concerns.handovers.kind import HANDOVERS as KIND
from fanal.concerns.handovers.steps import hangs_on
from fanal.concerns.models import Handover
from fanal.network.contracts import Actor
from fanal.passing.api import PreviewChanged, is_readable, steps
from fanal.vocabulary.codes import TransitionState as State
from fanal.web.api import Act, Things, deeds, plain


def _coded(function: Callable[[Actor, UUID, str, datetime], object]) -> Callable[..., object]:
    return lambda actor, row, data, now: function(actor, row.pk, data["reason"], now)


def _release(actor: Actor, row: Handover, _data: dict[str, Any], now: datetime) -> None:
    try:
        kept.release(actor, row.pk, now)
    except PreviewChanged:
        raise NotNow(_("What is stored is not what was previewed. Nothing was sent.")) from None


def _write(request: HttpRequest, actor: Actor, row: Handover) -> Write:
    form = Write(deeds.posted(request))
    form.initial["question"] = not talk.is_asked(actor, row)
    return form


def _told(row: Handover, _made: object) -> str | Promise:
    row.refresh_from_db()
    if row.state == State.ACCEPTED:
        return _("Told. Say what came of it when you know.")
    return gettext_lazy("Told. Erase your copy when you no longer need it.")


def _reopens(_request: HttpRequest, _actor: Actor, row: Handover) -> dict[str, Any]:
    """Whether to take it back leaves the concern undecided: it hangs on nothing else, and no outcome was told."""
    return {"reopens": row.state in {State.OFFERED, State.ACCEPTED} and hangs_on(row) is not None}


def _if_erased(erased: Promise, readable: Promise) -> Callable[[Handover], Promise]:
    """What is erased already is not erased again, only signed."""
    return lambda row: readable if is_readable(row) else erased


ACTS: dict[str, Act] = {
    "accept": Act(
        deed=received.ACCEPT,
        title=gettext_lazy("Accept this handover"),
        lede=gettext_lazy("You take it on. The sender hears of it, and you tell what came of it within ninety days."),
        button=gettext_lazy("Accept it"),
        done=gettext_lazy("Accepted. What the sender added follows when they send it."),
        call=plain(received.accept),
    ),
    "decline": Act(
        deed=received.DECLINE,
        title=gettext_lazy("Decline this handover"),
        lede=gettext_lazy("The copy is erased here, and the sender looks for another way at once."),
        button=gettext_lazy("Decline it"),
        done=gettext_lazy("Declined. The copy is erased."),
        form=Decline,
        call=_coded(received.decline),
    ),
    "outcome": Act(
        deed=received.COMPLETE,
        title=gettext_lazy("What came of it"),
        lede=gettext_lazy("This answer goes to the sender, and your words if you write any. Nothing else."),
        button=gettext_lazy("Tell the sender"),
        done=_told,
        form=Outcome,
        call=lambda actor, row, data, now: received.complete(actor, row.pk, data["reason"], now, data["words"]),
    ),
    "write": Act(
        deed=talk.WRITE,
        title=gettext_lazy("Ask or write to the other side"),
        lede=gettext_lazy("It is sealed for their team and for yours. Their time to accept or decline runs on."),
        button=gettext_lazy("Send it to them"),
        done=gettext_lazy("Sent. The other side has a task and a mark at this handover."),
        form=_write,
        call=lambda actor, row, data, now: talk.write(
            actor, row.pk, data["text"], now, question=data["question"], key=data["key"]
        ),
    ),
    "purge": Act(
        deed=received.PURGE,
        title=_if_erased(gettext_lazy("Confirm that nothing is left"), gettext_lazy("Erase it, and confirm")),
        lede=_if_erased(
            gettext_lazy("The copy is erased. Your name stands under this confirmation. The sender sees it."),
            gettext_lazy("Your name stands under this confirmation. The sender sees it."),
        ),
        button=_if_erased(gettext_lazy("Sign it"), gettext_lazy("Erase it and sign")),
        done=lambda row, _made: _if_erased(
            gettext_lazy("Your confirmation is in the journal of both sides."),
            gettext_lazy("Erased. Your confirmation is in the journal of both sides."),
        )(row),
        form=NothingLeft,
        call=plain(received.purge),
    ),
    "withdraw": Act(
        deed=handovers.WITHDRAW,
        title=gettext_lazy("Take this handover back"),
        lede=gettext_lazy("The copy is erased. What they have read already cannot be unread."),
        button=gettext_lazy("Take it back"),
        done=gettext_lazy("Taken back. The copy is erased."),
        call=plain(handovers.withdraw),
        template="concerns/handovers/act.html",
        more=_reopens,
    ),
    "release": Act(
        deed=kept.RELEASE,
        title=gettext_lazy("Send what was added"),
        lede=gettext_lazy("They have accepted. Now they get what you added in the preview, and nothing else."),
        button=gettext_lazy("Send it now"),
        done=gettext_lazy("Sent."),
        call=_release,
    ),
    "renew": Act(
        deed=kept.RENEW,
        title=gettext_lazy("Give longer access"),
        lede=gettext_lazy("Ninety days from today, never longer than the agreement."),
        button=gettext_lazy("Give longer access"),
        done=gettext_lazy("They can read it longer now."),
        form=Renew,
        call=_coded(kept.renew),
    ),
    "revoke": Act(
        deed=kept.REVOKE,
        title=gettext_lazy("End their access"),
        lede=gettext_lazy(
            "Their keys go at once, and they confirm that nothing is left. What they have read cannot be unread."
        ),
        button=gettext_lazy("End the access"),
        done=gettext_lazy("Their access is over."),
        form=Revoke,
        call=_coded(kept.revoke),
        template="concerns/handovers/act.html",
        more=_reopens,
    ),
    "settle": Act(
        deed=kept.SETTLE,
        title=gettext_lazy("Another way was found"),
        lede=gettext_lazy("Then nobody need look for one any more, and it leaves the list of the referral desk."),
        button=gettext_lazy("Another way was found"),
        done=gettext_lazy("Noted."),
        call=plain(kept.settle),
    ),
}
_SENDER = {
    State.OFFERED: ("write", "withdraw"),
    State.ACCEPTED: ("release", "write", "renew", "revoke"),
    State.COMPLETED: ("release", "write", "renew", "revoke"),
    **dict.fromkeys(map(State, steps.OVER), ("settle",)),
}
_RECIPIENT = {
    State.OFFERED: ("accept", "decline", "write"),
    State.ACCEPTED: ("outcome", "write"),
    State.COMPLETED: ("purge", "write"),
    State.REVOKED: ("purge",),
    State.PURGED: ("purge",),  # by the clock: somebody must still sign
}


def acts_of(actor: Actor, row: Handover) -> list[str]:
    """What this person can do with it now, the likeliest first."""
    table = _SENDER if row.org_id == actor.org else _RECIPIENT
    acts = [name for name in table.get(State(row.state), ()) if access.may(actor, ACTS[name].deed, row)]
    if row.released or not bytes(row.additions):
        acts = [name for name in acts if name != "release"]
    if row.org_id == actor.org and "revoke" not in acts and is_readable(row) and not access.stated.stands(row):
        acts += ["revoke"] if access.may(actor, ACTS["revoke"].deed, row) else []
    if "purge" in acts and row.state == State.PURGED and received.is_signed(row):
        return []
    if "settle" in acts and not _came_back(row):
        acts.remove("settle")
    return acts


def _came_back(row: Handover) -> bool:
    kinds = {duties.UNANSWERED.code, duties.CAME_BACK.code}
    found = clocks.open_duties(org=row.org_id, subjects=[row.pk])
    return any(one.kind in kinds for one in found)


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
