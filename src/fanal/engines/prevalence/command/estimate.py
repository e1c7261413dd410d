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
        result = estimate(table, options_of(args, tell))
    draw(args.picture, result)
    if args.json:
        say(result.to_json().rstrip("\n"))
        return 0
    show_overlaps(table)
    say()
    say_verdict(check_model(table, result.model or args.model or Model.of(table.k)))
    say()
    say(sentence(result))
    _show_others(result)
    say_notices("Warnings:", result.warnings)
    _say_foot(result)
    return 0


def sentence(result: Estimate) -> str:
    """The result in words: the interval first, the single figure after it, with its condition."""
    if not result.estimated:
        lines = [f"{reason.code}: {reason.text} What would help: {reason.advice}" for reason in result.reasons]
        return "\n".join(["Not estimable.", *lines])
    shown = result.for_publication()
    condition = f"if the model {result.model} is true" if result.model else "if the models are right"
    interval = f"{result.level:.0%} interval" if not result.broken else "BCa breaks down here, see W16"
    low, high = limits(shown.lower, shown.upper)
    return (
        f"Between {low} and {high} children ({interval}, method "
        f"{result.method}), best single figure {persons(shown.point)}, {condition} and the assumptions below hold. "
        f"{result.observed:,} of them are counted. Unrounded: "
        f"{' to '.join(limits(result.lower, result.upper))}, {persons(result.point)}."
    )


def _show_others(result: Estimate) -> None:
    if result.checks:
        rows: list[tuple[str, ...]] = [
            (
                marked(check),
                check.model or "–",
                persons(check.point),
                *limits(check.lower, check.upper),
            )
            for check in result.checks
        ]
        show("", grid("Other methods", ("method", "model", "estimate", "from", "to"), rows, 2))
    if result.models_close and result.range_over_models:
        title = f"Models that fit about as well say {' to '.join(limits(*result.range_over_models))}"
        rows = [(m.model, persons(m.estimate), f"{m.delta_bic:.2f}", f"{m.weight:.3f}") for m in result.models_close]
        show("", grid(title, ("model", "estimate", "BIC over the best", "weight"), rows[:MANY]))
        if len(rows) > MANY:
            say(f"and {len(rows) - MANY} more")


def _say_foot(result: Estimate) -> None:
    say()
    say("All of this rests on assumptions:")
    for assumption in result.assumptions:
        say(f"  {assumption}")
    if result.estimated and result.mc_error and result.percentile:
        error = max(result.mc_error)
        say()
        say(
            f"{result.replicates:,} repeated samples, scheme {result.scheme}; failed {result.failed:.2%}, infinite "
            f"{result.infinite:.2%}; Monte-Carlo error of the limits {persons(error)}; plain percentiles "
            f"{' to '.join(limits(*result.percentile))}."
        )
    if result.scheme == GIVEN_THE_MODEL:
        say()
        say("No samples were repeated: the interval is given the model, as if it were known. It is too short.")
    say(f"Seed {result.seed}; {result.engine_version}; table {result.table_hash[:16]}.")
    if not result.publishable:
        say("Not for publication until a statistician outside the network has signed it.")
