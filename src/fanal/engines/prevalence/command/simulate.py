"""Draw a table from a population that is known, to see what an estimate is worth.

    fanal prevalence simulate --total 2000 --list NG=0.12 --list PF=0.18 --list LA=0.10 --together NG,PF=1.2

With classes, lists have names only: `--list NG --list PF --class 0.3:0.30,0.25 --class 0.7:0.06,0.08`.
Writes the table as CSV; the same options and seed give the same table.
"""

import argparse
from typing import Any

from fanal.engines.commanding import Group, Unusable, say
from fanal.engines.prevalence.result import canonical_json
from fanal.engines.prevalence.simulate import simulate

type Class = tuple[float, tuple[float, ...]]


def add(commands: Group) -> None:
    parser = commands.add_command("simulate", __doc__, run)
    parser.add_argument("--total", type=int, required=True, metavar="N", help="persons in the population")
    parser.add_argument(
        "--list", dest="lists", type=_list, action="append", default=[], metavar="NAME[=P]",
        help="a list and the probability to be on it; given again for each list",
    )  # fmt: skip
    parser.add_argument(
        "--class", dest="classes", type=_class, action="append", default=[], metavar="SHARE:P,P,…",
        help="a class of persons with a probability for each list; given again for each class",
    )  # fmt: skip
    parser.add_argument(
        "--together", type=_together, action="append", default=[], metavar="NAME,NAME=X",
        help="lists that depend: histories with all of them are e^X times as frequent; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--missed", type=float, default=0.0, help="probability that a record is not linked (default: 0)"
    )
    parser.add_argument(
        "--false", type=float, default=0.0, help="false links as a share of the persons seen (default: 0)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the random numbers (default: 0)")


def run(args: argparse.Namespace) -> int:
    names = [name for name, _ in args.lists]
    if len(set(names)) < len(names):
        raise Unusable("a list is given twice")
    if not 0 <= args.seed < 2**64:
        raise Unusable("the seed is a whole number from 0 to below 2^64")
    known = [chance for _, chance in args.lists if chance is not None]
    if args.classes and known:
        raise Unusable("with --class, probabilities stand in the classes: write --list NAME")
    if not args.classes and len(known) < len(names):
        raise Unusable("write --list NAME=P, or give classes")
    lists: Any = names if args.classes else dict(args.lists)
    table = simulate(
        args.total, lists, args.classes, dict(args.together), missed=args.missed, false=args.false, seed=args.seed
    )
    if args.json:
        histories = {"+".join(names): count for names, count in table.overlaps().histories}
        document = {"lists": table.names, "observed": table.n, "total": args.total, "seed": args.seed}
        say(canonical_json({**document, "histories": histories, "table_hash": table.digest}).rstrip("\n"))
    else:
        say(table.to_csv().rstrip("\n"))
    return 0


def _list(text: str) -> tuple[str, float | None]:
    name, given, chance = text.partition("=")
    return name.strip(), _number(chance) if given else None


def _class(text: str) -> Class:
    share, _, chances = text.partition(":")
    if not chances:
        raise argparse.ArgumentTypeError(f"{text!r} is no class; write SHARE:P,P,…")
    return _number(share), tuple(_number(chance) for chance in chances.split(","))


def _together(text: str) -> tuple[tuple[str, ...], float]:
    names, given, value = text.rpartition("=")
    if not given:
        raise argparse.ArgumentTypeError(f"{text!r} says not how much; write NAME,NAME=X")
    return tuple(name.strip() for name in names.split(",")), _number(value)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
