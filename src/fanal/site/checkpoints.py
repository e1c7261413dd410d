"""The checkpoint file: once a day the heads of all journal chains, signed, outside the database (`vault.md` §4.9).

One JSON line a day: `day`, `records` (how many chains), `root` (Merkle root over record and head hash), `changed` (the
heads that moved since the line before: record to [seq, hash]), `gone` (chains that are no longer there), `prev`
(SHA-256 of the line before), `signature` (installation key, over all the rest). A restore adds a line `restored`, `to`
(the time of its backup), so that what it took back is not mistaken for tampering.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from fanal import vault
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network.keyfile import keyfile

_PURPOSE = "checkpoint"
_START = bytes(32).hex()
_BATCH = 500

type Heads = dict[UUID, tuple[int, bytes]]


def path() -> Path:
    """Where the file lies."""
    return Path(settings.DATA) / "checkpoints.jsonl"


def last_day() -> date | None:
    """The day of the newest checkpoint."""
    days = [line["day"] for line in _lines() if "day" in line]
    return date.fromisoformat(days[-1]) if days else None


def write(now: datetime) -> bool:
    """Seal the journal as it is now. Returns whether it did: one checkpoint a day is enough."""
    today = now.astimezone(UTC).date()
    if last_day() == today:
        return False
    before, heads = accumulated(_lines()), {record: (seq, head) for record, seq, head in journal.heads()}
    changed = {record: head for record, head in heads.items() if before.get(record) != head}
    _append(
        {
            "day": today.isoformat(),
            "records": len(heads),
            "root": vault.merkle_root((record, head) for record, (_, head) in heads.items()).hex(),
            "changed": {str(record): [seq, head.hex()] for record, (seq, head) in sorted(changed.items())},
            "gone": sorted(str(record) for record in before.keys() - heads.keys()),
        }
    )
    return True


def note_restore(now: datetime, made: datetime) -> None:
    """Say, signed, that the journal was taken back to a backup of `made`."""
    _append({"restored": now.astimezone(UTC).isoformat(), "to": made.astimezone(UTC).isoformat()})


def accumulated(lines: Iterator[dict[str, Any]]) -> Heads:
    """All heads as the lines together leave them."""
    heads: Heads = {}
    for line in lines:
        for record, (seq, head) in line.get("changed", {}).items():
            heads[UUID(record)] = (seq, bytes.fromhex(head))
        for record in line.get("gone", ()):
            heads.pop(UUID(record), None)
    return heads


def verify(erased: Collection[UUID] = ()) -> Iterator[str]:
    """What does not hold, in words: lines that were changed, and heads that are no longer in their chain.

    Chains of erased records may be gone; heads younger than the backup of a restore are not looked for.
    """
    wrong = list(_wrong_lines())
    if wrong:
        yield from wrong
        return
    lines = list(_lines())
    last = next((line for line in reversed(lines) if "root" in line), None)
    if last is not None:
        upto = accumulated(iter(lines[: lines.index(last) + 1]))
        if vault.merkle_root((record, head) for record, (_, head) in upto.items()).hex() != last["root"]:
            yield f"checkpoint of {last['day']}: the heads do not give its root"
    restored_to = ""
    for line in reversed(lines):
        if "to" in line:
            restored_to = min(restored_to or line["to"], line["to"])
        elif not restored_to or line["day"] < restored_to[:10]:
            yield from _missing(line, erased)


def _wrong_lines() -> Iterator[str]:
    public, prev = keyfile().signing.signer().public, _START
    for number, (raw, line) in enumerate(_raw_lines(), start=1):
        signature = bytes.fromhex(str(line.get("signature", "")))
        unsigned = {key: value for key, value in line.items() if key != "signature"}
        if line.get("prev") != prev:
            yield f"checkpoint file, line {number}: does not follow the line before it"
            return
        if not vault.verify(public, _PURPOSE, vault.canonical(unsigned), signature):
            yield f"checkpoint file, line {number}: was changed, or is signed by another installation"
            return
        prev = hashlib.sha256(raw).hexdigest()


def _missing(line: Mapping[str, Any], erased: Collection[UUID]) -> Iterator[str]:
    """The heads of one checkpoint that are not in their chain any more."""
    for some in batched(line["changed"].items(), _BATCH, strict=False):
        wanted = {(UUID(record), seq): bytes.fromhex(head) for record, (seq, head) in some}
        rows = Entry.objects.filter(record__in={record for record, _ in wanted}, seq__in={seq for _, seq in wanted})
        found = {(record, seq): bytes(head) for record, seq, head in rows.values_list("record", "seq", "hash")}
        for (record, seq), head in wanted.items():
            if found.get((record, seq)) != head and record not in erased:
                yield f"record {record}: entry {seq} is not the one that was sealed on {line['day']}"


def _append(statement: dict[str, Any]) -> None:
    """Write one signed line, flushed to the disk; what a power cut left of a line goes first."""
    rows = list(_raw_lines())
    statement["prev"] = hashlib.sha256(rows[-1][0]).hexdigest() if rows else _START
    signature = keyfile().signing.signer().sign(_PURPOSE, vault.canonical(statement))
    raw = json.dumps(statement | {"signature": signature.hex()}, sort_keys=True).encode()
    with os.fdopen(os.open(path(), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.truncate(sum(len(row) + 1 for row, _ in rows))
        file.seek(0, os.SEEK_END)
        file.write(raw + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _lines() -> Iterator[dict[str, Any]]:
    return (line for _, line in _raw_lines())


def _raw_lines() -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Every whole line, as bytes and as read. A line that is no JSON reads as empty, so that `verify` names it."""
    if not path().exists():
        return
    *whole, _rest = path().read_bytes().split(b"\n")
    for raw in whole:
        try:
            line = json.loads(raw)
        except ValueError:
            line = {}
        yield raw, line if isinstance(line, dict) else {}
