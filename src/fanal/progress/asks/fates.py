"""What became of an ask that was adopted: the new law or number, and the place of the board that moved. A place moved
only where what was published of it says so (`assessing/standing`), whatever a row of this concern says."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, need, stated
from fanal.justice import api as justice
from fanal.network.contracts import Actor
from fanal.progress.asks import asks, flow
from fanal.progress.asks.flow import Kind, Moved, Was
from fanal.progress.asks.ledger import Held
from fanal.progress.asks.policy import FATE
from fanal.progress.assessing import citing, standing
from fanal.progress.models import AskFate


def moved(held: Held, on: date) -> Mapping[str, Moved]:
    """The commitments of an ask whose places on the board moved up since it was sent, once it was adopted."""
    if held.sent is None or held.met is None:
        return {}
    board, found = standing.board(on), dict[str, Moved]()
    for item in held.wording.commitments:
        stands = board.of(held.row.country, item)
        history = [Was(at.date(), as_of, state) for at, as_of, state in stands.history] if stands else []
        if (how := flow.moved(history, held.sent.on, held.met.on)) is not None:
            found[item] = how
    return found


@transaction.atomic
def tell(actor: Actor, pk: UUID, told: Mapping[str, Any], now: datetime) -> Held:
    """Write down what moved. What we claim to have done for it needs a word on what others did. Raises `NotNow`."""
    held = asks.held_for(actor, pk, FATE)
    if held.met is None or held.sent is None:
        raise NotNow(_("Nothing of it was adopted yet."))
    ours, others, item = told["ours"].strip(), told["others"].strip(), told["item"]
    need(
        (not told["citations"], _("Name the new law, or the number that moved."), "citations"),
        (
            bool(item) and item not in moved(held, now.date()),
            _(
                "What was published of this promise does not show that it moved since the ask was sent. Choose none, "
                "and write it down once an assessment after that day is published."
            ),
            "item",
        ),
        (
            bool(ours) and not others,
            _("Write what others did for it: nobody claims it alone."),
            "others",
        ),
    )
    asks.need_said(actor, {"ours": ours, "others": others}, [held.wording.addressee, held.wording.partners])
    evidence = citing.resolve(told["citations"], now.date(), now)
    _need_new(held, evidence, now)
    row = AskFate(ask=held.row, evidence=evidence, item=item, ours=ours, others=others)
    row.by_id, row.at = actor.person, held.after(now)
    row.save(force_insert=True)
    return asks.written(actor, held, FATE, now, stated.whole(row))


def _need_new(held: Held, evidence: list[dict[str, str]], now: datetime) -> None:
    """An ask for a law ends in a law that was none when it was sent."""
    assert held.sent is not None
    cited, sent = citing.of_law(evidence), held.sent.on
    old = [name for code, name in sorted(cited) if not justice.is_new(code, name, sent, now)]
    need(
        (
            held.row.kind == Kind.LAW and not cited,
            _("Name the new provision: law:XA/its-id. It must be in the library first."),
            "citations",
        ),
        (
            bool(old),
            _("The wording of this was law already when the ask was sent: %(which)s.") % {"which": ", ".join(old)},
            "citations",
        ),
    )
