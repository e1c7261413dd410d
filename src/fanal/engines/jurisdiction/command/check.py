"""Find everything that is wrong in the law corpus.

All defects of all files in one run, each with file, line, a stable code and what to do. Errors give 2, for no such
corpus is ever used; warnings alone give 0, or 1 with `--strict`.
"""

import argparse
from dataclasses import asdict

from fanal.engines.commanding import Group, progress, say, say_json
from fanal.engines.jurisdiction.command.common import add_corpus
from fanal.engines.jurisdiction.files.corpus import check_corpus


def add(commands: Group) -> None:
    parser = commands.add_command("check", __doc__, run)
    add_corpus(parser, kept=False)
    parser.add_argument("--strict", action="store_true", help="exit with 1 where there are warnings")


def run(args: argparse.Namespace) -> int:
    with progress("Checking the law") as tell:
        defects, files = check_corpus(args.corpus, args.extra, tell=tell)
    errors = sum(defect.severity == "error" for defect in defects)
    if args.json:
        say_json({"files": files, "defects": [asdict(defect) for defect in defects]})
    else:
        for defect in defects:
            say(str(defect))
        say(f"{files} files: {errors} errors, {len(defects) - errors} warnings.")
    return 2 if errors else int(args.strict and bool(defects))
