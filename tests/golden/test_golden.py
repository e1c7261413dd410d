"""What an earlier version stored and published opens whole with the code of the day, for ever.

Each folder beside this file was made by `tools/golden` with the code of its version, and is never changed.
"""

import json
import lzma
import os
import shutil
import sqlite3
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fanal import vault
from fanal.engines.disclosure import bundles, packing
from fanal.engines.jurisdiction.cases import explain
from fanal.engines.jurisdiction.files.facts_file import read_facts
from tests.rooms.site.conftest import database, folder
from tests.rooms.site.installation import Installation

HERE = Path(__file__).parent
VERSIONS = sorted(path for path in HERE.iterdir() if (path / "story.json").exists())
KIND = "postgresql" if os.environ.get("FANAL_TEST_DATABASE") == "postgresql" else "sqlite"

_KINDS = {"concerns/0", "handovers/0", "plans/0", "releases/0", "studies/0", "questions/0", "proceedings/0", "drafts/0"}
"""Pages of stored things: an address and the identifier, which begins with the time."""
_OPEN = {200, 429}  # a page, or a pause after many

pytestmark = pytest.mark.parametrize("golden", VERSIONS, ids=lambda path: path.name)


def _unpack(golden: Path) -> Path:
    """A copy of the archive of a version."""
    into = folder()
    with lzma.open(golden / "data.tar.xz") as packed, tarfile.open(fileobj=packed) as tar:
        tar.extractall(into, filter="data")
    return into


def _story(golden: Path) -> Any:
    return json.loads((golden / "story.json").read_text())


@pytest.fixture
def unpacked(golden: Path) -> Iterator[Path]:
    found = _unpack(golden)
    yield found
    shutil.rmtree(found)


def _says(here: Installation, golden: Path, *more: str) -> Any:
    return json.loads(
        here._run([sys.executable, "-m", "tests.golden", str(golden / "story.json"), *more], (), 0, {}).out
    )


def _installation(data: Path, url: str = "") -> Installation:
    return Installation(data, url, {"FANAL_MODE": "test", "FANAL_HOSTS": "testserver"})


def _signed(data: Path) -> list[Any]:
    """What people signed for the public forms, by identifier: 0.1.0 kept it with the pages."""
    with closing(sqlite3.connect(data / "fanal.sqlite3")) as there:
        tables = {name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE name LIKE '%_statement'")}
        columns = "id, item, by_id, stated_on, holds_until, words"
        return there.execute(f"SELECT {columns} FROM {tables.pop()} ORDER BY id").fetchall()


def _read_alike(before: Any, today: Any) -> None:
    """Every field that was there then says today what it said then; fields that came later are not looked at."""
    assert before.keys() == today.keys()
    for column, rows in before.items():
        assert rows.keys() == today[column].keys(), column
        for row, fields in rows.items():
            now = today[column][row]
            assert now is not None, f"{column} of {row} opens for nobody"
            assert fields == {name: now[name] for name in fields}, f"{column} of {row}"


@pytest.mark.skipif(KIND != "sqlite", reason="a data folder is one of SQLite")
def test_an_installation_goes_on_with_its_data_folder(golden: Path, unpacked: Path) -> None:
    """Migrated, everybody signs in and reads what they read before; codes, journal, kit, pages and backup hold."""
    here, story = _installation(unpacked / "sqlite"), _story(golden)
    signed = _signed(here.data)
    here.run("migrate")
    assert signed
    assert _signed(here.data) == signed
    assert "whole" in here.run("journal", "verify").out
    for archive in here.backups.glob("fanal-*.tar"):
        here.run("backup", "--verify", str(archive))
    said = _says(here, golden, "--told", "--pages")
    before = json.loads((unpacked / "read.json").read_text())["sqlite"]
    _read_alike(before, said["read"])
    assert said["changed"] == []  # pages are vouched for with what was signed for them
    assert said["told"]
    assert set(said["told"]) <= {one["text"] for one in before["concerns_message.body"].values()}
    assert all(len(states) > 10 for states in said["law"].values())
    assert said["law"]
    assert {kind for kind in _KINDS if any(kind in page for page in said["pages"])} == _KINDS
    assert {page: status for page, status in said["pages"].items() if status not in _OPEN} == {}
    here.run("kit", "drill", "Casa Aurora", answers=story["shares_sqlite"]["aurora"][:2])


def test_a_backup_is_restored_with_the_shares_of_a_kit(golden: Path, unpacked: Path) -> None:
    """On a new machine, without the key file: two shares of one member open it, and everything reads as before.
    Its key file proves nothing yet, and it is asked about."""
    [archive] = (unpacked / KIND / "backups").glob("fanal-*.tar")
    data = unpacked / "new"
    data.mkdir()
    with database() as url:
        here = _installation(data, url)
        shares = _story(golden)[f"shares_{KIND}"]["nordlys"]
        here.run("restore", str(archive), answers=[shares[2], shares[0], "yes"])
        assert "whole" in here.run("journal", "verify").out
        assert _keys(unpacked / KIND).pins.items() <= vault.KeyFile.parse(here.keyfile.read_text()).pins.items()
        _read_alike(json.loads((unpacked / "read.json").read_text())[KIND], _says(here, golden)["read"])


def _keys(data: Path) -> vault.KeyFile:
    return vault.KeyFile.parse((data / "keyfile.json").read_text())


def test_published_releases_and_studies_are_verified(golden: Path, tmp_path: Path) -> None:
    """Whoever took a file with them years ago still finds it whole and signed, without a database."""
    kinds = set()
    for packed in sorted((golden / "releases").glob("*.zip")):
        here = Installation(tmp_path)
        assert "whole" in here.run("release", "verify", str(packed)).out.lower()
        kinds.add(bundles.read(packing.opened(packed)).document["kind"])
    assert kinds == {"tables", "estimate"}


def test_facts_and_answers_of_the_law_are_read(golden: Path) -> None:
    """Facts that a lawyer saved are put to the law of today; the answer that was saved is one that pages can show."""
    for saved in sorted((golden / "law").glob("*.facts.json")):
        assert read_facts(saved.read_text(), saved.name)
        answer = explain.read(saved.with_name(saved.name.replace("facts", "answer")).read_bytes())
        assert answer["states"]
        assert all(one["first_end"].keys() == one["last_end"].keys() == {"day", "route", "no_limitation"}
                   for one in answer["states"])  # fmt: skip
