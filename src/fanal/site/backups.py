"""Backups: one archive a run, which opens nothing without the key file or an organisation's recovery kit.

`fanal-YYYYMMDDTHHMMSSZ.tar` (mode 0600) holds `manifest.json` (signed by the installation), `database`,
`erased.ledger`, `checkpoints.jsonl`, `keys.jsonl`, `corpus.json` (what this site added to the corpus), and the key file
sealed to the recovery key of each organisation of this installation as `keyfile-<organisation>`. Beside each archive
lies `….ledger`, the erasure ledger as it is today, so that no old archive can revive what was erased.
"""

import hashlib
import json
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from fanal import __version__, vault
from fanal.network import erasure, identities, marks, unbelieved
from fanal.network.contracts import LIGHT, NetworkError
from fanal.network.keyfile import keyfile
from fanal.network.lines import SignedLines
from fanal.network.models import Organisation
from fanal.site import added, checkpoints, dumps, ledger
from fanal.site import environment as env
from fanal.site.console import Stop
from fanal.site.members import Member, check_room, members
from fanal.vocabulary import whole
from fanal.vocabulary.room import is_full

SCHEMA = "fanal/backup/2"
FIRST = "fanal/backup/1"
"""Of 0.1.0, whose erasure ledger has no signatures: the archive signs it."""
KEEP = timedelta(days=35)
_SLACK = timedelta(minutes=10)
DATABASE, LEDGER, CHECKPOINTS, KEYS, ADDED, MANIFEST, KEYFILE = (
    "database",
    "erased.ledger",
    "checkpoints.jsonl",
    "keys.jsonl",
    "corpus.json",
    "manifest.json",
    "keyfile-",
)
_STAMP = "fanal-%Y%m%dT%H%M%SZ.tar"
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAMES = re.compile(
    "|".join([*map(re.escape, (DATABASE, LEDGER, CHECKPOINTS, KEYS, ADDED, MANIFEST)), KEYFILE + _UUID])
)


@dataclass(frozen=True, slots=True)
class Archive:
    """One backup and when it was made."""

    path: Path
    made: datetime

    @property
    def sidecar(self) -> Path:
        """Where the erasure ledger of today lies beside it."""
        return self.path.with_suffix(".ledger")


def files() -> dict[str, SignedLines]:
    """The files of signed lines, by the name of their copy in a backup."""
    return {LEDGER: erasure.ledger(), CHECKPOINTS: checkpoints.lines(), KEYS: marks.file()}


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


def newest(now: datetime) -> Archive | None:
    """The newest backup that this installation signed, under its own name; none of the future. Without a key file
    nobody can say so: then the newest by name, and the restore asks for the proof of its keys."""
    ours = is_ours if Path(settings.KEYFILE).exists() else Path.exists
    return next((one for one in reversed(archives()) if one.made <= now and ours(one.path)), None)


def of_the_future(now: datetime) -> Archive | None:
    """A backup of this installation whose name says a time that is still to come: a clock was, or is, wrong."""
    return next((one for one in reversed(archives()) if one.made > now + _SLACK and is_ours(one.path)), None)


def make(now: datetime) -> Archive:
    """Make a backup, copy the ledger beside every other one, and remove those older than 35 days. Raises Stop where
    there is no room for it."""
    try:
        return _made(now)
    except Exception as error:  # of the system, of SQLite, of Django
        if not is_full(error):
            raise
        words = f"There is no room left for a backup in {env.backups_folder()}: none was made. Free space on that disk,"
        other = "or set FANAL_BACKUPS to a folder on another one, which the units may write (`ReadWritePaths`)."
        raise Stop(f"{words} {other}") from None


def _made(now: datetime) -> Archive:
    folder = env.backups_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ledger.reconcile()
    marks.bring_up(unbelieved.newest())
    made = now.astimezone(UTC).replace(microsecond=0)
    archive = Archive(folder / made.strftime(_STAMP), made)
    with scratch(folder) as inside:
        dumps.dump(inside / DATABASE)
        for name, file in files().items():
            if (lines := file.data()) or name == LEDGER:
                (inside / name).write_bytes(lines)
        if content := added.packed():
            (inside / ADDED).write_bytes(content)
        holders, _none = key_holders()
        for org, recovery in holders:
            sealed = vault.seal_to(recovery.public, "keyfile", Path(settings.KEYFILE).read_bytes())
            (inside / f"{KEYFILE}{org.id}").write_bytes(sealed)
        (inside / MANIFEST).write_text(_manifest(inside, made, [org for org, _ in holders]))
        _pack(inside, archive.path)
    _prune(now)
    carry_ledger()
    return archive


def key_holders() -> tuple[list[tuple[Organisation, vault.Principal]], list[str]]:
    """The organisations to whose recovery key the key file is sealed, and in words why others get none: whoever can
    write to the database could write an organisation, or another recovery key."""
    found, refused = [], []
    for org in Organisation.objects.exclude(kind__in=LIGHT).order_by("name"):
        try:
            found.append((org, identities.recovery(org)))
        except (NetworkError, vault.CannotOpen) as why:
            refused.append(str(why) or f"The recovery key of {org.name} is none.")
    return found, refused


def carry_ledger() -> None:
    """Copy the erasure ledger of today beside every backup. A copy that holds more than the ledger here stays: it
    shows that lines were cut (`proof`)."""
    data = erasure.ledger().data()
    for archive in archives():
        there = archive.sidecar.read_bytes() if archive.sidecar.exists() else b""
        if there != data and not erasure.ledger().lacks(there):
            whole.put(archive.sidecar, data)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A private folder beside the backups (not in /tmp, which may be another disk), removed at the end."""
    with tempfile.TemporaryDirectory(prefix=".work-", dir=folder) as name:
        yield Path(name)


def _manifest(inside: Path, made: datetime, holders: Iterable[Organisation]) -> str:
    statement: dict[str, Any] = {
        "schema": SCHEMA,
        "made": made.isoformat(),
        "version": __version__,
        "database": dumps.kind(),
        "installation": keyfile().signing.signer().public.hex(),
        "organisations": {str(org.id): org.name for org in holders},
        "proofs": {str(org.id): bytes(org.kit_code).hex() for org in holders},
        "files": {path.name: digest(path) for path in sorted(inside.iterdir())},
    }
    signature = keyfile().signing.signer().sign("backup", vault.canonical(statement))
    return json.dumps(statement | {"signature": signature.hex()}, indent=1, sort_keys=True, ensure_ascii=False)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(inside: Path, target: Path) -> None:
    # In this format a header says every size by itself.
    with whole.begun(target) as file, tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in sorted(inside.iterdir(), key=lambda path: (path.name != MANIFEST, path.name)):
            tar.add(path, path.name, filter=_nobody)


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _prune(now: datetime) -> None:
    """Remove what this installation signed more than 35 days ago, whatever name it bears now. What is not ours is left
    to whoever put it there."""
    for path in env.backups_folder().glob("*.tar"):
        found = opened(path)
        if found is not None and now - datetime.fromisoformat(found[0]["made"]) > KEEP:
            path.unlink()
            path.with_suffix(".ledger").unlink(missing_ok=True)


def unpack(archive: Path, into: Path) -> dict[str, Any]:
    """Unpack a backup and check every file of it. Returns its manifest. Raises Stop."""
    manifest, found = _read(archive)
    if manifest["schema"] not in {SCHEMA, FIRST}:
        raise Stop("This backup was made by another version of Fanal. Use that version to restore it.")
    check_room(found, into)
    for one in found.values():
        one.write(into / one.name)
    there = {path.name: digest(path) for path in into.iterdir() if path.name != MANIFEST}
    if there != manifest["files"]:
        raise Stop("A file of this backup is missing or damaged. Use an older backup.")
    return manifest


def _read(archive: Path) -> tuple[dict[str, Any], dict[str, Member]]:
    """The manifest of an archive, and where its files lie. Whose it is is not looked at. Raises Stop."""
    try:
        found = members(archive, _NAMES)
        manifest = dict(json.loads(found[MANIFEST].read()))
        datetime.fromisoformat(manifest["made"]), dict(manifest["files"]), manifest["schema"]
    except PermissionError:
        words = f"{archive} may not be read. Run this as its owner, or give it to the user of the service."
        raise Stop(words) from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise Stop("This archive cannot be read as a backup of Fanal.") from None
    return manifest, found


def check_signature(manifest: dict[str, Any], keys: vault.KeyFile) -> None:
    """Raise Stop unless the backup is one of the installation that these keys belong to."""
    unsigned = {key: value for key, value in manifest.items() if key != "signature"}
    public, signature = keys.signing.signer().public, bytes.fromhex(str(manifest.get("signature", "")))
    if not vault.verify(public, "backup", vault.canonical(unsigned), signature):
        raise Stop("This backup was not made with this key file. Move the key file away, and use the recovery kit.")


def check_name(archive: Path, manifest: dict[str, Any]) -> None:
    """Raise Stop unless an archive bears the time at which it was made: a copy of an old one under a newer name would
    be taken for the newest."""
    if not _is_named(archive, manifest):
        raise Stop(f"This backup was made at {manifest['made']}, and its name says another time. Give it its own name.")


def _is_named(archive: Path, manifest: dict[str, Any]) -> bool:
    return archive.name == datetime.fromisoformat(manifest["made"]).strftime(_STAMP)


def opened(path: Path) -> tuple[dict[str, Any], dict[str, Member]] | None:
    """The manifest and the files of an archive that this installation signed, whatever its name is; nothing is
    unpacked."""
    try:
        manifest, found = _read(path)
        check_signature(manifest, keyfile())
    except (Stop, ValueError, TypeError):
        return None
    return manifest, found


def is_ours(path: Path) -> bool:
    """Whether this installation signed an archive, under the time at which it was made."""
    found = opened(path)
    return found is not None and _is_named(path, found[0])


def verify(archive: Archive) -> dict[str, Any]:
    """Check a backup: every file, the signature, the name, the database. Returns its manifest. Raises Stop."""
    with scratch(env.backups_folder()) as inside:
        manifest = unpack(archive.path, inside)
        check_signature(manifest, keyfile())
        check_name(archive.path, manifest)
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
    whole.put(_drill_note(), f"{today.isoformat()}\n".encode())
