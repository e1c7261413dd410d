"""Backups of the tests' own database: what an archive holds, how long it is kept, what is refused."""

from __future__ import annotations

import json
import shutil
import tarfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from fanal import vault
from fanal.network.erasure import Erased, erased, note_erased
from fanal.network.keyfile import keyfile
from fanal.network.models import Tombstone
from fanal.site import backups, ledger, tasks
from fanal.site.console import Stop
from tests.people import Cast

NOW = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANAL_BACKUPS", str(data / "backups"))


def _note(cast: Cast) -> Erased:
    gone = Erased(uuid4(), cast.aurora, "concern_closed", date(2026, 11, 1))
    note_erased(gone)
    return gone


def test_a_backup_alone_opens_nothing(cast: Cast) -> None:
    """An archive is private, and no key of the installation stands in it in any form that it was written in."""
    archive = backups.make(NOW)
    assert archive.path.name == "fanal-20261125T023000Z.tar"
    assert archive.path.stat().st_mode & 0o777 == 0o600
    whole = archive.path.read_bytes()
    keys = json.loads(keyfile().to_text())
    for text in (keys["signing"], *(pepper["key"] for pepper in keys["peppers"])):
        assert text.encode() not in whole
    for seed in (keyfile().signing, keyfile().pepper.key, *cast.seeds.values()):
        assert seed.reveal() not in whole
    with tarfile.open(archive.path) as tar:
        names = tar.getnames()
    sealed = [name for name in names if name.startswith("keyfile-")]
    assert sorted(set(names) - set(sealed)) == ["database", "erased.ledger", "manifest.json"]
    assert sorted(sealed) == sorted(f"keyfile-{org}" for org in (cast.aurora, cast.nordlys, cast.secretariat))


def test_each_organisation_can_open_the_keys_with_its_kit_and_no_other_way(cast: Cast, tmp_path: Path) -> None:
    """Two shares of one organisation open the key file of a backup; its own copy only."""
    archive = backups.make(NOW)
    inside = tmp_path / "inside"
    inside.mkdir()
    backups.unpack(archive.path, inside)
    sealed = backups.sealed_keyfiles(inside)
    kit = vault.open_kit(cast.founded["Aurora"].shares[:2])
    opened = vault.KeyFile.parse(vault.open_sealed(kit, "keyfile", sealed[cast.aurora]).decode())
    assert opened.to_text() == keyfile().to_text()
    with pytest.raises(vault.CannotOpen):
        vault.open_sealed(kit, "keyfile", sealed[cast.nordlys])


def test_archives_are_kept_for_35_days_and_the_newest_for_ever(cast: Cast) -> None:
    """Older ones go with their ledgers; if backups stop, the last one is not removed."""
    first = backups.make(NOW)
    second = backups.make(NOW + timedelta(days=35))
    assert [archive.made for archive in backups.archives()] == [first.made, second.made]
    third = backups.make(NOW + timedelta(days=35, seconds=1))
    assert [archive.made for archive in backups.archives()] == [second.made, third.made]
    assert not first.sidecar.exists()
    last = backups.make(NOW + timedelta(days=400))
    assert backups.archives() == [last]
    backups.make(NOW + timedelta(days=400))
    assert backups.newest() == last


def test_the_ledger_is_carried_forward_beside_every_archive(cast: Cast) -> None:
    """What is erased later stands beside older archives too: at the next backup, and every hour."""
    before = _note(cast)
    first = backups.make(NOW)
    assert str(before.record) in first.sidecar.read_text()
    later = _note(cast)
    assert str(later.record) not in first.sidecar.read_text()
    tasks.carry_ledger.call()
    assert str(later.record) in first.sidecar.read_text()
    latest = _note(cast)
    second = backups.make(NOW + timedelta(days=1))
    for archive in (first, second):
        assert str(latest.record) in archive.sidecar.read_text()
        assert archive.sidecar.stat().st_mode & 0o777 == 0o600


def test_a_tombstone_whose_line_was_lost_comes_back_into_the_ledger(cast: Cast) -> None:
    """The machine may stop between the erasure and its line: the next backup finds the tombstone."""
    record = uuid4()
    Tombstone.objects.create(record=record, org_id=cast.aurora, kind="concern_closed", month=date(2026, 11, 1))
    archive = backups.make(NOW)
    assert [one.record for one in erased()] == [record]
    assert str(record) in archive.sidecar.read_text()
    ledger.reconcile()
    assert len(list(erased())) == 1


def test_a_half_written_line_of_the_ledger_costs_nothing_but_itself(cast: Cast, data: Path) -> None:
    """A power cut in the middle of a line: the lines before and after it are read."""
    first = _note(cast)
    with (data / "erased.ledger").open("a") as file:
        file.write(str(uuid4())[:20])
    second = _note(cast)
    assert [one.record for one in erased()] == [first.record, second.record]


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_a_changed_archive_is_refused(cast: Cast, where: float) -> None:
    """One flipped bit anywhere in a file of the archive."""
    archive = backups.make(NOW)
    raw = bytearray(archive.path.read_bytes())
    with tarfile.open(archive.path) as tar:
        member = next(one for one in tar.getmembers() if one.name == "database")
    raw[member.offset_data + int(member.size * where)] ^= 1
    archive.path.write_bytes(raw)
    with pytest.raises(Stop, match="damaged"):
        backups.verify(archive)


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "other tar", "outside"])
def test_what_is_no_backup_is_refused(cast: Cast, damage: str, tmp_path: Path) -> None:
    """Half an archive, an empty file, a text, another archive, one that would write outside its folder."""
    archive = backups.make(NOW)
    if damage == "cut":
        archive.path.write_bytes(archive.path.read_bytes()[: archive.path.stat().st_size // 2])
    elif damage in {"empty", "text"}:
        archive.path.write_text("" if damage == "empty" else "hello\n" * 1000)
    else:
        (tmp_path / "hello").write_text("hello")
        with tarfile.open(archive.path, "w") as tar:
            tar.add(tmp_path / "hello", "hello" if damage == "other tar" else "../hello")
    with pytest.raises(Stop):
        backups.verify(archive)
    assert not (tmp_path.parent / "hello").exists()


def test_a_backup_of_another_installation_is_refused(cast: Cast, data: Path, settings: Any) -> None:
    """Whole, but signed by other keys: an attacker's archive must not replace ours."""
    archive = backups.make(NOW)
    backups.verify(archive)
    foreign = data / "foreign.json"
    shutil.copy(settings.KEYFILE, foreign)
    foreign.write_text(vault.KeyFile.new().to_text())
    settings.KEYFILE = foreign
    with pytest.raises(Stop, match="was not made with this key file"):
        backups.verify(archive)


def test_a_manifest_that_was_written_anew_does_not_help_a_forger(cast: Cast, tmp_path: Path) -> None:
    """Whoever changes a file and its hash lacks the signature."""
    archive = backups.make(NOW)
    inside = tmp_path / "inside"
    inside.mkdir()
    manifest = backups.unpack(archive.path, inside)
    manifest["files"]["erased.ledger"] = "0" * 64
    with pytest.raises(Stop):
        backups.check_signature(manifest, keyfile())
