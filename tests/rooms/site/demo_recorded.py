"""`fanal demo`, with a note beside it of what linkage runs draw and seal: `python -m tests.rooms.site.demo_recorded`.

Its argument is a file outside the folder of the data. It says in hexadecimal what must not be found there afterwards:
pieces of all bytes that were drawn, of what was sealed, and of the same sealed, by run.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from fanal.site.commands import demo
from tests.rooms.research.rare import LEAST, piece_of


def recording(note: dict[str, Any]) -> None:
    """Have everything noted that is drawn and sealed from now on."""
    steps, sealed_parts = (import_module(f"fanal.research.{name}") for name in ("runs.steps", "sealed_parts"))
    draw, seal = steps.RANDOM, sealed_parts.put
    note |= {"drawn": [], "plain": [], "sealed": {}}

    def drawn(count: int) -> bytes:
        made: bytes = draw(count)
        if count >= LEAST:
            note["drawn"].append(piece_of(made).hex())
        return made

    def put(about: UUID, kind: str, sender: UUID, recipient: UUID, data: bytes, now: Any) -> Any:
        part = seal(about, kind, sender, recipient, data, now)
        if kind == "result":
            note["result"] = data.decode()
        else:
            note["plain"].append(piece_of(data).hex())
            note["sealed"].setdefault(str(about), []).append(piece_of(bytes(part.sealed)).hex())
        return part

    steps.RANDOM, sealed_parts.put = drawn, put  # type: ignore[attr-defined]


def main(arguments: Sequence[str]) -> int:
    note: dict[str, Any] = {}
    begin = demo.start_site

    def started() -> None:
        begin()
        recording(note)

    demo.start_site = started
    code = demo.run(argparse.Namespace(reset=False, serve=False, cases=0))
    Path(arguments[0]).write_text(json.dumps(note))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
