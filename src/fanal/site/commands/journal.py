"""Verify the journal, or seal it into a checkpoint.

`verify` reads every chain and the checkpoint file, and names the first bad entry of each chain. `checkpoint` writes the
line of the day into the checkpoint file; `fanal serve` does so every night.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from fanal.site.console import Progress, progress, start_django

_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("verify", "checkpoint"), help="what to do")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    start_django()
    from fanal.site import checkpoints

    if args.deed == "checkpoint":
        written = checkpoints.write(datetime.now(UTC))
        print("The journal is sealed." if written else "The journal was sealed today already.")
        return 0
    with progress("Verifying the journal") as step:
        found = list(defects(step))
    if args.json:
        print(json.dumps({"whole": not found, "defects": found}))
    else:
        for line in found[:_SHOWN]:
            print(line)
        print(f"{len(found)} defects." if found else "The journal is whole.")
    return int(bool(found))


def defects(step: Progress) -> Iterator[str]:
    """Every defect in words: the first bad entry of each chain, then what the checkpoints miss."""
    from fanal.journal.api import ActorKind, verify
    from fanal.journal.models import Entry
    from fanal.network.erasure import erased
    from fanal.network.keyfile import keyfile
    from fanal.network.models import PersonKey
    from fanal.site import checkpoints

    installation = keyfile().signing.signer().public
    keys = {(person, bytes(sign)) for person, sign in PersonKey.objects.values_list("person_id", "sign")}
    seen, total = 0, Entry.objects.count()

    def known(public: bytes, kind: ActorKind, actor: UUID | None) -> bool:
        nonlocal seen
        seen += 1
        if seen % 1000 == 0:
            step(seen, total)
        return (actor, public) in keys if kind is ActorKind.PERSON else public == installation

    for defect in verify(known):
        yield f"record {defect.record}: entry {defect.seq} {_sentence(defect.why)}"
    yield from checkpoints.verify({one.record for one in erased()})


def _sentence(why: str) -> str:
    return f"stands where {why}" if why.endswith("is missing") else why
