"""Travel: check what somebody wrote of programmes, of the law and of the score.

`fanal tourism check [FOLDER]` names all that is wrong with the programmes, duties and scores of a folder, with file,
line and key; by default with those that ship. docs/tourism-data.md has the formats.
"""

import argparse
import json
from pathlib import Path

from fanal.engines.commanding import Group, refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = Group(parser, "Exit codes: 0 nothing is wrong, 1 something is, 2 the input cannot be used.")
    check = commands.add_command("check", "name all that is wrong with programmes, duties and scores", _check)
    check.add_argument("folder", type=Path, nargs="?", help="has programmes, duties, scores; default: what ships")


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
