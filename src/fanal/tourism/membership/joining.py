"""What comes between the yes to an application and membership: the fee, and the agreement that is signed by name.

A fee is what is due, waived or paid, with a reference in the books of whoever took it. Nothing here can pay.
"""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, need, need_second, stated
from fanal.journal.contracts import Item
from fanal.network.api import keyfile
from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.membership import flow, rows, seen, told
from fanal.tourism.membership.duties import follow
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.policy import ASK_WAIVE, LEAVE, WAIVE
from fanal.tourism.models import Agreement, FeeRecord, Membership, Step
from fanal.tourism.said import said
from fanal.vocabulary import short_codes
from fanal.vocabulary.dates import months_later

WAIVER: Final = "waive_fee"
DUE, WAIVED, PAID = "due", "waived", "paid"
TYPED: Final = "typed"
_CENT: Final = Decimal("0.01")


# ---- the fee ----


def fee_of(row: Membership, partner: str = "") -> tuple[int, str] | None:
    """What a company pays in a year, and the currency."""
    fees = known.of(row).fees
    amount = fees.of(row.revenue_class, partner) if fees else None
    return (amount, fees.currency) if fees and amount is not None else None


def _record(row: Membership, now: datetime, state: str, partner: str = "", reason: str = "") -> Item:
    fee = fee_of(row, partner)
    if fee is None:
        raise NotNow(_("This class of revenue has no fee in this programme."))
    amount = Decimal(fee[0]).quantize(_CENT)  # as it is read again: the journal names it so
    values = {"amount": amount, "currency": fee[1], "state": state, "reason": reason, "on": now.date()}
    made, _new = FeeRecord.objects.update_or_create(membership=row, year=now.year, defaults=values)
    return stated.whole(made)


def invoice(actor: Actor, pk: UUID, partner: str, now: datetime) -> Step:
    """Tell a company its fee: by its class of revenue, less what a partner's members get off."""

    def make(row: Membership) -> Step:
        facts = seen.facts(row, now.date())
        rows.lacking(flow.missing(Move.INVOICE, facts))
        fee = _record(row, now, DUE, partner, partner)
        step = rows.new_step(row, Move.INVOICE, actor.person, now)
        return rows.goes(row, Move.INVOICE, facts, actor.signatory(), now, step, fee)

    return rows.step_by(actor, pk, Move.INVOICE, now, make)


def ask_waiver(actor: Actor, pk: UUID, reason: str, now: datetime) -> Step:
    """Propose that a company pays nothing this year, and why. A second person decides."""

    def make(row: Membership) -> Step:
        need(
            (not reason.strip(), _("Write why, in words that the company reads."), "words"),
            (rows.pending(row) is not None, _("Another proposal waits for a second person. Decide it first."), ""),
        )
        step = rows.new_step(row, WAIVER, actor.person, now, words=reason.strip())
        rows.write(row, step, actor.signatory(), ASK_WAIVE, now)
        follow(row, now)
        return step

    return rows.step_by(actor, pk, Move.INVOICE, now, make, deed=ASK_WAIVE)


def waive(actor: Actor, pk: UUID, now: datetime) -> Step:
    """The second person agrees: nothing is due, and the agreement goes out."""

    def make(row: Membership) -> Step:
        step = rows.pending(row, WAIVER)
        if step is None:
            raise NotNow(_("Nobody proposed this, or it was decided already."))
        need_second(actor, row.pk, ASK_WAIVE, LEAVE, WAIVE)
        fee = _record(row, now, WAIVED, reason=step.words[:300])
        step.second_id, step.second_at, step.became = actor.person, now, row.state
        rows.write(row, step, actor.signatory(), WAIVE, now, fee)
        follow(row, now)
        send_if_ready(row, now)
        return step

    return rows.step_by(actor, pk, Move.INVOICE, now, make, deed=WAIVE)


def pay(actor: Actor, pk: UUID, reference: str, now: datetime) -> Step:
    """Write down under which reference a fee was paid; the agreement goes out."""

    def make(row: Membership) -> Step:
        facts = rows.facts_of(row, now, reference=bool(reference.strip()))
        step = rows.new_step(row, Move.PAY, actor.person, now)
        due = list(row.fees.filter(state=DUE))
        for one in due:
            one.state, one.reference, one.on = PAID, reference.strip(), now.date()
            one.save()
        made = rows.goes(row, Move.PAY, facts, actor.signatory(), now, step, *map(stated.whole, due))
        send_if_ready(row, now)
        return made

    return rows.step_by(actor, pk, Move.PAY, now, make)


# ---- the agreement ----


def send_if_ready(row: Membership, now: datetime) -> Step | None:
    """Send the agreement, by nobody, once it is known who signs and nothing is to be paid any more. In the transaction
    of the deed after which it may be so."""
    if State(row.state) not in flow.WAYS[Move.SEND_AGREEMENT].starts:
        return None
    facts = seen.facts(row, now.date())
    if flow.missing(Move.SEND_AGREEMENT, facts):
        return None
    step = rows.new_step(row, Move.SEND_AGREEMENT, None, now)
    return rows.goes(row, Move.SEND_AGREEMENT, facts, keyfile.installation(row.org_id), now, step)


def text_of(row: Membership) -> str:
    """The text that a company signs, in the language of whoever reads it: what it promises, by which criteria, and what
    membership is not."""
    programme, criteria = known.of(row), known.criteria(row)
    lines = [
        _("%(company)s joins %(programme)s, by its criteria of version %(version)s.")
        % {"company": row.org.name, "programme": said(programme.name), "version": criteria.version},
        _("A child is every person under 18. The company rejects the sexual exploitation of children, and works on:"),
        *(f"{one.number}. {said(one.title)}: {said(one.purpose)}" for one in criteria.criteria),
        _("It keeps its plan alive and reports once a year on what was done. It keeps its own papers."),
        _(
            "It never asks its staff or this network what anybody told of a child, nor how many did. Nobody who tells "
            "is punished for it."
        ),
        _(
            "It may end its membership at any time. The secretariat may suspend or exclude it: it says why, and hears "
            "it before, or where it is urgent afterwards."
        ),
        _("Membership is a commitment. It is no guarantee that a place is safe, and is never advertised as one."),
    ]
    if criteria.is_draft:
        lines.append(_("The wording of the criteria is ours, and nobody has reviewed it here yet."))
    return "\n\n".join(lines)


def hash_of(text: str) -> str:
    """The SHA-256 of a text, by which it can be known again."""
    return hashlib.sha256(text.encode()).hexdigest()


def sign(
    actor: Actor, pk: UUID, name: str, function: str, consent: bool, sha256: str, language: str, now: datetime
) -> Step:
    """Whoever signs for the company types their name. From now on it is a member."""

    def make(row: Membership) -> Step:
        typed, text = " ".join(name.split()), text_of(row)
        named = _signs(row, typed)
        need((bool(typed) and not named, _("This is not the name of whoever signs for the company."), "name"))
        facts = rows.facts_of(
            row, now, typed=named and bool(function.strip()), consent=consent, same_text=sha256 == hash_of(text)
        )
        step = rows.new_step(row, Move.SIGN, actor.person, now)
        become_member(row, now.date())
        signed = Agreement.objects.create(
            membership=row, version=row.criteria, language=language, text=text, sha256=sha256, method=TYPED,
            name=typed, function=function.strip(), by_id=actor.person, at=now,
        )  # fmt: skip
        return rows.goes(row, Move.SIGN, facts, actor.signatory(), now, step, stated.whole(signed))

    return rows.step_by(actor, pk, Move.SIGN, now, make)


def _signs(row: Membership, typed: str) -> bool:
    """Whether this is the name of whoever signs for the company."""
    who = seen.signatory(row.org_id)
    return who is not None and typed.casefold() == " ".join(who.name.split()).casefold()


def become_member(row: Membership, today: date) -> None:
    """The row of a member: since when, when the next report is due, until when it is valid; and the code on its badge.
    One that the register forgot stays dead: who comes back later gets another. That it was suspended before is over."""
    programme = known.of(row)
    if not row.public_code or (row.ended_on and told.is_forgotten(row.ended_on, today)):
        row.public_code = short_codes.new()
    row.member_since = row.member_since or today
    row.report_due_on = months_later(today, 12) if programme.yearly_report else None
    row.valid_until = months_later(today, programme.validity) if programme.validity else None
    row.ended_on = None
    row.suspended_for = row.reason = ""
