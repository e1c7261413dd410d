"""Keys and database that do not belong together: every command refuses before it writes, and says what to do."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest

from fanal import vault
from tests.rooms.site.conftest import Founded, database
from tests.rooms.site.installation import LANTERN, PASSWORDS, Installation

LATER = LANTERN.replace("Lantern", "Lighthouse").replace("amara", "edo").replace("bao", "lena")


def _line(here: Installation) -> tuple[str, str]:
    lines = {line["code"]: line for line in json.loads(here.run("check", "--json", expect=1).out)}
    return lines["organisations"]["state"], f"{lines['organisations']['words']} {lines['organisations']['todo']}"


def test_a_lost_key_file_is_not_made_anew(installation: Installation) -> None:
    """The database is there, its keys are not: setting up, serving and backing up stop, and name the kit."""
    keys = installation.keyfile.read_text()
    installation.keyfile.unlink()
    mending = "kit pin Lantern", f"kit forget {uuid4()}"
    for said in installation.refused("kit setup", "serve", "backup", "migrate", *mending):
        assert "The key file is gone, and the database holds organisations." in said
        assert "recovery kit" in said
    assert not installation.keyfile.exists()
    assert not installation.backups.exists()
    state, words = _line(installation)
    assert state == "fail"
    assert "Put the key file back" in words

    installation.keyfile.write_text(keys)
    installation.keyfile.chmod(0o600)
    installation.run("backup")


def test_another_key_file_backs_nothing_up_and_serves_nobody(installation: Installation) -> None:
    """As an earlier `kit setup` made it, or as somebody put it there."""
    installation.keyfile.write_text(vault.KeyFile.new().to_text())
    for said in installation.refused("kit setup", "serve", "backup", "journal verify", f"kit forget {uuid4()}"):
        assert "does not know the organisations of the database: Lantern" in said
    state, words = _line(installation)
    assert (state, "recovery kit" in words) == ("fail", True)
    assert not installation.backups.exists()


def test_an_empty_database_does_not_take_the_place_of_a_running_site(installation: Installation) -> None:
    """FANAL_DATABASE_URL set, or the file moved away: no command fills it, and what was there is untouched."""
    with database() as url:
        elsewhere = replace(installation, url=url or f"sqlite:///{installation.data}/other.sqlite3")
        for said in elsewhere.refused("migrate", "serve", "backup", "kit setup", "kit pin Lantern"):
            assert "knows organisations that this database does not hold" in said
            assert "FANAL_DATABASE_URL" in said
        assert _line(elsewhere)[0] == "fail"
    assert not (installation.data / "other.sqlite3").exists()
    assert installation.run("migrate").out == "The database is up to date.\n"


def test_a_founding_that_failed_leaves_the_keys_as_they_were(installation: Installation) -> None:
    """A sign-in name that is taken; and one that was cut off in the middle can be forgotten."""
    before = installation.keyfile.read_text()
    (installation.data / "again.yaml").write_text(LANTERN.replace("Lantern", "Lighthouse"))
    said = installation.run("kit", "org", str(installation.data / "again.yaml"), expect=1).err
    assert "These sign-in names are taken: " in said, "before a password is asked for"
    assert installation.keyfile.read_text() == before
    (installation.data / "again.yaml").write_text(LANTERN.replace("Lantern", "LANTERN"))
    said = installation.run("kit", "org", str(installation.data / "again.yaml"), expect=1).err
    assert "An organisation is called LANTERN already." in said
    assert "Traceback" not in said
    assert installation.keyfile.read_text() == before

    cut = vault.KeyFile.parse(before).with_pin("0199c0de-0000-7000-8000-000000000000", "12345")
    installation.keyfile.write_text(cut.to_text())
    assert "fanal kit forget" in installation.run("serve", expect=1).err
    installation.run("kit", "forget", "0199c0de-0000-7000-8000-000000000000")
    assert installation.keyfile.read_text() == before
    known = next(iter(vault.KeyFile.parse(before).pins))
    assert "Nothing was changed" in installation.run("kit", "forget", known, expect=1).err


def test_what_was_founded_after_the_backup_is_named_and_founded_anew(
    installation: Installation, founded: Founded
) -> None:
    """After the restore the keys know the organisations of the backup, so the site serves."""
    installation.run("backup")
    (installation.data / "later.yaml").write_text(LATER)
    installation.run("kit", "org", str(installation.data / "later.yaml"), answers=PASSWORDS)
    said = installation.run("restore", "--force").out
    assert "it was founded after this backup" in said
    assert vault.KeyFile.parse(installation.keyfile.read_text()).pins.keys() == (
        vault.KeyFile.parse(founded.installation.keyfile.read_text()).pins.keys()
    )
    installation.run("journal", "verify")


@pytest.mark.parametrize("lost", ["keys", "database"])
def test_a_demonstration_is_not_filled_anew_beside_what_is_left_of_it(
    installation: Installation, founded: Founded, lost: str
) -> None:
    """It was loaded, then its key file or its database went: nothing new is made, and what is left stays."""
    keys = json.loads(installation.keyfile.read_text())
    installation.keyfile.write_text(json.dumps(keys | {"demo": True}))
    (installation.data / "demonstration").touch()
    demo = replace(installation, more={"FANAL_MODE": "demo"})
    with database() as url:
        if lost == "keys":
            installation.keyfile.unlink()
            assert "The key file is gone" in demo.run("demo", expect=1).err
            assert not installation.keyfile.exists()
        else:
            demo = replace(demo, url=url or f"sqlite:///{installation.data}/other.sqlite3")
            assert "this database does not hold" in demo.run("demo", expect=1).err
            assert not (installation.data / "other.sqlite3").exists()


@pytest.mark.parametrize("keys", ["elsewhere", "in place"])
def test_the_demonstration_removes_nothing_of_an_installation(
    installation: Installation, founded: Founded, keys: str
) -> None:
    """Somebody types `fanal demo` with the folder of a site that runs, with its key file or without."""
    demo = replace(installation, more={"FANAL_MODE": "demo"})
    if keys == "elsewhere":
        installation.keyfile.rename(installation.data / "away.json")
    before = {path: path.read_bytes() for path in installation.data.rglob("*") if path.is_file()}
    for reset in ((), ("--reset",)):
        if installation.url:  # on PostgreSQL nothing is ever removed
            demo.run("demo", *reset, expect=1)
        else:
            assert "is no key file of a demonstration" in demo.run("demo", *reset, expect=1).err
    assert {path: path.read_bytes() for path in installation.data.rglob("*") if path.is_file()} == before
