"""Rank the models of a table by BIC, with what each says.

All models up to an order (by default all but that of all lists for 4 lists, order 3 for 5, order 2 from 6), from 7
lists only those met on the way to better ones. That models which fit equally well say different numbers is the first
thing to know about a table.
"""

import argparse
from typing import Any

from fanal.engines.commanding import Group, grid, number_of, say, show, threads
from fanal.engines.prevalence import refusals
from fanal.engines.prevalence.command.common import add_search, add_table, persons, prepare, read, say_notices
from fanal.engines.prevalence.result import canonical_json
from fanal.engines.prevalence.search import ModelRanking, rank_models

VERDICTS = {0: "can be estimated", 1: "no finite estimate", 2: "not identifiable", 3: "neither"}


def add(commands: Group) -> None:
    parser = commands.add_command("rank", __doc__, run, aliases=("models",))
    add_table(parser)
    add_search(parser)
    parser.add_argument(
        "--limit", type=number_of("models"), default=20, metavar="N", help="show so many models (default: 20)"
    )
    parser.add_argument("--threads", type=threads, help="default: as many as there are cores; changes no figure")


def run(args: argparse.Namespace) -> int:
    table = read(args)
    reasons = [reason for reason in refusals.of_table(table) if reason.code in {"R1", "R2", "R9", "R10"}]
    if reasons:
        if args.json:
            say(canonical_json({"models": [], "reasons": reasons}).rstrip("\n"))
        else:
            say_notices("No estimate can be made:", reasons)
        return 0
    prepare()
    ranking = rank_models(table, args.order, args.downhill, args.threads)
    if args.json:
        say(canonical_json({**_document(ranking, args.limit), "table_hash": table.digest}).rstrip("\n"))
        return 0
    rows = (
        (m["model"], persons(m["estimate"]), f"{m['bic']:.3f}", f"{m['delta_bic']:.3f}", f"{m['weight']:.3f}")
        for m in _rows(ranking, args.limit)
    )
    how = "met downhill" if ranking.downhill else "tried"
    title = f"{sum(count for _, count in ranking.verdicts):,} models of order {ranking.order} {how}, best first"
    show(grid(title, ("model", "estimate", "BIC", "over the best", "weight"), rows))
    say()
    for code, count in ranking.verdicts:
        say(f"{VERDICTS[code]}: {count:,}")
    return 0


def _rows(found: ModelRanking, limit: int) -> list[dict[str, Any]]:
    return [
        {
            "model": model.notation, "estimate": float(found.estimate[i]), "bic": float(found.bic[i]),
            "delta_bic": float(found.bic[i] - found.bic[0]), "weight": float(found.weight[i]),
        }
        for i, model in enumerate(found.models[:limit])
    ]  # fmt: skip


def _document(found: ModelRanking, limit: int) -> dict[str, Any]:
    verdicts = {str(code): count for code, count in found.verdicts}
    return {"models": _rows(found, limit), "order": found.order, "downhill": found.downhill, "verdicts": verdicts}
