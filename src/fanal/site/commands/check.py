"""Check the installation: what stands well, what does not, and what to do.

Run it as the user of the service, with its settings. It changes nothing. Exit code 1 means that something must be
mended; a warning or "cannot say" alone gives 0. `--gate concerns ORGANISATION CC` asks whether the public form of an
organisation for a country may open.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from fanal.site.console import Stop, start_django

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "bold red", "cannot say": "cyan"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gate", nargs=3, metavar=("ROOM", "ORGANISATION", "CC"), help="the readiness gate of a form")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    start_django()
    now = datetime.now(UTC)
    if args.gate:
        lines = _gate(args.gate, now)
    else:
        from fanal.site import checks

        lines = [line.as_json() for line in checks.every(now)]
    if args.json:
        print(json.dumps(lines, ensure_ascii=False))
    else:
        _show(lines)
    return int(any(line["state"] == "fail" for line in lines))


def _gate(asked: Sequence[str], now: datetime) -> list[dict[str, str]]:
    from fanal.concerns.gate.gate import gate
    from fanal.site.finding import organisation_of

    room, organisation, country = asked
    if room != "concerns":
        raise Stop("Only the room `concerns` has a readiness gate.")
    lines = gate(organisation_of(organisation).id, country.upper(), now.date())
    return [
        {"code": line.code, "state": "ok" if line.ok else "fail", "words": line.words, "todo": line.todo}
        for line in lines
    ]


def _show(lines: Sequence[dict[str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in lines:
        colour = _COLOURS[line["state"]]
        todo = f"\n→ {line['todo']}" if line["todo"] and line["state"] != "ok" else ""
        table.add_row(Text(line["state"], style=colour), Text(f"{line['code']}: {line['words']}{todo}"))
    Console(highlight=False).print(table)
    counted = Counter(line["state"] for line in lines)
    print(", ".join(f"{counted[state]} {state}" for state in _COLOURS if counted[state]))
