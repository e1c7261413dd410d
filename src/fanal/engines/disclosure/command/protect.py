"""Tables that may leave: numbers protected by one method, each with its range; or a refusal with what would help.

A table is ROWS, ROWS:COLUMNS, or either limited to some codes, at most three variables in all: `age:sex`,
`form,age:sex`, `form/sex=girl`. With `--out` each becomes NN.csv and NN.json. The attacks come after this:
`fanal tables attack`.

  fanal tables protect children.csv --classes variables.yaml --cohort 2024 --secret FILE --table age:sex --out release
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from fanal.engines.commanding import Group, Unusable, folder, grid, say, say_json, show
from fanal.engines.disclosure.command.common import add_rows, read_cube
from fanal.engines.disclosure.command.epsilon import rho
from fanal.engines.disclosure.command.ledger_file import take
from fanal.engines.disclosure.given import Given
from fanal.engines.disclosure.model import Cube, K, Policy, Protected, TableSpec

DEFAULT = Policy()


def add(commands: Group) -> None:
    """Adds the sub-command to the parser of ``fanal tables``."""
    parser = commands.add_command("protect", __doc__, run)
    add_rows(parser, release=True)
    parser.add_argument(
        "--table", type=table_spec, action="append", required=True, metavar="TABLE", help="may be given again"
    )
    parser.add_argument("--without-totals", action="store_true", help="no sums over rows and columns")
    parser.add_argument("--out", type=folder, metavar="FOLDER", help="where NN.csv and NN.json are written")
    _add_policy(parser)
    _add_given(parser)


def _add_policy(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("method")
    group.add_argument("--method", choices=("cellkey", "dp", "suppress"), default=DEFAULT.method)
    group.add_argument("--audience", choices=("public", "members", "named"), default=DEFAULT.audience)
    group.add_argument("-k", type=int, default=K, help=f"the threshold; {K} or more (default: {K})")
    group.add_argument("--change", type=int, metavar="D", help=f"with cellkey: at most (default: {DEFAULT.D})")
    group.add_argument("--variance", type=float, metavar="V", help=f"with cellkey: of the changes ({DEFAULT.V:g})")
    group.add_argument("--base", type=int, help=f"with cellkey: of rounding (default: {DEFAULT.base})")
    group.add_argument("--rho", type=rho, help="with dp: privacy loss of the release, such as 0.1 or 1/20")
    group.add_argument("--ledger", type=Path, metavar="FILE", help="with dp: where the loss is written first")
    group.add_argument("--release", metavar="ID", help="with dp: under which name")


def _add_given(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what the rows do not say")
    group.add_argument(
        "--not-assessed", action="append", default=[], metavar="VARIABLE", help="nobody was asked; may be given again"
    )
    group.add_argument(
        "--no-data", type=_pair, action="append", default=[], metavar="VARIABLE=CODE",
        help="nobody records it; may be given again",
    )  # fmt: skip
    group.add_argument("--tables-before", type=int, default=0, metavar="N", help="tables released on this cohort")
    group.add_argument(
        "--other-classes", action="append", default=[], metavar="SHA256",
        help="hash of a class set that earlier releases used; may be given again",
    )  # fmt: skip
    group.add_argument(
        "--earlier", type=Path, action="append", default=[], metavar="RELEASE",
        help="an earlier release of the population (folder or ZIP file); may be given again, give all",
    )  # fmt: skip
    group.add_argument(
        "--assent", action="append", default=[], choices=("ethics_reviewer", "survivor_adviser"),
        help="assented in writing to a statement about (nearly) all of a group",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Reads, counts, protects, shows or writes."""
    from fanal.engines.disclosure.protect import demand_allowed, protect

    if args.out and args.out.exists() and any(args.out.iterdir()):
        raise Unusable(f"{args.out} is not empty; an old table beside the new ones could be taken for one of them")
    if args.method != "dp" and (args.ledger or args.release or args.rho is not None):
        raise Unusable("--rho, --ledger and --release belong to --method dp")
    if args.method != "cellkey" and any(option is not None for option in (args.change, args.variance, args.base)):
        raise Unusable("--change, --variance and --base belong to --method cellkey")
    policy, given = _policy(args), _given(args)
    cube = read_cube(args)
    specs = [replace(spec, cohorts=cube.cohorts, totals=not args.without_totals) for spec in args.table]
    demand_allowed(cube, specs, policy, given)
    if policy.method == "dp":
        _spend(args, cube, specs, policy)
    tables = protect(cube, specs, policy, given=given)
    if args.out:
        _write(args.out, tables)
    _show(tables, as_json=args.json)
    return 0


def table_spec(text: str) -> TableSpec:
    """The type of `--table`: ROWS[:COLUMNS][/VARIABLE=CODE,…]…"""
    places, *limits = text.split("/")
    rows, _, columns = places.partition(":")
    where = {}
    for limit in limits:
        name, equals, codes = limit.partition("=")
        if not (name.strip() and equals and all(code.strip() for code in codes.split(","))):
            raise argparse.ArgumentTypeError("a limit is VARIABLE=CODE or VARIABLE=CODE,CODE")
        where[name.strip()] = tuple(code.strip() for code in codes.split(","))
    try:
        return TableSpec(tuple(_names(rows)), tuple(_names(columns)) if columns else (), where)
    except ValueError:
        raise argparse.ArgumentTypeError("a name is empty; a table is ROWS:COLUMNS, such as age,form:sex") from None


def _names(text: str) -> Iterator[str]:
    for name in text.split(","):
        if not name.strip():
            raise ValueError
        yield name.strip()


def _pair(text: str) -> tuple[str, str]:
    name, equals, code = text.partition("=")
    if not (name and equals and code):
        raise argparse.ArgumentTypeError("write VARIABLE=CODE")
    return name, code


def _policy(args: argparse.Namespace) -> Policy:
    given = {"D": args.change, "V": args.variance, "base": args.base}
    changes = {name: value for name, value in given.items() if value is not None}
    return Policy(k=args.k, method=args.method, rho=args.rho, audience=args.audience, **changes)


def _given(args: argparse.Namespace) -> Given:
    from fanal.engines.disclosure.bundles import opened, read
    from fanal.engines.disclosure.groups import published

    return Given(
        other_classes=frozenset(args.other_classes),
        tables_before=args.tables_before,
        earlier=published(read(opened(path)) for path in args.earlier),
        assents=frozenset(args.assent),
        not_assessed=frozenset(args.not_assessed),
        no_data=frozenset(args.no_data),
    )


def _spend(args: argparse.Namespace, cube: Cube, specs: Sequence[TableSpec], policy: Policy) -> None:
    """Writes what the release costs before anything is looked at: what was seen is spent."""
    from fanal.engines.disclosure import dp

    if not (args.ledger and args.release):
        raise Unusable("differential privacy needs --ledger and --release: its price is written down first")
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)  # what could not be written must not be paid for
    take(args.ledger, dp.spends(cube.classes, cube.cohorts, specs, policy), args.release)


def _write(folder: Path, tables: Sequence[Protected]) -> None:
    from fanal.engines.disclosure.tables import to_csv, to_json

    folder.mkdir(parents=True, exist_ok=True)
    for number, table in enumerate(tables, start=1):
        (folder / f"{number:02}.csv").write_bytes(to_csv(table))
        (folder / f"{number:02}.json").write_bytes(to_json(table))


def _show(tables: Sequence[Protected], *, as_json: bool) -> None:
    from fanal.engines.disclosure import words
    from fanal.engines.disclosure.pictures import title
    from fanal.engines.disclosure.tables import lines, to_json

    if as_json:
        say_json([json.loads(to_json(table)) for table in tables])
        return
    for table in tables:
        names = (*table.spec.rows, *table.spec.columns)
        rows = ((*line.codes.values(), words.said(line.cell, table.policy.k)) for line in lines(table))
        show(grid(title(table), (*names, "children"), rows, right=len(names)))
        for sentence in words.under(table):
            say(sentence)
        say()
    say("Before anything is published: fanal tables attack.")
