"""Who writes to the database kept a copy of what was erased, and puts it back: it does not open, and is named."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from fanal.access.api import NotAllowed, Unreadable, open_record
from fanal.concerns.handovers import clock, received
from fanal.concerns.handovers import kept as handovers_kept
from fanal.concerns.handovers.kind import HANDOVERS
from fanal.concerns.keeping import custody, keeping
from fanal.concerns.models import Concern, Decision, Handover, HandoverEvent, Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import triage
from fanal.network.models import Bundle, Tombstone
from fanal.site import ledger, proof
from fanal.site.commands.journal import defects
from fanal.web.codes import NotFound
from tests.attacks.writer import kept, put_back
from tests.decided import decided_as
from tests.people import NOW, Cast
from tests.rooms.concerns.keeping.test_keeping import at, closed
from tests.rooms.concerns.passing import scene
from tests.rooms.concerns.told import DAY, Sent

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
type Committed = Callable[..., AbstractContextManager[Any]]
LATER = at(NOW.date()) + 600 * DAY


def _found() -> list[str]:
    return list(defects(lambda _done, _of: None))


def _of(record: UUID) -> list[Model]:
    rows = Concern.objects.filter(pk=record), Decision.objects.filter(concern=record)
    return kept(*rows, Message.objects.filter(concern=record), Bundle.objects.filter(record=record))


def _look(cast: Cast, sent: Sent) -> str:
    return triage.look(cast["amara"], sent.id, LATER).content.words


@pytest.mark.parametrize("stone", ["kept", "taken away"])
def test_an_erased_concern_that_is_put_back_opens_for_nobody(
    cast: Cast, django_capture_on_commit_callbacks: Committed, monkeypatch: pytest.MonkeyPatch, stone: str
) -> None:
    """Rows, keys, and the mark of the erasure taken away: the ledger lies elsewhere. A restore erases it anew."""
    sent, other = closed(cast), closed(cast)
    copy, words = _of(sent.id), _look(cast, sent)
    with django_capture_on_commit_callbacks(execute=True):
        decided_as(other.row, hold_until=(LATER + 2 * DAY).date())
        assert keeping.erase_due(LATER) == 1
    assert _found() == []

    put_back(copy)
    if stone == "taken away":
        Tombstone.objects.all().delete()
    with pytest.raises(NotAllowed) as refused:
        _look(cast, sent)
    assert refused.value.refusal.reason_code == "erased"
    assert sent.receipt is not None
    with pytest.raises(NotFound):
        public.look(sent.receipt, LATER)
    assert _look(cast, other) == words
    assert [line for line in _found() if f"record {sent.id}: it was erased" in line]
    assert [line for line in proof.defects() if f"record {sent.id}: it was erased" in line]

    monkeypatch.setattr(ledger, "_overwrite", lambda: None)  # not inside the transaction of a test
    assert ledger.replay(LATER, lambda *_: None) == 1
    assert _found() == []


def _purged(cast: Cast) -> Iterator[tuple[Handover, list[Model]]]:
    """A handover that was purged, by whoever had it and by the clock, or declined, and a copy from before."""
    for how in ("purged", "declined"):
        scene_ = scene(cast)
        row = scene_.accepted() if how == "purged" else scene_.offered()
        copy = kept(Handover.objects.filter(pk=row.pk), Bundle.objects.filter(record=row.pk))
        if how == "purged":
            handovers_kept.revoke(cast["amara"], row.pk, "mistake", NOW)
            received.purge(cast["nils"], row.pk, NOW)
        else:
            received.decline(cast["nils"], row.pk, "no_capacity", NOW)
        yield row, copy


@pytest.mark.parametrize("also", ["the database", "the ledger"])
def test_a_copy_of_a_handover_that_was_erased_does_not_come_back(
    cast: Cast, data: Path, django_capture_on_commit_callbacks: Committed, also: str
) -> None:
    """Even where the ledger was cut as well: the journal says of the copy that it was taken away."""
    with django_capture_on_commit_callbacks(execute=True):
        gone = list(_purged(cast))
    assert _found() == []
    for row, copy in gone:
        put_back(copy)
        HandoverEvent.objects.filter(handover=row, event__in=["revoke", "purge", "decline"]).delete()
        Tombstone.objects.all().delete()
        if also == "the ledger":
            (data / "erased.ledger").unlink(missing_ok=True)
        with pytest.raises((NotAllowed, Unreadable)):
            received.read(cast["nils"], row.pk, NOW)
        there = Handover.objects.get(pk=row.pk)
        with (
            pytest.raises((NotAllowed, Unreadable)),
            open_record(
                cast["amara"],
                HANDOVERS.record_of(row),
                "concerns.draft_handover",
                purpose="referral",
                now=NOW,
                thing=there,
            ) as opened,
        ):
            opened.read(there, "payload")
        named = "`payload` was emptied" if also == "the ledger" else f"record {row.pk}: it was erased"
        assert [line for line in _found() if named in line]


@pytest.mark.parametrize("by", ["the sender", "the clock"])
def test_an_access_that_was_ended_is_not_given_back(cast: Cast, by: str) -> None:
    """The partner's keys and the state of before lie in the database again; the sender still opens it."""
    row = scene(cast).accepted()
    assert received.read(cast["nils"], row.pk, NOW).payload.items
    copy = kept(Handover.objects.filter(pk=row.pk), Bundle.objects.filter(record=row.pk))
    if by == "the sender":
        handovers_kept.revoke(cast["amara"], row.pk, "partner", NOW)
    else:
        clock.lapse(NOW + 400 * DAY)
    put_back(copy)
    with pytest.raises(NotAllowed):
        received.read(cast["nils"], row.pk, NOW)
    with pytest.raises(NotAllowed):
        received.complete(cast["nils"], row.pk, "helped", NOW)
    assert received.read(cast["amara"], row.pk, NOW).payload.items


def test_who_told_us_does_not_come_back_after_it_was_erased(cast: Cast) -> None:
    """The concern lives, its reporter's part is erased: neither ledger nor tombstone speak of it, the journal does."""
    sent = closed(cast)
    copy = _of(sent.id)
    keeping.erase_due(at(NOW.date()) + 200 * DAY)
    assert not bytes(sent.row.reporter)
    assert _found() == []
    put_back(copy)
    with pytest.raises((NotAllowed, Unreadable)):
        custody.open_reporter(cast["celia"], sent.id, "they_asked", NOW)
    assert [line for line in _found() if "`reporter` was emptied" in line]
