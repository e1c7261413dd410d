"""DNH-36: retention by class, and a restored backup does not bring back what was erased."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import serializers

from fanal.access.api import NotAllowed, NotNow, kept
from fanal.concerns.content import NoteContent
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, Decision, Message
from fanal.concerns.retention import DEFAULTS
from fanal.concerns.triage import decisions, dialogue, triage
from fanal.concerns.triage.decisions import Choice
from fanal.justice.matters import matters
from fanal.justice.models import Matter
from fanal.network.models import Bundle, Tombstone
from fanal.site import ledger
from fanal.vocabulary.codes import Finding, Triage
from tests.people import NOW, Cast
from tests.rooms.concerns.told import DAY, Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = datetime(2029, 1, 1, tzinfo=UTC)

CLOSED = {
    Finding.UNFOUNDED: ("concern_unfounded", date(2027, 5, 25)),
    Finding.NOT_ENOUGH_INFORMATION: ("concern_not_enough_information", date(2028, 11, 25)),
    Finding.NOT_CONFIRMED: ("concern_closed", date(2027, 11, 25)),
    Finding.CONFIRMED: ("concern_closed", date(2027, 11, 25)),
}


def closed(cast: Cast, finding: Finding) -> Sent:
    sent = tell(cast)
    dialogue.write(cast["amara"], sent.id, "Thank you", question=False, now=NOW)
    choice = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="Looked at"), finding)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    return sent


@pytest.mark.parametrize("finding", list(CLOSED))
def test_each_class_has_its_day(cast: Cast, finding: Finding) -> None:
    sent = closed(cast, finding)
    kept, day = CLOSED[finding]
    assert (sent.row.retention_class, sent.row.erase_on) == (kept, day)
    keeping.erase_due(datetime(day.year, day.month, day.day, tzinfo=UTC) - DAY)
    assert Concern.objects.filter(pk=sent.id).exists()
    keeping.erase_due(datetime(day.year, day.month, day.day, tzinfo=UTC))
    assert not Concern.objects.filter(pk=sent.id).exists()
    assert Tombstone.objects.get(record=sent.id).kind == kept


def test_every_class_of_the_table_has_a_period() -> None:
    assert set(DEFAULTS) == {
        "practice",
        "spam",
        "out_of_scope",
        "concern_unfounded",
        "concern_not_enough_information",
        "concern_closed",
        "as_case",
        "reporter_identity",
        "handover_copy",
        "handover_words",
    }


def test_a_hold_stops_its_day_and_even_two_people(cast: Cast) -> None:
    """Of a concern and of a matter; once it ends, they go."""
    sent = closed(cast, Finding.UNFOUNDED)
    found = matters.open_matter(cast["lena"], NOW).pk
    matters.close(cast["lena"], found, NOW)
    keeping.ask_erase(cast["amara"], sent.id, "Told twice", NOW)
    matters.ask_erase(cast["lena"], found, NOW)
    asked = Decision.objects.get(concern=sent.id, code=keeping.ERASE_EARLY)
    until = NOW.date() + 300 * DAY
    keeping.hold(cast["amara"], sent.id, until, "A court asks for it", NOW)
    matters.hold(cast["lena"], found, until, "A court asks for it", NOW)
    for second in (
        lambda: keeping.erase_early(cast["femi"], asked.pk, NOW),
        lambda: matters.erase(cast["omar"], found, NOW),
    ):
        with pytest.raises(NotNow, match="legal hold"):
            second()
    keeping.erase_due(NOW + 299 * DAY)
    assert Concern.objects.filter(pk=sent.id).exists()
    keeping.erase_due(NOW + 301 * DAY)
    assert not Concern.objects.filter(pk=sent.id).exists()
    matters.erase(cast["omar"], found, NOW + 301 * DAY)
    assert not Matter.objects.exists()


def test_what_goes_within_sixty_days_stands_in_a_list(cast: Cast) -> None:
    sent = closed(cast, Finding.UNFOUNDED)
    day = sent.row.erase_on
    assert day is not None
    assert [one.what for one in kept.next_to_go(cast["dalia"], day)] == ["Unfounded", "Who told us"]
    assert list(kept.next_to_go(cast["dalia"], day - DAY)) == []


def backup(sent: Sent) -> str:
    """What an older backup holds of a concern: its rows and bundles."""
    rows: list[Any] = [sent.row, *Message.objects.filter(concern=sent.id), *Decision.objects.filter(concern=sent.id)]
    return serializers.serialize("json", [*rows, *Bundle.objects.filter(record=sent.id)])


def test_a_restored_backup_does_not_revive_it(
    cast: Cast, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Back up, erase, restore the older backup: it opens for nobody, and is gone when the ledger is replayed."""
    sent, other = closed(cast, Finding.UNFOUNDED), tell(cast)
    kept = backup(sent)
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase_due(LATER)
    for one in serializers.deserialize("json", kept):
        one.save()
    with pytest.raises(NotAllowed):
        triage.look(cast["amara"], sent.id, NOW)
    assert triage.look(cast["amara"], other.id, NOW).content.words
    monkeypatch.setattr(ledger, "_overwrite", lambda: None)  # not inside the transaction of a test
    assert ledger.replay(LATER, lambda *_: None) >= 1
    assert not Concern.objects.filter(pk=sent.id).exists()
    assert not Bundle.objects.filter(record=sent.id).exists()
    assert not Message.objects.filter(concern=sent.id).exists()
    assert Concern.objects.filter(pk=other.id).exists()
