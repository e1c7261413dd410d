"""`fanal journal`: the first bad entry is named, and what a checkpoint sealed cannot be taken away unseen."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Signatory
from fanal.journal.models import Entry
from fanal.network.erasure import Erased, note_erased
from fanal.network.keyfile import installation
from fanal.site import checkpoints, tasks
from fanal.site.commands.journal import defects
from tests.people import NOW, Cast

pytestmark = pytest.mark.usefixtures("data")
DAY = timedelta(days=1)


def _found() -> list[str]:
    return list(defects(lambda _done, _of: None))


def _chain(cast: Cast, length: int = 5) -> UUID:
    record = uuid4()
    for number in range(length):
        by = cast["amara"].signatory() if number % 2 else installation(cast.aurora)
        journal.write(record, by, "concerns.open", at=NOW + timedelta(minutes=number), items=[bytes([number])])
    return record


def test_an_untouched_journal_is_whole(cast: Cast) -> None:
    """Also with checkpoints of several days, one of which nothing happened on."""
    _chain(cast)
    assert checkpoints.write(NOW)
    assert not checkpoints.write(NOW)  # once a day
    assert checkpoints.write(NOW + DAY)
    _chain(cast)
    assert checkpoints.write(NOW + 2 * DAY)
    assert _found() == []
    assert checkpoints.last_day() == (NOW + 2 * DAY).date()


@pytest.mark.parametrize("field", ["deed", "purpose", "at", "actor", "org", "items", "prev"])
def test_a_changed_entry_is_named(cast: Cast, field: str) -> None:
    """Whatever of an entry is changed, the entry is named, and only the first bad one of the chain."""
    record = _chain(cast)
    value = {
        "deed": "concerns.close", "purpose": "other", "at": NOW + DAY, "actor": uuid4(), "org": uuid4(), "items": [],
        "prev": bytes(32),
    }[field]  # fmt: skip
    Entry.objects.filter(record=record, seq=3).update(**{field: value})
    (line,) = _found()
    assert line.startswith(f"record {record}: entry 3 ")


def test_a_removed_entry_is_named(cast: Cast) -> None:
    """An entry in the middle is missing."""
    record = _chain(cast)
    Entry.objects.filter(record=record, seq=2).delete()
    assert _found() == [f"record {record}: entry 3 stands where entry 2 is missing"]


def test_swapped_entries_are_named(cast: Cast) -> None:
    """Two entries in each other's place."""
    record = _chain(cast)
    Entry.objects.filter(record=record, seq=2).update(seq=99)
    Entry.objects.filter(record=record, seq=4).update(seq=2)
    Entry.objects.filter(record=record, seq=99).update(seq=4)
    (line,) = _found()
    assert line.startswith(f"record {record}: entry 2 ")


def test_an_entry_signed_by_somebody_else_is_named(cast: Cast) -> None:
    """A well-made entry in Amara's name with a stranger's key; and one in the name of the installation."""
    record = _chain(cast)
    stranger = vault.Seed.new().signer()
    amara = cast["amara"]
    journal.write(record, Signatory(ActorKind.PERSON, amara.person, amara.org, stranger), "concerns.open", at=NOW)
    other = _chain(cast)
    journal.write(other, Signatory(ActorKind.SYSTEM, None, amara.org, stranger), "concerns.open", at=NOW)
    assert (
        sorted(line.partition(": ")[2] for line in _found())
        == ["entry 6 is signed by a key that is not that actor's"] * 2
    )


def test_a_chain_that_was_cut_after_a_checkpoint_is_named(cast: Cast) -> None:
    """The end of a chain, or a whole chain, is removed: no link is broken, but the checkpoint knows."""
    cut, gone = _chain(cast), _chain(cast)
    checkpoints.write(NOW)
    Entry.objects.filter(record=cut, seq__gte=4).delete()
    Entry.objects.filter(record=gone).delete()
    day = NOW.date().isoformat()
    assert sorted(_found()) == sorted(
        f"record {record}: entry 5 is not the one that was sealed on {day}" for record in (cut, gone)
    )
    checkpoints.write(NOW + DAY)  # a later checkpoint does not make it good
    assert len(_found()) == 2


def test_no_erasure_excuses_a_chain_that_is_gone(cast: Cast) -> None:
    """The entries of an erased record stay, whatever the ledger says of it."""
    record = _chain(cast)
    checkpoints.write(NOW)
    note_erased(Erased(record, cast.aurora, "concern_closed", date(2026, 11, 1)))
    assert _found() == []
    Entry.objects.filter(record=record).delete()
    (line,) = _found()
    assert line.startswith(f"record {record}: entry 5 ")


def test_a_rewritten_chain_is_named_even_by_who_holds_all_keys(cast: Cast) -> None:
    """A chain written anew with good signatures, by whoever has database and key file, differs from the checkpoint."""
    record = _chain(cast)
    checkpoints.write(NOW)
    Entry.objects.filter(record=record).delete()
    for _ in range(6):
        journal.write(record, installation(cast.aurora), "concerns.open", at=NOW)
    assert [line for line in _found() if str(record) in line]


def _lines(data: Path) -> list[str]:
    return (data / "checkpoints.jsonl").read_text().splitlines()


@pytest.mark.parametrize("damage", ["changed", "removed", "reordered", "garbage", "foreign"])
def test_a_checkpoint_file_that_was_touched_is_named(cast: Cast, data: Path, damage: str) -> None:
    """Any line changed, removed, moved, replaced by nonsense, or signed by another installation."""
    for number in range(4):
        _chain(cast, 2)
        checkpoints.write(NOW + number * DAY)
    lines = _lines(data)
    if damage == "changed":
        lines[1] = json.dumps(json.loads(lines[1]) | {"records": 0})
    elif damage == "removed":
        del lines[1]
    elif damage == "reordered":
        lines[1], lines[2] = lines[2], lines[1]
    elif damage == "garbage":
        lines[1] = "nonsense"
    else:
        line = json.loads(lines[1])
        del line["signature"]
        forged = vault.Seed.new().signer().sign("checkpoint", vault.canonical(line))
        lines[1] = json.dumps(line | {"signature": forged.hex()}, sort_keys=True)
    (data / "checkpoints.jsonl").write_text("\n".join(lines) + "\n")
    (line,) = _found()
    assert line.startswith("checkpoint file, line 2: ")


def test_a_half_written_line_is_healed(cast: Cast, data: Path) -> None:
    """A power cut in the middle of a line: the next checkpoint takes its place, and all is whole."""
    _chain(cast)
    checkpoints.write(NOW)
    with (data / "checkpoints.jsonl").open("a") as file:
        file.write('{"day": "2026-11-')
    assert checkpoints.last_day() == NOW.date()
    _chain(cast)
    assert checkpoints.write(NOW + DAY)
    assert len(_lines(data)) == 2
    assert _found() == []


def test_a_restore_explains_what_it_took_back_and_nothing_else(cast: Cast) -> None:
    """Entries younger than the backup may be gone after a restore that signed its line; older ones may not."""
    old, young = _chain(cast), uuid4()
    checkpoints.write(NOW)
    journal.write(young, installation(cast.aurora), "concerns.open", at=NOW + DAY)
    checkpoints.write(NOW + DAY)
    Entry.objects.filter(record=young).delete()
    assert [line for line in _found() if str(young) in line]
    checkpoints.note_restore(NOW + 2 * DAY, made=NOW + timedelta(hours=16))
    assert _found() == []
    checkpoints.write(NOW + 3 * DAY)
    later = _chain(cast)
    checkpoints.write(NOW + 4 * DAY)
    assert _found() == []
    Entry.objects.filter(record__in=(old, later), seq=5).delete()
    assert sorted(line.partition(":")[0] for line in _found()) == sorted(f"record {one}" for one in (old, later))


@pytest.mark.parametrize("later", [False, True], ids=["at once", "after the next night"])
def test_what_was_sealed_on_the_day_of_the_backup_is_held_after_the_restore(
    cast: Cast, data: Path, later: bool
) -> None:
    """Backup and checkpoint are of one night. What the restore brought back is missed when somebody cuts it; and where
    a restore of an earlier version did not seal, it is held from the next night on."""
    kept, lost = _chain(cast), uuid4()
    checkpoints.write(NOW)
    journal.write(lost, installation(cast.aurora), "concerns.open", at=NOW + DAY)
    checkpoints.write(NOW + DAY)
    Entry.objects.filter(record=lost).delete()
    if later:
        told = {"restored": (NOW + 2 * DAY).isoformat(), "to": NOW.isoformat()}
        checkpoints.lines().append(told)
        checkpoints.write(NOW + 3 * DAY)
    else:
        checkpoints.note_restore(NOW + 2 * DAY, made=NOW)
    assert _found() == []
    Entry.objects.filter(record=kept, seq=5).delete()
    (line,) = _found()
    assert line.startswith(f"record {kept}: entry 5 is not the one that was sealed")
    assert {**json.loads(_lines(data)[-1])["changed"]}.get(str(kept))


def test_the_line_holds_the_root_over_all_heads(cast: Cast, data: Path) -> None:
    """Format: day, number of chains, Merkle root over (record, head hash); only the heads that moved are listed."""
    _chain(cast)
    checkpoints.write(NOW)
    record = _chain(cast)
    checkpoints.write(NOW + DAY)
    line = json.loads(_lines(data)[1])
    first = Entry.objects.get(record=checkpoints.chain(), seq=1)
    heads = [(one, head) for one, _, head in journal.heads() if one != first.record] + [(first.record, first.hash)]
    assert line["records"] == len(heads)
    assert line["root"] == vault.merkle_root(heads).hex()
    assert set(line["changed"]) == {str(record), str(first.record)}
    assert (data / "checkpoints.jsonl").stat().st_mode & 0o777 == 0o600


def test_the_nightly_job_seals(cast: Cast) -> None:
    """The registered job writes the checkpoint of the day."""
    tasks.seal_journal.call()
    assert checkpoints.last_day() == datetime.now(UTC).date()
