"""Linkage: a million children on each of two lists, beside Bloom filters, anonlink and DuckDB.

The million by million are simulated tokens, so that only the join is measured; encoding is measured on fictional
children, a row costs the same in a long list, and what is scaled says so. anonlink and clkhash are installed into
environments of their own and get the same bit arrays and names; where they cannot be installed it says so.
"""

import base64
import json
import resource
import subprocess
import sys
import time
from datetime import date
from itertools import product
from pathlib import Path
from uuid import UUID

import duckdb
import numpy as np
import numpy.typing as npt

from benchmarks import linkage_clk, peers
from benchmarks.figures import Figure, best_of
from fanal.engines.linkage.clusters import Links, forest, links_of
from fanal.engines.linkage.encoding import run_key, tokens_of
from fanal.engines.linkage.model import ChildRow, Declaration, EncodedList, Scheme
from fanal.engines.linkage.people import Style, children, registered, registered_again
from fanal.engines.linkage.terms import scheme_for
from fanal.site.console import Progress
from fanal.vocabulary.dates import Interval

TITLE = "Linkage: a million children on each of two lists"
MANY, SOME, FEW, COMMON, DRAWS = 1_000_000, 10_000, 2_000, 600, 5
ON_DISK, HUGE = 100_000, 10**8
SCRIPTS = {"Latn": "Latin", "Arab": "Arabic", "Khmr": "Khmer"}
FROM_HERE = "from benchmarks.linkage import in_a_process; in_a_process()"
PEERS = Path(__file__).parent / "linkage_peers"
PERIOD = Interval(date(2025, 1, 1), date(2025, 12, 31))

type Tokens = npt.NDArray[np.uint64]


def run(step: Progress) -> list[Figure]:
    """All rows; `step` hears how many parts are done."""
    parts = (_million, _pairs, _clkhash, _recall, _disk)
    figures: list[Figure] = []
    for done, measure in enumerate(parts):
        step(done, len(parts))
        figures += measure()
    step(len(parts), len(parts))
    return figures


def _million() -> list[Figure]:
    """The join in a process of its own, for its memory; encoding on fewer rows, scaled."""
    made = subprocess.run([sys.executable, "-c", FROM_HERE], capture_output=True, text=True, check=True)
    found = json.loads(made.stdout)
    rows, scheme = _rows(SOME), scheme_for(MANY)
    key = run_key({"a": bytes(32), "b": bytes([1]) * 32})
    random = np.random.default_rng(1).bytes
    tokens_of(rows[:200], key, scheme, random)
    spent = best_of(1, lambda: tokens_of(rows, key, scheme, random)) / SOME
    whole = found["cpu"] + 2 * MANY * spent
    return [
        Figure(f"a row encoded ({scheme.bands} bands, {scheme.rows} minima), CPU", spent * 1e6, "µs"),
        Figure(
            f"join {MANY:,} × {MANY:,}, {found['candidates'] / 1e6:.1f} million candidates, all cores",
            found["seconds"],
            "s",
        ),
        Figure("… its memory, lists and all", found["memory"], "GB", 4),
        Figure(f"both encoded (scaled from {SOME:,} rows) and joined, CPU", whole / 60, "min", 10),
    ]


def in_a_process() -> None:
    """Prints seconds, seconds of CPU, GB and candidates of the join of two lists of simulated tokens."""
    lists = simulated(MANY)
    links_of([_part(one, 1_000) for one in lists])
    begun, spent = time.perf_counter(), time.process_time()
    links = links_of(lists)
    forest(links).clusters(8)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    candidates = int(links.tally[1:].sum())
    print(json.dumps({"seconds": seconds, "cpu": cpu, "memory": memory, "candidates": candidates}))


def simulated(rows: int) -> list[EncodedList]:
    """Two lists, three in ten children in common whose tokens are equal in about half of the bands; a tenth of all
    tokens are common ones, which makes seven candidates a row or so."""
    random, scheme = np.random.default_rng(1), Scheme(cap=20)
    one, other = (random.integers(0, 2**64, (rows, scheme.bands), dtype=np.uint64) for _ in range(2))
    common = rows * 3 // 10
    for first in range(0, common, 100_000):
        part = slice(first, min(first + 100_000, common))
        size = part.stop - part.start
        stays = random.random((size, scheme.bands)) < random.beta(4, 3, (size, 1))
        other[part][stays] = one[part][stays]
    for tokens in (one, other):
        for band in range(scheme.bands):
            which = random.random(rows) < 0.1
            tokens[which, band] = random.integers(0, rows // 10, int(which.sum()), dtype=np.uint64)
    handles = random.permutation(2 * rows).astype(np.uint64)
    return [_list(name, scheme, tokens, handles[place * rows : (place + 1) * rows]) for place, (name, tokens) in
            enumerate((("a", one), ("b", other)))]  # fmt: skip


def _list(name: str, scheme: Scheme, tokens: Tokens, handles: Tokens) -> EncodedList:
    declared = Declaration("children", "fictional", PERIOD, len(tokens), "research_linkage")
    return EncodedList(name, UUID(int=1), scheme, tokens, handles, declared)


def _part(given: EncodedList, rows: int) -> EncodedList:
    return _list(given.member, given.scheme, given.tokens[:rows], given.handles[:rows])


def _rows(count: int) -> list[ChildRow]:
    random, style = np.random.default_rng(2), Style()
    return [registered_again(child, style, random) for child in children(style, count, random)]


def _pairs() -> list[Figure]:
    """Dice of all pairs of bit arrays, one thread each, with the same pairs found."""
    rows, threshold = _rows(2 * FEW), 0.8
    one, other = (linkage_clk.filters(part, bytes(32)) for part in (rows[:FEW], rows[FEW:]))
    found = linkage_clk.pairs_above(one, other, threshold)
    spent = best_of(3, lambda: linkage_clk.pairs_above(one, other, threshold))
    speed = FEW * FEW / spent
    figures = [Figure("Dice of two arrays of 1,024 bits", speed / 1e6, "million/s")]
    given = {name: base64.b64encode(part.tobytes()).decode() for name, part in (("one", one), ("other", other))}
    told = _ask(
        ["anonlink==0.15.3", "setuptools<80", "bitarray"], "anonlink", given | {"bits": 1024, "threshold": threshold}
    )
    if told is None:
        return [*figures, Figure("anonlink: absent, it could not be installed here", 0, "")]
    if (told["pairs"], told["sum"]) != found:
        raise RuntimeError(f"anonlink finds {told['pairs']} pairs, not {found[0]}")
    return [*figures, Figure("… over anonlink", told["seconds"] / spent, "×", 2, False)]


def _clkhash() -> list[Figure]:
    given = {"rows": [[" ".join(row.names), row.guardian] for row in _rows(FEW)]}
    told = _ask(["clkhash==0.18.3", "setuptools<80"], "clkhash", given)
    if told is None:
        return [Figure("clkhash: absent, it could not be installed here", 0, "")]
    return [Figure("clkhash: a record of two fields", told["seconds"] * 1e6, "µs")]


def _ask(packages: list[str], name: str, given: object) -> dict[str, float] | None:
    try:
        return peers.ask(packages, (PEERS / f"{name}.py.txt").read_text("utf-8"), given)
    except subprocess.CalledProcessError:
        return None


def _recall() -> list[Figure]:
    """Means of a few draws, with errors on one list and on both."""
    figures = []
    for (script, name), both in product(SCRIPTS.items(), (False, True)):
        ours, theirs = np.mean([draw(script, seed, both) for seed in range(DRAWS)], axis=0).tolist()
        where = "errors on both lists" if both else "one list careful"
        figures.append(Figure(f"recall at precision 0.95, {name} names, {where}; goal: CLK's", ours, "", theirs, False))
    return figures


def draw(script: str, seed: int, both: bool = False) -> tuple[float, float]:
    """Best recall at precision of 0.95 or more, the truth known: of Fanal, and of CLK by Dice and mutual best. `both`:
    errors on both lists, else the first is of a careful clerk."""
    random, style = np.random.default_rng(seed), Style(script=script)
    people = children(style, 2 * FEW - COMMON, random)
    first = people[:FEW]
    one = [registered_again(child, style, random) if both else registered(child, random) for child in first]
    other = [registered_again(child, style, random) for child in people[:COMMON] + people[FEW:]]
    return _ours(one, other), _theirs(one, other)


def _ours(one: list[ChildRow], other: list[ChildRow]) -> float:
    key, scheme, random = run_key({"a": bytes(32), "b": bytes([1]) * 32}), Scheme(), np.random.default_rng(4).bytes
    made = [tokens_of(rows, key, scheme, random) for rows in (one, other)]
    handles = np.arange(2 * FEW, dtype=np.uint64).reshape(2, FEW)
    links = links_of(
        [_list(name, scheme, *both) for name, both in zip("ab", zip(made, handles, strict=True), strict=True)]
    )
    return _at_precision(links.score.astype(float), (links.left == links.right - FEW) & (links.left < COMMON))


def _theirs(one: list[ChildRow], other: list[ChildRow]) -> float:
    arrays = [linkage_clk.filters(rows, bytes(32)) for rows in (one, other)]
    (forth, score), (back, _) = linkage_clk.best_of(*arrays), linkage_clk.best_of(*arrays[::-1])
    rows = np.flatnonzero(back[forth] == np.arange(FEW))
    return _at_precision(score[rows], (forth[rows] == rows) & (rows < COMMON))


def _at_precision(score: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    found = [right[score >= level].sum() / COMMON for level in np.unique(score) if right[score >= level].mean() >= 0.95]
    return float(max(found, default=0.0))


def _disk() -> list[Figure]:
    """The same candidates by a join of DuckDB, on disk where memory ends; and a hundred million rows, extrapolated."""
    lists = simulated(ON_DISK)
    links = links_of(lists)
    spent = _duckdb(lists, links)
    return [
        Figure(f"DuckDB: candidates of {ON_DISK:,} × {ON_DISK:,}", spent, "s"),
        Figure(f"… of {HUGE:,} × {HUGE:,}, extrapolated in proportion to the rows", spent * HUGE / ON_DISK / 3600, "h"),
    ]


def _duckdb(lists: list[EncodedList], links: Links) -> float:
    base = duckdb.connect()
    for given in lists:
        rows, bands = given.tokens.shape
        columns = {
            "row": np.repeat(np.arange(rows, dtype=np.int32), bands),
            "band": np.tile(np.arange(bands, dtype=np.int32), rows),
            "token": given.tokens.ravel(),
        }
        base.register("given", columns)
        base.execute(f"CREATE TABLE {given.member} AS SELECT * FROM given")
    query = """
        SELECT equal, count(*) FROM (
            SELECT count(*) AS equal FROM a JOIN b USING (band, token) GROUP BY a.row, b.row
        ) GROUP BY equal"""
    begun = time.perf_counter()
    tally = dict(base.execute(query).fetchall())
    spent = time.perf_counter() - begun
    if tally != {equal: int(count) for equal, count in enumerate(links.tally) if equal and count}:
        raise RuntimeError("DuckDB finds other candidates")
    return spent
