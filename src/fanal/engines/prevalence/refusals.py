"""Why a table carries no estimate: stable codes, texts with numbers filled in, what would help
(docs/prevalence.md, "Warnings and refusals")."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from fanal.engines.prevalence.result import Notice, Part, whole
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.verdict import ModelCheck

FEWEST_LISTS, FEWEST_SHARED = 3, 10
LOST = 0.05

TEXTS = {
    "R1": ("There are {k} lists; three are needed.", "A further list of another kind of organisation."),
    "R2": (
        "No child is on two lists: how many are on none cannot be known.",
        "A check of the linkage; a longer period; a further list.",
    ),
    "R3": (
        "Only {m} children are on two or more lists; ten are needed.",
        "A longer period, a further list, a check of the linkage.",
    ),
    "R4": ("{reason}", "A model without these terms, or two of the lists merged."),
    "R5": ("None of the models can be estimated from this table.", "Lists merged, a longer period, a further list."),
    "R6": (
        "The upper limit is not known: {share} of repeated samples have no finite estimate.",
        "A further list or a longer period, so that more children are on two lists.",
    ),
    "R7": (
        "The methods contradict each other: {ranges}.",
        "A statistician; a further list; the ranges side by side, without a single figure.",
    ),
    "R8": (
        "The chains of the Bayesian method have not come to agree (R-hat {rhat}, effective size {size}).",
        "Another method; longer chains.",
    ),
    "R9": (
        "The periods of {first} and {second} do not meet: these are not lists of one population.",
        "Lists of the same period.",
    ),
    "R10": ("{words}", "A list that was made independently, in place of this one."),
}


_RANGE = re.compile(r"(\w+) says (\d[\d,]*) to (\d[\d,]*)")


def ranges(known: Iterable[tuple[str, float, float]]) -> str:
    """What R7 says of methods: each with its limits, rounded outward."""
    return "; ".join(f"{method} says {whole(low, 'lower')} to {whole(high, 'upper')}" for method, low, high in known)


def read_ranges(text: str) -> list[tuple[str, float, float]]:
    """What `ranges` wrote. Raises ValueError for all else: whoever makes figures coarser must not pass one by."""
    found = [_RANGE.fullmatch(one) for one in text.split("; ")]
    if not all(found):
        raise ValueError("these are no ranges of methods")
    return [(one[1], float(one[2].replace(",", "")), float(one[3].replace(",", ""))) for one in found if one]


def notice(code: str, **values: Any) -> Notice:
    """The refusal of this code."""
    text, advice = TEXTS[code]
    words = {key: f"{100 * value:.1f} %" if key == "share" else value for key, value in values.items()}
    return Notice(code, text.format(**words), advice, tuple(sorted(values.items())))


def of_table(table: CaptureTable, allow_thin: bool = False) -> tuple[Notice, ...]:
    """R1 to R3, R9 and R10: what forbids an estimate by any method."""
    return tuple(_of_table(table, allow_thin))


def _of_table(table: CaptureTable, allow_thin: bool) -> Iterator[Notice]:
    shared = sum(table.depth[2:])
    if table.k < FEWEST_LISTS:
        yield notice("R1", k=table.k)
    if not shared:
        yield notice("R2")
    elif shared < FEWEST_SHARED and not allow_thin:
        yield notice("R3", m=shared)
    for (first, early), (second, late) in combinations(table.about.periods, 2):
        if early[1] < late[0] or late[1] < early[0]:
            yield notice("R9", first=first, second=second)
    yield from _repeated(table)


def _repeated(table: CaptureTable) -> Iterator[Notice]:
    for place, name in enumerate(table.names):
        if table.n and table.margins[1 << place] == table.n:
            yield notice("R10", words=f"The list {name} holds everybody.")
    for a, b in combinations(range(table.k), 2):
        both = table.margins[1 << a | 1 << b]
        if both and both == table.margins[1 << a] == table.margins[1 << b]:
            yield notice("R10", words=f"The lists {table.names[a]} and {table.names[b]} are the same.")


def of_model(check: ModelCheck) -> Notice:
    """R4: the model that was asked for."""
    return notice("R4", reason=check.reason, model=check.model.notation, verdict=check.code)


def of_replicates(part: Part) -> tuple[Notice, ...]:
    """R6."""
    lost = part.failed + part.infinite
    unknown = part.upper is not None and not part.upper < float("inf")
    return (notice("R6", share=lost),) if unknown or lost > LOST else ()
