"""Appeals against a refusal or an exclusion: decided by two people who did not decide before."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, need, need_second, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.membership import flow, rows
from fanal.tourism.membership.duties import follow
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.policy import APPEAL, ASK_APPEAL, DECIDE_APPEAL, LEAVE_APPEAL, TAKE_APPEAL_BACK
from fanal.tourism.models import Appeal, Membership, Step


class Outcome(StrEnum):
    """What comes of an appeal."""

    UPHELD = "upheld"
    """The decision stands."""
    TAKEN_BACK = "taken_back"
    """The decision is gone: the membership is where it was."""
    WITHDRAWN = "withdrawn"


AGAINST = (Move.DECLINE, Move.EXCLUDE)


def decision(row: Membership) -> Step | None:
    """The decision that a company can appeal against, as its membership stands."""
    if State(row.state) not in flow.TAKEN_BACK:
        return None
    found = row.steps.filter(move__in=[one.value for one in AGAINST]).exclude(became="")
    return found.order_by("-at", "-pk").first()


def open_appeal(row: Membership) -> Appeal | None:
    """The appeal that is not decided yet."""
    found = row.appeals.filter(Appeal.is_open)
    return found.select_related("against").order_by("-made_at").first()


def until(row: Membership, step: Step) -> datetime:
    """Until when a company can appeal."""
    return (step.second_at or step.at) + timedelta(days=known.of(row).clocks.appeal)


@transaction.atomic
def appeal(actor: Actor, pk: UUID, words: str, shown: bool, now: datetime) -> Appeal:
    """The company says why the decision is wrong. `shown`: whether the register says that it appealed."""
    row = rows.held(actor, pk, APPEAL)
    against = decision(row)
    if against is None or row.appeals.filter(against=against).exists():
        raise NotNow(_("There is no decision to appeal against, or you did already."))
    need(
        (now > until(row, against), _("The time for an appeal is over."), ""),
        (not words.strip(), _("Write why the decision is wrong."), "words"),
    )
    due = now.date() + timedelta(days=known.of(row).clocks.appeal_decision)
    made = Appeal(membership=row, against=against, words=words.strip(), made_at=now, due_on=due, shown=shown)
    made.save(force_insert=True)
    _write(row, made, actor, APPEAL, now)
    return made


def _write(row: Membership, one: Appeal, actor: Actor, deed: str, now: datetime) -> None:
    one.save()
    journal.write(row.pk, actor.signatory(), deed, at=now, items=[stated.whole(row), stated.whole(one)])
    follow(row, now)


def _open(actor: Actor, pk: UUID, deed: str) -> tuple[Membership, Appeal]:
    row = rows.held(actor, pk, deed)
    one = open_appeal(row)
    if one is None:
        raise NotNow(_("There is no appeal, or it was decided already."))
    return row, one


@transaction.atomic
def take_back(actor: Actor, pk: UUID, now: datetime) -> Appeal:
    """The company takes its appeal back: the decision stands."""
    row, one = _open(actor, pk, TAKE_APPEAL_BACK)
    _leave(one)
    _write(row, one, actor, TAKE_APPEAL_BACK, now)
    return one


def over(row: Membership) -> list[Item]:
    """Whoever applies again leaves the decision as it stands: an appeal that is open is over. What the entry of that
    deed names besides."""
    one = open_appeal(row)
    if one is None:
        return []
    _leave(one)
    one.save()
    return [stated.whole(one)]


def _leave(one: Appeal) -> None:
    one.outcome, one.reasons, one.first_id, one.first_at = Outcome.WITHDRAWN.value, "", None, None


def told_of(one: Appeal) -> set[UUID | None]:
    """Who has said already what they think of it: another person goes on."""
    return {one.against.by_id, one.against.second_id, one.first_id}


def _is_new(actor: Actor, one: Appeal) -> None:
    decided = {one.against.by_id, one.against.second_id}
    need((actor.person in decided, _("Whoever decided before does not decide the appeal. Ask a colleague."), ""))


@transaction.atomic
def propose(actor: Actor, pk: UUID, outcome: str, reasons: str, now: datetime) -> Appeal:
    """The first of two says what comes of it, and why."""
    row, one = _open(actor, pk, ASK_APPEAL)
    _is_new(actor, one)
    need(
        (one.first_id is not None, _("A colleague said so already. A second person decides."), ""),
        (outcome not in {Outcome.UPHELD, Outcome.TAKEN_BACK}, _("Choose an answer."), "outcome"),
        (not reasons.strip(), _("Write why, in words that the company reads."), "reasons"),
    )
    one.outcome, one.reasons, one.first_id, one.first_at = outcome, reasons.strip(), actor.person, now
    _write(row, one, actor, ASK_APPEAL, now)
    return one


@transaction.atomic
def differ(actor: Actor, pk: UUID, now: datetime) -> Appeal:
    """Another of the two sees it otherwise: it is decided anew."""
    row, one = _open(actor, pk, LEAVE_APPEAL)
    _is_new(actor, one)
    need((one.first_id is None, _("Nobody has said yet what comes of it."), ""))
    one.outcome, one.reasons, one.first_id, one.first_at = "", "", None, None
    _write(row, one, actor, LEAVE_APPEAL, now)
    return one


@transaction.atomic
def decide(actor: Actor, pk: UUID, now: datetime) -> Appeal:
    """The second of two agrees. Where the decision is taken back, the membership is where it was."""
    row, one = _open(actor, pk, DECIDE_APPEAL)
    _is_new(actor, one)
    need((one.first_id is None, _("Nobody has said yet what comes of it."), ""))
    need_second(actor, row.pk, ASK_APPEAL, LEAVE_APPEAL, APPEAL)
    one.second_id, one.second_at = actor.person, now
    if one.outcome == Outcome.TAKEN_BACK:
        to = flow.taken_back(State(row.state), State(one.against.was))
        step = rows.new_step(row, Move.APPEAL, one.first_id, one.first_at or now, words=one.reasons)
        step.second_id, step.second_at = actor.person, now
        row.reason = ""
        if to is State.SUSPENDED or not row.public_code:  # who had left before is no member since then
            row.ended_on = None
        one.save()
        rows.put(row, Move.APPEAL, to, actor.signatory(), now, step, DECIDE_APPEAL, stated.whole(one))
        return one
    _write(row, one, actor, DECIDE_APPEAL, now)
    return one
