"""DNH-30: the note on the authorities is read before a handover to them, by each person who confirms, in this visit."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fanal.access.api import NotNow
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import handovers
from fanal.concerns.models import Concern, Handover
from fanal.concerns.routing import acting
from fanal.concerns.triage import decisions
from fanal.journal import api as journal
from fanal.vocabulary.codes import Triage
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import Scene, police, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast: Cast) -> Scene:
    return scene(cast)


def _confirm(made: Scene, row: Handover, who: str, hours: int = 0) -> Handover:
    at = NOW + timedelta(hours=hours)
    return handovers.confirm(made.cast[who], row.pk, made.hash_of(row, who), at)


def _why(made: Scene, row: Handover, who: str, hours: int = 0) -> str:
    with pytest.raises(NotNow) as refused:
        _confirm(made, row, who, hours)
    return refused.value.code


def test_unread_blocks_for_the_first_and_for_the_second(cast: Cast, made: Scene) -> None:
    """What a colleague read, one has not read."""
    row = made.drafted(to=police(cast))
    assert _why(made, row, "amara") == "notes_unread"
    handovers.read_note(cast["amara"], row.pk, NOW)
    assert _confirm(made, row, "amara").state == "draft"
    assert _why(made, row, "femi") == "notes_unread"
    handovers.read_note(cast["femi"], row.pk, NOW)
    sent = _confirm(made, row, "femi")
    assert (sent.state, sent.confirmed_by_id, sent.second_id) == ("offered", cast["amara"].person, cast["femi"].person)
    assert [line.deed for line in journal.read(row.pk)].count("concerns.read_note") == 2


def test_one_person_is_not_two(cast: Cast, made: Scene) -> None:
    """Confirming twice sends nothing."""
    row = made.drafted(to=police(cast))
    handovers.read_note(cast["amara"], row.pk, NOW)
    for _again in range(3):
        assert _confirm(made, row, "amara").state == "draft"


def test_yesterdays_reading_does_not_count(cast: Cast, made: Scene) -> None:
    row = made.drafted(to=police(cast))
    handovers.read_note(cast["amara"], row.pk, NOW)
    assert _why(made, row, "amara", hours=13) == "notes_unread"


def test_a_recorded_call_lets_one_person_send_and_the_note_still_counts(cast: Cast, made: Scene) -> None:
    """In an emergency one is enough; unread blocks all the same."""
    concern = Concern.objects.get(pk=made.concern)
    call = NoteContent(called="Tourist police unit", called_at=NOW, they_said="They go there now")
    decisions.decide(cast["amara"], made.concern, decisions.Choice(Triage.URGENT_RESPONSE, call), concern.version, NOW)
    row = made.drafted(to=police(cast))
    assert _why(made, row, "amara") == "notes_unread"
    handovers.read_note(cast["amara"], row.pk, NOW)
    assert _confirm(made, row, "amara").state == "offered"


def test_a_missing_note_blocks(cast: Cast, made: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows how children are treated there: nothing is sent until somebody writes it down."""
    unit = police(cast)
    monkeypatch.setattr(acting, "note_of", lambda *_a: None)
    with pytest.raises(NotNow) as refused:
        handovers.draft(cast["amara"], made.concern, unit, uuid4(), NOW)
    assert refused.value.code == "note_missing"
