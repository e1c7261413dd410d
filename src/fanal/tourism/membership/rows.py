"""How a membership is found, moved and told: one way for every deed.

Whoever decides at the same moment as a colleague reads who was first. A move that does not lead from here raises, and
leaves nothing but the entry that it was refused.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access import api as access
from fanal.access.api import NotNow, need, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Signatory
from fanal.network.contracts import Actor
from fanal.tourism import digest
from fanal.tourism.membership import flow, seen
from fanal.tourism.membership.duties import follow
from fanal.tourism.membership.flow import Facts, Missing, Move, State
from fanal.tourism.membership.policy import AFTER_DELETION, REFUSED, deed_of
from fanal.tourism.membership.told import DELETED
from fanal.tourism.models import (
    Agreement,
    AnnualReport,
    Appeal,
    CoachingNote,
    FeeRecord,
    Finding,
    Membership,
    PlanComment,
    Sanction,
    Step,
    Verification,
)
from fanal.web import api as web

PARTS: Final = (Step, Sanction, Appeal, FeeRecord, Agreement, PlanComment, CoachingNote, Verification)
"""What the chain of a membership names whole, beside it, what verifiers found, and its reports."""
_HEARD = flow.MEMBER | {State.SUSPENDED}
FIELDS = {"words": "words", "comment": "words", "ground": "ground", "reference": "reference", "typed": "typed"}
"""At which field of a form it is said that something is missing."""
FIELDS |= {"consent": "consent", "ties": "ties", "tied": "ties", "met": "words", "text": ""}


def find(actor: Actor, pk: UUID, *, lock: bool = False) -> Membership:
    """A membership that the actor may see. Raises `NotHere`."""
    row = access.found(actor, Membership, pk, "org", lock=lock)
    row.seen_by = actor.person
    return row


def need_believed(row: Membership) -> None:
    """Raises `NotAllowed` where a membership, or what was proposed, decided, told, paid, signed, said of its plan,
    found or reported, is not as the last deed left it: nobody writes the other of two people, or a yes, into the
    database."""
    stated.need_each(row.pk, _named(row))


def _named(row: Membership) -> list[Any]:
    parts = [one for part in PARTS for one in part.objects.filter(membership=row)]
    found = Finding.objects.filter(verification__membership=row)
    return [row, *parts, *found, *map(digest.reckoned, AnnualReport.objects.filter(membership=row))]


def is_believed(row: Membership) -> bool:
    """Whether it is as the last deed left it."""
    return stated.is_each(row.pk, _named(row))


def is_looked_at(org: UUID) -> bool:
    """Whether somebody of the network has taken up the application of a company, which is not over."""
    mine = Membership.objects.filter(org_id=org, state__in=[one.value for one in flow.LOOKED_AT])
    return any(is_believed(row) for row in mine)


def held(actor: Actor, pk: UUID, deed: str) -> Membership:
    """The membership on which somebody does a deed that is theirs: locked, and as the last deed left it. Raises
    `NotHere`, `NotAllowed`."""
    row = find(actor, pk, lock=True)
    access.ask(actor, deed, row)
    need_believed(row)
    over = row.reason == DELETED and deed not in AFTER_DELETION
    need((over, _("This company was deleted on its own request. Nobody goes on with its membership."), ""))
    return row


def steps(row: Membership) -> list[Step]:
    """What was done with it, the oldest first."""
    return list(row.steps.select_related("by__org", "second__org").order_by("at", "pk"))


def waiting(row: Membership) -> list[Step]:
    """The proposals that wait for somebody, the oldest first."""
    found = row.steps.filter(Step.waits)
    return list(found.select_related("by__org").order_by("at", "pk"))


def pending(row: Membership, *moves: str) -> Step | None:
    """The first of them: of these moves, or any."""
    return next((one for one in waiting(row) if not moves or one.move in moves), None)


def _leads(move: str, state: State) -> bool:
    return move in set(Move) and state in flow.WAYS[Move(move)].starts


def new_step(row: Membership, move: str, person: UUID | None, now: datetime, **columns: Any) -> Step:
    """A step that is not stored yet, from where the membership stands."""
    return Step(membership=row, move=move, was=row.state, by_id=person, at=now, **columns)


def write(row: Membership, step: Step | None, by: Signatory, deed: str, now: datetime, *beside: Item) -> None:
    """Store both, and have the journal name them, and what is `beside`."""
    row.save()
    items = [stated.whole(row), *beside]
    if step is not None:
        step.save()
        items.append(stated.whole(step))
    journal.write(row.pk, by, deed, at=now, items=items)


def lacking(found: list[Missing]) -> None:
    """Raises `NotNow` with all that a move lacks."""
    need(*((True, _said(one), FIELDS.get(one.code, "")) for one in found))


def _said(one: Missing) -> str:
    words = _(one.words)
    return f"{words} ({web.listed(one.detail)})" if one.detail else words


def goes(row: Membership, move: Move, facts: Facts, by: Signatory, now: datetime, step: Step, *beside: Item) -> Step:
    """Move a membership that is locked. Raises `NotNow` with what is missing, `flow.Illegal`."""
    lacking(flow.missing(move, facts))
    return put(row, move, flow.WAYS[move].to, by, now, step, "", *beside)


def put(
    row: Membership, move: Move, to: State, by: Signatory, now: datetime, step: Step, deed: str = "", *beside: Item
) -> Step:
    """Write that a membership is in another state. What was proposed and does not lead from there is over, as is what a
    company was told where nothing can follow from it any more."""
    step.became = to.value
    row.state, row.entered_on = to.value, now.date()
    left = [one for one in waiting(row) if one.pk != step.pk]
    over = [one for one in left if not _leads(one.move, to)]
    for one in over:
        one.dropped_at = now
        one.save(update_fields=["dropped_at"])
    heard = to in _HEARD or any(one.move == Move.EXCLUDE for one in left if one not in over)
    done = close_sanctions(row, now) if not heard or move is Move.REINSTATE else []
    write(row, step, by, deed or deed_of(move), now, *map(stated.whole, over), *done, *beside)
    follow(row, now)
    return step


def close_sanctions(row: Membership, now: datetime, **which: Any) -> list[Item]:
    """Nothing follows any more from what a company was told, or would have been. What the entry of the deed names."""
    found = list(row.sanctions.filter(ended_on=None, **which))
    for one in found:
        one.ended_on = now.date()
        one.save(update_fields=["ended_on"])
    return [stated.whole(one) for one in found]


def step_by(
    actor: Actor,
    pk: UUID,
    move: Move,
    now: datetime,
    make: Callable[[Membership], Step],
    *,
    deed: str = "",
) -> Step:
    """One deed of a person on a membership that is locked and believed: `make` does it. What does not lead from here is
    refused, and the journal says so. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    try:
        with transaction.atomic():
            row = held(actor, pk, deed or deed_of(move))
            if State(row.state) not in flow.WAYS[move].starts:
                raise flow.Illegal(move)
            return make(row)
    except flow.Illegal:
        raise _refused(actor, pk, now) from None


def _refused(actor: Actor, pk: UUID, now: datetime) -> NotNow:
    with transaction.atomic():
        row = find(actor, pk, lock=True)
        need_believed(row)
        journal.write(row.pk, actor.signatory(), REFUSED, at=now, items=[stated.whole(row)])
    last = row.steps.exclude(became="").select_related("by__org").order_by("-at", "-pk").first()
    if last is None:
        return NotNow(_("This cannot be done as the membership stands now."))
    return NotNow(
        _("This cannot be done any more. The last that was done: “%(what)s”, by %(who)s, %(when)s.")
        % {
            "what": access.deed_words(deed_of(last.move)),
            "who": who(actor, last),
            "when": web.time_words(last.second_at or last.at),
        }
    )


def who(actor: Actor, step: Step, *, second: bool = False) -> str:
    """Who did a step, as the actor may read it: a colleague by name, others by their organisation."""
    person = step.second if second else step.by
    return named(actor, person) if person is not None else _("the system")


def named(actor: Actor, person: Any) -> str:
    """A colleague by name, others by their organisation."""
    name: str = person.name if person.org_id == actor.org else person.org.name
    return name


def facts_of(row: Membership, now: datetime, **given: Any) -> Facts:
    """What the guards look at, and what a form adds."""
    return replace(seen.facts(row, now.date()), **given)
