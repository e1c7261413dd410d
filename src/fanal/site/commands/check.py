"""Check the installation: what stands well, what does not, and what to do.

Run it as the user of the service, with its settings. It changes nothing. Exit code 1 means that something must be
mended; a warning or "cannot say" alone gives 0. `--gate ROOM ORGANISATION [CC]` asks whether a room may open for an
organisation; `--gate concerns ORGANISATION CC` is about its public form for a country.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from fanal.site.console import Stop, start_django

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "bold red", "cannot say": "cyan"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gate", nargs="+", metavar=("ROOM", "ORGANISATION CC"), help="the readiness gate of a room")
    parser.add_argument(
        "--answers", type=float, metavar="SECONDS", help="ask only whether the site shows its first page by then"
    )
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    start_django(rooms=not args.answers)  # the site that is asked starts meanwhile, and needs the processor itself
    now = datetime.now(UTC)
    if args.answers:
        return _answers(args.answers)
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


def _answers(seconds: float) -> int:
    from fanal.site import environment, serving

    shown = serving.shows_first_page(serving.Address.parse(environment.read("FANAL_BIND")), seconds)
    print("The site shows its first page." if shown else "The site does not show its first page.")
    return int(not shown)


def _gate(asked: Sequence[str], now: datetime) -> list[dict[str, str]]:
    from fanal.access.api import gate as gates
    from fanal.site.finding import organisation_of
    from fanal.web.api import gates as shown

    room, *rest = asked
    gate = gates.gates().get(room)
    if gate is None:
        raise Stop(f"There is no readiness gate of {room}. Rooms that have one: {', '.join(gates.gates())}.")
    if len(rest) != 1 + gate.by_country:
        raise Stop(f"Write: fanal check --gate {room} ORGANISATION{' CC' if gate.by_country else ''}")
    organisation, country = rest[0], rest[1].upper() if gate.by_country else ""
    return [
        {
            "code": line.code,
            "state": "fail" if not line.ok else "warn" if line.watch else "ok",
            "words": "\n".join((shown.words(line), *line.each)),
            "todo": line.todo,
        }
        for line in gate.look(organisation_of(organisation).id, country, now.date())
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
