"""What is decided against a company, and what ends that: proposals, the second person, what a clock proposed.

A sanction rests on a public decision, a verification, or what the company itself admits. What anybody told a member is
none of these, and no code here can read it; nor can the secretariat say in the place of a safeguarding lead what one
wrote.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, need, need_second, stated
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.membership import flow, joining, rows, seen
from fanal.tourism.membership.duties import LOOKED, follow, unsettled
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.policy import ANSWER, LEAVE, LOOK_AGAIN, TELL, asks_for
from fanal.tourism.membership.told import DELETED
from fanal.tourism.models import Membership, Sanction, Step
from fanal.tourism.policy import given, reaches


class Basis(StrEnum):
    """Of which kind the facts of a sanction are. What was told of a child is none."""

    PUBLIC_DECISION = "public_decision"
    VERIFICATION = "verification"
    ADMISSION = "admission"


class Ground(StrEnum):
    """On which rule a refusal rests."""

    EXCLUSION = "exclusion"
    INELIGIBLE = "ineligible"


BY_CLOCK: Final = (Move.SUSPEND_LATE, Move.LAPSE, Move.END_OF_VALIDITY)
"""What the clock proposes, and one person of the secretariat confirms."""


def _none_waits(row: Membership) -> None:
    waits = rows.pending(row) is not None
    need((waits, _("Another proposal waits for a second person. Decide it first."), ""))


def _proposed(row: Membership, move: Move) -> Step:
    step = rows.pending(row, move.value)
    if step is None:
        raise NotNow(_("Nobody proposed this, or it was decided already."))
    return step


def _untied(actor: Actor, row: Membership, ties: bool | None) -> None:
    """Of those who exclude a company, none speaks for the programme there, and none has ties."""
    held = [one for one in given(actor.person) if one.ended_on is None]
    speaks = reaches(held, row.programme, seen.works_in(row))
    need(
        (ties is None, _("Say whether you have ties to this company."), "ties"),
        (bool(ties), _("Whoever has ties to a company does not decide about it. Ask a colleague."), "ties"),
        (speaks, _("You speak for the programme in a country of this company. Ask a colleague."), ""),
    )


# ---- two people ----


def ask_decline(actor: Actor, pk: UUID, ground: str, words: str, now: datetime) -> Step:
    """Propose to decline an application: the rule that it rests on, and the reasons."""

    def make(row: Membership) -> Step:
        _none_waits(row)
        facts = rows.facts_of(row, now, ground=ground in set(Ground), words=bool(words.strip()))
        rows.lacking(flow.missing(Move.DECLINE, facts))
        step = rows.new_step(row, Move.DECLINE, actor.person, now, ground=ground, words=words.strip())
        rows.write(row, step, actor.signatory(), asks_for(Move.DECLINE), now)
        follow(row, now)
        return step

    return rows.step_by(actor, pk, Move.DECLINE, now, make, deed=asks_for(Move.DECLINE))


def decline(actor: Actor, pk: UUID, now: datetime) -> Step:
    """The second person agrees."""

    def make(row: Membership) -> Step:
        step = _proposed(row, Move.DECLINE)
        need_second(actor, row.pk, asks_for(Move.DECLINE), LEAVE)
        row.ended_on, row.reason = row.ended_on or now.date(), step.ground
        return _second(actor, row, Move.DECLINE, step, now, ground=True, words=True)

    return rows.step_by(actor, pk, Move.DECLINE, now, make)


def _second(
    actor: Actor, row: Membership, move: Move, step: Step, now: datetime, *beside: Item, **given: object
) -> Step:
    step.second_id, step.second_at = actor.person, now
    return rows.goes(row, move, rows.facts_of(row, now, **given), actor.signatory(), now, step, *beside)


def notify(
    actor: Actor, pk: UUID, move: Move, basis: str, facts: str, now: datetime, *, urgent: bool = False,
    ties: bool | None = None,
) -> Step:  # fmt: skip
    """Propose to suspend a company for cause, or to exclude it, and why. It reads nothing of that until a second person
    tells it; urgent, the second person suspends at once, and it answers afterwards."""

    def make(row: Membership) -> Step:
        _none_waits(row)
        if move is Move.EXCLUDE:
            need((not row.suspended_for, _("This company is not suspended, nor was it when it left."), ""))
            _untied(actor, row, ties)
        need(
            (basis not in set(Basis), _("Choose of which kind the facts are."), "basis"),
            (not facts.strip(), _("Write the facts, in words that the company reads."), "facts"),
        )
        step = rows.new_step(row, move, actor.person, now, ground=basis, words=facts.strip())
        sanction = Sanction(
            membership=row, kind=move.value, basis=basis, facts=facts.strip(), urgent=urgent and move is Move.SUSPEND
        )
        sanction.save(force_insert=True)
        rows.write(row, step, actor.signatory(), asks_for(move), now, stated.whole(sanction))
        follow(row, now)
        return step

    return rows.step_by(actor, pk, move, now, make, deed=asks_for(move))


@transaction.atomic
def tell(actor: Actor, pk: UUID, now: datetime) -> Sanction:
    """The second person tells a company what is proposed: from now on it reads the facts, and has time to answer.
    Raises `NotNow`."""
    row = rows.held(actor, pk, TELL)
    sanction = seen.untold(row)
    if sanction is None:
        raise NotNow(_("There is nothing to tell, or the company was told already."))
    need_second(actor, row.pk, asks_for(sanction.kind), LEAVE)
    items = [stated.whole(row), *_tell(row, sanction, now)]
    journal.write(row.pk, actor.signatory(), TELL, at=now, items=items)
    follow(row, now)
    return sanction


def _tell(row: Membership, sanction: Sanction, now: datetime) -> list[Item]:
    """What the company was told before is over with that."""
    before = rows.close_sanctions(row, now, notice_on__isnull=False)
    sanction.notice_on = now.date()
    sanction.answer_due = now.date() + timedelta(days=known.of(row).clocks.answer)
    sanction.save(update_fields=["notice_on", "answer_due"])
    return [*before, stated.whole(sanction)]


@transaction.atomic
def answer(actor: Actor, pk: UUID, words: str, now: datetime) -> Sanction:
    """The company answers what it was told. Raises `NotNow`."""
    row = rows.held(actor, pk, ANSWER)
    sanction = seen.open_sanction(row)
    if sanction is None or sanction.answered_at is not None:
        raise NotNow(_("There is nothing to answer, or it was answered already."))
    need((not words.strip(), _("Write your answer."), "words"))
    sanction.answer, sanction.answered_at = words.strip(), now
    sanction.save(update_fields=["answer", "answered_at"])
    journal.write(row.pk, actor.signatory(), ANSWER, at=now, items=[stated.whole(row), stated.whole(sanction)])
    follow(row, now)
    return sanction


def suspend(actor: Actor, pk: UUID, now: datetime) -> Step:
    """The second person suspends for cause, once the company was heard."""

    def make(row: Membership) -> Step:
        step = _proposed(row, Move.SUSPEND)
        need_second(actor, row.pk, asks_for(Move.SUSPEND), LEAVE)
        row.suspended_for, row.reason = "cause", step.ground
        sanction = seen.untold(row)
        told = _tell(row, sanction, now) if sanction is not None and sanction.urgent else []
        return _second(actor, row, Move.SUSPEND, step, now, *told, ground=True, words=True)

    return rows.step_by(actor, pk, Move.SUSPEND, now, make)


def exclude(actor: Actor, pk: UUID, ties: bool | None, now: datetime) -> Step:
    """The second person excludes a company that is suspended, once it was heard; or that ended its membership while it
    was, also where it applies again."""

    def make(row: Membership) -> Step:
        step = _proposed(row, Move.EXCLUDE)
        need_second(actor, row.pk, asks_for(Move.EXCLUDE), LEAVE)
        _untied(actor, row, ties)
        row.ended_on, step.was = now.date(), row.state
        row.reason = row.reason if row.reason == DELETED else step.ground  # its code stays dead
        return _second(actor, row, Move.EXCLUDE, step, now, words=True, ties=ties)

    return rows.step_by(actor, pk, Move.EXCLUDE, now, make)


@transaction.atomic
def leave(actor: Actor, pk: UUID, now: datetime) -> Step:
    """Leave a proposal: nothing changes, and the company reads no more of it. Raises `NotNow`."""
    row = rows.held(actor, pk, LEAVE)
    step = rows.pending(row)
    if step is None:
        raise NotNow(_("Nobody proposed this, or it was decided already."))
    step.dropped_at = now
    over = rows.close_sanctions(row, now, kind=step.move)
    rows.write(row, step, actor.signatory(), LEAVE, now, *over)
    follow(row, now)
    return step


def look_again(actor: Actor, pk: UUID, words: str, now: datetime) -> Step:
    """Somebody who did not suspend it looked again at an urgent suspension, and why it stays; else they make the
    company a member again."""

    def make(row: Membership) -> Step:
        last = row.steps.filter(move=Move.SUSPEND, became=State.SUSPENDED.value).order_by("-second_at", "-pk").first()
        theirs = last is not None and actor.person in {last.by_id, last.second_id}
        need(
            (not unsettled(row), _("Nothing waits for a second look."), ""),
            (theirs, _("Whoever suspended it does not look at it again. Ask a colleague."), ""),
            (not words.strip(), _("Write why, in words that the company reads."), "words"),
        )
        step = rows.new_step(row, LOOKED, actor.person, now, words=words.strip(), became=row.state)
        rows.write(row, step, actor.signatory(), LOOK_AGAIN, now)
        follow(row, now)
        return step

    return rows.step_by(actor, pk, Move.EXCLUDE, now, make, deed=LOOK_AGAIN)


# ---- one person, on a proposal of the clock ----


def confirm(actor: Actor, pk: UUID, move: Move, now: datetime) -> Step:
    """Confirm what the clock proposed."""

    def make(row: Membership) -> Step:
        step = _proposed(row, move)
        if move is Move.SUSPEND_LATE:
            row.suspended_for, row.reason = "report", "report"
        else:
            row.ended_on = now.date()
        return _second(actor, row, move, step, now)

    return rows.step_by(actor, pk, move, now, make)


# ---- back ----


def reinstate(actor: Actor, pk: UUID, words: str, met: bool, now: datetime) -> Step:
    """Make a company a member again: which conditions there were, and how each is met."""

    def make(row: Membership) -> Step:
        facts = rows.facts_of(row, now, words=bool(words.strip()), met=met)
        step = rows.new_step(row, Move.REINSTATE, actor.person, now, words=words.strip())
        joining.become_member(row, now.date())
        return rows.goes(row, Move.REINSTATE, facts, actor.signatory(), now, step)

    return rows.step_by(actor, pk, Move.REINSTATE, now, make)
