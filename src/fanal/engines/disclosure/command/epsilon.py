"""What a privacy loss means: rho as epsilon and delta, and in words.

fanal tables epsilon 0.1
"""

import argparse
from fractions import Fraction
from math import exp

from fanal.engines.commanding import Group, say, say_json
from fanal.engines.disclosure.accounting import DELTA, epsilon
from fanal.engines.disclosure.ledger import MOST_LIFE, MOST_RELEASE, said

SIBLINGS = (2, 3)


def rho(text: str) -> Fraction:
    """The type of a privacy loss: a number above 0, as a decimal or a fraction; an exponent could fill the memory."""
    try:
        found = Fraction(text) if len(text) <= 40 and "e" not in text.lower() else Fraction(0)
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if not 0 < found <= 1000:
        raise argparse.ArgumentTypeError("rho is a number above 0, such as 0.1 or 1/20")
    return found


def add(commands: Group) -> None:
    """Adds the sub-command to the parser of ``fanal tables``."""
    parser = commands.add_command("epsilon", __doc__, run)
    parser.add_argument("rho", type=rho, help="privacy loss in zero-concentrated differential privacy")
    parser.add_argument("--delta", type=_delta, default=DELTA, help=f"default: {DELTA:g}")


def run(args: argparse.Namespace) -> int:
    """Converts, rounded up."""
    alone = epsilon(args.rho, args.delta)
    groups = {size: epsilon(size**2 * args.rho, args.delta) for size in SIBLINGS}
    if args.json:
        say_json({"rho": str(args.rho), "delta": args.delta, "epsilon": alone, "siblings": groups})
        return 0
    say(f"rho {said(args.rho)}: epsilon {alone} at delta {args.delta:g}, rounded up.")
    if alone < 20:
        say(
            f"With or without the data of one child, whatever is published comes about at most {exp(alone):.1f} times "
            f"as often, but for a probability of {args.delta:g}."
        )
    for size, loss in groups.items():
        say(f"For {size} siblings together: epsilon {loss}.")
    say(f"A release may take rho {said(MOST_RELEASE)} at most, a cohort {said(MOST_LIFE)} for life.")
    return 0


def _delta(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < 1:
        raise argparse.ArgumentTypeError("delta is a number between 0 and 1")
    return found
