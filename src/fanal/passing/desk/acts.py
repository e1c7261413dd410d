"""What can be done with what is passed on, whatever it is of: each deed on a page of its own."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.network.contracts import Actor
from fanal.passing import ending, receiving, sending, talk
from fanal.passing.desk.forms import Decline, NothingLeft, Outcome, Renew, Revoke, Write
from fanal.passing.kinds import Kind
from fanal.passing.models import Passing
from fanal.passing.preview import PreviewChanged
from fanal.passing.receiving import is_readable
from fanal.passing.steps import OVER
from fanal.vocabulary.codes import TransitionState as State
from fanal.web.api import Act, deeds

type Call = Callable[[Actor, Any, dict[str, Any], datetime], object]
type Of = Callable[[Any], Kind[Any]]
"""Of which kind a row is."""


def _plain(of: Of, function: Callable[[Kind[Any], Actor, UUID, datetime], object]) -> Call:
    return lambda actor, row, _data, now: function(of(row), actor, row.pk, now)


def _coded(of: Of, function: Callable[[Kind[Any], Actor, UUID, str, datetime], object]) -> Call:
    return lambda actor, row, data, now: function(of(row), actor, row.pk, data["reason"], now)


def _release(of: Of) -> Call:
    def call(actor: Actor, row: Passing, _data: dict[str, Any], now: datetime) -> None:
        try:
            ending.release(of(row), actor, row.pk, now)
        except PreviewChanged:
            raise NotNow(_("What is stored is not what was previewed. Nothing was sent.")) from None

    return call


def _write(of: Of) -> Callable[[HttpRequest, Actor, Passing], Write]:
    def form(request: HttpRequest, actor: Actor, row: Passing) -> Write:
        made = Write(deeds.posted(request))
        made.initial["question"] = not talk.is_asked(of(row), actor, row)
        return made

    return form


def _told(row: Passing, _made: object) -> str | Promise:
    row.refresh_from_db()
    if row.state == State.ACCEPTED:
        return _("Told. Say what came of it when you know.")
    return gettext_lazy("Told. Erase your copy when you no longer need it.")


def _if_erased(erased: Promise, readable: Promise) -> Callable[[Passing], Promise]:
    """What is erased already is not erased again, only signed."""
    return lambda row: readable if is_readable(row) else erased


type Deed = Callable[[str], str]
"""How a deed is called, by verb."""


def acts(deed: Deed, of: Of) -> dict[str, Act]:
    """Every deed that all kinds have, by name."""
    return {**_answers(deed, of), **_both(deed, of), **_ways(deed, of), **_ends(deed, of)}


def _answers(deed: Deed, of: Of) -> dict[str, Act]:
    return {
        "accept": Act(
            deed=deed("accept"),
            title=gettext_lazy("Accept this handover"),
            lede=gettext_lazy(
                "You take it on. The sender hears of it, and you tell what came of it within ninety days."
            ),
            button=gettext_lazy("Accept it"),
            done=gettext_lazy("Accepted. What the sender added follows when they send it."),
            call=_plain(of, receiving.accept),
        ),
        "decline": Act(
            deed=deed("decline"),
            title=gettext_lazy("Decline this handover"),
            lede=gettext_lazy("The copy is erased here, and the sender looks for another way at once."),
            button=gettext_lazy("Decline it"),
            done=gettext_lazy("Declined. The copy is erased."),
            form=Decline,
            call=_coded(of, receiving.decline),
        ),
        "outcome": Act(
            deed=deed("complete"),
            title=gettext_lazy("What came of it"),
            lede=gettext_lazy("This answer goes to the sender, and your words if you write any. Nothing else."),
            button=gettext_lazy("Tell the sender"),
            done=_told,
            form=Outcome,
            call=lambda actor, row, data, now: receiving.complete(
                of(row), actor, row.pk, data["reason"], now, data["words"]
            ),
        ),
    }


def _both(deed: Deed, of: Of) -> dict[str, Act]:
    return {
        "write": Act(
            deed=deed("write"),
            title=gettext_lazy("Ask or write to the other side"),
            lede=gettext_lazy("It is sealed for their team and for yours. Their time to accept or decline runs on."),
            button=gettext_lazy("Send it to them"),
            done=gettext_lazy("Sent. The other side has a task and a mark at this handover."),
            form=_write(of),
            call=lambda actor, row, data, now: talk.write(
                of(row), actor, row.pk, data["text"], now, question=data["question"], key=data["key"]
            ),
        ),
        "purge": Act(
            deed=deed("purge"),
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
            call=_plain(of, receiving.purge),
        ),
    }


def _ways(deed: Deed, of: Of) -> dict[str, Act]:
    return {
        "withdraw": Act(
            deed=deed("withdraw"),
            title=gettext_lazy("Take this handover back"),
            lede=gettext_lazy("The copy is erased. What they have read already cannot be unread."),
            button=gettext_lazy("Take it back"),
            done=gettext_lazy("Taken back. The copy is erased."),
            call=_plain(of, sending.withdraw),
        ),
        "release": Act(
            deed=deed("release"),
            title=gettext_lazy("Send what was added"),
            lede=gettext_lazy("They have accepted. Now they get what you added in the preview, and nothing else."),
            button=gettext_lazy("Send it now"),
            done=gettext_lazy("Sent."),
            call=_release(of),
        ),
    }


def _ends(deed: Deed, of: Of) -> dict[str, Act]:
    return {
        "renew": Act(
            deed=deed("renew"),
            title=gettext_lazy("Give longer access"),
            lede=gettext_lazy("Ninety days from today, never longer than the agreement."),
            button=gettext_lazy("Give longer access"),
            done=gettext_lazy("They can read it longer now."),
            form=Renew,
            call=_coded(of, ending.renew),
        ),
        "revoke": Act(
            deed=deed("revoke"),
            title=gettext_lazy("End their access"),
            lede=gettext_lazy(
                "Their keys go at once, and they confirm that nothing is left. What they have read cannot be unread."
            ),
            button=gettext_lazy("End the access"),
            done=gettext_lazy("Their access is over."),
            form=Revoke,
            call=_coded(of, ending.revoke),
        ),
        "settle": Act(
            deed=deed("settle"),
            title=gettext_lazy("Another way was found"),
            lede=gettext_lazy("Then nobody need look for one any more, and it leaves the list of the referral desk."),
            button=gettext_lazy("Another way was found"),
            done=gettext_lazy("Noted."),
            call=_plain(of, ending.settle),
        ),
    }


_SENDER = {
    State.OFFERED: ("write", "withdraw"),
    State.ACCEPTED: ("release", "write", "renew", "revoke"),
    State.COMPLETED: ("release", "write", "renew", "revoke"),
    **dict.fromkeys(map(State, OVER), ("settle",)),
}
_RECIPIENT = {
    State.OFFERED: ("accept", "decline", "write"),
    State.ACCEPTED: ("outcome", "write"),
    State.COMPLETED: ("purge", "write"),
    State.REVOKED: ("purge",),
    State.PURGED: ("purge",),  # by the clock: somebody must still sign
}


def fitting(kind: Kind[Any], actor: Actor, row: Passing, acts: Mapping[str, Act]) -> list[str]:
    """What this person can do with it now, by name, the likeliest first."""
    table = _SENDER if row.org_id == actor.org else _RECIPIENT
    found = [name for name in table.get(State(row.state), ()) if access.may(actor, acts[name].deed, row)]
    if row.released or not bytes(row.additions):
        found = [name for name in found if name != "release"]
    if row.org_id == actor.org and "revoke" not in found and is_readable(row) and not access.stated.stands(row):
        found += ["revoke"] if access.may(actor, acts["revoke"].deed, row) else []
    if "purge" in found and row.state == State.PURGED and receiving.is_signed(kind, row):
        return []
    if "settle" in found and not _came_back(kind, row):
        found.remove("settle")
    return found


def _came_back(kind: Kind[Any], row: Passing) -> bool:
    kinds = {kind.duties.unanswered.code, kind.duties.came_back.code}
    found = clocks.open_duties(org=row.org_id, subjects=[row.pk])
    return any(one.kind in kinds for one in found)
