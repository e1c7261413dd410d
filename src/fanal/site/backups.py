"""Backups: one archive a run, which opens nothing without the key file or an organisation's recovery kit.

`fanal-YYYYMMDDTHHMMSSZ.tar` (mode 0600) holds `manifest.json` (signed by the installation), `database`,
`erased.ledger`, `checkpoints.jsonl`, and the key file sealed to the recovery key of each organisation as
`keyfile-<organisation>`. Beside each archive lies `….ledger`, the erasure ledger as it is today, so that no old archive
can revive what was erased.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from fanal import vault
from fanal.network.keyfile import keyfile
from fanal.network.models import Organisation
from fanal.site import checkpoints, dumps, ledger
from fanal.site import environment as env
from fanal.site.console import Stop

SCHEMA = "fanal/backup/1"
KEEP = timedelta(days=35)
DATABASE, LEDGER, CHECKPOINTS, MANIFEST, KEYFILE = (
    "database",
    "erased.ledger",
    "checkpoints.jsonl",
    "manifest.json",
    "keyfile-",
)
_STAMP = "fanal-%Y%m%dT%H%M%SZ.tar"


@dataclass(frozen=True, slots=True)
class Archive:
    """One backup and when it was made."""

    path: Path
    made: datetime

    @property
    def sidecar(self) -> Path:
        """Where the erasure ledger of today lies beside it."""
        return self.path.with_suffix(".ledger")


def archives() -> list[Archive]:
    """The backups in the folder of backups, oldest first."""
    found = [at(path) for path in env.backups_folder().glob("fanal-*.tar")]
    return sorted((archive for archive in found if archive is not None), key=lambda archive: archive.made)


def at(path: Path) -> Archive | None:
    """The backup of a path, if its name is that of one."""
    try:
        return Archive(path, datetime.strptime(path.name, _STAMP).replace(tzinfo=UTC))
    except ValueError:
        return None


def newest() -> Archive | None:
    """The newest backup."""
    return next(reversed(archives()), None)


def make(now: datetime) -> Archive:
    """Make a backup, copy the ledger beside every other one, and remove those older than 35 days."""
    folder = env.backups_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ledger.reconcile()
    made = now.astimezone(UTC).replace(microsecond=0)
    archive = Archive(folder / made.strftime(_STAMP), made)
    with scratch(folder) as inside:
        dumps.dump(inside / DATABASE)
        (inside / LEDGER).write_text(ledger.text())
        shutil.copyfile(checkpoints.path(), inside / CHECKPOINTS) if checkpoints.path().exists() else None
        for org in Organisation.objects.filter(left_on=None):
            sealed = vault.seal_to(
                vault.PublicKey.of(bytes(org.recovery)), "keyfile", Path(settings.KEYFILE).read_bytes()
            )
            (inside / f"{KEYFILE}{org.id}").write_bytes(sealed)
        (inside / MANIFEST).write_text(_manifest(inside, made))
        _pack(inside, archive.path)
    _prune(now)
    carry_ledger()
    return archive


def carry_ledger() -> None:
    """Copy the erasure ledger of today beside every backup."""
    text = ledger.text()
    for archive in archives():
        if not archive.sidecar.exists() or archive.sidecar.read_text() != text:
            _replace(archive.sidecar, text)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A private folder beside the backups (not in /tmp, which may be another disk), removed at the end."""
    with tempfile.TemporaryDirectory(prefix=".work-", dir=folder) as name:
        yield Path(name)


def _manifest(inside: Path, made: datetime) -> str:
    statement: dict[str, Any] = {
        "schema": SCHEMA,
        "made": made.isoformat(),
        "version": _version(),
        "database": dumps.kind(),
        "installation": keyfile().signing.signer().public.hex(),
        "organisations": {str(org.id): org.name for org in Organisation.objects.filter(left_on=None)},
        "files": {path.name: digest(path) for path in sorted(inside.iterdir())},
    }
    signature = keyfile().signing.signer().sign("backup", vault.canonical(statement))
    return json.dumps(statement | {"signature": signature.hex()}, indent=1, sort_keys=True, ensure_ascii=False)


def _version() -> str:
    try:
        return version("fanal")
    except PackageNotFoundError:
        return "from a checkout"


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(inside: Path, target: Path) -> None:
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            for path in sorted(inside.iterdir(), key=lambda path: (path.name != MANIFEST, path.name)):
                tar.add(path, path.name, filter=_nobody)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _prune(now: datetime) -> None:
    for archive in archives()[:-1]:
        if now - archive.made > KEEP:
            archive.path.unlink()
            archive.sidecar.unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text)
    part.chmod(0o600)
    part.replace(path)


def unpack(archive: Path, into: Path) -> dict[str, Any]:
    """Unpack a backup and check every file of it. Returns its manifest. Raises Stop."""
    try:
        with tarfile.open(archive, mode="r:") as tar:
            for member in tar.getmembers():
                if "/" in member.name or not member.isfile():
                    raise Stop("This archive is not a backup of Fanal.")
                tar.extract(member, into, filter="data")
        manifest = dict(json.loads((into / MANIFEST).read_text()))
        files, schema = dict(manifest["files"]), manifest["schema"]
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError):
        raise Stop("This archive cannot be read as a backup of Fanal.") from None
    if schema != SCHEMA:
        raise Stop("This backup was made by another version of Fanal. Use that version to restore it.")
    there = {path.name: digest(path) for path in into.iterdir() if path.name != MANIFEST}
    if there != files:
        raise Stop("A file of this backup is missing or damaged. Use an older backup.")
    return manifest


def check_signature(manifest: dict[str, Any], keys: vault.KeyFile) -> None:
    """Raise Stop unless the backup is one of the installation that these keys belong to."""
    unsigned = {key: value for key, value in manifest.items() if key != "signature"}
    public, signature = keys.signing.signer().public, bytes.fromhex(str(manifest.get("signature", "")))
    if not vault.verify(public, "backup", vault.canonical(unsigned), signature):
        raise Stop("This backup was not made with this key file. Move the key file away, and use the recovery kit.")


def verify(archive: Archive) -> dict[str, Any]:
    """Check a backup: every file, the signature, the database. Returns its manifest. Raises Stop."""
    with scratch(env.backups_folder()) as inside:
        manifest = unpack(archive.path, inside)
        check_signature(manifest, keyfile())
        if manifest["database"] == dumps.kind():
            dumps.check(inside / DATABASE)
        return manifest


def sealed_keyfiles(inside: Path) -> dict[UUID, bytes]:
    """The sealed key file by organisation, of an unpacked backup."""
    return {
        UUID(path.name.removeprefix(KEYFILE)): path.read_bytes() for path in sorted(inside.iterdir())
        if path.name.startswith(KEYFILE)
    }  # fmt: skip


def _drill_note() -> Path:
    return Path(settings.DATA) / "restore-drill"


def last_drill() -> date | None:
    """When a restore was last tried."""
    return date.fromisoformat(_drill_note().read_text().strip()) if _drill_note().exists() else None


def note_drill(today: date) -> None:
    """A restore was tried, and it worked."""
    _replace(_drill_note(), f"{today.isoformat()}\n")
