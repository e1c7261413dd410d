"""What is said of a plan, and what becomes of one that a member sends in. That of an application is sent in, given back
and approved with it (`membership/applying`)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import as_seen, found, need, stated
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.membership import flow, rows, seen
from fanal.tourism.membership.duties import follow
from fanal.tourism.membership.flow import State
from fanal.tourism.membership.policy import GO_OVER
from fanal.tourism.models import Action, Membership, Plan, PlanComment
from fanal.tourism.planning.actions import OVER, WRITES, planned
from fanal.tourism.planning.policy import COMMENT, REPLY, SETTLE_COMMENT
from fanal.tourism.plans import criteria, plans
from fanal.tourism.plans.plans import SEND, SETTLE

# ---- what is said of it ----


def comment_of(actor: Actor, pk: UUID) -> PlanComment:
    """Something that was said of a plan. Raises `NotHere`."""
    return found(actor, PlanComment, pk, "membership__org")


@transaction.atomic
def comment(
    actor: Actor, pk: UUID, requirement: str, action: UUID | None, words: str, blocking: bool, now: datetime
) -> PlanComment:
    """Say something of a requirement, or of an action. What blocks is open until whoever reviews settles it."""
    row = rows.held(actor, pk, COMMENT)
    about = planned(actor, pk, action).action if action else None
    is_known = about is not None or known.criteria(row).requirement(requirement) is not None
    need(
        (State(row.state) in OVER, _("This is over."), ""),
        (not is_known, _("Nothing of that name is asked for."), ""),
        (not words.strip(), _("Write what you want to say of it."), "words"),
    )
    return _said(actor, row, requirement, about, words, COMMENT, now, blocking=blocking)


@transaction.atomic
def reply(actor: Actor, pk: UUID, words: str, now: datetime) -> PlanComment:
    """The company answers what was said."""
    row, one = _held(actor, pk, REPLY)
    need((not words.strip(), _("Write your answer."), "words"))
    return _said(actor, row, one.requirement, one.action, words, REPLY, now)


def _said(
    actor: Actor, row: Membership, requirement: str, action: Action | None, words: str, deed: str, now: datetime,
    *, blocking: bool = False,
) -> PlanComment:  # fmt: skip
    made = PlanComment(
        membership=row, requirement=requirement, action=action, words=words.strip(), blocking=blocking,
        by_id=actor.person, at=now,
    )  # fmt: skip
    return _write(actor, made, deed, now)


def _write(actor: Actor, one: PlanComment, deed: str, now: datetime) -> PlanComment:
    one.save()
    journal.write(one.membership_id, actor.signatory(), deed, at=now, items=[stated.whole(one)])
    return one


def _held(actor: Actor, pk: UUID, deed: str) -> tuple[Membership, PlanComment]:
    """Something that was said, and its membership, held."""
    row = rows.held(actor, comment_of(actor, pk).membership_id, deed)
    return row, comment_of(actor, pk)


@transaction.atomic
def settle_comment(actor: Actor, pk: UUID, now: datetime) -> PlanComment:
    """Nothing has to change for it any more."""
    _row, one = _held(actor, pk, SETTLE_COMMENT)
    as_seen(one.blocking and one.settled_at is None)
    one.settled_by_id, one.settled_at = actor.person, now
    return _write(actor, one, SETTLE_COMMENT, now)


# ---- a plan of a member ----


@transaction.atomic
def send(actor: Actor, pk: UUID, now: datetime) -> Plan:
    """A member sends its plan in anew."""
    row = rows.held(actor, pk, SEND)
    early = State(row.state) not in flow.JOINED
    need((early, _("The plan of an application is sent in with it."), ""))
    made = plans.send(actor, row, now)
    follow(row, now)
    return made


@transaction.atomic
def approve(actor: Actor, pk: UUID, now: datetime) -> Plan:
    """It is good: from now on this version is the plan."""
    row, plan = _in_review(actor, pk)
    facts = rows.facts_of(row, now, **seen.of_plan(row, plan, now.date()))
    rows.lacking(flow.missing_of_plan(facts))
    return _settled(actor, row, plans.APPROVED, now)


@transaction.atomic
def give_back(actor: Actor, pk: UUID, now: datetime) -> Plan:
    """Something has to change: what, is said where it is."""
    row, _plan = _in_review(actor, pk)
    said = plans.blocking(plans.comments(row))
    need((not said, _("Say first what has to change, at the requirement, as a comment that blocks."), ""))
    return _settled(actor, row, plans.RETURNED, now)


def _in_review(actor: Actor, pk: UUID) -> tuple[Membership, Plan]:
    row = rows.held(actor, pk, SETTLE)
    plan = plans.of_state(row, plans.IN_REVIEW)
    as_seen(plan is not None and State(row.state) in flow.JOINED)
    assert plan is not None
    return row, plan


def _settled(actor: Actor, row: Membership, to: str, now: datetime) -> Plan:
    made = plans.settle(actor, row, to, now)
    assert made is not None
    follow(row, now)
    return made


# ---- other criteria ----


@transaction.atomic
def go_over(actor: Actor, pk: UUID, now: datetime) -> Membership:
    """Go over to the criteria by which companies join now: what the company does goes on for what is asked in its
    place. Where the membership stands stays as it is."""
    row = rows.held(actor, pk, GO_OVER)
    after = criteria.newer(row, now.date())
    as_seen(after is not None and State(row.state) in WRITES)
    assert after is not None
    criteria.carry(actor, row, after, now)
    rows.write(row, None, actor.signatory(), GO_OVER, now)
    return row
