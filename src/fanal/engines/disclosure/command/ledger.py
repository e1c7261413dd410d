"""The ledger of privacy loss: verify it, see what is left, and ask whether a release still fits.

    fanal tables ledger ledger.jsonl
    fanal tables ledger ledger.jsonl --ask 0.1 --population "children of a member" --cohort 2024

The file is written by `fanal tables protect` and `fanal tables synthesise`, before they look. Keep its newest hash
somewhere else too: nothing else shows that the end was cut off.
"""

import argparse
from fractions import Fraction
from pathlib import Path
from typing import Any

from fanal.engines.commanding import Group, Unusable, grid, say, say_json, show
from fanal.engines.disclosure.accounting import DELTA, epsilon
from fanal.engines.disclosure.command.common import year
from fanal.engines.disclosure.command.epsilon import rho
from fanal.engines.disclosure.command.ledger_file import read
from fanal.engines.disclosure.ledger import ADVICE, MOST_LIFE, MOST_RELEASE, Ledger, may_spend, said
from fanal.engines.disclosure.model import Spend


def add(commands: Group) -> None:
    """Adds the sub-command to the parser of ``fanal tables``."""
    parser = commands.add_command("ledger", __doc__, run)
    parser.add_argument("ledger", type=Path, help="the file; one that is not there yet has spent nothing")
    parser.add_argument("--ask", type=rho, metavar="RHO", help="may so much be spent? With --population and --cohort")
    parser.add_argument("--population", metavar="NAME", help="as the class set calls it")
    parser.add_argument("--cohort", type=year, metavar="YEAR", help="of which year")
    parser.add_argument("--release", default="", metavar="ID", help="what the same release spent before counts too")


def run(args: argparse.Namespace) -> int:
    """Verifies, shows; answers a question by its exit code too."""
    ledger = read(args.ledger) if args.ledger.exists() else Ledger()
    if args.ask is not None:
        return _answer(ledger, args)
    if args.population is not None or args.cohort is not None or args.release:
        raise Unusable("--population, --cohort and --release belong to a question: give --ask")
    if args.json:
        say_json(_value(ledger))
        return 0
    say(f"{len(ledger.entries)} entries; each belongs to those before it. Newest hash: {ledger.head}")
    say(f"A cohort has rho {said(MOST_LIFE)} for life, a release takes at most {said(MOST_RELEASE)} of it.")
    if ledger.entries:
        say()
        rows = (
            (population, str(cohort), said(spent), said(MOST_LIFE - spent), f"{epsilon(spent):.2f}")
            for population, cohort, spent in _spent(ledger)
        )
        heads = ("population", "cohort", "spent", "left", f"epsilon at delta {DELTA:g}")
        show(grid("Privacy loss", heads, rows, right=1))
    return 0


def _spent(ledger: Ledger) -> list[tuple[str, int, Fraction]]:
    return [(population, cohort, ledger.spent(population, cohort)) for population, cohort in ledger.cohorts()]


def _answer(ledger: Ledger, args: argparse.Namespace) -> int:
    if args.population is None or args.cohort is None:
        raise Unusable("--ask needs --population and --cohort")
    asked = Spend(args.population, args.cohort, args.ask, "asked", 1 / (2 * args.ask), 1)
    answer = may_spend(ledger, [asked], args.release)
    left = ledger.left(args.population, args.cohort)
    if args.json:
        say_json({"allowed": bool(answer), "left": str(left), "detail": list(getattr(answer, "detail", ()))})
    elif answer:
        say(f"Yes: {said(left)} of {said(MOST_LIFE)} is left, and {said(left - args.ask)} would be.")
    else:
        say("No.")
        for line in getattr(answer, "detail", ()):
            say(f"  {line}")
        say(ADVICE)
    return 0 if answer else 1


def _value(ledger: Ledger) -> dict[str, Any]:
    return {
        "schema": "fanal.ledger/1",
        "entries": len(ledger.entries),
        "head": ledger.head,
        "most_life": str(MOST_LIFE),
        "most_release": str(MOST_RELEASE),
        "cohorts": [
            {
                "population": population,
                "cohort": cohort,
                "spent": str(spent),
                "left": str(MOST_LIFE - spent),
                "epsilon": epsilon(spent),
                "delta": DELTA,
            }
            for population, cohort, spent in _spent(ledger)
        ],
    }
