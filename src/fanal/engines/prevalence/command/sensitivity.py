"""Show how far an estimate moves: wrong links, harder groups, lists left out, other choices.

Parts, each of which can be asked for alone with `--only`: `pairs` (lists two by two), `linkage` (missed and false
links), `groups` (children who are harder to record), `lists` (one list left out), `known` (each list as a population
whose size is known), `choices` (lists merged, other orders and thresholds).
"""

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from fanal.engines.commanding import Group, Unusable, grid, progress, say, show
from fanal.engines.prevalence.command.common import (
    add_options,
    add_table,
    limits,
    options_of,
    persons,
    prepare,
    read,
    say_notices,
)
from fanal.engines.prevalence.command.compare import given
from fanal.engines.prevalence.command.picture import add_picture, draw
from fanal.engines.prevalence.result import Notice, Options, canonical_json
from fanal.engines.prevalence.said import REPLICATES, Said
from fanal.engines.prevalence.sensitivity import (
    HeterogeneitySensitivity,
    LinkageSensitivity,
    heterogeneity_sensitivity,
    linkage_sensitivity,
)
from fanal.engines.prevalence.stability import (
    Choices,
    Consistency,
    LeftOut,
    PairRow,
    choices,
    internal_consistency,
    leave_one_list_out,
    pair_table,
)
from fanal.engines.prevalence.table import CaptureTable

PARTS = ("pairs", "linkage", "groups", "lists", "known", "choices")


_TOLD: dict[str, Callable[..., Any]] = {
    "linkage": linkage_sensitivity, "lists": leave_one_list_out, "known": internal_consistency, "choices": choices,
}  # fmt: skip


def add(commands: Group) -> None:
    parser = commands.add_command("sensitivity", __doc__, run)
    add_table(parser)
    add_options(parser)
    parser.set_defaults(replicates=REPLICATES)
    parser.add_argument("--only", choices=PARTS, help="this part alone")
    add_picture(parser)


def run(args: argparse.Namespace) -> int:
    table = read(args)
    if args.picture and args.only in (None, "pairs"):
        raise Unusable("a picture is of one part; write --only linkage, groups, lists, known or choices")
    options = options_of(args)
    if args.only == "pairs" and options != Options(replicates=REPLICATES):
        raise Unusable("pairs are counted, not estimated: no option of an estimate belongs to them")
    asked = {**given(options), "method": options.method, "model": options.model}
    prepare()
    results = {part: _asked(part, table, asked) for part in ((args.only,) if args.only else PARTS)}
    if args.picture:
        draw(args.picture, results[args.only])
    if args.json:
        say(canonical_json({**results, "observed": table.n, "table_hash": table.digest}).rstrip("\n"))
        return 0
    for part, result in results.items():
        _SHOWN[part](result)
        say()
    say("Each row rests on the assumptions of the estimate, which it changes in one place.")
    return 0


def _asked(part: str, table: CaptureTable, asked: dict[str, Any]) -> Any:
    if part == "pairs":
        return pair_table(table)
    if part == "groups":
        return heterogeneity_sensitivity(table, **asked)
    with progress(part) as tell:
        return _TOLD[part](table, tell=tell, **asked)


def _pairs(rows: tuple[PairRow, ...]) -> None:
    heads = ("lists", "children on both", "expected", "P(so few)", "P(so many)", "from these two alone")
    cells = (
        (f"{row.first} and {row.second}", f"{row.overlap:,}", _one(row.expected), _share(row.at_most),
         _share(row.at_least), persons(row.two_lists))
        for row in rows
    )  # fmt: skip
    show(grid("Lists two by two, against lists that do not depend on each other", heads, cells))


def _linkage(result: LinkageSensitivity) -> None:
    heads = ("", "missed", "false", "children seen", "estimate", "from", "to", "note")
    cells = (
        (row.direction, f"{row.missed:.0%}", f"{row.false:.0%}", f"{row.observed:,}", *_said(row.said))
        for row in result.rows
    )
    show(grid("If links had been missed or were false", heads, cells))
    emptied = sorted({" and ".join(history) for row in result.rows for history in row.set_to_zero})
    if emptied:
        say(f"Histories that would have fewer than no children, taken as 0: {', '.join(emptied)}.")
    say(f"Statement on linkage: {result.statement or 'none'}.")
    _warn(result.warnings)


def _groups(result: HeterogeneitySensitivity) -> None:
    if result.surface:
        heads = ("share of the harder group", "odds ratio", "estimate", "twice the gain in likelihood")
        cells = (
            (f"{p.share:.0%}", f"{p.ratio:g}", persons(p.estimate), f"{p.gain:.2f}")
            for p in result.surface.points
        )  # fmt: skip
        show(grid("If there were two groups of children, one harder to record", heads, cells))
    say(f"Chao's lower bound: {persons(result.chao)}." if result.chao else result.reason or "")
    factors = ((f"{r.factor:.2f}", persons(r.point), *limits(r.lower, r.upper)) for r in result.rows)
    show(
        "",
        grid("If the dark figure were multiplied", ("factor on the dark figure", "estimate", "from", "to"), factors),
    )
    _warn(result.warnings)


def _lists(found: LeftOut) -> None:
    heads = ("without", "children seen", "estimate", "from", "to", "note")
    whole = ("(all lists)", "", *_said(found.whole))
    show(
        grid(
            "If a list were not there",
            heads,
            [whole, *((r.name, f"{r.observed:,}", *_said(r.said)) for r in found.rows)],
        )
    )
    _close(found.reason, found.warnings)


def _known(found: Consistency) -> None:
    heads = ("list", "children on it", "estimate", "from", "to", "note", "inside")
    words = {True: "yes", False: "no", None: "–"}
    cells = ((r.name, f"{r.known:,}", *_said(r.said), words[r.within]) for r in found.rows)
    show(grid("How well the size of a list is told from the others", heads, cells))
    _close(found.reason, found.warnings)


def _choices(found: Choices) -> None:
    cells = ((row.kind, row.what, *_said(row.said)) for row in found.rows)
    show(grid("If other choices had been made", ("", "", "estimate", "from", "to", "note"), cells, 2))
    _warn(found.warnings)


_SHOWN: dict[str, Callable[[Any], None]] = {
    "pairs": _pairs, "linkage": _linkage, "groups": _groups, "lists": _lists, "known": _known, "choices": _choices,
}  # fmt: skip


def _said(said: Said) -> tuple[str, str, str, str]:
    return persons(said.point), *limits(said.lower, said.upper), said.reason or ""


def _close(reason: str | None, found: Iterable[Notice]) -> None:
    if reason:
        say(reason)
    _warn(found)


def _warn(found: Iterable[Notice]) -> None:
    say_notices("Warnings:", found)


def _one(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
