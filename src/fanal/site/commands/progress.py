"""Progress: check what somebody wrote of indicators and of how they are reckoned.

`fanal progress check [FOLDER]` names all that is wrong with the indicators and formulas of a folder, with file, line
and key; by default with those that ship. docs/progress-data.md has the formats.
"""

import argparse
import json
from pathlib import Path

from fanal.engines.commanding import Group, refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = Group(parser, "Exit codes: 0 nothing is wrong, 1 something is, 2 the input cannot be used.")
    check = commands.add_command("check", "name all that is wrong with indicators and formulas", _check)
    check.add_argument("folder", type=Path, nargs="?", help="has indicators.csv and formulas; default: what ships")


def run(args: argparse.Namespace) -> int:
    return int(args.carry_out(args))


def _check(args: argparse.Namespace) -> int:
    from fanal.progress.catalogue import catalogue
    from fanal.vocabulary.files import Defective

    with refused("progress check") as stop:
        counts, lines = {"indicators": 0, "formulas": 0}, list[str]()
        try:
            found = catalogue.read(args.folder or catalogue.CONTENT)
            counts = {"indicators": len(found.indicators), "formulas": sum(map(len, found.formulas.values()))}
        except Defective as error:
            lines = [str(defect) for defect in error.defects]
        said = ", ".join(f"{number} {name}" for name, number in counts.items())
        if args.json:
            print(json.dumps({**counts, "defects": lines}, ensure_ascii=False))
        else:
            print("\n".join([*lines, f"{said}, {len(lines)} defects"]))
        stop.code = 1 if lines else 0
    return stop.code
