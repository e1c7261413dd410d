"""What proves the journal and the erasures from outside the database: whether it is whole, and all there.

Checkpoints and erasure ledger each hold together by themselves (`network/lines.py`). That nothing was cut from their
ends is held from elsewhere: the newest checkpoint names the last line of the ledger, a signed entry of the journal
names the newest checkpoint, and every backup at hand holds copies of which no line may be missing.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind
from fanal.network import erasure, trusted
from fanal.network.lines import SignedLines
from fanal.network.models import Tombstone
from fanal.site import backups, checkpoints, ledger


def defects() -> Iterator[str]:
    """Everything that does not hold, in words. Quick enough for every `fanal check`."""
    for file in backups.files().values():
        yield from file.defects()
    yield from checkpoints.verify()
    yield from _cut_checkpoints()
    yield from _cut_ledger()
    yield from _foreign_tombstones()
    yield from ledger.revived()
    for archive in backups.archives():
        yield from _less_than(archive)
    for record, seq in journal.tail.missing():
        yield f"record {record}: entry {seq} was written, and is gone or another one now"


def _cut_checkpoints() -> Iterator[str]:
    """Every checkpoint of which the journal knows is in the file, whatever else somebody wrote into that chain."""
    if any(checkpoints.lines().defects()):
        return
    there = {vault.item_hash(raw) for raw, _ in checkpoints.lines().rows()}
    for line, items in journal.told(checkpoints.chain(), [checkpoints.SEALED], trusted.Signers()).said:
        if line.kind is ActorKind.SYSTEM and not items & there:
            yield f"{checkpoints.lines().name}: the line of {line.at:%Y-%m-%d} is missing"


def _cut_ledger() -> Iterator[str]:
    """The last line of the ledger of which a checkpoint knows is in it."""
    named = [line for line in checkpoints.lines().good() if line.get("ledger")]
    there = {hashlib.sha256(raw).hexdigest() for raw, _ in erasure.ledger().rows()}
    if named and named[-1]["ledger"] not in there:
        yield f"{erasure.ledger().name}: lines that the checkpoint of {named[-1]['day']} knows are missing"


def _foreign_tombstones() -> Iterator[str]:
    """Marks of erased records that somebody else put into the database."""
    for row in Tombstone.objects.iterator():
        if not erasure.is_genuine(row):
            yield f"record {row.record}: the mark that it was erased is not of this installation"


def _less_than(archive: backups.Archive) -> Iterator[str]:
    """What a backup, or the ledger beside it, holds and the file here does not."""
    copies: list[tuple[SignedLines, bytes]] = [(backups.files()[name], data) for name, data in _copies(archive.path)]
    if archive.sidecar.exists():
        copies.append((erasure.ledger(), archive.sidecar.read_bytes()))
    for file, data in copies:
        if file.lacks(data):
            yield f"{file.name}: lines that the backup of {archive.made:%Y-%m-%d %H:%M} holds are missing"


def _copies(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The files of signed lines in an archive that this installation signed; nothing of any other file, nor of one of
    which a part is damaged (`fanal backup --verify` says so)."""
    found = backups.opened(archive) if backups.is_ours(archive) else None
    if found is None:
        return
    digests, members = found[0]["files"], found[1]
    copies = {name: members.get(name) for name in backups.files() if name in digests}
    if all(one is not None and one.digest() == digests[name] for name, one in copies.items()):
        yield from ((name, b"".join(one.parts())) for name, one in copies.items() if one is not None)
