"""Travel: check what somebody wrote of programmes, of the law and of the score.

`fanal tourism check [FOLDER]` names all that is wrong with the programmes, duties and scores of a folder, with file,
line and key; by default with those that ship. docs/tourism-data.md has the formats.

`fanal tourism snapshot verify FILE…` checks snapshots of the register of a site, which it signs each night
(`/api/public/register.jws`): that each is as it was signed, that none between them is missing or was made over, and
that the newest is new. Without a network and without the database, by the DID document of a site
(`/.well-known/did.json`), as a file: `--keys FILE`. Without it by the keys of this installation, and by its journal,
which names each that it published.
"""

import argparse
import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from fanal.engines.commanding import Group, Unusable, content, day, refused, say, say_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = Group(parser, "Exit codes: 0 nothing is wrong, 1 something is, 2 the input cannot be used.")
    check = commands.add_command("check", "name all that is wrong with programmes, duties and scores", _check)
    check.add_argument("folder", type=Path, nargs="?", help="has programmes, duties, scores; default: what ships")
    kept = commands.add_command("snapshot", "snapshots of the register, as a site signs them", _snapshot, data=True)
    codes = "Exit codes: 0 whole, and the newest holds; 1 something is wrong; 2 a file cannot be read."
    verify = Group(kept, codes).add_command("verify", "name all that is wrong with snapshots of a register", _snapshot)
    verify.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a snapshot; - is stdin")
    verify.add_argument("--keys", type=Path, metavar="FILE", help="did.json of the site; default: this installation")
    verify.add_argument("--on", type=day, metavar="DAY", help="whether the newest held on that day; default: now")


def run(args: argparse.Namespace) -> int:
    return int(args.carry_out(args))


def _check(args: argparse.Namespace) -> int:
    from fanal.tourism import content

    with refused("tourism check") as stop:
        found = content.read(args.folder or content.CONTENT)
        lines = [str(defect) for defect in found.defects]
        counts = {
            "programmes": len(found.programmes),
            "duties": len(found.duties.rules) + len(found.duties.signs),
            "scores": len(found.scores),
        }
        said = ", ".join(f"{number} {name}" for name, number in counts.items())
        if args.json:
            print(json.dumps({**counts, "unreviewed": found.open, "defects": lines}, ensure_ascii=False))
        else:
            print("\n".join([*found.open, *lines, f"{said}, {len(lines)} defects"]))
        stop.code = 1 if lines else 0
    return stop.code


def _snapshot(args: argparse.Namespace) -> int:
    from fanal.learning.certificates import jws
    from fanal.tourism.public import chain

    with refused("tourism snapshot verify") as stop:
        keys, shared = _keys(args.keys)

        def opened(token: str) -> tuple[str, Mapping[str, Any]]:
            header, told = jws.opened(token, keys)
            return jws.kid_of(header), told

        found, wrong = [], []
        for path in args.files:
            try:
                found.append(chain.read(str(path), content(path).decode("utf-8", "replace"), opened, shared))
            except chain.Wrong as why:
                wrong.append(str(why))
        now = datetime.combine(args.on, time.max, UTC) if args.on else datetime.now(UTC)
        wrong += chain.faults(found, now) if found or not wrong else ()
        wrong += _strangers(found) if args.keys is None else ()
        _told(args, found, wrong)
        stop.code = 1 if wrong else 0
    return stop.code


def _strangers(found: list[Any]) -> list[str]:
    """Of the site itself: what its journal does not name."""
    from fanal.tourism.public import snapshots

    return snapshots.strangers(found)


def _told(args: argparse.Namespace, found: list[Any], wrong: list[str]) -> None:
    numbers = sorted({one.number for one in found})
    if args.json:
        say_json({"numbers": numbers, "wrong": wrong})
        return
    for line in wrong:
        say(line)
    if not wrong:
        newest = max(found, key=lambda one: one.number)
        which = f"{numbers[0]} to {numbers[-1]}, one chain" if len(numbers) > 1 else f"{numbers[0]}"
        at = f"{newest.taken_at:%Y-%m-%d %H:%M} UTC, holds until {newest.holds_until:%Y-%m-%d}"
        say(f"Whole: {which}. The newest was made on {at} and names {newest.companies} companies.")


def _keys(path: Path | None) -> tuple[Mapping[str, bytes], frozenset[str]]:
    """Keys by id, and which of them others may know: of a DID document, else of this installation."""
    from fanal.learning.certificates import jws

    if path is not None:
        try:
            return jws.of_document(json.loads(content(path)))
        except ValueError as why:
            raise Unusable(f"{path} is no did.json of a site: {why}") from None
    from fanal.site.commands import start_site

    start_site()
    from fanal.learning.certificates import keys

    return keys.public_keys(), frozenset(keys.compromised())
