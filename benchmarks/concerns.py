"""Many people tell at once: the real site over TCP, the short path, and not one report lost
(docs/benchmarks.md, "How telling is measured").

Each row is the median of its repeats by reports a second; what failed and what was lost is the sum of all of them.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field

from benchmarks.figures import Figure, number, percentile, show, show_rows
from benchmarks.load import Load, Told, bytes_of_path, crowd, for_seconds
from benchmarks.scene import DATABASES, Scene, scene
from benchmarks.server import Killer, Server, serving
from fanal.site.console import Progress

CLIENTS = (1, 8, 32, 64)
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and for how many seconds how often."""

    databases: Sequence[str] = DATABASES
    clients: Sequence[int] = CLIENTS
    seconds: float = 5.0
    repeats: int = 3

    @property
    def windows(self) -> int:
        """How many times the load is let loose."""
        return len(self.databases) * (len(self.clients) * 2 * self.repeats + 2)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Seconds are of whole reports; `rss_mb` of all processes and the database."""

    database: str
    clients: int
    killed: bool
    ok_per_s: float
    failed: int
    lost: int
    p50_s: float
    p95_s: float
    cpu_s_per_report: float
    rss_mb: int
    bytes_first: int
    bytes_path: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What the same machine does without one half of the work."""

    database: str
    store_per_s: float
    store_cpu_s: float
    pages_per_s: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything of one run."""

    rows: list[Row]
    bounds: list[Bound]
    page_p95_s: dict[str, float]
    again: int
    unseen: int
    load_cpu_s: float


@dataclass
class _Window:
    load: Load
    cpu: float
    rss: float


@dataclass
class _Case:
    """One number of clients, killed or not, and what each repeat of it brought."""

    clients: int
    killed: bool
    windows: list[_Window] = field(default_factory=list)


def run(plan: Plan, step: Progress) -> Measured:
    """Measure everything; `step` hears how many windows of how many are done."""
    made = Measured([], [], {}, 0, 0, 0.0)
    ticks = iter(range(1, plan.windows + 1))
    for database in plan.databases:
        with scene(database, processes=PROCESSES) as here:
            made = _with(made, _measured(here, plan, lambda: step(next(ticks), plan.windows)))
    return made


def _with(one: Measured, other: Measured) -> Measured:
    return Measured(
        one.rows + other.rows,
        one.bounds + other.bounds,
        one.page_p95_s | other.page_p95_s,
        one.again + other.again,
        one.unseen + other.unseen,
        max(one.load_cpu_s, other.load_cpu_s),
    )


def _measured(here: Scene, plan: Plan, tick: Callable[[], None]) -> Measured:
    cases = [_Case(clients, killed) for killed in (False, True) for clients in plan.clients]
    with serving(here) as server:
        first, path, told = bytes_of_path(here.port)
        warm = crowd(here.port, PROCESSES * 2, for_seconds(1.0))
        for case in cases:
            for _ in range(plan.repeats):
                case.windows.append(_window(server, case, plan.seconds))
                tick()
        pages = crowd(here.port, 32, for_seconds(plan.seconds), send=False)
        tick()
        every = [told, *warm.told, *(one for case in cases for window in case.windows for one in window.load.told)]
        opened = here.inside("check", given=[[one.receipt, one.words] for one in every])
    lost = set(opened["lost"])
    loads = [window.load for case in cases for window in case.windows]
    steady = [report for case in cases if case.clients == 1 and not case.killed for report in case.windows]
    made = Measured(
        rows=[_row(here.database, case, lost, first, path) for case in cases],
        bounds=[_bound(here, plan.seconds, pages)],
        page_p95_s={here.database: percentile([page for window in steady for page in window.load.pages], 0.95)},
        again=sum(load.again for load in loads),
        unseen=opened["unseen"],
        load_cpu_s=max(load.cpu / max(1, len(load.reports)) for load in loads),
    )
    tick()
    return made


def _window(server: Server, case: _Case, seconds: float) -> _Window:
    spent, most = server.cpu(), [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(1.0):
            most[0] = max(most[0], server.memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    with Killer(server) if case.killed else nullcontext():
        load = crowd(server.scene.port, case.clients, for_seconds(seconds))
    done.set()
    watcher.join()
    return _Window(load, server.cpu() - spent, max(most[0], server.memory()))


def _row(database: str, case: _Case, lost: set[str], first: int, path: int) -> Row:
    ordered = sorted(case.windows, key=lambda window: window.load.per_second)
    middle = ordered[len(ordered) // 2]
    told: list[Told] = [one for window in case.windows for one in window.load.told]
    return Row(
        database=database,
        clients=case.clients,
        killed=case.killed,
        ok_per_s=round(middle.load.per_second, 1),
        failed=sum(len(window.load.failures) for window in case.windows),
        lost=sum(one.receipt in lost for one in told),
        p50_s=round(percentile(middle.load.reports, 0.5), 4),
        p95_s=round(percentile(middle.load.reports, 0.95), 4),
        cpu_s_per_report=round(middle.cpu / max(1, len(middle.load.reports)), 4),
        rss_mb=round(max(window.rss for window in case.windows)),
        bytes_first=first,
        bytes_path=path,
    )


def _bound(here: Scene, seconds: float, pages: Load) -> Bound:
    """The transaction alone, in as many processes as the site has; the pages alone are measured while it runs."""
    with ThreadPoolExecutor(PROCESSES) as pool:
        found = list(pool.map(lambda _: here.inside("store", given={"seconds": seconds}), range(PROCESSES)))
    rate = sum(one["reports"] / one["seconds"] for one in found)
    cpu = sum(one["cpu"] for one in found) / sum(one["reports"] for one in found)
    return Bound(here.database, round(rate, 1), round(cpu, 4), round(pages.per_second, 1))


# ---- showing ----


def print_table(made: Measured) -> None:
    """The rows, the bounds beside them, and the goals."""
    heads = ("database", "clients", "killed", "ok/s", "failed", "lost", "p50 s", "p95 s", "CPU s", "MB")
    show_rows("Telling a concern: the short path, real pages over TCP", heads, [_cells(row) for row in made.rows])
    show_rows(
        f"What bounds it on this machine ({PROCESSES} processes)",
        (
            "database",
            "transaction alone /s",
            "its CPU s",
            "pages alone /s",
            "site at 32 / lower",
        ),
        [_bound_cells(bound, made.rows) for bound in made.bounds],
    )
    show("Goals", goals(made))
    show("Remarks", [
        Figure("requests sent again because the connection broke", made.again, ""),
        Figure("concerns stored whose receipt nobody saw", made.unseen, ""),
        Figure("CPU of the load itself, for each report", made.load_cpu_s, "s"),
    ])  # fmt: skip


def _cells(row: Row) -> tuple[str, ...]:
    numbers = (row.ok_per_s, row.failed, row.lost, row.p50_s, row.p95_s, row.cpu_s_per_report, row.rss_mb)
    return (row.database, str(row.clients), "every 2 s" if row.killed else "no", *map(number, numbers))


def _bound_cells(bound: Bound, rows: Sequence[Row]) -> tuple[str, ...]:
    lower = min(bound.store_per_s, bound.pages_per_s)
    site = [row.ok_per_s for row in rows if (row.database, row.clients, row.killed) == (bound.database, 32, False)]
    share = f"{site[0] / lower:.2f}" if site and lower else ""
    return (bound.database, *map(number, (bound.store_per_s, bound.store_cpu_s, bound.pages_per_s)), share)


def goals(made: Measured) -> Iterator[Figure]:
    """The goals that the rows speak to."""
    yield Figure("lost, in all runs", sum(row.lost for row in made.rows), "", 0)
    yield Figure("failed, in all runs", sum(row.failed for row in made.rows), "", 0)
    for row in made.rows:
        if row.clients == 32 and not row.killed:
            yield Figure(f"{row.database}: reports at 32 clients", row.ok_per_s, "/s", 60, at_most=False)
            yield Figure(f"{row.database}: p95 at 32 clients", row.p95_s, "s", 1.0)
        if row.clients == 1 and not row.killed:
            yield Figure(f"{row.database}: short path of one client, median", row.p50_s * 1000, "ms", 40)
            yield Figure(f"{row.database}: a page of one client, p95", made.page_p95_s[row.database] * 1000, "ms", 50)
    for database in dict.fromkeys(row.database for row in made.rows):
        most = max(row.rss_mb for row in made.rows if row.database == database)
        yield Figure(f"{database}: memory of one member in all", most, "MB", 512)
    yield Figure("first load", max(row.bytes_first for row in made.rows) / 1024, "KB", 30)
    yield Figure("whole path", max(row.bytes_path for row in made.rows) / 1024, "KB", 60)


def as_json(made: Measured) -> list[dict[str, object]]:
    """The rows, as `--json` gives them."""
    return [asdict(row) for row in made.rows]
