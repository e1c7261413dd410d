"""Decomposable graphs (Madigan, York 1997) against brute force and against dga 2.0.2 (published.csv)."""

import csv
import re
from math import exp, lgamma, log
from pathlib import Path

import numpy as np
import pytest

from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.graphs import Grid, chordal, geometric, posterior, run
from fanal.engines.prevalence.result import OptionError, Options
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

CORPUS = Path(__file__).parents[3] / "corpus" / "prevalence"

# The eight graphs on three lists with their cliques and separators, written by hand; 0 is the empty separator.
GRAPHS = {
    (): ((1, 2, 4), (0, 0)),
    (3,): ((3, 4), (0,)),
    (5,): ((5, 2), (0,)),
    (6,): ((6, 1), (0,)),
    (3, 5): ((3, 5), (1,)),
    (3, 6): ((3, 6), (2,)),
    (5, 6): ((5, 6), (4,)),
    (3, 5, 6): ((7,), ()),
}


def read(name: str) -> CaptureTable:
    return CaptureTable.from_csv(CORPUS / f"{name}.csv")


def every_number(first: int, last: int, points: int) -> Grid:
    return Grid(np.linspace(first, last, points), np.ones(points))


def score(table: CaptureTable, graph: tuple[int, ...], unseen: int, delta: float) -> float:
    """The logarithm of the posterior as it is written, for three lists."""
    counts = [unseen, *(int(count) for count in table.counts[1:])]
    total = sum(counts)

    def h(lists: int) -> float:
        prior = delta * 2 ** (3 - lists.bit_count())
        cells: dict[int, int] = {mask & lists: 0 for mask in range(8)}
        for mask, count in enumerate(counts):
            cells[mask & lists] += count
        return sum(lgamma(count + prior) - lgamma(prior) for count in cells.values())

    cliques, separators = GRAPHS[graph]
    marginal = sum(map(h, cliques)) - sum(map(h, separators))
    return (
        marginal + lgamma(8 * delta) - lgamma(total + 8 * delta) + lgamma(total + 1) - lgamma(unseen + 1) - log(total)
    )


def test_there_are_8_61_and_822() -> None:
    assert [len(chordal(lists)) for lists in (3, 4, 5)] == [8, 61, 822]


def test_a_square_is_not_chordal_and_with_a_diagonal_it_is() -> None:
    graphs = {frozenset(graph) for graph, _ in chordal(4)}
    square = {0b0011, 0b0110, 0b1100, 0b1001}
    assert frozenset(square) not in graphs
    assert frozenset(square | {0b0101}) in graphs


@pytest.mark.parametrize("delta", [0.125, 0.25, 0.7])
@pytest.mark.parametrize("name", ["korea_3", "hepatitis_a_taiwan_3", "artificial_3"])
def test_three_lists_by_brute_force(name: str, delta: float) -> None:
    table = read(name)
    found = posterior(table, delta, every_number(1, 60, 60))
    scores = {(graph, unseen): score(table, graph, unseen, delta) for graph, _ in chordal(3) for unseen in range(1, 61)}
    most = max(scores.values())
    total = sum(exp(value - most) for value in scores.values())
    for row, (graph, _) in enumerate(chordal(3)):
        by_hand = [exp(scores[graph, unseen] - most) / total for unseen in range(1, 61)]
        assert found.each[row] == pytest.approx(by_hand, rel=1e-8, abs=1e-14)


def published() -> list[dict[str, str]]:
    with (CORPUS / "published.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["method"] == "dga"]


@pytest.mark.parametrize("row", published(), ids=lambda row: f"{row['data']} {row['settings'][:12]}")
def test_dga_to_a_step_of_its_grid(row: dict[str, str]) -> None:
    matched = re.match(r"delta=([\d.]+); hidden from (\d+) to (\d+) in (\d+) points", row["settings"])
    assert matched
    delta, first, last, points = float(matched[1]), int(matched[2]), int(matched[3]), int(matched[4])
    table = read(row["data"])
    found = posterior(table, delta, every_number(first, last, points))
    step = (last - first) / (points - 1)
    for share, name in ((0.5, "point"), (0.025, "lower"), (0.975, "upper")):
        assert table.n + found.quantile(share) == pytest.approx(float(row[name]), abs=step + 0.5)


def test_delta_1_falls_onto_the_observed_number() -> None:
    """On UK-5 a median of 2,800 with δ = 1 against 23,002 with 2^−5."""
    table = read("uk_2013_5")
    assert table.n + posterior(table, 1.0, geometric(1e5)).quantile(0.5) == pytest.approx(2_800, rel=0.02)
    assert run(table, Options()).point == pytest.approx(23_002, rel=0.01)


def test_its_own_grid_gives_what_every_number_gives() -> None:
    table = read("spina_bifida_ny_3")
    fine, own = posterior(table, 0.125, every_number(1, 20_000, 20_000)), posterior(table, 0.125)
    for share in (0.025, 0.5, 0.975):
        assert own.quantile(share) == pytest.approx(fine.quantile(share), abs=1)
    assert own.graphs == pytest.approx(fine.graphs, abs=1e-4)


@pytest.mark.parametrize(
    ("delta", "median", "lower", "upper"),
    [(0.0625, 12_595, 9_827, 16_544), (0.03125, 12_644, 8_809, 16_694), (0.1, 12_491, 9_885, 16_344)],
)
def test_long_stretches_of_the_grid_still_tell_the_very_number(
    delta: float, median: float, lower: float, upper: float
) -> None:
    """Kosovo: dga 2.0.2, `bma.cr(Y, 1:100000, delta, graphs4)`, every number of unseen on its own."""
    table = read("kosovo_4")
    found = posterior(table, delta)
    for share, number in ((0.5, median), (0.025, lower), (0.975, upper)):
        assert table.n + found.quantile(share) == number


def test_half_and_twice_delta_stand_beside_every_result() -> None:
    """dga 2.0.2 on Kosovo as above: with δ = 2^−5 12,644 (8,809 to 16,694), with 2^−3 12,420 (9,856 to 16,213)."""
    found = estimate(read("kosovo_4"), method="graphs", diagnostics=False)
    beside = [(check.method, check.model, check.point, check.lower, check.upper) for check in found.checks]
    assert beside == [("graphs", "δ = 0.03125", 12_644, 8_809, 16_694), ("graphs", "δ = 0.125", 12_420, 9_856, 16_213)]
    assert dict(found.settings)["delta"] is None


def test_delta_can_be_asked_for() -> None:
    found = estimate(read("kosovo_4"), method="graphs", delta=0.1, diagnostics=False)
    assert (found.point, dict(found.settings)["delta"]) == (12_491, 0.1)
    assert [check.model for check in found.checks] == ["δ = 0.05", "δ = 0.2"]
    many = estimate(read("kosovo_4"), method="graphs", delta=0.6, diagnostics=False)
    assert [check.model for check in many.checks] == ["δ = 0.3"]  # twice as much would pass 1


def test_the_tail_beyond_the_grid_is_small() -> None:
    """Twice the end of the grid adds less than 1e-6, on the table with the heaviest complete graph."""
    table = read("korea_3")
    found = posterior(table, 0.125)
    end = float(found.grid.unseen[-1])
    longer = posterior(table, 0.125, geometric(10 * end))
    assert longer.probability[longer.grid.unseen > end].sum() < 1e-6


def test_a_grid_stands_for_every_number_once() -> None:
    grid = geometric(1e6)
    assert grid.width.sum() == pytest.approx(1e6, rel=1 / 400)
    assert np.all(np.diff(grid.unseen) > 0)


def test_weight_of_the_complete_graph_is_warned_of() -> None:
    """Korea: 8.5 % on the graph that says nothing about the unseen but what the prior says."""
    part = run(read("korea_3"), Options())
    assert [notice.code for notice in part.warnings] == ["W12"]
    assert dict(part.warnings[0].values)["complete"] == pytest.approx(0.085, abs=0.005)
    assert run(read("spina_bifida_ny_3"), Options()).warnings == ()


def test_more_than_five_lists_are_refused_in_words() -> None:
    part = run(read("uk_2013_6"), Options())
    assert not part.estimated
    assert "3 to 5 lists" in part.reasons[0].text


def test_delta_of_1_without_a_grid_is_refused() -> None:
    with pytest.raises(OptionError, match="between 0 and 1"):
        posterior(read("korea_3"), 1.0)
