"""How a membership stands, for whoever reads it: what happens now, who has it, what one can do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import may, visible
from fanal.clocks.api import DutyKind
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import known, words
from fanal.tourism.desk.acts import ACTS, titled
from fanal.tourism.desk.plan_acts import url_of as plan_url
from fanal.tourism.membership import appeals, duties, flow, rows, seen, voices
from fanal.tourism.membership.flow import Move, State, again_from
from fanal.tourism.membership.policy import AFTER_DELETION, ASK_APPEAL, deed_of
from fanal.tourism.membership.told import DELETED
from fanal.tourism.models import AnnualReport, Appeal, Membership, Plan, Sanction, Step
from fanal.tourism.plans import plans
from fanal.tourism.programmes.model import STEPS
from fanal.tourism.said import said
from fanal.web import api as web

_COMPANY = {
    Move.SUBMIT: "submit", Move.SIGN: "sign", Move.WITHDRAW: "withdraw", Move.APPLY_AGAIN: "again",
    Move.AFTER_EXCLUSION: "again",
}  # fmt: skip
_ONE = {
    Move.TAKE_UP: "take_up", Move.RETURN: "give_back", Move.APPROVE: "approve", Move.INVOICE: "invoice",
    Move.PAY: "pay", Move.REINSTATE: "reinstate",
}  # fmt: skip
_FIRST = {Move.DECLINE: "ask_decline", Move.SUSPEND: "ask_suspend", Move.EXCLUDE: "ask_exclude"}
_SECOND = {
    "decline": "decline", "suspend": "suspend", "exclude": "exclude", "waive_fee": "waive",
    "suspend_late": "suspend_late", "lapse": "lapse", "end_of_validity": "end_of_validity",
}  # fmt: skip
QUIET = frozenset({
    "withdraw", "ask_decline", "ask_suspend", "ask_exclude", "ask_waive", "give_back", "leave", "leave_appeal",
    "take_appeal_back", "ask_voice",
})  # fmt: skip
"""Deeds whose buttons are quieter: there is something else to do first."""
_PRESSES = {
    "leave": lazy("Leave it as it is"),
    "leave_voice": lazy("Leave it as it is"),
    "leave_appeal": lazy("I see it otherwise"),
}
"""What stands on the buttons of deeds without a page."""


def tag(row: Membership) -> Any:
    """Its state, as a tag."""
    if row.reason == DELETED:
        return web.tag(_("deleted on its own request"))
    label, kind = words.STATES[State(row.state)]
    return web.tag(label, kind)


@dataclass(frozen=True, slots=True)
class Sent:
    """Of which memberships a company did its part, so that others have it: a report to be read, an appeal to be
    decided, a plan to be looked at, an answer to what it was told (unless it is `asked` for another). `settled`: an
    appeal against where they stand came to its end."""

    reports: frozenset[UUID] = frozenset()
    appeals: frozenset[UUID] = frozenset()
    plans: frozenset[UUID] = frozenset()
    heard: frozenset[UUID] = frozenset()
    asked: frozenset[UUID] = frozenset()
    settled: frozenset[UUID] = frozenset()

    def words(self, row: Membership) -> tuple[Promise, Promise]:
        """What happens now, and who has it."""
        if row.pk in self.appeals:
            return words.APPEALED
        if row.pk in self.reports:
            return words.READ_NOW
        state = State(row.state)
        if state is State.SUSPENDED and row.pk in self.heard - self.asked:
            return words.HEARD
        return (words.AFTER_APPEAL if row.pk in self.settled else words.NOW).get(state, words.NOW[state])


def listed(actor: Actor) -> tuple[list[Membership], Sent]:
    """The memberships that somebody sees, those first that are longest in their state, and what was sent of them."""
    return _sent(visible(actor, Membership.objects.select_related("org")).order_by("entered_on", "pk"))


def _sent(found: QuerySet[Membership]) -> tuple[list[Membership], Sent]:
    open_sanctions = Sanction.objects.filter(ended_on=None).exclude(notice_on=None)
    here: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("reported", AnnualReport.objects.filter(state="submitted")),
        ("appealed", Appeal.objects.filter(Appeal.is_open)),
        ("planned", Plan.objects.filter(state=plans.IN_REVIEW)),
        ("heard", open_sanctions.exclude(answered_at=None)),
        ("asked", open_sanctions.filter(answered_at=None)),
        ("settled", Appeal.objects.exclude(outcome="").filter(made_at__date__gte=OuterRef("entered_on"))),
    )
    rows = list(found.annotate(**{name: Exists(some.filter(membership=OuterRef("pk"))) for name, some in here}))
    return rows, Sent(*(frozenset(row.pk for row in rows if getattr(row, name)) for name, _some in here))


def sent(row: Membership) -> Sent:
    """What was sent of one membership."""
    return _sent(Membership.objects.filter(pk=row.pk))[1]


def who_has(actor: Actor, row: Membership, told: Sent) -> tuple[str, str]:
    """What happens now, and who has it, for the company or for others."""
    now, who = (str(one) for one in (told.words(row) if row.reason != DELETED else words.DELETED))
    is_theirs = actor.org_kind is not OrgKind.COMPANY and who == str(words.YOU)
    return now, row.org.name if is_theirs else who


def returned(row: Membership) -> Step | None:
    """How an application that was given back was: what has to change. None of one that was not."""
    if State(row.state) is not State.DRAFT:
        return None
    begun = row.steps.filter(became=State.DRAFT.value).order_by("-at", "-pk").first()
    return begun if begun and begun.move == Move.RETURN else None


def path(row: Membership) -> list[dict[str, object]]:
    """The way to membership, as far as it is gone; none of members, and of what ended."""
    programme, state = known.of(row), State(row.state)
    if state not in flow.BEFORE:
        return []
    order = [one for one in STEPS if one in programme.steps]
    at = order.index(state.value) if state.value in order else 0
    return [
        {"title": words.STATES[State(one)][0], "note": "", "done": number <= at} for number, one in enumerate(order)
    ]


def buttons(actor: Actor, row: Membership, *, lacks: bool = False) -> list[dict[str, Any]]:
    """What the person can do now, the main thing first. `lacks`: an application asks for something else first."""
    names = [name for name in _possible(actor, row) if may(actor, ACTS[name].deed, row)]
    if row.reason == DELETED:
        names = [name for name in names if ACTS[name].deed in AFTER_DELETION]
    quiet = QUIET | ({"again"} if "take_appeal_back" in names else set()) | ({"submit"} if lacks else set())
    made = [
        {
            "name": name, "label": str(_PRESSES.get(name) or ACTS[name].titled(row)), "quiet": name in quiet,
            "url": reverse(f"travel:{name}", args=[row.pk]), "press": ACTS[name].form is None,
        }
        for name in names
    ]  # fmt: skip
    return sorted(made, key=lambda one: bool(one["quiet"]))


def _possible(actor: Actor, row: Membership) -> Iterator[str]:
    """The deeds that lead on from here; a second yes is no deed of whoever said the first."""
    state, waiting = State(row.state), rows.waiting(row)
    leading = flow.moves(state, [State(one) for one in known.of(row).steps])
    if not row.suspended_for:
        leading = tuple(one for one in leading if one is not Move.EXCLUDE)
    yield from _of_second(actor, row, waiting)
    if duties.unsettled(row):
        yield "look_again"
    for move in leading:
        if move is Move.AFTER_EXCLUSION and (row.ended_on is None or timezone.now().date() < again_from(row.ended_on)):
            continue
        if move in _COMPANY:
            yield _COMPANY[move]
        elif move in _ONE:
            yield _ONE[move]
        elif move in _FIRST and not waiting:
            yield _FIRST[move]
    if Move.INVOICE in leading and not waiting:
        yield "ask_waive"
    sanction = seen.open_sanction(row)
    if sanction is not None and sanction.answered_at is None:
        yield "answer_notice"
    yield from _of_appeal(actor, row)
    yield from _of_voice(actor, row)


def _of_second(actor: Actor, row: Membership, waiting: Sequence[Step]) -> Iterator[str]:
    untold = seen.untold(row)
    for step in waiting:
        if step.by_id != actor.person:
            yield "tell" if untold is not None and not untold.urgent else _SECOND[step.move]
        yield "leave"


def _of_voice(actor: Actor, row: Membership) -> Iterator[str]:
    asked = voices.asked_by(row)
    if asked is None:
        yield "ask_voice"
        return
    if asked != actor.person:
        yield "new_voice"
    yield "leave_voice"


def _of_appeal(actor: Actor, row: Membership) -> Iterator[str]:
    appeal = appeals.open_appeal(row)
    if appeal is None:
        against = appeals.decision(row)
        if against is not None and not row.appeals.filter(against=against).exists():
            yield "appeal"
        return
    yield "take_appeal_back"
    if actor.person not in appeals.told_of(appeal):
        yield from ("decide_appeal", "leave_appeal") if appeal.first_id else ("ask_appeal",)


def tasks(row: Membership) -> list[tuple[str, Any, str]]:
    """What an application still asks for: what, whether it is there, where it is done."""
    facts = seen.facts(row, date.max)
    fields = [
        (
            _("What the company does, and where"),
            facts.sectors and facts.countries and facts.registered,
            "travel:profile",
        ),
        (_("A deputy of the focal point"), facts.deputy, "travel:people"),
    ]
    made = [(title, _done(there), reverse(address)) for title, there, address in fields]
    if known.of(row).fees is not None:
        made.append((_("Yearly revenue"), _done(facts.revenue_class), reverse("travel:revenue", args=[row.pk])))
    lacks = plans.lacking(row, plans.lines(row), date.max)
    if facts.owned_twice:
        places = _("Who runs these places, which another company calls its own: %(codes)s")
        made.append((places % {"codes": web.listed(facts.owned_twice)}, _done(False), reverse("travel:places")))
    made.append((_("The plan: what you do for each thing that is asked"), _done(not lacks), plan_url(row)))
    made += [
        (said(one.text), _done(one.id in row.answers), reverse("travel:question", args=[row.pk, one.id]))
        for one in known.criteria(row).exclusions
    ]
    return made


def first_task(made: Sequence[tuple[str, Any, str]]) -> tuple[str, str] | None:
    """What to do first of what an application still asks for, and where."""
    return next(((title, url) for title, there, url in made if there == _done(False)), None)


def _done(there: bool) -> Any:
    return web.tag(_("done"), "ok") if there else web.tag(_("to do"), "soon")


def history(actor: Actor, row: Membership) -> list[dict[str, object]]:
    """What was done, the newest first."""
    return [_event(actor, one) for one in reversed(rows.steps(row)) if one.became or one.seat]


def _event(actor: Actor, one: Step) -> dict[str, object]:
    both = [rows.who(actor, one), *([rows.who(actor, one, second=True)] if one.second_id else [])]
    return {
        "when": one.second_at or one.at,
        "what": words.MOVES.get(one.move, one.move),
        "who": web.listed(dict.fromkeys(both)),
        "said": one.words,
    }


def proposals(actor: Actor, row: Membership) -> list[dict[str, object]]:
    """What is proposed, and by whom. A company reads what the clock proposes; what a person does, once a second person
    told it or decided."""
    is_theirs = actor.org_kind is OrgKind.COMPANY
    return [
        {"what": words.MOVES.get(one.move, one.move), "who": rows.who(actor, one), "words": one.words, "at": one.at}
        for one in rows.waiting(row)
        if not (is_theirs and one.by_id)
    ]


def short(actor: Actor, row: Membership, told: Sent, *, several: bool) -> dict[str, Any]:
    """A line of a list: company, programme where there are several, state, since when, who has it."""
    _now, who = who_has(actor, row, told)
    programme = [said(known.of(row).name)] if several else []
    return {
        "cells": [row.org.name, *programme, tag(row), web.day_words(row.entered_on), who],
        "url": reverse("travel:membership", args=[row.pk]),
        "open": titled(row),
    }


def needs(actor: Actor, every: Sequence[Membership], told: Sent) -> list[tuple[Membership, DutyKind]]:
    """The memberships for which the person can do something that waits, by age, and what it is. All of them are such as
    the person sees: those of a representative lie in the countries of their mandates."""
    mine = Q(move=Move.APPROVE.value, by=actor.person, dropped_at=None) & ~Q(seat="")
    steps = list(Step.objects.filter(Step.waits | mine, membership__in=every))
    waiting = {one.membership_id: one for one in steps if not one.seat}
    agreed = {(one.membership_id, one.at.date()) for one in steps if one.seat}
    appealed = _appealed(actor, told)
    found: list[tuple[Membership, DutyKind]] = []
    for row in every:
        said_yes = any(pk == row.pk and day >= row.entered_on for pk, day in agreed)
        kind = _decides(actor, waiting.get(row.pk)) if row.pk in waiting else _moves(actor, row, said_yes=said_yes)
        found += ((row, one) for one in (kind, *_reads(actor, row, told)) if one is not None)
        if row.pk in appealed:
            found.append((row, duties.APPEAL_DUTY))
    return found


def elsewhere(actor: Actor, row: Membership, told: Sent) -> list[tuple[str, str]]:
    """What waits at a membership for the person and is done on other pages than its own: what, and where."""
    where = {duties.READ_REPORT: reverse("travel:report", args=[row.pk]), duties.PLAN: plan_url(row)}
    return [(_(kind.words), where[kind]) for _row, kind in needs(actor, [row], told) if kind in where]


def _appealed(actor: Actor, told: Sent) -> frozenset[UUID]:
    """At which memberships an appeal waits for the person."""
    if not told.appeals or not may(actor, ASK_APPEAL):
        return frozenset()
    found = visible(actor, Appeal.objects.filter(Appeal.is_open, membership__in=told.appeals))
    every = found.select_related("against")
    return frozenset(one.membership_id for one in every if actor.person not in appeals.told_of(one))


def _decides(actor: Actor, step: Step | None) -> DutyKind | None:
    """Whether the person is the second of two for what is proposed."""
    is_second = step is not None and step.by_id != actor.person and may(actor, ACTS[_SECOND[step.move]].deed)
    return duties.DECIDE if is_second else None


def _moves(actor: Actor, row: Membership, *, said_yes: bool) -> DutyKind | None:
    """Whether an application waits for the person. Whoever said yes waits for the others."""
    moves = {
        State.SUBMITTED: Move.TAKE_UP, State.PLAN_REVIEW: Move.APPROVE, State.PLAN_APPROVED: Move.INVOICE,
        State.INVOICED: Move.PAY,
    }  # fmt: skip
    move = moves.get(State(row.state))
    if move is None or (move is Move.APPROVE and said_yes):
        return None
    return duties.REVIEW if may(actor, ACTS[_ONE[move]].deed) else None


def _reads(actor: Actor, row: Membership, told: Sent) -> Iterator[DutyKind]:
    """What a company sent, and the person may say what becomes of it."""
    if row.pk in told.plans and State(row.state) in flow.JOINED and may(actor, plans.SETTLE):
        yield duties.PLAN
    if row.pk in told.reports and may(actor, deed_of(Move.REPORT_ACCEPTED)):
        yield duties.READ_REPORT
