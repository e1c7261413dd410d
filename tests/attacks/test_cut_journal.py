"""Somebody cuts the journal or the ledger: in the database, in the files beside it, or in both. It takes no key.

Each attack is one of somebody who can delete; what still holds what they deleted names it.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from fanal import vault
from fanal.concerns.models import Concern
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network import adoption
from fanal.network.erasure import Erased, erased, ledger, note_erased, stone
from fanal.network.keyfile import installation
from fanal.network.models import Tombstone
from fanal.site import backups, checkpoints, tasks
from fanal.site import ledger as operation
from fanal.site.checks import State, upkeep
from fanal.site.commands.journal import defects
from tests.people import NOW, Cast
from tests.rooms.concerns.told import tell
from tests.rooms.site.test_upgrade import as_0_1_0

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("folder")]
DAY = timedelta(days=1)
MONTH = date(2026, 11, 1)


@pytest.fixture
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test alone."""
    settings.DATA = tmp_path
    monkeypatch.setenv("FANAL_BACKUPS", str(tmp_path / "backups"))
    return tmp_path


@pytest.fixture
def written(cast: Cast, django_capture_on_commit_callbacks: Any) -> Callable[..., UUID]:
    """Deeds of Amara on a new record, or on one that is there, committed."""

    def write(record: UUID | None = None, deeds: int = 3) -> UUID:
        record = record or uuid4()
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(deeds):
                at = NOW + timedelta(minutes=number)
                journal.write(record, cast["amara"].signatory(), "concerns.open", at=at)
        return record

    return write


def _found() -> list[str]:
    """What `fanal journal verify` names; what is wrong with files, `fanal check` names, too."""
    found = list(defects(lambda _done, _of: None))
    state = upkeep.proof_whole().state
    assert found or state is State.OK
    return found


def _named(*words: str) -> None:
    found = _found()
    assert found
    assert upkeep.proof_whole().state is State.FAIL
    assert [word for word in words if not any(word in line for line in found)] == [], found


# ---- by who can write to the database ----


def test_entries_of_today_are_missed_before_the_night_seals_them(cast: Cast, written: Callable[..., UUID]) -> None:
    """The last entry of one chain, and the whole of another: no link is broken, no checkpoint knows them."""
    old, new = written(), written()
    assert checkpoints.write(NOW)
    written(old, 1)
    young = written()
    assert _found() == []
    Entry.objects.filter(record=old, seq=4).delete()
    Entry.objects.filter(record=young).delete()
    _named(f"record {old}: entry 4 was written", f"record {young}: entry 1 was written")
    assert not any(str(new) in line for line in _found())


def test_what_a_colleague_writes_in_its_place_does_not_hide_a_cut_entry(written: Callable[..., UUID]) -> None:
    record = written()
    Entry.objects.filter(record=record, seq=3).delete()
    assert list(journal.tail.missing()) == [(record, 3)], "the control"
    written(record, deeds=1)
    assert list(journal.tail.missing()) == [(record, 3)]


def test_an_entry_that_was_made_bad_is_named_by_check(cast: Cast, written: Callable[..., UUID]) -> None:
    """Damaged, it would count as never written: what it ended would go on, and its hash is there all the same."""
    record = written()
    assert upkeep.proof_whole().state is not State.FAIL, "the control"
    Entry.objects.filter(record=record, seq=3).update(code=b"x" * 32)
    assert upkeep.proof_whole().state is State.FAIL
    assert f"record {record}" in upkeep.proof_whole().words


def test_a_chain_that_was_written_anew_is_missed(cast: Cast, written: Callable[..., UUID]) -> None:
    """A shorter story in the place of today's, as somebody with the installation's own key would write it."""
    record = written()
    Entry.objects.filter(record=record).delete()
    journal.write(record, installation(cast.aurora), "concerns.open", at=NOW)
    _named(f"record {record}: entry 1 was written, and is gone or another one now")


@pytest.mark.parametrize("excuse", ["a plain line", "a tombstone", "both"])
def test_nothing_excuses_a_chain_that_was_taken_out(
    cast: Cast,
    folder: Path,
    written: Callable[..., UUID],
    excuse: str,
) -> None:
    """Version 0.1.0 took a line of the ledger, which it did not sign, for a reason why a chain is gone."""
    record = written()
    checkpoints.write(NOW)
    journal.tail.forget()
    if excuse != "a tombstone":
        (folder / "erased.ledger").write_text(f"{record} {cast.aurora} concern_closed {MONTH}\n")
    assert _found() == []
    if excuse != "a plain line":
        Tombstone.objects.create(record=record, org_id=cast.aurora, kind="concern_closed", month=MONTH)
    Entry.objects.filter(record=record).delete()
    _named(f"record {record}: entry 3 is not the one that was sealed")


# ---- by who can write to the files ----


def _cut(path: Path, how: str) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes(b"".join({"emptied": [], "shortened": lines[:-1], "cut in front": lines[1:]}[how]))


@pytest.mark.parametrize("how", ["removed", "emptied", "shortened", "cut in front"])
def test_a_checkpoint_file_that_was_cut_is_missed_by_the_journal(
    cast: Cast,
    folder: Path,
    written: Callable[..., UUID],
    how: str,
) -> None:
    for number in range(3):
        written()
        checkpoints.write(NOW + number * DAY)
    assert _found() == []
    _cut(folder / "checkpoints.jsonl", how)
    _named("checkpoint file")


@pytest.mark.parametrize("who", ["a person of the house", "somebody in its name"])
def test_an_entry_after_it_does_not_hide_that_a_checkpoint_is_gone(
    cast: Cast, folder: Path, written: Callable[..., UUID], who: str
) -> None:
    """The newest entry of that chain is no longer the checkpoint's: a colleague's own, or one that nobody signed."""
    written()
    checkpoints.write(NOW)
    by = cast["amara"].signatory() if who == "a person of the house" else installation()
    ref = journal.write(checkpoints.chain(), by, checkpoints.SEALED, at=NOW, items=[b"no line of the file"])
    if who != "a person of the house":
        Entry.objects.filter(record=ref.record, seq=ref.seq).update(signature=bytes(64))
    assert not any("checkpoint file" in line for line in _found())
    _cut(folder / "checkpoints.jsonl", "shortened")
    journal.tail.forget()
    _named("checkpoint file: the line of 2026-11-25 is missing")


@pytest.mark.parametrize("how", ["removed", "emptied", "shortened", "cut in front"])
@pytest.mark.parametrize("witness", ["checkpoint", "backup", "copy beside a backup"])
def test_a_ledger_that_was_cut_is_missed(cast: Cast, folder: Path, how: str, witness: str) -> None:
    """Before a restore would revive what the lines had erased; and the hourly copy does not take the copy along."""
    records = [uuid4() for _ in range(3)]
    for record in records:
        note_erased(Erased(record, cast.aurora, "concern_closed", MONTH))
    if witness == "checkpoint":
        checkpoints.write(NOW)
    else:
        archive = backups.make(NOW)
        if witness == "copy beside a backup":
            with archive.path.open("r+b") as file:
                file.truncate(100)
    assert _found() == []
    _cut(folder / "erased.ledger", how)
    tasks.carry_ledger.call()
    _named("erasure ledger")
    if witness != "checkpoint":
        assert {one.record for one in erased(archive.sidecar.read_bytes())} == set(records)


def test_a_backup_witnesses_what_was_cut_everywhere_here(
    cast: Cast,
    folder: Path,
    written: Callable[..., UUID],
) -> None:
    """Database, checkpoints and tail cut to yesterday, so that they agree: the medium with the backups remembers, also
    after a further backup."""
    written()
    checkpoints.write(NOW)
    yesterday = {row.pk for row in Entry.objects.all()}
    record = written()
    checkpoints.write(NOW + DAY)
    backups.make(NOW + DAY)
    assert _found() == []

    Entry.objects.exclude(pk__in=yesterday).delete()
    _cut(folder / "checkpoints.jsonl", "shortened")
    journal.tail.forget()
    backups.make(NOW + 2 * DAY)
    _named("checkpoint file: lines that the backup of")
    assert not Entry.objects.filter(record=record).exists()


# ---- what would be erased by a restore ----


def _forged(record: UUID, cast: Cast, how: str) -> str:
    plain = f"{record} {cast.aurora} concern_closed {MONTH}"
    if how == "plain":
        return plain
    line: dict[str, Any] = {"erased": [plain.split()], "prev": "0" * 64}
    if how == "stranger":
        line["signature"] = vault.Seed.new().signer().sign("erased", vault.canonical(line)).hex()
    elif how == "other purpose":
        line["signature"] = installation().signer.sign("checkpoint", vault.canonical(line)).hex()
    return json.dumps(line)


@pytest.mark.parametrize("how", ["plain", "unsigned", "stranger", "other purpose"])
def test_no_line_but_our_own_erases_a_living_concern(
    cast: Cast, erased_again: Callable[[], int], tmp_path: Path, how: str
) -> None:
    """One line by hand in the ledger, and a restore replays it. The control is the same line, signed."""
    sent, gone = tell(cast), tell(cast)
    with (tmp_path / "erased.ledger").open("a") as file:
        file.write(_forged(sent.id, cast, how) + "\n")
    operation.reconcile()
    assert erased_again() == 0
    assert Concern.objects.filter(pk=sent.id).exists()
    note_erased(Erased(gone.id, cast.aurora, "concern_closed", MONTH))
    assert erased_again() == 1
    assert set(Concern.objects.filter(pk__in=[sent.id, gone.id]).values_list("pk", flat=True)) == {sent.id}


@pytest.mark.parametrize("code", [b"", bytes(32)], ids=["without a code", "with a code of somebody"])
def test_a_tombstone_that_somebody_planted_erases_nothing(
    cast: Cast, erased_again: Callable[[], int], code: bytes
) -> None:
    """A backup brings lost lines of the ledger back from tombstones: of those only that this installation wrote."""
    sent, real = tell(cast), uuid4()
    Tombstone.objects.create(record=sent.id, org_id=cast.aurora, kind="concern_closed", month=MONTH, code=code)
    stone(Erased(real, cast.aurora, "concern_closed", MONTH)).save()
    operation.reconcile()
    assert {one.record for one in erased()} == {real}
    assert erased_again() == 0
    assert Concern.objects.filter(pk=sent.id).exists()
    _named(f"record {sent.id}: the mark that it was erased is not of this installation")


def test_a_planted_tombstone_with_a_plain_line_of_the_ledger_erases_nothing(
    cast: Cast, erased_again: Callable[[], int], tmp_path: Path
) -> None:
    """Both together are what 0.1.0 left. They are believed once, as an organisation of it is taken over, and no more:
    else who writes to both could have a living concern erased by a restore."""
    sent = tell(cast)
    (tmp_path / "erased.ledger").write_text(f"{sent.id} {cast.aurora} concern_closed {MONTH}\n")
    Tombstone.objects.create(record=sent.id, org_id=cast.aurora, kind="concern_closed", month=MONTH)
    backups.make(NOW)
    assert adoption.adopt() == []
    operation.reconcile()
    assert list(erased()) == []
    assert erased_again() == 0
    assert Concern.objects.filter(pk=sent.id).exists()
    _named(f"record {sent.id}: the mark that it was erased is not of this installation")


# ---- what version 0.1.0 left ----


def test_the_ledger_of_0_1_0_is_signed_where_the_database_agrees(cast: Cast, folder: Path) -> None:
    """Its lines stay as they are, under a signed line that knows them; tombstones get their code, as keys do."""
    real, forged = uuid4(), uuid4()
    old = f"\n{real} {cast.aurora} concern_closed {MONTH}\n\n{forged} {cast.aurora} concern_closed {MONTH}\n"
    (folder / "erased.ledger").write_text(old)
    Tombstone.objects.create(record=real, org_id=cast.aurora, kind="concern_closed", month=MONTH)
    with as_0_1_0():
        adoption.adopt()
        operation.reconcile()
        checkpoints.write(NOW)
        assert [one.record for one in erased()] == [real]
        assert ledger().data().decode().startswith(old)
        assert bytes(Tombstone.objects.get(record=real).code)
        assert _found() == []

    whole = ledger().data().decode()
    (folder / "erased.ledger").write_text(whole.replace(str(forged), str(uuid4())))
    _named("erasure ledger, line 5: other lines stood before it")
    (folder / "erased.ledger").write_text(whole.removeprefix(old))
    _named("erasure ledger")
