"""A figure, what it is held against, and the table that both stand in."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value and the goal it is held against. `at_most`: less is better."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    at_most: bool = True

    @property
    def ratio(self) -> float | None:
        """How many times better than the goal: 1 meets it, 2 is twice as good. None where there is no goal."""
        if self.goal is None:
            return None
        better, worse = (self.goal, self.value) if self.at_most else (self.value, self.goal)
        return better / worse if worse else float("inf")

    def as_json(self) -> dict[str, object]:
        """The figure as JSON has it: a goal of zero that is met has no ratio."""
        ratio = self.ratio
        known = None if ratio is None or ratio == float("inf") else round(ratio, 3)
        return {"name": self.name, "value": self.value, "unit": self.unit, "goal": self.goal, "ratio": known}


def best_of(times: int, work: Callable[[], object]) -> float:
    """The least CPU seconds of several runs: what the work costs where nothing disturbs it."""
    return min(_cpu(work) for _ in range(times))


def middle_of(times: int, work: Callable[[], object]) -> float:
    """The median of the wall-clock seconds of several runs."""
    return statistics.median(_wall(work) for _ in range(times))


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _wall(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def show(title: str, figures: Iterable[Figure]) -> None:
    """Print figures as a table with their goals and ratios."""
    rows = [
        (
            figure.name,
            f"{number(figure.value)} {figure.unit}",
            "" if figure.goal is None else f"{'≤' if figure.at_most else '≥'} {number(figure.goal)} {figure.unit}",
            "" if figure.ratio is None else "met" if figure.ratio == float("inf") else f"{figure.ratio:.2f} ×",
        )
        for figure in figures
    ]
    show_rows(title, ("what", "measured", "design", "ratio"), rows)


def show_rows(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: the first column to the left, all others to the right."""
    table = Table(title=Text(title, style="bold"), title_justify="left", box=None, pad_edge=False)
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(highlight=False)
    # Where nobody sits, a line is as long as it needs to be.
    console.print(table, width=None if console.is_terminal else 160)
    console.print()


def number(value: float) -> str:
    """A value with three digits that mean something, or whole above a hundred."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def print_json(rows: Sequence[dict[str, object]]) -> None:
    """Write rows as one JSON list."""
    sys.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
