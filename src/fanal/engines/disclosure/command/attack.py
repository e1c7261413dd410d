"""Attack a release, or tables before release, together with all earlier releases of the population.

RELEASE is a folder or ZIP file: a release, or what `fanal tables protect --out` wrote (then with --classes). Beside the
children (--rows, --cohort) everything can be attacked; without them some attacks stay undecided, and nothing may be
published.

  fanal tables attack tables --classes variables.yaml --rows children.csv --cohort 2024 --secret FILE
  fanal tables attack release.zip --earlier releases/2023.zip --earlier releases/2024.zip
"""

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from secrets import token_bytes
from typing import Any

from fanal.engines.commanding import Group, Unusable, day, progress, say, say_json
from fanal.engines.disclosure.bundles import (
    RELEASE,
    About,
    Bundle,
    Files,
    SyntheticFiles,
    bundle,
    opened,
    read,
)
from fanal.engines.disclosure.command.common import read_class_set, read_rows, year
from fanal.engines.disclosure.model import ClassSet, CodedTable, Coverage
from fanal.engines.disclosure.reading import ID

STATES = {"passed": "withstood", "failed": "SUCCEEDED", "undecided": "undecided"}


def add(commands: Group) -> None:
    """Adds the sub-command to the parser of ``fanal tables``."""
    parser = commands.add_command("attack", __doc__, run)
    parser.add_argument("release", type=Path, help="folder or ZIP file")
    parser.add_argument(
        "--earlier", type=Path, action="append", default=[], metavar="RELEASE",
        help="an earlier release of the population; may be given again, give all",
    )  # fmt: skip
    parser.add_argument("--classes", type=Path, metavar="FILE", help="the class set, for tables and rows")
    parser.add_argument(
        "--rows", type=Path, action="append", default=[], metavar="CSV", help="the children of a cohort; once for each"
    )
    parser.add_argument(
        "--cohort", type=year, action="append", default=[], metavar="YEAR", help="of the rows, in the same order"
    )
    parser.add_argument("--secret", type=Path, metavar="FILE", help="the secret of the population, for the rows")
    parser.add_argument("--id", metavar="COLUMN", help=f"of the rows: what tells children apart (default: {ID})")
    parser.add_argument("--today", type=day, metavar="DAY", help="the last six full months never enter")
    parser.add_argument("--language", default="en", help="of the texts (default: en)")
    parser.add_argument("--names", type=Path, metavar="FILE", help="names that no text may have, one a line")
    parser.add_argument("--places", type=Path, metavar="FILE", help="places that no text may have, one a line")
    parser.add_argument(
        "--objections", type=int, metavar="N", help="pooled tables: how many of the members, all asked, objected"
    )
    parser.set_defaults(lint=None)


def run(args: argparse.Namespace) -> int:
    """Reads, attacks, tells; 1 where an attack succeeded or is undecided."""
    from fanal.engines.disclosure.attacks import attack

    if args.objections is not None and args.objections < 0:
        raise Unusable("a number of objections is 0 or more")
    classes = read_class_set(args.classes) if args.classes else None
    candidate = _release(args.release, classes)
    earlier = [_release(path, classes) for path in args.earlier]
    truth = _truth(args)
    with progress("Attacking") as tell:
        tell(0, 1)
        report = attack(
            candidate,
            earlier,
            truth or None,
            shadow=_shadow(candidate),
            objections=args.objections,
            lint=_lint(args.lint, args.language),
            names=_lines(args.names),
            places=_lines(args.places),
        )
    if args.json:
        say_json(report.to_json())
        return 0 if report.passed else 1
    for outcome in report.outcomes:
        say(f"{outcome.code}  {outcome.name}: {STATES[outcome.state]}. {outcome.reason}")
        for place in outcome.places:
            say(f"      {place}")
        if outcome.advice:
            say(f"      {outcome.advice}")
    say("All attacks were withstood." if report.passed else "This must not be published.")
    return 0 if report.passed else 1


def _release(path: Path, classes: ClassSet | None) -> Bundle:
    """A release, or a draft of tables that are no release yet. Raises `DisclosureError`, `OSError`."""
    files = opened(path)
    return read(files, draft=True) if RELEASE in files else _draft(path, files, classes)


def _draft(path: Path, files: Files, classes: ClassSet | None) -> Bundle:
    from fanal.engines.disclosure.tables import from_json

    names = [name for name in sorted(files) if name.endswith(".json") and name.removesuffix(".json").isdecimal()]
    if not names:
        raise Unusable(f"{path} holds neither a release nor tables of fanal tables protect --out")
    if classes is None:
        raise Unusable("tables that are no release yet need their class set: give --classes")
    tables = [from_json(files[name], classes) for name in names]
    rows = None
    if "synthetic.csv" in files and "synthetic-error.json" in files:
        rows = SyntheticFiles(files["synthetic.csv"], files["synthetic-error.json"])
    coverage = Coverage(1, 1, 0, {})
    about = About(path.stem, "Draft", classes.population, "As the class set says", "Draft", date.min)
    return read(bundle(tables, rows, coverage, (), about), draft=True)


def _truth(args: argparse.Namespace) -> list[CodedTable]:
    if len(args.rows) != len(args.cohort):
        raise Unusable("give --cohort once for each --rows, in the same order")
    if args.rows and not (args.classes and args.secret):
        raise Unusable("rows need --classes and --secret")
    if not args.rows and (args.secret or args.id):
        raise Unusable("--secret and --id are of rows: give --rows")
    made = []
    for rows, cohort in zip(args.rows, args.cohort, strict=True):
        given = {"rows": rows, "cohort": cohort, "id": args.id or ID}
        made.append(read_rows(argparse.Namespace(**{**vars(args), **given})))
    return made


def _shadow(candidate: Bundle) -> Any:
    """Makes rows as the synthetic ones were made, with the same loss; None where the release has none."""
    if candidate.synthetic is None:
        return None
    import json
    from fractions import Fraction

    from fanal.engines.disclosure.synthetic_rules import shadow

    try:
        cohorts = json.loads(candidate.files["synthetic-error.json"])["cohorts"]
        rho = max(Fraction(entry["rho"]) for entry in cohorts)
    except (ValueError, KeyError, TypeError):
        raise Unusable("synthetic-error.json does not say what the synthetic rows cost") from None
    return shadow(rho, token_bytes)


def _lint(found: Callable[[str, str], list[str]] | None, language: str) -> Callable[[str], list[str]] | None:
    return partial(_swapped, found, language) if found else None


def _swapped(found: Callable[[str, str], list[str]], language: str, text: str) -> list[str]:
    return found(text, language)


def _lines(path: Path | None) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] if path else []
