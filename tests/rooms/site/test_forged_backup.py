"""Somebody reaches the place where backups lie, and puts an archive of theirs there: with a key file of their own in
it, sealed to the recovery key as everybody can. On a new machine the shares of the kit open it."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from fanal import vault
from fanal.site import backups
from tests.rooms.site.conftest import Founded
from tests.rooms.site.installation import Installation

pytestmark = pytest.mark.once


def _signed(keys: vault.KeyFile, manifest: dict[str, Any]) -> str:
    told = {name: value for name, value in manifest.items() if name != "signature"}
    signature = keys.signing.signer().sign("backup", vault.canonical(told))
    return json.dumps(told | {"signature": signature.hex()})


def _forged(here: Installation, shares: list[str], into: Path, *, proof: str) -> Path:
    """The newest archive with a key file of the attacker in it: pins as they should be, everything signed by its key.
    `proof`: what they write where the honest archive proves its key file."""
    newest, folder = max(here.backups.glob("fanal-*.tar")), into / "inside"
    folder.mkdir(parents=True)
    manifest = backups.unpack(newest, folder)
    keys = vault.KeyFile.new()
    for name, pin in vault.KeyFile.parse(here.keyfile.read_text()).pins.items():
        keys = keys.with_pin(name, pin)
    recovery = vault.open_kit(shares[:2]).kem().public  # the public half, which stands in the database
    for path in folder.glob(f"{backups.KEYFILE}*"):
        path.write_bytes(vault.seal_to(recovery, "keyfile", keys.to_text().encode()))
        manifest["files"][path.name] = backups.digest(path)
    manifest["installation"] = keys.signing.signer().public.hex()
    if proof == "none":
        del manifest["proofs"]
    elif proof == "another":
        manifest["proofs"] = dict.fromkeys(manifest["proofs"], "00" * 32)
    (folder / backups.MANIFEST).write_text(_signed(keys, manifest))
    archive = into / newest.name
    with tarfile.open(archive, "w") as tar:
        for path in folder.iterdir():
            tar.add(path, path.name)
    return archive


@pytest.mark.parametrize("proof", ["as it was", "none", "another"])
def test_a_key_file_of_somebody_else_is_not_believed(
    installation: Installation, founded: Founded, empty: Installation, tmp_path: Path, proof: str
) -> None:
    """The shares open it and its signatures fit: the restore says that nothing proves it, and makes nothing. Whoever
    knows where the archive comes from can go on all the same (archives of 0.1.0 prove nothing)."""
    installation.run("backup")
    archive = _forged(installation, founded.shares, tmp_path / "forged", proof=proof)
    refused = empty.run("restore", str(archive), answers=[*founded.shares[:2], "no"], expect=1)
    assert "does not prove that its key file is yours" in refused.out + refused.err
    assert not empty.keyfile.exists()
    assert empty.run("restore", str(archive), "--force", answers=founded.shares[:2], expect=1)
    assert not empty.keyfile.exists()
    if proof == "none":
        empty.run("restore", str(archive), "--force", "--unproved", answers=founded.shares[:2])
        assert empty.keyfile.exists()


def test_an_honest_archive_asks_nothing_about_its_key_file(
    installation: Installation, founded: Founded, empty: Installation
) -> None:
    """The control."""
    installation.run("backup")
    newest = max(installation.backups.glob("fanal-*.tar"))
    said = empty.run("restore", str(newest), "--force", answers=founded.shares[1:]).out
    assert "prove" not in said
    assert empty.keyfile.read_text() == installation.keyfile.read_text()
