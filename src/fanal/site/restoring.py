"""Restoring a backup: keys, database, then the erasure ledger, which must be replayed before the site may start."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from fanal import vault
from fanal.journal import api as journal
from fanal.network.keyfile import installation
from fanal.network.models import Organisation
from fanal.site import backups, checkpoints, dumps, keyfiles, ledger, preparing
from fanal.site.console import Progress, Stop, ask, say
from fanal.site.starting import unfinished_restore


def restore(archive: Path, now: datetime, step: Progress, *, force: bool = False) -> int:
    """Put a backup in the place of the database. Returns how many erased records were erased again. Raises Stop."""
    if not force and not dumps.is_empty():
        raise Stop("There is a database already. Make a backup of it, then use --force to put this one in its place.")
    folder = Path(settings.DATA)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with backups.scratch(folder) as inside:
        manifest = backups.unpack(archive, inside)
        if manifest["database"] != dumps.kind():
            raise Stop(
                f"This is a backup of {manifest['database']}. Set FANAL_DATABASE_URL to a database of that kind."
            )
        dumps.check(inside / backups.DATABASE)
        _keys(manifest, inside)
        _begin(inside, archive)
        dumps.load(inside / backups.DATABASE)
    preparing.migrate()
    checkpoints.note_restore(now, datetime.fromisoformat(manifest["made"]))
    return replay(now, step)


def replay(now: datetime, step: Progress) -> int:
    """Replay the erasure ledger and let the site start. Returns how many records were erased again."""
    found = ledger.replay(now, step)
    with transaction.atomic():
        for org in Organisation.objects.filter(left_on=None):
            journal.write(org.id, installation(org.id), "site.restore", at=now)
    unfinished_restore().unlink(missing_ok=True)
    return found


def _begin(inside: Path, archive: Path) -> None:
    """From here on the site does not start until the ledger is replayed. Every ledger at hand is joined first."""
    with os.fdopen(os.open(unfinished_restore(), os.O_WRONLY | os.O_CREAT, 0o600), "w") as flag:
        flag.write(f"{archive.name}\n")
        flag.flush()
        os.fsync(flag.fileno())
    ledger.merge_file(inside / backups.LEDGER)
    for sidecar in archive.parent.glob("fanal-*.ledger"):
        ledger.merge_file(sidecar)
    ours, theirs = checkpoints.path(), inside / backups.CHECKPOINTS
    if theirs.exists() and (not ours.exists() or ours.stat().st_size < theirs.stat().st_size):
        ours.write_bytes(theirs.read_bytes())
        ours.chmod(0o600)


def _keys(manifest: dict[str, Any], inside: Path) -> None:
    """The key file: the one that is here, else the sealed one of the backup, opened with shares of a recovery kit."""
    path = Path(settings.KEYFILE)
    if path.exists():
        backups.check_signature(manifest, vault.KeyFile.parse(path.read_text()))
        return
    keys = _recovered(manifest, inside)
    backups.check_signature(manifest, keys)
    keyfiles.make(path, keys)


def _recovered(manifest: dict[str, Any], inside: Path) -> vault.KeyFile:
    sealed = backups.sealed_keyfiles(inside)
    names = ", ".join(manifest["organisations"].values())
    say(f"No key file is at hand. Shares of the recovery kit of one organisation open it: {names}.")
    shares: list[str] = []
    while len(shares) < 16:
        share = ask(f"Share {len(shares) + 1} (33 words):")
        if not vault.share_is_good(share):
            say("This share has a mistake. Type it again.")
            continue
        shares.append(share)
        if (keys := _opened(shares, list(sealed.values()))) is not None:
            return keys
    raise Stop("These shares open nothing in this backup.")


def _opened(shares: list[str], sealed: list[bytes]) -> vault.KeyFile | None:
    """The key file, if there are enough shares already and one of the organisations' copies opens with them."""
    try:
        seed = vault.open_kit(shares)
    except vault.CannotOpen:
        return None
    for one in sealed:
        try:
            return vault.KeyFile.parse(vault.open_sealed(seed, "keyfile", one).decode())
        except vault.CannotOpen:
            continue
    return None
