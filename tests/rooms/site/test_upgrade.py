"""From 0.1.0: recovery keys that nobody signed and keys of people without a code are taken over once, and proved by the
test of the kit."""

import hashlib
import json
import secrets
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fanal import vault
from fanal.journal.models import Entry
from fanal.network import adoption
from fanal.network import api as network
from fanal.network.contracts import NetworkError, Role
from fanal.network.keyfile import keyfile, with_pins, write
from fanal.network.memberships import code_of
from fanal.network.models import Invitation, Organisation, Person, PersonKey, ResetLink, RoleHeld
from fanal.site import backups
from fanal.site.checks import State, upkeep
from fanal.site.commands.journal import defects
from tests.attacks.writer import Thief
from tests.people import NOW, Cast
from tests.rooms.site.conftest import SERVER, Founded
from tests.rooms.site.installation import Installation


@contextmanager
def as_0_1_0() -> Iterator[None]:
    """The rows and the key file as 0.1.0 left them: no signature, no code, identities pinned alone."""
    before = keyfile()
    Organisation.objects.update(recovery_signature=b"", code=b"", number=0, known=b"")
    PersonKey.objects.update(code=b"", admitted_on=None)
    Person.objects.update(code=b"", number=0)
    Entry.objects.update(code=b"")
    old = before
    for org in Organisation.objects.all():
        old = old.with_pin(str(org.pk), vault.fingerprint(bytes(org.identity)))
    write(old)
    try:
        yield
    finally:
        write(before)


def test_keys_of_0_1_0_are_taken_over_once(cast: Cast, data: Path) -> None:
    """Before, nobody acts and nothing is sealed; after, everything goes on. What an attacker puts there later stays
    out, although they make it look like 0.1.0 again."""
    with as_0_1_0():
        with pytest.raises(NetworkError):
            network.trusted.principal(cast["amara"].person)
        assert backups.key_holders()[0] == []
        assert adoption.adopt() == ["Aurora", "Nordlys", "Secretariat"]
        assert network.trusted.principal(cast["amara"].person)
        assert len(backups.key_holders()[0]) == 3
        assert list(defects(lambda _done, _of: None)) == []
        assert {one.code: one.state for one in upkeep.keys_held()} == {"keys": State.OK, "recovery-key": State.WARN}

        thief = Thief()
        Entry.objects.filter(record=cast.aurora, seq=1).update(code=b"")
        Organisation.objects.filter(pk=cast.aurora).update(recovery=thief.kem, recovery_signature=b"")
        PersonKey.objects.filter(person_id=cast["femi"].person).update(kem=thief.kem, code=b"")
        assert adoption.adopt() == []
        assert [org.name for org, _key in backups.key_holders()[0]] == ["Nordlys", "Secretariat"]
        with pytest.raises(NetworkError):
            network.trusted.principal(cast["femi"].person)
        noor = cast["noor"].person
        RoleHeld.objects.create(person_id=noor, role=Role.KEY_KEEPER, since=NOW.date())
        Person.objects.filter(pk=noor).update(code=b"", number=0)
        assert adoption.adopt() == []
        with pytest.raises(NetworkError):
            network.trusted.principal(noor)
        planted = f"record {cast.aurora}: entry 1 was not written by this installation"
        assert planted in list(defects(lambda _done, _of: None))


def test_links_of_an_earlier_version_are_taken_back_and_no_page_says_that_they_work(cast: Cast) -> None:
    """They open nothing since links are bound to whose they are: neither the list nor the joiner's page says else."""
    bao, amara = cast["bao"], cast["amara"].person
    used = network.people.invite(bao, "Hana", [Role.INTAKE_OFFICER], NOW)
    network.people.accept(used, "hana", "a long password of hana", NOW)
    network.people.invite(bao, "Gita", [Role.INTAKE_OFFICER], NOW)
    network.people.make_reset_link(bao, amara, NOW)
    old = secrets.token_urlsafe(32)
    for rows in (Invitation.objects.filter(used_on=None), ResetLink.objects.filter(used_at=None)):
        rows.update(token=hashlib.sha256(old.encode()).digest())
    assert [one.name for one in network.queries.invitations(cast.aurora, NOW.date())] == ["Gita"]
    with as_0_1_0():
        adoption.adopt()
    assert network.queries.invitations(cast.aurora, NOW.date()) == []
    assert not ResetLink.objects.filter(used_at=None).exists()
    assert Invitation.objects.filter(name="Hana").exists(), "the control: what was used stays"
    for opens in (network.people.invitation, network.people.reset_link):
        with pytest.raises(NetworkError, match="taken back"):
            opens(old, NOW)
    network.people.invitation(network.people.invite(bao, "Gita", [Role.INTAKE_OFFICER], NOW), NOW)
    assert adoption.adopt() == []
    assert [one.name for one in network.queries.invitations(cast.aurora, NOW.date())] == ["Gita"]


def test_people_for_whom_no_version_vouched_yet_are_taken_over_with_the_keys_that_were_made_here(cast: Cast) -> None:
    """A database whose keys carry codes, and whose people none yet. Femi's key in it is the attacker's."""
    before = keyfile()
    Organisation.objects.update(known=b"")
    Person.objects.update(code=b"", number=0)
    for key in PersonKey.objects.all():
        key.admitted_on = None
        PersonKey.objects.filter(pk=key.pk).update(admitted_on=None, code=code_of(key))
    PersonKey.objects.filter(person_id=cast["femi"].person).update(kem=Thief().kem, code=b"")
    then = before
    for org in Organisation.objects.all():
        then = with_pins(then, org.pk, bytes(org.identity), bytes(org.recovery))
    write(replace(then, pins={name: pin for name, pin in then.pins.items() if not name.endswith("/people")}))
    try:
        assert adoption.adopt() == ["Aurora", "Nordlys", "Secretariat"]
        assert keyfile().pins == then.pins
        assert network.trusted.principal(cast["amara"].person)
        with pytest.raises(NetworkError):
            network.trusted.principal(cast["femi"].person)
    finally:
        write(before)


def test_what_stood_there_before_the_upgrade_is_found_out_by_the_kit(cast: Cast) -> None:
    """A recovery key that was swapped under 0.1.0 is taken over as found, since nothing tells; the first test of the
    kit tells."""
    shares = list(cast.founded["Aurora"].shares[:2])
    with as_0_1_0():
        honest = bytes(Organisation.objects.get(pk=cast.aurora).recovery)
        Organisation.objects.filter(pk=cast.aurora).update(recovery=Thief().kem)
        adoption.adopt()
        with pytest.raises(NetworkError):
            network.kit.drill(cast.aurora, shares, NOW, cast["amara"].keyring)
    with as_0_1_0():
        Organisation.objects.filter(pk=cast.aurora).update(recovery=honest)
        adoption.adopt()
        network.kit.drill(cast.aurora, shares, NOW, cast["amara"].keyring)
        assert network.identities.is_recovery_signed(Organisation.objects.get(pk=cast.aurora))


_UNSIGN = "from fanal.network.models import *; Organisation.objects.update(recovery_signature=b'')"
_UNKNOWN = "from fanal.network.models import *; Organisation.objects.update(known=b'')"  # as one of 0.1.0
_SWAP = """
from fanal.network.models import *
for org in Organisation.objects.all():
    org.recovery = bytes(org.recovery)[::-1]
    org.save()
"""


def _django(here: Installation, *words: str) -> None:
    """Somebody who writes to the database."""
    command = [sys.executable, "-m", "django", *words, "--settings=fanal.site.settings"]
    subprocess.run(command, env=here.env, check=True, capture_output=True)


def _back_to_0_1_0(here: Installation) -> None:
    """Take the columns away, and the pins of recovery keys: the database and the key file of 0.1.0."""
    _django(here, "migrate", "network", "0001")
    keys = json.loads(here.keyfile.read_text())
    keys["pins"] = {name: pin for name, pin in keys["pins"].items() if "/" not in name}
    here.keyfile.write_text(json.dumps(keys))


@pytest.mark.skipif(bool(SERVER), reason="the old database is put into an archive as a file")
def test_an_installation_of_0_1_0_is_upgraded_and_its_old_backup_restored(
    installation: Installation, founded: Founded, tmp_path: Path
) -> None:
    """`fanal migrate` takes the keys over and says what follows; the site does not start before. A backup that was
    made by 0.1.0 is restored later, and everybody can work again."""
    installation.run("backup")
    _back_to_0_1_0(installation)
    old = tmp_path / "old.sqlite3"
    shutil.copyfile(installation.database, old)

    installation.run("serve", expect=1)
    assert "Keys taken over as they were found: Lantern." in installation.run("migrate").out
    assert "Keys taken over" not in installation.run("migrate").out
    assert "not in it for everybody" not in installation.run("backup").out
    lines = {line["code"]: line["state"] for line in json.loads(installation.run("check", "--json", expect=1).out)}
    assert (lines["keys"], lines["recovery-key"]) == ("ok", "warn")

    # A database that somebody made look like 0.1.0 before a backup of this version: its keys are nobody's.
    installation.run("restore", str(_of_0_1_0(installation, old, tmp_path / "later", backups.SCHEMA)), "--force")
    lines = {line["code"]: line["state"] for line in json.loads(installation.run("check", "--json", expect=1).out)}
    assert lines["keys"] == "fail"

    archive = _of_0_1_0(installation, old, tmp_path / "old", backups.FIRST)
    installation.run("restore", str(archive), "--force")
    assert installation.run("journal", "verify").out.strip().endswith("The journal is whole.")
    lines = {line["code"]: line["state"] for line in json.loads(installation.run("check", "--json", expect=1).out)}
    assert lines["keys"] == "ok"


def _of_0_1_0(here: Installation, database: Path, into: Path, schema: str) -> Path:
    """The archive that 0.1.0 would have made of this database, signed by the installation."""
    newest = max(here.backups.glob("fanal-*.tar"))
    folder = into / "inside"
    folder.mkdir(parents=True)
    manifest: dict[str, Any] = backups.unpack(newest, folder) | {"schema": schema}
    shutil.copyfile(database, folder / backups.DATABASE)
    manifest["files"][backups.DATABASE] = backups.digest(folder / backups.DATABASE)
    del manifest["signature"]
    signer = vault.KeyFile.parse(here.keyfile.read_text()).signing.signer()
    signature = signer.sign("backup", vault.canonical(manifest)).hex()
    (folder / backups.MANIFEST).write_text(json.dumps(manifest | {"signature": signature}))
    archive = into / newest.name
    with tarfile.open(archive, "w") as tar:
        for path in folder.iterdir():
            tar.add(path, path.name)
    return archive


def test_an_organisation_that_an_older_key_file_does_not_know_is_pinned_by_its_fingerprint(
    installation: Installation, founded: Founded
) -> None:
    """Yesterday's key file is put back: nothing is done with it, and it is said why. The administrator types what
    a key keeper reads out; another fingerprint pins nothing, and where the organisation did not sign its recovery key,
    the shares of its kit prove it, or nothing is pinned."""
    said = installation.run("kit", "pin", "Lantern").out
    assert "knows Lantern already" in said
    keys = json.loads(installation.keyfile.read_text())
    pins = keys["pins"]
    print_ = next(pin for name, pin in pins.items() if "/" not in name)
    installation.keyfile.write_text(json.dumps(keys | {"pins": {}}))
    installation.run("backup")  # the control: its founding is known by the keys of the installation
    _django(installation, "shell", "-c", _UNKNOWN)
    refused = installation.run("backup", expect=1)
    assert "Lantern" in refused.err
    assert "fanal kit pin" in refused.err
    installation.run("kit", "pin", "Lantern", answers=["12345 " * 12], expect=1)
    _django(installation, "shell", "-c", _UNSIGN)
    assert "do not open" in installation.run("kit", "pin", "Lantern", answers=[print_, *founded.wrong], expect=1).err
    assert json.loads(installation.keyfile.read_text())["pins"] == {}
    _django(installation, "shell", "-c", _SWAP)
    assert "changed" in installation.run("kit", "pin", "Lantern", answers=[print_, *founded.shares[:2]], expect=1).err
    assert json.loads(installation.keyfile.read_text())["pins"] == {}
    _django(installation, "shell", "-c", _SWAP)
    installation.run("kit", "pin", "Lantern", answers=[print_, *founded.shares[:2]])
    assert json.loads(installation.keyfile.read_text())["pins"] == pins
    assert "not in it for everybody" not in installation.run("backup").out
