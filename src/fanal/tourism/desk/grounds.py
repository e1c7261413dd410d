"""What a decision rests on: what the company was told, what it answered, what was decided before. Whoever decides reads
it at the button, and both read it at the membership."""

from django.utils.translation import gettext as _

from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import words
from fanal.tourism.membership import appeals, rows
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Membership, Sanction
from fanal.web import api as web


def notices(row: Membership, *, mine: bool) -> list[list[tuple[str, object]]]:
    """Each notice that is not done with, and those on which it was excluded, the newest first. `mine`: as the company
    reads them, to whom one is told by a second person."""
    every = row.sanctions.exclude(notice_on=None) if mine else row.sanctions.all()
    since = row.ended_on if State(row.state) is State.EXCLUDED else None
    return [_notice(one) for one in every.order_by("-pk") if one.ended_on is None or (since and one.ended_on >= since)]


def _notice(one: Sanction) -> list[tuple[str, object]]:
    lines: list[tuple[str, object]] = [
        (_("Told on"), web.day_words(one.notice_on) or _("nobody told it yet")),
        (_("Urgent"), _("yes") if one.urgent else _("no")),
        (_("Rests on"), words.BASES.get(one.basis, one.basis)),  # type: ignore[call-overload]
        (_("Facts"), one.facts),
    ]
    if one.notice_on:
        lines += [(_("Answer until"), web.day_words(one.answer_due)), (_("Answer"), one.answer or _("none so far"))]
    return lines


def proposed(row: Membership) -> list[tuple[str, object]]:
    """What the first of two wrote, for the second."""
    return [(_("Why"), one.words) for one in rows.waiting(row)[:1] if one.words]


def told(row: Membership) -> list[tuple[str, object]]:
    """All that the company was told and is not done with, with its answers, and what is to be told now."""
    return [line for one in notices(row, mine=False) for line in one]


def appealed(row: Membership) -> list[tuple[str, object]]:
    """What was decided and why, what the company was told and answered, what it says now."""
    one = appeals.open_appeal(row)
    if one is None:
        return []
    was = words.MOVES.get(one.against.move, one.against.move)
    return [
        (_("What was decided"), was), (_("Why"), one.against.words), *told(row), (_("The company appeals"), one.words)
    ]  # fmt: skip


def answered(row: Membership) -> list[tuple[str, object]]:
    """The same, and what the first of two proposes: nothing before somebody did."""
    one = appeals.open_appeal(row)
    if one is None or not one.outcome:
        return []
    outcome = words.OUTCOMES[appeals.Outcome(one.outcome)]
    return [*appealed(row), (_("Proposed"), outcome), (_("Reasons"), one.reasons)]


def appeal(actor: Actor, row: Membership) -> list[tuple[str, object]]:
    """What a company says against a decision, and what came of it. What one of two proposes is read by those who
    decide."""
    one = row.appeals.select_related("first__org").order_by("-made_at").first()
    if one is None:
        return []
    day = one.made_at.date()  # the day from which its 60 days run, for readers of every time zone
    made: list[tuple[str, object]] = [(_("Appealed on"), web.day_words(day)), (_("Why"), one.words)]
    outcome = words.OUTCOMES[appeals.Outcome(one.outcome)] if one.outcome else ""
    if one.outcome and (one.second_id or not one.first_id):
        return [*made, (_("What came of it"), outcome), *([(_("Reasons"), one.reasons)] if one.reasons else [])]
    made.append((_("Decided until"), web.day_words(one.due_on)))
    if one.first_id and actor.org_kind is not OrgKind.COMPANY:
        made += [(_("Proposed"), web.dots(str(outcome), rows.named(actor, one.first))), (_("Reasons"), one.reasons)]
    return made
