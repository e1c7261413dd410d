"""The key file of this installation: read once a process, written only by operating commands."""

import os
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from fanal import vault
from fanal.journal.contracts import ActorKind, Signatory
from fanal.vocabulary import whole


class NoKeyFile(Exception):
    """There is no key file where the setting says: `fanal kit setup` makes one."""


def keyfile() -> vault.KeyFile:
    """The key file in force. Read again when the file changes."""
    path = settings.KEYFILE  # asked for with every row that is proved: no new `Path`, which is dear
    try:
        stamp = os.stat(path).st_mtime_ns  # noqa: PTH116 - see above
    except FileNotFoundError:
        raise NoKeyFile("There is no key file. Put it back, or run `fanal check`, which says more.") from None
    return _read(str(path), stamp)


@lru_cache(maxsize=2)
def _read(path: str, _stamp: int) -> vault.KeyFile:
    return vault.KeyFile.parse(Path(path).read_text())


def write(content: vault.KeyFile) -> None:
    """Replace the key file: mode 0600, whole or not at all."""
    path = Path(settings.KEYFILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.put(path, content.to_text().encode())


def pepper() -> vault.Pepper:
    """The newest pepper."""
    return keyfile().pepper


def installation(org: UUID | None = None, kind: ActorKind = ActorKind.SYSTEM) -> Signatory:
    """How the journal signs what has no signed-in author."""
    return Signatory(kind, None, org, keyfile().signing.signer())


def code_of_entry(digest: bytes) -> bytes:
    """With what the installation vouches for an entry of the journal."""
    return keyfile().signing.code("journal", digest)


def pinned(org: UUID) -> str:
    """The pinned fingerprint of an organisation's identity, or empty."""
    return keyfile().pins.get(str(org), "")


def pinned_recovery(org: UUID) -> str:
    """The pinned fingerprint of the recovery key as the organisation was founded or adopted with it, or empty."""
    return keyfile().pins.get(f"{org}/recovery", "")


def pinned_people(org: UUID) -> bool:
    """Whether the people of an organisation were made, or taken over, by a version that vouches for them."""
    return f"{org}/people" in keyfile().pins


def with_pins(content: vault.KeyFile, org: UUID, identity: bytes, recovery: bytes) -> vault.KeyFile:
    """A copy that pins an organisation: its identity, and its recovery key, and that its people are vouched for:
    where they stand, it was adopted."""
    known = content.with_pin(str(org), vault.fingerprint(identity))
    known = known.with_pin(f"{org}/recovery", vault.fingerprint(recovery))
    return known.with_pin(f"{org}/people", vault.fingerprint(identity))


def without_pins(content: vault.KeyFile, org: UUID) -> vault.KeyFile:
    """A copy that knows nothing of an organisation."""
    for name in (str(org), f"{org}/recovery", f"{org}/people"):
        content = content.without_pin(name)
    return content


def organisations(content: vault.KeyFile) -> dict[UUID, str]:
    """The organisations that a key file knows, with the fingerprints of their identities."""
    return {UUID(name): pin for name, pin in content.pins.items() if "/" not in name}
