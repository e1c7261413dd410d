"""The plan of a company for a programme: its actions, how far each requirement is, the versions that were sent in.

Actions are the company's: one may serve requirements of several programmes. A version keeps what they said when it was
sent in; what a reviewer reads is what is decided on.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Signatory
from fanal.network.contracts import Actor
from fanal.tourism import backing, known
from fanal.tourism.models import Action, ActionState, Membership, Plan, PlanComment, Site
from fanal.tourism.models import Company as Profile
from fanal.tourism.policy import ERASE
from fanal.tourism.programmes import scope
from fanal.tourism.programmes.model import Requirement
from fanal.tourism.programmes.scope import Company
from fanal.tourism.scoring import rules, scoring
from fanal.tourism.scoring.model import Basis, Score, State

PLAN, SAY = "tourism.plan", "tourism.say_how_far"
SEND, SETTLE = "tourism.send_plan", "tourism.settle_plan"
IN_REVIEW, RETURNED, APPROVED, SUPERSEDED = "in_review", "returned", "approved", "superseded"
NAMED_WITHIN: Final = timedelta(days=30)
"""For so long somebody may still be to be named for an action."""

type Line = Mapping[str, Any]


# ---- what is asked, and what is done for it ----


def company_of(row: Membership, on: date) -> Company:
    """What decides which requirements a company is asked for: its sectors, its places, its answers."""
    here = Profile.objects.filter(pk=row.org_id).first()
    return Company(
        frozenset(here.sectors if here else ()),
        tuple(str(pk) for pk in _open_sites(row.org_id, on)),
        scope.called(known.criteria(row), row.answers),
    )


def _open_sites(org: UUID, on: date) -> list[UUID]:
    found = Site.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), org_id=org, made_on__lte=on)
    return list(found.order_by("code").values_list("pk", flat=True))


def required(row: Membership, company: Company) -> list[Requirement]:
    """What a company is asked for, in the order of the criteria."""
    criteria = scoring.ordered(known.criteria(row))
    return [r for one in criteria for r in scoring.by_name(one.requirements) if scope.in_scope(r, company)]


def actions(row: Membership, on: date | None = None) -> list[Action]:
    """What a company does for a programme, and what it does of its own; the earliest first. `on`: as of a day."""
    found = Action.objects.filter(org_id=row.org_id)
    if on is None:
        found = found.filter(ended_on=None)
    else:
        found = found.filter(Q(ended_on=None) | Q(ended_on__gt=on), made_on__lte=on)
    every = found.select_related("owner").order_by("due", "pk")
    return [one for one in every if not one.requirements or one.requirements.get(row.programme)]


def serves(action: Action, row: Membership) -> tuple[str, ...]:
    """The requirements of a programme that an action serves."""
    return tuple(action.requirements.get(row.programme, ()))


# ---- what the journal names ----


def need_actions(org: UUID) -> None:
    """Raises `NotAllowed` where something that a company does, or that was said of how far it is, was changed, is gone,
    or was never said by a deed."""
    every = list(Action.objects.filter(org_id=org))
    beside = {pk: {"states": said} for pk, said in _said([one.pk for one in every]).items()}
    stated.need_each(org, every, PLAN, SAY, ERASE, beside=beside)


def hold(org: UUID) -> None:
    """Before a deed on what a company does: of two at once the second sees what the first wrote. Raises
    `NotAllowed`."""
    list(Action.objects.select_for_update(of=("self",)).filter(org_id=org).order_by("pk").values_list("pk"))
    need_actions(org)


def tell(actor: Actor, changed: Sequence[Action], deed: str, now: datetime) -> None:
    """Have the journal name actions as they stand now, in the chain of their company. Last in the transaction of a
    deed that held them."""
    said = _said([one.pk for one in changed])
    for org in sorted({one.org_id for one in changed}):
        items = [stated.whole(one, states=said[one.pk]) for one in changed if one.org_id == org]
        journal.write(org, actor.signatory(), deed, at=now, items=items)


def erase(org: UUID, by: Signatory, now: datetime) -> None:
    """All that a company does goes; the journal names it as gone. Raises `NotAllowed`."""
    hold(org)
    every = list(Action.objects.filter(org_id=org))
    journal.write(org, by, ERASE, at=now, items=[stated.dropped(one) for one in every])
    Action.objects.filter(org_id=org).delete()


def _said(actions: Collection[UUID]) -> dict[UUID, str]:
    """By action, one hash of all that was ever said of how far it is."""
    found: dict[UUID, list[list[object]]] = {pk: [] for pk in actions}
    rows = ActionState.objects.filter(action__in=actions).order_by()
    for action, pk, site, level, as_of, by, at in rows.values_list(
        "action", "pk", "site", "level", "as_of", "by", "at"
    ):
        line = [str(pk), str(site or ""), level, as_of.isoformat(), str(by), at.astimezone(UTC).isoformat()]
        found[action].append(line)
    return {pk: hashlib.sha256(json.dumps(sorted(lines)).encode()).hexdigest() for pk, lines in found.items()}


# ---- how far it is ----


def newest(found: Iterable[Action], on: date) -> dict[UUID, dict[str, ActionState]]:
    """What counts on a day, by action and place ("" is the company): what was said by then. Who says later how it was
    changes nothing of a year that is over."""
    entries: dict[UUID, dict[str, ActionState]] = defaultdict(dict)
    rows = ActionState.objects.filter(action__in=[one.pk for one in found], as_of__lte=on, at__date__lte=on)
    for one in rows.order_by("as_of", "at", "pk"):
        entries[one.action_id][str(one.site_id or "")] = one
    return entries


def states(row: Membership, on: date) -> list[State]:
    """How far each requirement is on a day, one entry a place: what `scoring.score` takes. Where several actions serve
    one, the one that is furthest counts, so that none is left out to gain by it; what stands behind it, `backing` says.
    What is the company's own is never among them. Raises `NotAllowed` where any of it was changed: a number that rests
    on it is told to nobody."""
    need_actions(row.org_id)
    asked = {one.id: one for one in known.criteria(row).requirements}
    rule = rules.shipped()[rules.NEWEST]
    here = actions(row, on)
    entries = newest(here, on)
    found: dict[tuple[str, str], tuple[tuple[int, int, date], State]] = {}
    for action in here:
        for name in serves(action, row):
            for site, entry in entries[action.pk].items() if name in asked else ():
                told = State(name, site, entry.level, Basis.SELF, entry.as_of)
                place = scoring.place(told, asked[name], on)
                order = (place.level, rule.percent[place.basis], entry.as_of)
                if (name, site) not in found or order > found[name, site][0]:
                    found[name, site] = order, told
    return backing.weigh(row, {key: told for key, (_order, told) in found.items()}, on)


def score(row: Membership, on: date) -> Score:
    """The score of a membership on a day, by the newest rule."""
    rule = rules.shipped()[rules.NEWEST]
    return scoring.score(rule, row.programme, known.criteria(row), company_of(row, on), states(row, on), on)


# ---- versions ----


def lines(row: Membership) -> list[dict[str, Any]]:
    """The actions of a plan, as they stand now."""
    return [line(one, row) for one in actions(row)]


def line(one: Action, row: Membership) -> dict[str, Any]:
    """An action as a version keeps it."""
    return {
        "action": str(one.pk), "requirements": list(serves(one, row)), "text": one.text, "note": one.note,
        "owner": str(one.owner_id or ""), "due": one.due.isoformat(), "sites": list(one.sites),
        "made_on": one.made_on.isoformat(),
    }  # fmt: skip


def lacking(row: Membership, told: Sequence[Line], on: date) -> tuple[str, ...]:
    """The requirements that must be met and have no action with somebody who does it at each place of the company."""
    company = company_of(row, on)
    covered: dict[str, set[str]] = defaultdict(set)
    for each in told:
        if each["owner"] or on <= date.fromisoformat(each["made_on"]) + NAMED_WITHIN:
            for name in each["requirements"]:
                covered[name] |= set(each["sites"] or company.sites) | {""}
    return tuple(
        one.id
        for one in required(row, company)
        if one.mandatory and not set(scoring.places_of(one, company)) <= covered[one.id]
    )


def versions(row: Membership) -> list[Plan]:
    """Every version that was sent in and is as it was left, the newest first."""
    found = row.plans.select_related("sent_by__org", "settled_by__org").order_by("-number")
    return stated.as_left(found, SEND, SETTLE)


def of_state(row: Membership, *wanted: str) -> Plan | None:
    """The newest version of a plan that stands so."""
    return next((one for one in versions(row) if one.state in wanted), None)


def renewed(row: Membership) -> bool:
    """Whether a plan that was sent in since a membership ended was approved."""
    plan = of_state(row, APPROVED)
    return plan is not None and row.ended_on is not None and plan.sent_at.date() > row.ended_on


def send(actor: Actor, row: Membership, now: datetime) -> Plan:
    """Keep a version of what the actions say now. In the transaction of the deed that sends it in. Raises
    `NotAllowed`."""
    hold(row.org_id)
    settle(actor, row, SUPERSEDED, now, IN_REVIEW)
    last = row.plans.order_by("-number").first()
    plan = Plan(
        membership=row, number=last.number + 1 if last else 1, state=IN_REVIEW, criteria=row.criteria,
        lines=lines(row), sent_by_id=actor.person, sent_at=now,
    )  # fmt: skip
    plan.save(force_insert=True)
    journal.write(plan.pk, actor.signatory(), SEND, at=now, items=[stated.whole(plan)])
    return plan


def settle(actor: Actor, row: Membership, to: str, now: datetime, *was: str) -> Plan | None:
    """What becomes of the version that stands so, if there is one; of those that were approved before, only the newest
    is."""
    plan = of_state(row, *(was or (IN_REVIEW,)))
    if plan is None:
        return None
    if to == APPROVED:
        settle(actor, row, SUPERSEDED, now, APPROVED)
    plan.state, plan.settled_by_id, plan.settled_at = to, actor.person, now
    plan.save(update_fields=["state", "settled_by", "settled_at"])
    journal.write(plan.pk, actor.signatory(), SETTLE, at=now, items=[stated.whole(plan)])
    return plan


# ---- comments ----


def comments(row: Membership) -> list[PlanComment]:
    """What was said of a plan, the oldest first."""
    return list(row.comments.select_related("by__org").order_by("at", "pk"))


def blocking(found: Collection[PlanComment]) -> list[PlanComment]:
    """Those that have to be settled before a plan is approved."""
    return [one for one in found if one.blocking and one.settled_at is None]


def leave_comments(actor: Actor, row: Membership, now: datetime) -> list[Item]:
    """With a new application what was said of the one before blocks nothing. What the entry of that deed names."""
    found = list(row.comments.filter(settled_at=None))
    for one in found:
        one.settled_by_id, one.settled_at = actor.person, now
        one.save(update_fields=["settled_by", "settled_at"])
    return [stated.whole(one) for one in found]
