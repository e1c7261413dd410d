"""Write a release in the column names of another format: its synthetic rows, and tables of differential privacy.

    fanal tables export release.zip --format ctdc --out for-ctdc

Only releases with the classes of that format and with differential privacy: its ages beside other tables would tell of
single children. Citizenship stays empty. Check the signature first: `fanal release verify`.
"""

import argparse
import sys
from pathlib import Path

from fanal.engines.commanding import Group, Unusable, folder, say, say_json
from fanal.engines.disclosure.command.common import say_lines

FORMATS = ("ctdc",)


def add(commands: Group) -> None:
    """Adds the sub-command to the parser of ``fanal tables``."""
    parser = commands.add_command("export", __doc__, run)
    parser.add_argument("release", type=Path, help="folder or ZIP file of a release")
    parser.add_argument("--format", choices=FORMATS, required=True, help="whose column names")
    parser.add_argument("--out", type=folder, required=True, metavar="FOLDER", help="a new or empty folder")


def run(args: argparse.Namespace) -> int:
    """Reads the release, refuses or writes; returns the exit code."""
    import json

    from fanal.engines.disclosure import ctdc
    from fanal.engines.disclosure.bundles import NotWhole, opened, read

    try:
        files = ctdc.export(read(opened(args.release)))
    except NotWhole as error:
        sys.stderr.write(f"fanal tables export: {error}\n")
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    if any(args.out.iterdir()):
        raise Unusable(f"{args.out} is not empty; old files beside the new ones could be taken for theirs")
    for name, data in files.items():
        (args.out / name).write_bytes(data)
    about = json.loads(files[ctdc.ABOUT])
    if args.json:
        say_json({"files": sorted(files), "left_out": about["left_out"]})
        return 0
    for name in sorted(files):
        say(str(args.out / name))
    say_lines("Left out:", (f"{name}: {why}" for name, why in sorted(about["left_out"].items())))
    if about["synthetic"]:
        say(about["synthetic"]["caution"])
    return 0
