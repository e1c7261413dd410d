"""Backup and restore of a real installation: what was erased stays erased, and nothing else is lost."""

import shutil
from pathlib import Path

from fanal.site import starting
from tests.rooms.site.conftest import Founded, database
from tests.rooms.site.installation import Installation

GONE, THERE = "0-0-1", "1-1-0"  # concerns, bundles, tombstones of a record


def _newest(here: Installation) -> Path:
    return max(here.backups.glob("fanal-*.tar"))


def test_a_restored_backup_revives_nothing_that_was_erased(installation: Installation) -> None:
    """DNH-36: a record that was erased after the backup is erased again, before the site may start; others are back."""
    erased, kept = installation.deed("make", "new", "new")
    installation.run("backup")
    archive = _newest(installation)
    installation.deed("erase", erased)
    installation.deed("lose")

    said = installation.run("restore", str(archive), "--force").out
    assert "1 erased records were erased again" in said
    assert installation.deed("count", erased, kept) == [GONE, THERE]
    installation.run("journal", "verify")


def test_a_new_machine_needs_the_archive_its_ledger_and_the_kit(
    installation: Installation, founded: Founded, empty: Installation
) -> None:
    """Archive and kit bring everything back; the ledger beside the archive keeps what was erased later erased."""
    erased, kept = installation.deed("make", "new", "new")
    installation.run("country", "KE", "--write")
    added = ["contacts/KE.yaml", "languages/pt.po", f"languages/pt/{'0' * 64}.json"]
    for name in added[1:]:
        (installation.data / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (installation.data / "corpus" / name).write_text(f"{name}: ação")
    installation.run("backup")
    first = _newest(installation)
    installation.deed("erase", erased)
    installation.run("backup")  # copies the ledger of today beside the first archive
    there = empty.data / "carried"
    there.mkdir()
    for path in (first, first.with_suffix(".ledger")):
        shutil.copy(path, there)

    answers = [
        "firefly lily academic",
        "firefly lilly academic",
        founded.shares[0],
        founded.shares[0],
        founded.shares[2],
        "yes",
    ]
    said = empty.run("restore", str(there / first.name), answers=answers).out
    assert "This share has a mistake" in said
    assert "No share has such words: lilly. Type it again." in said
    assert "This share was given already." in said
    assert "Erased since this backup, and erased again now: 1 of concern_closed." in said
    assert empty.deed("count", erased, kept) == [GONE, THERE]
    for name in added:
        assert (empty.data / "corpus" / name).read_text() == (installation.data / "corpus" / name).read_text()
    assert empty.keyfile.read_text() == installation.keyfile.read_text()
    assert empty.keyfile.stat().st_mode & 0o777 == 0o600
    empty.run("journal", "verify")
    said = empty.run("check", "--json", expect=1).out
    assert said.count("unfinished") == 1
    assert "A restore was tried on" in said, "no drill is asked of whoever just restored"


def test_an_interrupted_restore_keeps_the_site_shut_until_the_ledger_is_replayed(installation: Installation) -> None:
    """Old data in place and the ledger not replayed: `serve` refuses, `--replay` ends it."""
    record = installation.deed("make", "new")[0]
    installation.deed("erase", record)
    installation.deed("revive", record)
    flag = installation.data / "restore-unfinished"
    flag.write_text(starting.LOADING)
    assert "Run `fanal restore` again" in installation.run("restore", "--replay", expect=1).err
    flag.write_text(starting.LOADED)

    assert "erased records may be back" in installation.run("serve", expect=1).err
    installation.run("restore", "--replay")
    assert installation.deed("count", record) == [GONE]
    assert not flag.exists()


def test_what_is_there_is_never_replaced_unasked_or_by_a_damaged_backup(installation: Installation) -> None:
    """Without --force, and with an archive of which one bit was flipped, a restore changes nothing."""
    installation.run("backup")
    record = installation.deed("make", "new")[0]
    assert "--force" in installation.run("restore", expect=1).err
    archive = _newest(installation)
    raw = bytearray(archive.read_bytes())
    raw[len(raw) // 2] ^= 1
    archive.write_bytes(raw)
    assert "damaged" in installation.run("restore", "--force", expect=1).err
    assert installation.deed("count", record) == [THERE]


def test_a_restore_says_what_will_go_and_asks(installation: Installation) -> None:
    """What was done since, what was erased since, and what only a line without a signature calls erased: one word stops
    it, a script must say what becomes of the last."""
    erased, kept = installation.deed("make", "new", "new")
    installation.run("backup")
    archive = _newest(installation)
    installation.deed("erase", erased)
    later = installation.deed("make", "new")[0]
    (installation.data / "erased.ledger").write_bytes(b"")  # the machine stopped before the line was written
    with archive.with_suffix(".ledger").open("a") as file:
        file.write(f"{kept} {kept} concern_closed 2026-11-01\n")

    said = installation.run("restore", answers=["no", "no"], expect=1)
    assert "up to" in said.out
    assert "of them new" in said.out
    assert "Erased since this backup, and erased again now: 1 of concern_closed." in said.out
    assert f"{kept} concern_closed 2026-11" in said.out
    assert "Nothing was changed." in said.err
    assert (installation.data / "erased.ledger").read_bytes() == b""
    assert "--unsigned keep" in installation.run("restore", "--force", expect=1).err
    assert installation.deed("count", erased, kept, later) == [GONE, THERE, THERE]

    installation.run("restore", "--unsigned", "keep", answers=["yes"])
    assert installation.deed("count", erased, kept, later) == [GONE, THERE, "0-0-0"]
    installation.run("journal", "verify")


def test_a_drill_restores_elsewhere_and_touches_nothing(installation: Installation, founded: Founded) -> None:
    """The drill proves the newest backup, with the kit if wanted, and its day is noted."""
    record = installation.deed("make", "new")[0]
    installation.run("backup")
    installation.deed("erase", record)
    with database() as url:
        into = ["--into", url] if url else []
        said = installation.run("restore", "--drill", "--with-kit", *into, answers=founded.shares[1:]).out
    assert "1 erased records were erased again" in said
    assert installation.deed("count", record) == [GONE]
    assert '"restore-drill", "state": "ok"' in installation.run("check", "--json", expect=1).out
    assert not list(installation.data.glob("drill-*"))
