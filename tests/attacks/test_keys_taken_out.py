"""Who writes to the database takes the newest key of a team out of it, so that somebody who left and kept an older one
could read what is written from then on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from fanal.network import api as network
from fanal.network import erasure, lines, marks, unbelieved
from fanal.network.contracts import NetworkError, RingKind
from fanal.network.models import Bundle, RingVersion
from fanal.site import proof
from fanal.site.checks import State, upkeep
from fanal.site.commands.journal import defects
from tests.people import NOW, Cast

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


@pytest.fixture
def leaves(cast: Cast, data: Path, django_capture_on_commit_callbacks: Any) -> Callable[[], None]:
    """Femi leaves, and intake gets a second version of its key."""
    marks.bring_up(unbelieved.newest())

    def end() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            network.people.end_membership(cast["bao"], cast.founded["Aurora"].people["femi"], NOW)

    return end


@pytest.fixture
def left(leaves: Callable[[], None]) -> None:
    """Femi has left."""
    leaves()


def _take_out(cast: Cast) -> None:
    """The newest version, and what hangs on it."""
    RingVersion.objects.filter(team__org_id=cast.aurora, team__kind=RingKind.INTAKE, version=2).delete()


def _make(cast: Cast) -> UUID:
    record = uuid4()
    to = network.rings.grants(cast.aurora, {RingKind.INTAKE: ["content"]})
    network.records.make(cast.aurora, record, ["content"], to)
    return record


def _said() -> str:
    """What `fanal journal verify` says, and `fanal check` with it."""
    found = list(defects(lambda _done, _of: None))
    (line,) = [one for one in upkeep.keys_held() if one.code == "keys"]
    assert (line.state is State.FAIL) == bool(found)
    return " ".join(found)


@pytest.mark.usefixtures("left")
def test_nothing_new_is_sealed_to_the_key_that_somebody_took_along(cast: Cast) -> None:
    """Before, new records are for those who stayed. With the newest key gone nothing is sealed to the older one."""
    assert Bundle.objects.get(record=_make(cast)).version == 2
    _take_out(cast)
    with pytest.raises(NetworkError) as refused:
        _make(cast)
    assert "newer key" in str(refused.value)
    assert Bundle.objects.count() == 1


def test_nothing_more_is_written_to_a_record_that_the_older_key_opens(cast: Cast, leaves: Callable[[], None]) -> None:
    """It was last written before Femi left. The control: written now, it moves to the newest key first."""
    old, other = _make(cast), _make(cast)
    leaves()
    network.records.open_held(cast.aurora, other, cast["amara"].keyring).freshen()
    assert Bundle.objects.get(record=other).version == 2
    held = network.records.open_held(cast.aurora, old, cast["amara"].keyring)
    _take_out(cast)
    with pytest.raises(NetworkError):
        held.freshen()


@pytest.mark.usefixtures("left")
def test_it_is_named_and_a_new_key_goes_on_after_it(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    """`fanal journal verify` and `fanal check` say which is missing. A key keeper makes the key anew: its number is
    never used again, and the team can work."""
    assert _said() == ""
    _take_out(cast)
    assert "Aurora: its team `intake` had a version 2 of its key, which was taken out" in _said()
    with django_capture_on_commit_callbacks(execute=True):
        network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "suspicion", NOW)
    assert Bundle.objects.get(record=_make(cast)).version == 3
    assert "version 2" in _said()


@pytest.mark.usefixtures("left")
def test_a_restored_backup_goes_on_with_its_own_keys(cast: Cast) -> None:
    """The control: a restore takes the newest key back on purpose, and says so in the file."""
    _take_out(cast)
    marks.restored(unbelieved.newest(), NOW)
    assert Bundle.objects.get(record=_make(cast)).version == 1
    assert _said() == ""


@pytest.mark.usefixtures("left")
def test_a_mark_that_was_lost_is_written_again_and_a_changed_file_is_named(cast: Cast) -> None:
    """The file is gone: what the database holds is noted again. A line of it that was changed is named."""
    path = marks.file().path
    path.unlink()
    marks.bring_up(unbelieved.newest())
    _take_out(cast)
    assert "version 2" in _said()
    path.write_text(path.read_text().replace(', 2, "', ', 1, "'))
    assert any(line.startswith("list of newest keys, line 1") for line in proof.defects())


@pytest.mark.usefixtures("left")
@pytest.mark.parametrize(
    "more",
    [{"newest": [["device", str(uuid4()), 3, None]], "version": 9}, {"newest": [["ring", "x", 3]]}, {"newest": 7}],
    ids=["of a newer version", "damaged", "no list"],
)
def test_a_line_that_cannot_be_read_loses_nobody_who_tells(cast: Cast, more: dict[str, Any]) -> None:
    """A new record is made, the marks that can be read still hold, and the line is named."""
    file = marks.file()
    raw = {**json.loads(file.rows()[-1][0]), **more}
    with file.path.open("a") as written:
        written.write(json.dumps(raw) + "\n")
    assert Bundle.objects.get(record=_make(cast)).version == 2
    _take_out(cast)
    assert "version 2" in _said()
    assert any(line.startswith("list of newest keys, line") for line in proof.defects())
    assert erasure.among([uuid4()]) == frozenset()


def test_a_line_that_a_newer_version_signed_is_said_to_be_that(
    cast: Cast, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a downgrade is no tampering, and is named with what to do."""
    monkeypatch.setattr(lines, "VERSION", 2)
    marks.bring_up(unbelieved.newest())
    monkeypatch.undo()
    assert "list of newest keys, line 1: a newer version of Fanal wrote it. Install that version" in proof.defects()
    assert Bundle.objects.get(record=_make(cast)).version == 1


@pytest.mark.parametrize(
    "damaged", ['{"erased": [["x"]]}', '{"erased": [[]]}', '{"erased": [7, null]}', '{"erased": 7}']
)
def test_a_damaged_line_of_the_erasure_ledger_stops_nobody_either(cast: Cast, data: Path, damaged: str) -> None:
    gone = uuid4()
    erasure.note_erased(erasure.Erased(gone, cast.aurora, "concern_closed", NOW.date()))
    with erasure.ledger().path.open("a") as written:
        written.write(f'{{"erased": {damaged}}}\n')
    assert erasure.among([gone, uuid4()]) == {gone}
    assert any(line.startswith("erasure ledger, line 2") for line in proof.defects())
