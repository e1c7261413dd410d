"""What it costs to measure laws against the checklist (docs/benchmarks.md, "The law"): one state, and 195 of them.

The files are made up (`tests/engines/jurisdiction/worlds.py`): figures on them say nothing about the law of the world.
"""

import statistics
from datetime import date

from tests.engines.jurisdiction.worlds import synthetic

from benchmarks.figures import Figure, best_of
from fanal.engines.jurisdiction.benchmark.standards import benchmark, shipped
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.site.console import Progress

TITLE = "The benchmark of laws: 48 items, CPU of one core"
REPEATS, ON = 3, date(2020, 6, 1)


def run(step: Progress) -> list[Figure]:
    """Measure each of 195 made-up laws of 60 provisions, and the German file that comes with Fanal."""
    corpus, real = synthetic().corpus, load_corpus()
    shipped()
    states = list(corpus.laws)
    seconds = []
    for number, state in enumerate(states, 1):
        seconds.append(best_of(REPEATS, lambda: benchmark(corpus, state, ON)))  # noqa: B023 - run at once
        step(number, len(states))
    return [
        Figure("one state, median of 195", statistics.median(seconds) * 1000, "ms", 50.0),
        Figure("one state, the slowest of 195", max(seconds) * 1000, "ms", 50.0),
        Figure("195 states", sum(seconds), "s", 5.0),
        Figure("Germany", best_of(REPEATS, lambda: benchmark(real, "DE", date(2026, 11, 25))) * 1000, "ms", 50.0),
    ]
