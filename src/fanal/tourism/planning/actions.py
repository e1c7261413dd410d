"""What a company does for its programmes, and how far it is: it writes both itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, as_seen, found, need, visible
from fanal.network.contracts import Actor
from fanal.tourism.companies import companies
from fanal.tourism.membership import flow, rows, seen
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Action, ActionState, Membership
from fanal.tourism.plans import plans
from fanal.tourism.plans.plans import PLAN, SAY
from fanal.tourism.programmes.model import Requirement, Scope
from fanal.tourism.scoring.model import TOP
from fanal.web import api as web

WRITES = flow.JOINED | {State.DRAFT}
"""Where a plan is the company's to write; else somebody reads what was sent in."""
OVER = frozenset({State.WITHDRAWN, State.DECLINED, State.EXCLUDED})


@dataclass(frozen=True, slots=True)
class Planned:
    """An action, within the plan of a membership."""

    row: Membership
    action: Action

    @property
    def org_id(self) -> UUID:
        return self.row.org_id


def planned(actor: Actor, pk: UUID, action: UUID) -> Planned:
    """One action of a plan. Raises `NotHere`."""
    row, one = rows.find(actor, pk), found(actor, Action, action, "owner")
    if one.org_id != row.org_id:
        raise NotHere
    return Planned(row, one)


def others(actor: Actor, row: Membership) -> list[Membership]:
    """The other memberships of the company that are not over: an action may serve them, too."""
    found = visible(actor, Membership.objects.filter(org_id=row.org_id).exclude(pk=row.pk)).order_by("begun_at")
    return [one for one in found if State(one.state) not in OVER]


def _writes(actor: Actor, pk: UUID) -> Membership:
    row = rows.held(actor, pk, PLAN)
    locked = State(row.state) not in WRITES
    need((locked, _("What was sent in is being read. You can write again when you hear of it."), ""))
    plans.hold(row.org_id)
    return row


# ---- what is done ----


@transaction.atomic
def adopt(actor: Actor, pk: UUID, names: Collection[str], owner: UUID | None, now: datetime) -> list[Action]:
    """Take on what is proposed: an action for each of these requirements, due when the criteria propose it."""
    row = _writes(actor, pk)
    today = now.date()
    open_ones = [one for one in proposed(row, today) if one.id in names]
    need((not open_ones, _("Tick at least one."), "names"), (not _speaks(row, owner), _nobody(), "owner"))
    made = [
        Action(
            org_id=row.org_id, requirements={row.programme: [one.id]}, owner_id=owner, made_on=today,
            due=today + timedelta(days=one.default_due_days),
        )
        for one in open_ones
    ]  # fmt: skip
    Action.objects.bulk_create(made)
    entries = [_entry(actor, one, site, 1, today, now) for one in made for site in places(row, one, today)]
    ActionState.objects.bulk_create(entries, batch_size=1000)
    plans.tell(actor, made, PLAN, now)
    return made


def proposed(row: Membership, today: date) -> list[Requirement]:
    """What the company is asked for, and does nothing for yet."""
    served = {name for one in plans.actions(row) for name in plans.serves(one, row)}
    return [one for one in plans.required(row, plans.company_of(row, today)) if one.id not in served]


@transaction.atomic
def keep(actor: Actor, pk: UUID, told: Mapping[str, Any], action: Action | None, now: datetime) -> Action:
    """Write down an action: a new one, or one that is here. `told["serves"]`: pairs of programme and requirement; none
    is the company's own."""
    row, today = _writes(actor, pk), now.date()
    one = action and Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    as_seen(one is None or (one.version == told["version"] and one.ended_on is None), one.version if one else None)
    allowed = _serveable(actor, row, today)
    serves = [pair for pair in told["serves"] if pair in allowed]
    own, owner, due = not serves, told["owner"], told["due"]
    overdue = one is not None and today > one.made_on + plans.NAMED_WITHIN
    need(
        (own and not told["text"].strip(), _("Write what the company does."), "text"),
        (not _speaks(row, owner), _nobody(), "owner"),
        (owner is None and overdue, _("Say who does it: the 30 days for that are over."), "owner"),
        (due < today and (one is None or one.due != due), _("Choose a day that is still to come."), "due"),
    )
    new = one is None
    one = one or Action(org_id=row.org_id, made_on=today, version=0)
    one.requirements = _grouped(serves, one.requirements, {programme for programme, _name in allowed})
    one.text, one.note, one.owner_id, one.due = told["text"].strip(), told["note"].strip(), owner, due
    one.sites = [str(site.pk) for site in companies.by_code(actor, row.org_id, told["sites"], "sites")]
    one.version += 1
    one.save()
    if new:
        entries = [_entry(actor, one, site, 1, today, now) for site in places(row, one, today)]
        ActionState.objects.bulk_create(entries, batch_size=1000)
    plans.tell(actor, [one], PLAN, now)
    return one


def _serveable(actor: Actor, row: Membership, today: date) -> set[tuple[str, str]]:
    return {
        (one.programme, asked.id)
        for one in (row, *others(actor, row))
        for asked in plans.required(one, plans.company_of(one, today))
    }


def _grouped(
    serves: Sequence[tuple[str, str]], before: Mapping[str, Any], asked: Collection[str]
) -> dict[str, list[str]]:
    """By programme; what it serves in one that is not asked about here stays."""
    kept = {programme: list(names) for programme, names in before.items() if programme not in asked}
    for programme, name in serves:
        kept.setdefault(programme, []).append(name)
    return kept


def _speaks(row: Membership, owner: UUID | None) -> bool:
    return owner is None or owner in seen.speakers(row.org_id)


def _nobody() -> str:
    return _("Choose somebody who has an account of the company, or leave it to be named within 30 days.")


@transaction.atomic
def end(actor: Actor, pk: UUID, action: UUID, now: datetime) -> Action:
    """The company does it no more: it counts for nothing from today on."""
    _writes(actor, pk)
    one = planned(actor, pk, action).action
    as_seen(one.ended_on is None)
    one.ended_on = now.date()
    one.save(update_fields=["ended_on"])
    plans.tell(actor, [one], PLAN, now)
    return one


# ---- how far it is ----


def places(row: Membership, action: Action, today: date) -> list[str]:
    """Where it is said how far an action is: at each of its places, where a requirement asks for that, and once for
    the company ("") where one does not, or it is the company's own."""
    company = plans.company_of(row, today)
    scopes = {one.scope for one in plans.required(row, company) if one.id in plans.serves(action, row)}
    everywhere = Scope.SITE in scopes or bool(action.sites)
    here = [site for site in company.sites if not action.sites or site in action.sites] if everywhere else []
    return [*([""] if Scope.COMPANY in scopes or not here else []), *here]


def _entry(actor: Actor, action: Action, site: str, level: int, as_of: date, now: datetime) -> ActionState:
    return ActionState(
        action=action, site_id=UUID(site) if site else None, level=level, as_of=as_of, by_id=actor.person, at=now
    )


@transaction.atomic
def say(
    actor: Actor, pk: UUID, action: UUID, level: int, as_of: date, codes: Collection[str], now: datetime
) -> list[ActionState]:
    """Say how far an action is on a day: at places by their codes, or wherever it is done. One row a place; what was
    said before stays."""
    row = rows.held(actor, pk, SAY)
    one = planned(actor, pk, action).action
    plans.hold(row.org_id)
    here = places(row, one, now.date())
    chosen = [str(site.pk) for site in companies.by_code(actor, row.org_id, codes, "sites")] or here
    said = plans.newest([one], date.max).get(one.pk, {})
    last = max((said[site].as_of for site in chosen if site in said), default=one.made_on)
    need(
        (State(row.state) in OVER, _("This is over."), ""),
        (one.ended_on is not None, _("The company does it no more."), ""),
        (level not in range(TOP + 1), _("Choose how far it is."), "level"),
        (as_of > now.date(), _("Choose today, or a day before."), "as_of"),
        (as_of < last, _("Choose a day since %(day)s.") % {"day": web.day_words(last)}, "as_of"),
        (not set(chosen) <= set(here), _("It is not done at all of these places."), "sites"),
    )
    made = [_entry(actor, one, site, level, as_of, now) for site in chosen]
    ActionState.objects.bulk_create(made, batch_size=1000)
    plans.tell(actor, [one], SAY, now)
    return made
