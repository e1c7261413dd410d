"""The checkpoint file: once a day the heads of all journal chains, signed, outside the database
(docs/journal.md, "How it is proved").

One signed line a day (`network/lines.py`): `day`, `records` (how many chains), `root` (Merkle root over record and head
hash), `changed` (the heads that moved since the line before: record to [seq, hash]), `gone` (chains that are no longer
there), `ledger` (SHA-256 of the last line of the erasure ledger; not in lines of 0.1.0). A restore seals as well, with
`restored` and `to` (the time of its backup) in the line, so that what it took back is not mistaken for tampering, and
what it left is held from then on.

The journal knows the newest line: each is an item of an entry in the installation's own chain.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from fanal import vault
from fanal.journal import api as journal
from fanal.network import erasure
from fanal.network.keyfile import installation, keyfile
from fanal.network.lines import SignedLines

SEALED = "site.checkpoint"
_NAMES = UUID("5b0f2a0e-6d0c-4a43-9d53-7a1f6e1c1d9a")

type Heads = dict[UUID, tuple[int, bytes]]


def lines() -> SignedLines:
    """The file."""
    return SignedLines(Path(settings.DATA) / "checkpoints.jsonl", "checkpoint", "checkpoint file")


def chain() -> UUID:
    """The chain of the installation itself in the journal."""
    return uuid5(_NAMES, keyfile().signing.signer().public.hex())


def last_day() -> date | None:
    """The day of the newest checkpoint."""
    days = [line["day"] for _, line in lines().rows() if "day" in line]
    return date.fromisoformat(days[-1]) if days else None


def write(now: datetime) -> bool:
    """Seal the journal as it is now. Returns whether it did: one checkpoint a day is enough."""
    if last_day() == now.astimezone(UTC).date():
        return False
    _seal(now, {})
    return True


def note_restore(now: datetime, made: datetime) -> None:
    """Seal the journal as the backup of `made` left it, and say so."""
    _seal(now, {"restored": now.astimezone(UTC).isoformat(), "to": made.astimezone(UTC).isoformat()})


def _seal(now: datetime, more: Mapping[str, str]) -> None:
    """Write a line. A head that stands only in lines which are no longer looked for is named anew: a restore took back
    some of what they sealed, and left the rest."""
    said = [*_said(), dict(more)]
    before, held = accumulated(said), accumulated(_looked_for(said))
    heads = {record: (seq, head) for record, seq, head in journal.heads()}
    changed = {record: head for record, head in heads.items() if not before.get(record) == held.get(record) == head}
    erasures = erasure.ledger().rows()
    line = lines().append(
        {
            **more,
            "day": now.astimezone(UTC).date().isoformat(),
            "records": len(heads),
            "root": vault.merkle_root((record, head) for record, (_, head) in heads.items()).hex(),
            "changed": {str(record): [seq, head.hex()] for record, (seq, head) in sorted(changed.items())},
            "gone": sorted(str(record) for record in before.keys() - heads.keys()),
            "ledger": hashlib.sha256(erasures[-1][0]).hexdigest() if erasures else "",
        }
    )
    journal.write(chain(), installation(), SEALED, at=now, items=[line])


def accumulated(said: Iterable[dict[str, Any]]) -> Heads:
    """All heads as the lines together leave them."""
    heads: Heads = {}
    for line in said:
        for record, (seq, head) in line.get("changed", {}).items():
            heads[UUID(record)] = (seq, bytes.fromhex(head))
        for record in line.get("gone", ()):
            heads.pop(UUID(record), None)
    return heads


def verify() -> Iterator[str]:
    """Heads of the checkpoints that are no longer in their chain, in words; nothing where the file itself does not hold
    (`proof.defects` says so).

    No erasure excuses a chain that is gone: the entries of an erased record stay.
    """
    if any(lines().defects()):
        return
    said = _said()
    last = next((line for line in reversed(said) if "root" in line), None)
    if last is not None:
        upto = accumulated(said[: said.index(last) + 1])
        if vault.merkle_root((record, head) for record, (_, head) in upto.items()).hex() != last["root"]:
            yield f"checkpoint of {last['day']}: the heads do not give its root"
    for line in _looked_for(said):
        sealed = ((UUID(record), seq, bytes.fromhex(head)) for record, (seq, head) in line.get("changed", {}).items())
        for record, seq in journal.absent(sealed):
            yield f"record {record}: entry {seq} is not the one that was sealed on {line['day']}"


def _looked_for(said: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines whose heads must be in their chains still. Before a restore these are the lines older than the day of
    its backup: which of that day the backup held, nobody knows."""
    found: list[dict[str, Any]] = []
    restored_to = ""
    for line in reversed(list(said)):
        if not restored_to or line.get("day", restored_to) < restored_to[:10]:
            found.append(line)
        if "to" in line:
            restored_to = min(restored_to or line["to"], line["to"])
    return found[::-1]


def _said() -> list[dict[str, Any]]:
    return [line for _, line in lines().rows()]
