"""The warnings of the engine: stable codes, texts with numbers filled in, and what to do
(docs/prevalence.md, "Warnings and refusals").

Each is looked for where its numbers are; what needs no further estimate is looked for here.
"""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from fanal.engines.prevalence.models import pairs_of
from fanal.engines.prevalence.result import MUCH, Notice, Part, whole
from fanal.engines.prevalence.table import CaptureTable

TEXTS = {
    "W1": ("Three lists cannot show whether all of them depend on each other.", "Look for a fourth list."),
    "W2": ("Only {n} children are recorded.", "Take a longer period or a larger area, or do not estimate."),
    "W3": (
        "The lists hardly overlap: {m} children are on two or more.",
        "Check the linkage: missed links look like this. Take a longer period or a further list.",
    ),
    "W4": (
        "{pairs} share no child.",
        "Ask whether these lists could share a child at all; if one sends children on to the other, merge them.",
    ),
    "W5": ("Models that fit equally well say {low} to {high}.", "Report the range, not the single figure."),
    "W6": (
        "The choice of the model is unstable.",
        "Only {share} of the repeated samples choose it. Report the range over models.",
    ),
    "W7": (
        "{share} of repeated samples had no finite estimate.",
        "The upper limit is hardly known. Take a further list or a longer period.",
    ),
    "W8": (
        "Children probably differ in how easily they are recorded: the estimate is likely too low.",
        "Read the estimate as a lower bound, and show how far it moves with two hidden groups.",
    ),
    "W9": (
        "If one link in ten was missed, the estimate would be {x}.",
        "Have the linkage checked by hand on a sample, and state its quality with the table.",
    ),
    "W10": (
        "The result rests on the list {name}.",
        "Ask those who keep this list how it is made, and show the estimate without it.",
    ),
    "W11": (
        "Where the answer is known, the method misses it {a} of {b} times.",
        "Do not use this method on these lists without a statistician.",
    ),
    "W12": (
        "The Bayesian result depends on prior or chain.",
        "Do not report it; look at the other methods.",
    ),
    "W13": (
        "More than nine in ten are estimated, not counted.",
        "Such a figure rests on the model more than on the lists. Report the range over models.",
    ),
    "W14": (
        "The model does not describe the overlaps: a worse fit comes by chance in {share} of samples.",
        "Let the model be chosen, or look at other models.",
    ),
    "W15": (
        "The limits are not exact: with other random numbers they would move by {error} persons.",
        "Use more replicates.",
    ),
    "W16": (
        "BCa breaks down here: a limit of it would rest on hardly any of the repeated samples, or move with the random "
        "numbers. The interval spans two others: percentiles, {low} to {high}, and the profile likelihood of the "
        "model, {profile_low} to {profile_high}.",
        "Read it as the range of what can be said, and show both. A further list or a longer period would help.",
    ),
}
FEW, FEW_SHARED, SHARED_SHARE = 100, 20, 0.05
APART, UNSTABLE, LOST, MOSTLY, MISFIT = 1.5, 0.5, 0.01, 10, 0.01


def notice(code: str, **values: Any) -> Notice:
    """The warning of this code. Shares are written as percentages and persons as whole numbers in its text."""
    text, advice = TEXTS[code]
    words = {key: _written(key, value) for key, value in values.items()}
    return Notice(code, text.format(**words), advice.format(**words), tuple(sorted(values.items())))


def of_table(table: CaptureTable) -> Iterator[Notice]:
    """W1 to W4: what the overlaps alone show."""
    shared = sum(table.depth[2:])
    if table.k == 3:
        yield notice("W1")
    if table.n < FEW:
        yield notice("W2", n=table.n)
    if shared < FEW_SHARED or shared < SHARED_SHARE * table.n:
        yield notice("W3", m=shared)
    apart = [" and ".join(table.lists_of(pair)) for pair in pairs_of(table.k) if not table.margins[pair]]
    if apart:
        yield notice("W4", pairs=", ".join(apart))


def of_part(table: CaptureTable, part: Part) -> Iterator[Notice]:
    """W5 to W7, W13 and W15: what the models and replicates of one method show."""
    close = [model.estimate for model in part.models_close] + [part.point or float(table.n)]
    if max(close) > APART * min(close):
        yield notice("W5", low=min(close), high=max(close))
    if part.agreement is not None and part.agreement < UNSTABLE:
        yield notice("W6", share=part.agreement)
    if part.failed + part.infinite > LOST:
        yield notice("W7", share=part.failed + part.infinite)
    if part.point is not None and part.point > MOSTLY * table.n:
        yield notice("W13", hidden=part.point - table.n, n=table.n)
    yield from _inexact(part)


def _inexact(part: Part) -> Iterator[Notice]:
    if part.mc_error is None or part.lower is None or part.upper is None:
        return
    off = [error for error, limit in zip(part.mc_error, (part.lower, part.upper), strict=True) if error > MUCH * limit]
    if off and isfinite(part.upper):
        yield notice("W15", error=max(off))


def _written(key: str, value: Any) -> str:
    if key == "share":
        return f"{100 * value:.0f} %" if value >= 0.01 else f"{100 * value:.1f} %"
    if isinstance(value, float):
        return whole(value, key) if isfinite(value) else "an unknown number of"
    return str(value)
