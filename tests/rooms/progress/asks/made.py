"""What tests of asks begin from: who asks, who reads, and an ask in each state."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fanal.access.api import reviews, stated
from fanal.journal import api as journal
from fanal.justice.gaps import reforms
from fanal.justice.gaps.policy import DRAFT_REFORM
from fanal.justice.models import Reform
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.progress.asks import asks, flow, ledger, reviewing, starting
from fanal.progress.asks.flow import State
from fanal.progress.asks.ledger import Held
from fanal.progress.models import Ask
from fanal.progress.policy import ADVOCATE
from tests.people import FOUNDED, NOW, Cast, gains

DAY = timedelta(days=1)
COUNTRY = "KH"
SOURCE = "Budget 2026 | p. 40 | https://budget.example/2026"
TEXT = {
    "title": "Public money for the helpline",
    "text": "We ask the ministry to pay for the helpline from 2027 on. It answers 24 hours a day.",
    "smallest": "One line in the budget of 2027.",
}
SAID: dict[str, Any] = {
    **TEXT, "seen": "", "kind": "budget", "addressee": "Ministry of Finance", "addressee_kind": "ministry",
    "lang": "en", "commitments": ["SA-2a"], "citations": [SOURCE], "partners": "", "owners": [], "consulted": True,
    "changed": "They asked for a line without cost; it is in the text now.",
}  # fmt: skip


def advocates(cast: Cast) -> Cast:
    """Amara and Bao of Aurora ask, Nils of Nordlys does there; Dalia advises as a survivor, Lena is a lawyer."""
    until = FOUNDED.date() + timedelta(days=3650)
    for who in ("amara", "bao", "nils"):
        network.grants.hold(cast[who].person, ADVOCATE, FOUNDED.date(), until)
    gains(cast["dalia"].person, Role.SURVIVOR_ADVISER)
    return cast


def written(cast: Cast, country: str = COUNTRY, now: datetime = NOW, who: str = "amara", **more: Any) -> Held:
    return asks.begin(cast[who], starting.by_hand(country), SAID | more, now)


def reviewed(cast: Cast, held: Held | None = None, now: datetime = NOW, who: str = "bao") -> Held:
    held = held or written(cast, now=now)
    return asks.review(cast[who], held.row.pk, str(held.wording.pk), now)


def advised(cast: Cast, held: Held, now: datetime = NOW, *, yes: bool = True, who: str = "dalia") -> None:
    """The survivor adviser says of the text as it is now; of law the lawyer too."""
    held = ledger.of(held.row)
    stated_(cast, who, reviewing.item(held), "survivor", now, yes=yes)
    if held.row.kind in flow.OF_LAW:
        stated_(cast, "lena", reviewing.item(held, reviewing.LAW), "lawyer", now, yes=yes)


def stated_(cast: Cast, who: str, item: reviews.Item, kind: str, now: datetime, *, yes: bool = True) -> None:
    on = now.date()
    said = reviews.Statement(kind, yes, item.digest, on, until=on + 90 * DAY, reviewer="Somebody", reasons="It is not.")
    reviews.review(cast[who], item, said, now)


def sent(cast: Cast, held: Held | None = None, now: datetime = NOW, *, again: bool = False, **more: Any) -> Held:
    held = held or reviewed(cast, written(cast, now=now, **more), now)
    if held.state is State.DRAFT:
        held = reviewed(cast, held, now)
    advised(cast, held, now)
    return asks.send(cast["amara"], held.row.pk, now.date(), "Letter no. 12", again, now)


def noted(cast: Cast, held: Held, to: str, now: datetime = NOW + DAY) -> Held:
    return asks.note(cast["amara"], held.row.pk, to, now.date(), "Letter of the office", "", now)


IN: dict[State, Callable[[Cast], Held]] = {
    State.DRAFT: written,
    State.REVIEWED: reviewed,
    State.SENT: sent,
    State.ACKNOWLEDGED: lambda cast: noted(cast, sent(cast), "acknowledged"),
    State.IN_PROCESS: lambda cast: noted(cast, sent(cast), "in_process"),
    State.ADOPTED: lambda cast: noted(cast, sent(cast), "adopted"),
    State.PARTLY_ADOPTED: lambda cast: noted(cast, sent(cast), "partly_adopted"),
    State.REFUSED: lambda cast: noted(cast, sent(cast), "refused"),
    State.NO_ANSWER: lambda cast: asks.note_silence(cast["amara"], sent(cast).row.pk, NOW + 90 * DAY),
    State.WITHDRAWN: lambda cast: asks.withdraw(cast["amara"], sent(cast).row.pk, "The law changed.", NOW + DAY),
    State.STOPPED: lambda cast: asks.stop(cast["dalia"], sent(cast).row.pk, NOW + DAY),
}
"""An ask that was brought to each state by its deeds."""


def reform(cast: Cast, state: str = "XA", now: datetime = NOW) -> UUID:
    """A reform of law that Noor drafted, of which the state was told more than ninety days ago, and which Lena
    publishes. Both hold `law.gaps`."""
    at = now - DAY
    row = Reform(org_id=cast.aurora, state=state, title="Acts abroad", words="The double condition goes.")
    row.atoms, row.figures, row.as_of, row.corpus_version = [], {"closed": 9_040_771}, at.date(), "test"
    row.drafted_by_id, row.drafted_at, row.told_state_on = cast["noor"].person, at, now.date() - 91 * DAY
    row.save(force_insert=True)
    journal.write(row.pk, cast["noor"].signatory(), DRAFT_REFORM, at=at, items=[stated.whole(row)])
    reforms.publish(cast["lena"], row.pk, now)
    return row.pk


def stored() -> tuple[int, ...]:
    """How many rows there are of asks."""
    return Ask.objects.count(), *(getattr(Ask, name).rel.related_model.objects.count() for name in
                                  ("wordings", "steps", "fates"))  # fmt: skip
