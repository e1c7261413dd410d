"""Backups of the tests' own database: what an archive holds, how long it is kept, what is refused."""

import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from fanal import vault
from fanal.network.erasure import Erased, erased, note_erased, stone
from fanal.network.keyfile import keyfile
from fanal.site import backups, ledger, members, restoring, tasks
from fanal.site.commands.backup import find
from fanal.site.console import Stop
from tests.people import Cast

NOW = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(data: Path) -> None:
    """Each test has one of its own."""


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
    assert sorted(set(names) - set(sealed)) == ["database", "erased.ledger", "keys.jsonl", "manifest.json"]
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
    assert backups.newest(NOW + timedelta(days=400)) == last


def test_which_backup_is_newest_or_over_says_what_was_signed_and_no_name(cast: Cast) -> None:
    """`newest` passes over a file of the future, an old archive under a newer name, and one of another installation. At
    the next backup our own old archive goes, whatever its name; what is not ours stays."""
    first = backups.make(NOW)
    planted = first.path.with_name("fanal-20261201T000000Z.tar")
    future = first.path.with_name("fanal-20290601T000000Z.tar")
    for path in (planted, future):
        shutil.copy(first.path, path)
    strange = first.path.with_name("fanal-20200101T000000Z.tar")
    strange.write_bytes(b"a backup of somebody else")
    assert backups.newest(NOW + timedelta(days=8)) == first
    assert find("newest") == first
    assert not backups.is_ours(planted)
    last = backups.make(NOW + timedelta(days=36))
    assert {path.name for path in first.path.parent.glob("*.tar")} == {last.path.name, strange.name}
    assert backups.newest(NOW + timedelta(days=36)) == last


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
    stone(Erased(record, cast.aurora, "concern_closed", date(2026, 11, 1))).save()
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


def _packed(path: Path, *files: tuple[str, bytes], first: Callable[[tarfile.TarInfo], None] | None = None) -> None:
    with tarfile.open(path, "w") as tar:
        for number, (name, content) in enumerate(files):
            one = tarfile.TarInfo(name)
            one.size = len(content)
            if number == 0 and first is not None:
                first(one)
            tar.addfile(one, io.BytesIO(content))


def _longer(one: tarfile.TarInfo) -> None:
    one.pax_headers = {"size": "1000000000000"}


def _sparse(one: tarfile.TarInfo) -> None:
    one.type = tarfile.GNUTYPE_SPARSE


def _wordy(one: tarfile.TarInfo) -> None:
    one.pax_headers = {"comment": "x" * 100_000}


def _linked(path: Path) -> None:
    with tarfile.open(path, "w") as tar:
        one = tarfile.TarInfo("database")
        one.type, one.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(one)


BOMBS: dict[str, Callable[[Path], None]] = {
    "another name": lambda path: _packed(path, ("manifest.json", b"{}"), ("hello", b"")),
    "a name twice": lambda path: _packed(path, ("manifest.json", b"{}"), ("database", b"1"), ("database", b"2")),
    "a folder": lambda path: _packed(path, ("inside/manifest.json", b"{}")),
    "too many": lambda path: _packed(
        path, ("manifest.json", b"{}"), *((f"keyfile-{uuid4()}", b"") for _ in range(1001))
    ),
    "a long manifest": lambda path: _packed(path, ("manifest.json", b" " * 2_000_000)),
    "a deep manifest": lambda path: _packed(path, ("manifest.json", b"[" * 500_000)),
    "holes": lambda path: _packed(path, ("database", b"x" * 512), ("manifest.json", b"{}"), first=_sparse),
    "a link": _linked,
    "a length of its own": lambda path: _packed(path, ("database", b"x"), ("manifest.json", b"{}"), first=_longer),
    "a long remark": lambda path: _packed(path, ("database", b"x"), ("manifest.json", b"{}"), first=_wordy),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_of_an_archive_that_anybody_may_have_put_there_nothing_is_written_before_it_is_bounded(
    cast: Cast, bomb: str, tmp_path: Path
) -> None:
    """Refused in words, with an empty folder, whatever the archive says of the names, number and length of files."""
    (tmp_path / "inside").mkdir()
    archive = tmp_path / "fanal-20261125T023000Z.tar"
    BOMBS[bomb](archive)
    with pytest.raises(Stop, match=r"backup of Fanal|too long to be"):
        backups.unpack(archive, tmp_path / "inside")
    assert not backups.is_ours(archive)
    assert list((tmp_path / "inside").iterdir()) == []


def test_a_backup_for_which_there_is_no_room_is_refused_before_it_is_unpacked(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk stays as it is, and the words say how much is needed."""
    archive = backups.make(NOW)
    (tmp_path / "inside").mkdir()
    monkeypatch.setattr(members, "_free", lambda _folder: 1000)
    with pytest.raises(Stop, match="There is no room in"):
        backups.unpack(archive.path, tmp_path / "inside")
    assert list((tmp_path / "inside").iterdir()) == []


def test_a_restore_opens_no_database_before_it_knows_whose_it_is(cast: Cast, data: Path) -> None:
    """What an attacker packed, with hashes that fit, is refused for its signature and never given to a reader."""
    archive = backups.make(NOW)
    with backups.scratch(data) as inside:
        manifest = backups.unpack(archive.path, inside)
        (inside / "database").write_text("not what a reader expects")
        manifest["files"]["database"] = backups.digest(inside / "database")
        (inside / "manifest.json").write_text(json.dumps(manifest))
        backups._pack(inside, archive.path)
    with pytest.raises(Stop, match="not made with this key file"):
        restoring.restore(archive.path, NOW, lambda _done, _of: None, force=True)


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


@pytest.mark.parametrize("how", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT], ids=["as written now", "as 0.1.0 wrote it"])
def test_a_database_of_nine_gibibytes_is_found_in_its_archive(tmp_path: Path, how: int) -> None:
    """Its size does not fit into eight digits of a header. The file has a hole where the database would lie."""
    size, archive = 9 * 2**30, tmp_path / "large.tar"
    large, small = tarfile.TarInfo("fanal.sqlite3"), tarfile.TarInfo("manifest.json")
    large.size, small.size = size, 2
    with archive.open("wb") as file:
        file.write(large.tobuf(how))
        begins = file.tell()
        file.seek(size, os.SEEK_CUR)
        file.write(small.tobuf(how) + b"{}".ljust(512, b"\0") + bytes(1024))
    found = members.members(archive, re.compile(r"[a-z0-9.]+"))
    assert [(one.name, one.size) for one in found.values()] == [("fanal.sqlite3", size), ("manifest.json", 2)]
    assert found["fanal.sqlite3"].start == begins
    assert found["manifest.json"].read() == b"{}"
