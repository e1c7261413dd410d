"""The capture tables of the corpus, and what was published about them."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from fanal.engines.prevalence.table import CaptureTable

FOLDER = Path(__file__).parents[3] / "corpus" / "prevalence"


@cache
def table(name: str) -> CaptureTable:
    """A table of the corpus by the name of its file."""
    return CaptureTable.from_csv(FOLDER / f"{name}.csv")


@cache
def published() -> tuple[dict[str, str], ...]:
    """The rows of published.csv."""
    with (FOLDER / "published.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@st.composite
def capture_tables(draw: st.DrawFn, fewest: int = 3, most: int = 5) -> CaptureTable:
    """Random tables with many zeros; at least one person on each list and one on two."""
    lists = draw(st.integers(fewest, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return random_table(rng, lists)


def random_table(rng: np.random.Generator, lists: int) -> CaptureTable:
    """Single histories common, longer ones rarer, many of them empty."""
    masks = np.arange(1 << lists)
    size = np.bitwise_count(masks.astype(np.uint64)).astype(int)
    counts = rng.poisson(rng.choice([5.0, 20.0, 60.0]) / 2.5 ** (size - 1))
    counts[rng.random(counts.size) < rng.choice([0.0, 0.2, 0.5]) * (size > 1)] = 0
    counts[1 << np.arange(lists)] += 1
    counts[0] = 0
    if not counts[size > 1].any():
        counts[rng.choice(masks[size == 2])] = 1
    return CaptureTable.from_masks([f"L{i}" for i in range(lists)], counts)
