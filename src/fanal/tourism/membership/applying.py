"""From the first word of a company to the yes of everybody who must say it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, as_seen, ask, need
from fanal.journal.contracts import Signatory
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import known
from fanal.tourism.membership import appeals, flow, joining, rows, seen
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.policy import APPLY, QUESTIONS, deed_of
from fanal.tourism.models import Company, Membership, RevenueDeclaration, Step
from fanal.tourism.plans import criteria, plans
from fanal.tourism.policy import mandates, reaches

PASSED = "passed"
"""What is kept of a question whose answers are not: that it was answered, and does not exclude."""


class Excludes(NotNow):
    """An answer with which no company joins: nothing of it is stored."""


def draft_for(org: UUID, code: str, by: Signatory, now: datetime) -> Membership:
    """A draft, for a company that has no membership of this programme yet. In the transaction of the caller."""
    current = known.programme(code).current(now.date())
    if current is None:
        raise NotHere
    Company.objects.get_or_create(pk=org, defaults={"made_on": now.date()})
    row = Membership(
        org_id=org,
        programme=code,
        criteria=current.version,
        state=State.DRAFT.value,
        entered_on=now.date(),
        begun_at=now,
    )
    row.save(force_insert=True)
    rows.write(row, None, by, APPLY, now)
    return row


@transaction.atomic
def begin(actor: Actor, code: str, now: datetime) -> Membership:
    """Begin an application. Of a programme that the company applied to before, or at the same moment, it is that one.
    Raises `NotAllowed`, `NotHere`."""
    ask(actor, APPLY)
    Company.objects.get_or_create(pk=actor.org, defaults={"made_on": now.date()})
    Company.objects.select_for_update(of=("self",)).get(pk=actor.org)
    there = Membership.objects.filter(org_id=actor.org, programme=code).first()
    return there or draft_for(actor.org, code, actor.signatory(), now)


@transaction.atomic
def answer(actor: Actor, pk: UUID, name: str, said: str, more: str, now: datetime) -> Membership:
    """Answer one of the questions on what the company does. An answer that excludes is never stored: raises `Excludes`
    and leaves what was there before. Raises `NotAllowed`, `NotHere`, `NotNow`."""
    row = rows.held(actor, pk, QUESTIONS)
    question = known.question(row, name)
    as_seen(State(row.state) is State.DRAFT)
    need((said not in {"yes", "no"}, _("Choose an answer."), "answer"))
    if said == question.refuse_if:
        raise Excludes(_("With this answer a company cannot join. Nothing of it was kept."), "answer")
    asks_more = said == question.ask_more_if
    need((asks_more and not more.strip(), _("Write what you do so that no child is harmed by it."), "more"))
    kept = {key: value for key, value in row.answers.items() if key != f"{name}.more"}
    told = {name: said if question.stored else PASSED}
    row.answers = kept | told | ({f"{name}.more": more} if asks_more and question.stored else {})
    rows.write(row, None, actor.signatory(), QUESTIONS, now)
    return row


@transaction.atomic
def declare_revenue(actor: Actor, pk: UUID, chosen: str, note: str, now: datetime) -> Membership:
    """Say in which class of yearly revenue the company is. Two classes lower than it said before asks for a note."""
    row = rows.held(actor, pk, QUESTIONS)
    as_seen(State(row.state) is State.DRAFT)
    fees = known.of(row).fees
    codes = [one.code for one in fees.classes] if fees else []
    need((chosen not in codes, _("Choose from the list."), "revenue"))
    falls = (before := _said_before(row, now)) in codes and codes.index(before) - codes.index(chosen) >= 2
    need((falls and not note.strip(), _("This is much lower than you said before. Write in a few words why."), "note"))
    RevenueDeclaration.objects.create(
        membership=row, year=now.year, revenue_class=chosen, note=note.strip(), by_id=actor.person, on=now.date()
    )
    row.revenue_class = chosen
    rows.write(row, None, actor.signatory(), QUESTIONS, now)
    return row


def _said_before(row: Membership, now: datetime) -> str:
    """The class of revenue that it said last in a year before this one, or in an application that was sent in. What it
    only tried in this draft is none."""
    read = row.steps.filter(move=Move.SUBMIT).order_by("-at", "-pk").values_list("at", flat=True).first()
    told = Q(year__lt=now.year) | Q(on__lte=read.date()) if read else Q(year__lt=now.year)
    return row.revenues.filter(told).order_by("-on", "-pk").values_list("revenue_class", flat=True).first() or ""


def submit(actor: Actor, pk: UUID, now: datetime) -> Step:
    """Send the application in, and its plan as it stands. Raises `NotNow` with all that it lacks."""

    def make(row: Membership) -> Step:
        step = rows.new_step(row, Move.SUBMIT, actor.person, now)
        made = rows.goes(row, Move.SUBMIT, seen.facts(row, now.date()), actor.signatory(), now, step)
        plans.send(actor, row, now)
        return made

    return rows.step_by(actor, pk, Move.SUBMIT, now, make)


def take_up(actor: Actor, pk: UUID, ties: bool | None, now: datetime) -> Step:
    """Take an application up, without ties to the company."""

    def make(row: Membership) -> Step:
        facts = rows.facts_of(row, now, ties=ties)
        step = rows.new_step(row, Move.TAKE_UP, actor.person, now)
        return rows.goes(row, Move.TAKE_UP, facts, actor.signatory(), now, step)

    return rows.step_by(actor, pk, Move.TAKE_UP, now, make)


def give_back(actor: Actor, pk: UUID, words: str, now: datetime) -> Step:
    """Give an application back, with what has to change: in words, or at the requirements of its plan."""

    def make(row: Membership) -> Step:
        facts = rows.facts_of(row, now, words=bool(words.strip()))
        step = rows.new_step(row, Move.RETURN, actor.person, now, words=words.strip())
        made = rows.goes(row, Move.RETURN, facts, actor.signatory(), now, step)
        plans.settle(actor, row, plans.RETURNED, now)
        return made

    return rows.step_by(actor, pk, Move.RETURN, now, make)


def approve(actor: Actor, pk: UUID, ties: bool | None, now: datetime, words: str = "", *, met: bool = False) -> Step:
    """Say yes. With the last yes that must be said the application is approved, and where nothing is to be paid the
    agreement goes out. `words`: of a company that left while it was suspended, which conditions there were and how each
    is met (`met`), as somebody of those who say yes writes it."""

    def make(row: Membership) -> Step:
        need((bool(ties) or ties is None, _("Say first that you have no ties to this company."), "ties"))
        countries = seen.works_in(row)
        is_member = actor.org_kind is OrgKind.MEMBER
        seat = seen.seat_of(row, is_member, countries, now.date())
        before = seen.approvals(row)
        mine = any(one.by_id == actor.person for one in before)
        approving = (one for one in mandates(actor.person, now.date()) if one.may_approve)
        approves = not is_member or reaches(approving, row.programme, countries)
        need(
            (mine, _("You have said yes already. Another person says it for the other role."), ""),
            (not approves, _("Your mandate does not include saying yes to applications."), ""),
            (not mine and not seat, _("Nobody waits for your yes."), ""),
            (bool(words.strip()) and not met, _("Tick this once all of them are met."), "met"),
        )
        said = words.strip() if met else ""
        step = rows.new_step(row, Move.APPROVE, actor.person, now, seat=seat, words=said)
        facts = rows.facts_of(row, now)
        left = tuple(one for one in facts.waits_for if one != seat)
        if left:
            rows.write(row, step, actor.signatory(), deed_of(Move.APPROVE), now)
            return step
        is_met = bool(said) or any(one.words for one in before)
        facts = rows.facts_of(row, now, waits_for=(), words=is_met, met=is_met)
        made = rows.goes(row, Move.APPROVE, facts, actor.signatory(), now, step)
        plans.settle(actor, row, plans.APPROVED, now)
        joining.send_if_ready(row, now)
        return made

    return rows.step_by(actor, pk, Move.APPROVE, now, make)


def withdraw(actor: Actor, pk: UUID, typed: str, now: datetime) -> Step:
    """The company ends its application or membership. Certificates of those who work there stay theirs."""

    def make(row: Membership) -> Step:
        same = " ".join(typed.split()).casefold() == " ".join(row.org.name.split()).casefold()
        facts = rows.facts_of(row, now, typed=same)
        step = rows.new_step(row, Move.WITHDRAW, actor.person, now)
        row.ended_on = row.ended_on or now.date()
        return rows.goes(row, Move.WITHDRAW, facts, actor.signatory(), now, step)

    return rows.step_by(actor, pk, Move.WITHDRAW, now, make)


def again(actor: Actor, pk: UUID, now: datetime) -> Step:
    """Apply again: answers are given anew, and what was before stays in the history."""
    state = State(rows.find(actor, pk).state)
    move = Move.AFTER_EXCLUSION if state is State.EXCLUDED else Move.APPLY_AGAIN

    def make(row: Membership) -> Step:
        rows.lacking(flow.missing(move, seen.facts(row, now.date())))
        step = rows.new_step(row, move, actor.person, now)
        if (after := criteria.newer(row, now.date())) is not None:
            criteria.carry(actor, row, after, now)
        settled = plans.leave_comments(actor, row, now)
        row.answers, row.reason = {}, ""  # that it left while it was suspended stays: the yes needs what was required
        if not row.public_code:  # of a member that was, the register goes on to say since when it is none
            row.ended_on = None
        row.member_since = row.report_due_on = row.valid_until = None
        over = appeals.over(row)
        return rows.put(row, move, flow.WAYS[move].to, actor.signatory(), now, step, "", *over, *settled)

    return rows.step_by(actor, pk, move, now, make)
