"""Estimate how many children are on no list, with everything that speaks against the figure.

Never a figure alone: interval, other models, warnings and assumptions come with it, and a table that carries no
estimate gets the reasons and what would help. The same table, options and seed give the same output.
"""

import argparse

from fanal.engines.commanding import Group, grid, progress, say, show
from fanal.engines.prevalence.command.check import say_verdict, show_overlaps
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
from fanal.engines.prevalence.command.picture import add_picture, draw
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.models import Model
from fanal.engines.prevalence.result import GIVEN_THE_MODEL, Estimate, marked
from fanal.engines.prevalence.verdict import check_model

MANY = 10


def add(commands: Group) -> None:
    parser = commands.add_command("estimate", __doc__, run)
    add_table(parser)
    add_options(parser)
    add_picture(parser)


def run(args: argparse.Namespace) -> int:
    table = read(args)
    options_of(args)
    prepare()
    with progress("Drawing samples again") as tell:
        found = estimate(table, options_of(args, tell))
    draw(args.picture, found)
    if args.json:
        say(found.to_json().rstrip("\n"))
        return 0
    show_overlaps(table)
    say()
    say_verdict(check_model(table, found.model or args.model or Model.of(table.k)))
    say()
    say(sentence(found))
    _show_others(found)
    say_notices("Warnings:", found.warnings)
    _say_foot(found)
    return 0


def sentence(found: Estimate) -> str:
    """The result in words: the interval first, the single figure after it, with its condition."""
    if not found.estimated:
        lines = [f"{reason.code}: {reason.text} What would help: {reason.advice}" for reason in found.reasons]
        return "\n".join(["Not estimable.", *lines])
    shown = found.for_publication()
    condition = f"if the model {found.model} is true" if found.model else "if the models are right"
    interval = f"{found.level:.0%} interval" if not found.broken else "BCa breaks down here, see W16"
    low, high = limits(shown.lower, shown.upper)
    return (
        f"Between {low} and {high} children ({interval}, method "
        f"{found.method}), best single figure {persons(shown.point)}, {condition} and the assumptions below hold. "
        f"{found.observed:,} of them are counted. Unrounded: "
        f"{' to '.join(limits(found.lower, found.upper))}, {persons(found.point)}."
    )


def _show_others(found: Estimate) -> None:
    if found.checks:
        rows: list[tuple[str, ...]] = [
            (
                marked(check),
                check.model or "–",
                persons(check.point),
                *limits(check.lower, check.upper),
            )
            for check in found.checks
        ]
        show("", grid("Other methods", ("method", "model", "estimate", "from", "to"), rows, 2))
    if found.models_close and found.range_over_models:
        title = f"Models that fit about as well say {' to '.join(limits(*found.range_over_models))}"
        rows = [(m.model, persons(m.estimate), f"{m.delta_bic:.2f}", f"{m.weight:.3f}") for m in found.models_close]
        show("", grid(title, ("model", "estimate", "BIC over the best", "weight"), rows[:MANY]))
        if len(rows) > MANY:
            say(f"and {len(rows) - MANY} more")


def _say_foot(found: Estimate) -> None:
    say()
    say("All of this rests on assumptions:")
    for assumption in found.assumptions:
        say(f"  {assumption}")
    if found.estimated and found.mc_error and found.percentile:
        error = max(found.mc_error)
        say()
        say(
            f"{found.replicates:,} repeated samples, scheme {found.scheme}; failed {found.failed:.2%}, infinite "
            f"{found.infinite:.2%}; Monte-Carlo error of the limits {persons(error)}; plain percentiles "
            f"{' to '.join(limits(*found.percentile))}."
        )
    if found.scheme == GIVEN_THE_MODEL:
        say()
        say("No samples were repeated: the interval is given the model, as if it were known. It is too short.")
    say(f"Seed {found.seed}; {found.engine_version}; table {found.table_hash[:16]}.")
    if not found.publishable:
        say("Not for publication until a statistician outside the network has signed it.")
