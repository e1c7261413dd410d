"""The key file of this installation: read once a process, written only by operating commands."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from fanal import vault
from fanal.journal.contracts import ActorKind, Signatory


class NoKeyFile(Exception):
    """There is no key file where the setting says: `fanal kit setup` makes one."""


def keyfile() -> vault.KeyFile:
    """The key file in force. Read again when the file changes."""
    path = Path(settings.KEYFILE)
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise NoKeyFile("There is no key file. Run `fanal kit setup`.") from None
    return _read(str(path), stamp)


@lru_cache(maxsize=2)
def _read(path: str, _stamp: int) -> vault.KeyFile:
    return vault.KeyFile.parse(Path(path).read_text())


def write(content: vault.KeyFile) -> None:
    """Replace the key file: mode 0600, whole or not at all."""
    path = Path(settings.KEYFILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(content.to_text())
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def pepper() -> vault.Pepper:
    """The newest pepper."""
    return keyfile().pepper


def installation(org: UUID | None = None, kind: ActorKind = ActorKind.SYSTEM) -> Signatory:
    """How the journal signs what has no signed-in author."""
    return Signatory(kind, None, org, keyfile().signing.signer())


def pinned(org: UUID) -> str:
    """The pinned fingerprint of an organisation, or empty."""
    return keyfile().pins.get(str(org), "")
