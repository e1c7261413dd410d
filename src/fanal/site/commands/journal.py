"""Verify the journal, or seal it into a checkpoint.

`verify` reads every chain, the checkpoint file and the erasure ledger, compares both with every backup at hand, and
names the first bad entry of each chain, whatever is missing, and keys that nobody signed. `checkpoint` writes the line
of the day into the checkpoint file; `fanal serve` does so every night.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from fanal.site.commands import start_site
from fanal.site.console import Progress, progress

_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("verify", "checkpoint"), help="what to do")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    start_site(half=args.deed == "verify")
    from fanal.site import checkpoints

    if args.deed == "checkpoint":
        written = checkpoints.write(datetime.now(UTC))
        print("The journal is sealed." if written else "The journal was sealed today already.")
        return 0
    with progress("Verifying the journal") as step:
        broken = list(defects(step))
    if args.json:
        print(json.dumps({"whole": not broken, "defects": broken}))
    else:
        for line in broken[:_SHOWN]:
            print(line)
        print(f"{len(broken)} defects." if broken else "The journal is whole.")
    return int(bool(broken))


def defects(step: Progress) -> Iterator[str]:
    """Every defect in words: the first bad entry of each chain, what was cut, keys that nobody signed."""
    from fanal.journal.api import Line, verify
    from fanal.journal.models import Entry
    from fanal.network.trusted import Signers
    from fanal.site import proof
    from fanal.site.unproved import LOOKS, unproved

    signers, seen, total = Signers(), 0, Entry.objects.count()

    def known(public: bytes, line: Line) -> str:
        nonlocal seen
        seen += 1
        if seen % 1000 == 0:
            step(seen, total)
        return signers(public, line)

    for defect in verify(known):
        yield f"record {defect.record}: entry {defect.seq} {_sentence(defect.why)}"
    yield from proof.defects()
    for line in LOOKS:
        yield from unproved(line)


def _sentence(why: str) -> str:
    return f"stands where {why}" if why.endswith("is missing") else why
