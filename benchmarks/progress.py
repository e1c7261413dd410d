"""Progress: the board and its pages, all indicators, a series, programmes, at the size of all states.

What is measured runs inside an installation of its own, by the product's own way; the wire is left out. Ways that are
compared must say the same. Assessments are written with real entries of the journal, many at once; people, posts and
memberships are made up.
"""

import json
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import batched, islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import progress_volume as volume
from benchmarks.figures import Figure, best_of, percentile
from benchmarks.scene import Scene, scene
from fanal.site.console import Progress, start_django

TITLE = "Progress: board, indicators, series, programmes"
PAGES, PAGE_BYTES = 40, 60_000
"""How often a page is asked for; how many bytes it may have."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is: assessments, posts, memberships, rows of a series, programmes."""

    assessments: int
    posts: int
    members: int
    rows: int
    programmes: int


FULL, QUICK = Sizes(100_000, 500_000, 400, 1_000_000, 500), Sizes(700, 2_000, 20, 5_000, 10)


def run(databases: Sequence[str], step: Progress, *, quick: bool = False) -> list[Figure]:
    """All rows; `step` hears how many parts of how many are done."""
    sizes, parts = QUICK if quick else FULL, 3 * len(databases) + 1
    figures: list[Figure] = []
    for done, database in enumerate(databases):
        with scene(database) as here:
            step(3 * done, parts)
            figures += _board(database, here, sizes)
            step(3 * done + 1, parts)
            figures += _indicators(database, here, sizes)
            step(3 * done + 2, parts)
            figures += _series(database, here, sizes)
            if not done:
                figures += _programmes(here, sizes)
    step(parts, parts)
    return figures


def _board(database: str, here: Scene, sizes: Sizes) -> list[Figure]:
    here.inside("progress_volume.assess", given={"assessments": sizes.assessments})
    proved = here.inside("progress.pages")["first"]
    told = here.inside("progress.pages")
    many = f"{database}: {sizes.assessments:,} assessments"
    found = [
        Figure(f"{many}, each proved, once in an installation", proved, "s"),
        Figure(f"{database}: … the first look of a process at the board", told["first"], "s", 5),
    ]
    for name, goal in (("board", 150), ("country", 80), ("item", 80)):
        one = told[name]
        found += [
            Figure(f"{database}: {name} page, 95 of 100", one["p95"] * 1e3, "ms", goal),
            Figure(f"{database}: … queries", one["queries"], "", 6 if name == "board" else None),
            Figure(f"{database}: … bytes", one["bytes"] / 1e3, "KB", PAGE_BYTES / 1e3),
        ]
    found.append(
        Figure(f"{database}: … a query for each cell over the first look", told["by_cell"] / told["first"], "×")
    )
    return [*found, Figure(f"{database}: the process that shows it, at its most", told["mb"], "MB")]


def _indicators(database: str, here: Scene, sizes: Sizes) -> list[Figure]:
    here.inside("progress_volume.count", given={"posts": sizes.posts, "members": sizes.members})
    told = here.inside("progress.indicators")
    return [
        Figure(f"{database}: all indicators of {sizes.posts:,} posts, {sizes.members} companies", told["all"], "s", 60),
        Figure(f"{database}: … the next day", told["day"], "s", 5),
        Figure(f"{database}: … the whole over a day", told["all"] / told["day"], "×"),
        Figure(f"{database}: … values that are new, at first", told["values"], ""),
        Figure(f"{database}: … the next day", told["values_day"], ""),
        Figure(f"{database}: … the process, at its most", told["mb"], "MB"),
    ]


def _series(database: str, here: Scene, sizes: Sizes) -> list[Figure]:
    told = here.inside("progress.series", given={"rows": sizes.rows})
    return [
        Figure(f"{database}: {sizes.rows:,} rows of a series read in", told["seconds"], "s", 60 * sizes.rows / 1e6),
        Figure(f"{database}: … the process, at its most", told["mb"], "MB", 512),
        Figure(f"{database}: … over DuckDB, which reads the same file", told["seconds"] / told["peer"], "×"),
        Figure(f"{database}: … refused for its last row, nothing kept", told["refused"], "s"),
    ]


def _programmes(here: Scene, sizes: Sizes) -> list[Figure]:
    given = {"programmes": sizes.programmes}
    here.inside("progress_volume.describe", given=given)
    told, many = here.inside("progress.programmes", given=given), f"{sizes.programmes} programmes"
    return [
        Figure("grade and checks of 1,000 programmes, CPU", told["grades"], "s", 1),
        Figure(f"{many} × 10 measures × 8 points as IATI, the first who asks, CPU", told["iati"], "s", 5),
        Figure("… others", told["iati_again"], "s", 5),
        Figure("… the file", told["iati_bytes"] / 1e6, "MB"),
    ]


# ---- inside the installation ----


def _most() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def pages(_given: Any) -> dict[str, Any]:
    """Seconds of the first look, seconds, queries and bytes of the pages; what a query for each cell takes. Raises
    RuntimeError where both boards differ."""
    start_django()
    from django.test import Client
    from django.urls import reverse

    from fanal.progress.assessing import standing
    from fanal.progress.commitments import rubrics
    from fanal.progress.models import Publication

    today, client = datetime.now(UTC).date(), Client(headers={"host": "localhost"})
    begun = time.perf_counter()
    board = standing.board(today)
    if len(board.lists) != len(volume.countries()):
        raise RuntimeError("not every country is on the board")
    found: dict[str, Any] = {"first": time.perf_counter() - begun}
    for name, address in (
        ("board", reverse("board:board", args=["en"])), ("country", reverse("board:country", args=["en", "KH"])),
        ("item", reverse("board:item", args=["en", "SA-4d"])),
    ):  # fmt: skip
        found[name] = asked(client, address)

    def by_cell() -> dict[tuple[str, str], str]:
        made = {}
        for country in volume.countries():
            for item in rubrics.shipped():
                rows = Publication.objects.filter(assessment__cell__country=country, assessment__cell__item=item)
                last = rows.order_by("-version").values_list("assessment__state", flat=True).first()
                made[country, item] = last or "not_assessed"
        return made

    begun = time.perf_counter()
    for (country, item), state in by_cell().items():
        if board.state(country, item).value != state:
            raise RuntimeError(f"{country} {item}: both boards differ")
    found["by_cell"] = time.perf_counter() - begun
    return found | {"mb": _most()}


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def asked(client: Any, address: str) -> dict[str, float]:
    """Seconds, queries and bytes of one page, by whoever is signed in there, once it was looked at."""
    from django.db import connection

    client.get(address)
    sent: list[str] = []

    def noted(execute: Any, sql: str, *more: Any) -> Any:
        sent.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(noted):
        page = client.get(address)
    if page.status_code != 200:
        raise RuntimeError(f"{address}: {page.status_code}")
    spent = [_took(lambda: client.get(address)) for _ in range(PAGES)]
    return {"p95": percentile(spent, 0.95), "queries": len(sent), "bytes": len(page.content)}


def indicators(_given: Any) -> dict[str, float]:
    """Seconds of all that is counted here, and of the next day."""
    start_django()
    from fanal.progress.models import Observation
    from fanal.progress.observations import computing

    now = datetime.now(UTC).replace(day=10)
    spent = {"all": _took(lambda: computing.compute(now))}
    values = Observation.objects.count()
    spent["day"] = _took(lambda: computing.compute(now + timedelta(days=1)))
    return spent | {"values": values, "values_day": Observation.objects.count() - values, "mb": _most()}


MAP = """schema: fanal.progress.map/1
indicator: V01
version: 1
territory: {column: country, codes: alpha2}
period: year
value: percent
unit: "%"
missing: [".."]
cells: {region: region}
source: {title: Made up, publisher: Benchmark, address: "https://numbers.example/", licence: CC BY 4.0, shared: true, read_on: 2026-01-05}
"""  # noqa: E501 - one line of a text


def series(given: dict[str, int]) -> dict[str, float]:
    """Seconds of a series that is read in, of DuckDB, and of one whose last row is wrong. Raises RuntimeError where
    both read something else."""
    start_django()
    import duckdb

    from fanal.progress.models import Observation
    from fanal.progress.series import importing
    from fanal.site import environment as env

    rows, now = given["rows"], datetime.now(UTC)
    folder = env.data_folder()
    good, wrong = folder / "series.csv", folder / "wrong.csv"
    _written(good, rows)
    _written(wrong, rows, last="bg,2024,12,r0")
    found = importing.mapped(MAP, now.date())
    refused = _took(lambda: _refused(importing, found, wrong, now))
    before = Observation.objects.filter(indicator="V01").count()
    if before:
        raise RuntimeError(f"{before} values stayed of a table that was refused")
    seconds = _took(lambda: importing.by_command(found, MAP, good, now))
    mb = _most()
    asked = "SELECT count(*), sum(percent) FROM read_csv(?)"
    peer = statistics.median(_took(lambda: duckdb.sql(asked, params=[str(good)]).fetchall()) for _ in range(3))
    ((count, whole),) = duckdb.sql(asked, params=[str(good)]).fetchall()
    kept = Observation.objects.filter(indicator="V01")
    ours = sum(float(one) for one in kept.values_list("value", flat=True).iterator())
    if (kept.count(), round(ours)) != (count, round(whole)):
        raise RuntimeError("both read something else")
    return {"seconds": seconds, "refused": refused, "peer": peer, "mb": mb}


def _refused(importing: Any, found: Any, path: Path, now: datetime) -> None:
    try:
        importing.by_command(found, MAP, path, now)
    except importing.RowsRefused:
        return
    raise RuntimeError("a wrong row was kept")


def _written(path: Path, rows: int, last: str = "") -> None:
    """Countries, years from 1960 on, and as many regions as it takes."""
    dice, codes, years = Random(5), volume.countries(), range(1960, 2025)
    each = (
        f"{code},{year},{dice.randrange(1, 9990) / 100},r{region}\n"
        for region in range(rows // (len(codes) * len(years)) + 1) for code in codes for year in years
    )  # fmt: skip
    with path.open("w", encoding="utf-8") as file:
        file.write("country,year,percent,region\n")
        for some in batched(islice(each, rows - bool(last)), 10_000, strict=False):
            file.writelines(some)
        file.write(f"{last}\n" if last else "")


OUTLINE = """problem p: Children leave school
  leads to a: they come [believed]
activity a: A mentor
  leads to o: schools keep places [believed]
output o: Places kept
  leads to u: who has a place stays [believed]
outcome u: More children stay
  measured by U1
harm: Others resent it
  watch: children stay away
"""


def programmes(given: dict[str, int]) -> dict[str, float]:
    """CPU seconds of the rules of a thousand programmes, and of the file of those that are here, as it is served: to
    the first who asks, for whom each is proved, and to others."""
    start_django()
    from django.test import Client
    from django.urls import reverse

    from fanal.progress.programmes import measuring
    from fanal.progress.programmes.kinds import Arm, Counts, Level, Moment, Unit

    starts = date(2023, 1, 1)

    def measure(number: int, points: int) -> measuring.Measure:
        arms = [(arm, moment) for arm in Arm for moment in Moment][:points]
        made = tuple(
            measuring.Point(
                arm, moment, starts, starts + timedelta(days=300), Decimal(60), 120, 10, 40 + 3 * at, public=True
            )
            for at, (arm, moment) in enumerate(arms)
        )
        return measuring.Measure(
            f"U{number}", "Children who stay", Level.OUTCOME, Unit.SHARE, Counts.CHILDREN, True, points=made
        )

    every = [[measure(1, 8), measure(2, 8)] for _each in range(1_000)]
    client, address = Client(headers={"host": "localhost"}), reverse("prevention:iati")
    first = best_of(1, lambda: client.get(address))
    file = client.get(address)
    if file.content.count(b"<iati-activity ") != given["programmes"]:
        raise RuntimeError("the file has not every programme")
    return {
        "grades": best_of(3, lambda: [_graded(one) for one in every]),
        "iati": first,
        "iati_again": best_of(3, lambda: client.get(address)),
        "iati_bytes": len(file.content),
    }


def _graded(measures: list[Any]) -> None:
    from fanal.progress.programmes import grading, measuring, theory
    from fanal.progress.programmes.kinds import Comparison

    made = theory.read(OUTLINE)
    faults = [*made.faults, *made.lacking([one.code for one in measures])]
    today = date(2026, 1, 1)
    wrong = [found for one in measures for point in one.points for found in measuring.wrong(one, point, today)]
    design = grading.Design(
        not faults, measuring.is_monitored(measures), True, Comparison.FOUND, True, True, True,
        [measuring.evidence(one) for one in measures],
    )  # fmt: skip
    if wrong or grading.graded(design) is None:
        raise RuntimeError(json.dumps(list(map(str, wrong))))
