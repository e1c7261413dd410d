"""See whether the papers of a run fit each other: agreement, commitment, result, lists and receipts.

Needs no key and no test row: anyone who holds the papers can do it, also after the day of deletion.
"""

import argparse
from pathlib import Path
from typing import Any

from fanal.engines.commanding import Group, say, say_json


def add(commands: Group) -> None:
    parser = commands.add_command("verify", __doc__, run)
    parser.add_argument("agreement", type=Path, help="JSON: what members and unit agreed on for this run")
    parser.add_argument("commitment", type=Path, help="what the unit committed to")
    parser.add_argument("result", type=Path, help="what the unit reported")
    many: dict[str, Any] = {"type": Path, "action": "append", "default": [], "metavar": "FILE"}
    parser.add_argument("--list", help="an encoded list that still exists; may be given again", **many)
    parser.add_argument("--receipt", help="what a member or the unit destroyed; may be given again", **many)


def run(args: argparse.Namespace) -> int:
    from fanal.engines.linkage.reporting import checks
    from fanal.engines.linkage.run import Commitment
    from fanal.engines.linkage.terms import RunAgreement

    made = checks(
        args.result.read_bytes(),
        RunAgreement.read(args.agreement.read_bytes()),
        Commitment.read(args.commitment.read_bytes()),
        [path.read_bytes() for path in args.list],
        [path.read_bytes() for path in args.receipt],
    )
    fits = all(check.fits for check in made)
    if args.json:
        say_json({"fits": fits, "checks": [{"what": check.what, "fits": check.fits} for check in made]})
    else:
        for check in made:
            say(f"{'fits' if check.fits else 'DOES NOT FIT'}: {check.what}")
    return 0 if fits else 1
