"""Files of children: lists, search, one file, two deeds, and what lies on the disk, at the size of a large member.

Everything runs inside one process of the installation, with people who are signed in; the wire is left out. Beside it
on PostgreSQL stands a table in the shape of the peer, built here: one wide row with a JSON document, whose scope is an
array, and 105 indexes (`benchmarks.cases_peer`). Ratios say more than times: both run on the same machine.
"""

import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, groupby
from typing import Any
from uuid import UUID

from benchmarks import scene as bench
from benchmarks.cases_volume import OWN, WORDS, Scene, counted, fill, open_rings, written
from benchmarks.figures import number, percentile, show_rows
from benchmarks.scene import scene
from benchmarks.triage import browser
from fanal.site.console import Progress, start_django

TITLE = "Cases: the files of a large member"
FILES = {"sqlite": 35_000, "postgresql": 100_000}
QUICK = 2_000
LARGE = 1_000_000
LOADS = 40
BUDGETS: dict[str, tuple[float, str]] = {
    "own files, page": (25, "ms"), "own files, count": (10, "ms"), "team by risk": (25, "ms"),
    "page of a supervisor": (25, "ms"), "name search": (25, "ms"), "overdue help of a worker": (15, "ms"),
    "page of a file": (100, "ms"), "save a follow-up": (100, "ms"), "change of risk": (4096, "WAL"),
    "new file": (28_672, "WAL"), "indexes, most of a table": (12, ""), "size of indexes": (300, "MB"),
    "memory of the process": (512, "MB"), "counted rows, all opened": (20, "s"), "a backup": (300, "s"),
    "a restore of it": (300, "s"),
}  # fmt: skip
"""By task what the design set at 100,000 files, and of what."""


@dataclass(frozen=True, slots=True)
class Row:
    """One task on one database. `pages`, `wal_bytes` and `peer_ratio` (the peer's over ours) on PostgreSQL alone."""

    database: str
    files: int
    task: str
    p50_ms: float | None = None
    p95_ms: float | None = None
    statements: int | None = None
    pages: int | None = None
    wal_bytes: int | None = None
    rss_mb: float | None = None
    peer_ratio: float | None = None
    amount: float | None = None


def run(databases: Sequence[str], step: Progress, *, quick: bool = False, large: bool = False) -> list[Row]:
    """Each database at its size: `quick` 2,000 files; `large` PostgreSQL with a million besides."""
    sizes = [(one, QUICK if quick else FILES[one]) for one in databases]
    sizes += [("postgresql", LARGE)] if large else []
    rows: list[Row] = []
    total, done = sum(files for _database, files in sizes), 0
    for database, files in sizes:
        with scene(database) as here:
            there = 0
            while there < files:
                there = here.inside("cases.grow", given={"files": min(files, there + 20_000)})
                step(done + there, total)
            ours = here.inside("cases.measure", given={"files": files})
            peer = here.inside("cases_peer.measure", given={"files": files}) if _has_peer(database, files) else {}
            ours += here.inside("cases.count", given={"files": files})
            ours += _kept(here) if database == "sqlite" else []
            rows += [_row(database, files, one, peer) for one in ours]
            done += files
    return rows


def _kept(here: bench.Scene) -> list[dict[str, Any]]:
    """Seconds of a backup and of a restore of it."""
    spent: dict[str, float] = {}
    for task, command in (("a backup", ("backup",)), ("a restore of it", ("restore", "--force"))):
        begun = time.perf_counter()
        here.fanal(*command)
        spent[task] = time.perf_counter() - begun
    return [{"task": task, "amount": seconds} for task, seconds in spent.items()]


def _has_peer(database: str, files: int) -> bool:
    """Of a million rows its indexes would take 9 GB, and say nothing else."""
    return database == "postgresql" and files <= FILES["postgresql"]


def _row(database: str, files: int, ours: dict[str, Any], peer: dict[str, float]) -> Row:
    other = peer.get(ours["task"])
    mine = ours.get("wal_bytes") or ours.get("amount") or ours.get("p50_ms")
    return Row(database, files, **ours, peer_ratio=other / mine if other and mine else None)


def as_json(rows: Sequence[Row]) -> list[dict[str, object]]:
    """The rows as JSON."""
    return [asdict(one) for one in rows]


def print_table(rows: Sequence[Row]) -> None:
    """Print the rows beside the budgets, a table for each database and size."""
    heads = ("task", "p50 ms", "p95 ms", "statements", "pages", "WAL", "amount", "budget", "peer")
    for (database, files), group in groupby(rows, lambda one: (one.database, one.files)):
        show_rows(f"{TITLE}: {database}, {files:,}", heads, [_cells(one) for one in group])


def _cells(one: Row) -> tuple[str, ...]:
    budget, unit = BUDGETS.get(one.task, (None, ""))
    shown = (one.p50_ms, one.p95_ms, one.statements, one.pages, one.wal_bytes, one.amount or one.rss_mb)
    return (
        one.task,
        *("" if value is None else number(value) for value in shown),
        f"{number(budget)} {unit}" if budget is not None else "",
        f"{one.peer_ratio:.1f} ×" if one.peer_ratio else "",
    )


# ---- inside the installation ----


def grow(given: dict[str, int]) -> int:
    """Make so many files. Returns how many there are. The people who work with them come with the first."""
    start_django()
    from fanal.cases.models import Case

    there = Case.objects.count()
    if not there:
        _people(given["files"])
    here = _scene()
    here.made = there
    return fill(here, given["files"] - there)


def _people(files: int) -> None:
    """Clearances of those who sign in, and other workers of whom the name alone stands there; the gate of the
    organisation, which has its own tests, is open."""
    from benchmarks.inside import actor
    from fanal.cases.access_terms import CLEARED
    from fanal.cases.models import Readiness
    from fanal.network import api as network
    from fanal.network.models import Person

    bao, now = actor("bao"), datetime.now(UTC)
    for name in (*OWN, "bao", "dalia"):
        for code in CLEARED:
            person = Person.objects.get(username=name)
            network.grants.hold(person.pk, code, now.date(), now.date() + timedelta(days=365))
    network.vouched.seal(Readiness.objects.create(org_id=bao.org, on=True))
    Person.objects.bulk_create(
        Person(org_id=bao.org, username=f"worker{one}", name=f"Worker {one}", joined_on=now.date())
        for one in range(max(5, files // 130))
    )


def _scene() -> Scene:
    from benchmarks.inside import actor
    from fanal.network.models import Person

    people = {name: actor(name) for name in (*OWN, "bao", "dalia")}
    made = Scene(people["bao"].org, people, "bao", datetime.now(UTC))
    open_rings(made)
    made.workers = list(Person.objects.filter(username__startswith="worker").values_list("pk", flat=True))
    return made


def measure(given: dict[str, int]) -> list[dict[str, Any]]:
    """What each task takes, as rows without database and size."""
    start_django()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "postgresql":  # images of whole pages after a checkpoint are no matter of a deed
            cursor.execute("ALTER SYSTEM SET full_page_writes = off")
            cursor.execute("SELECT pg_reload_conf()")
    here = _scene()
    return [*_read(here), *_deeds(here), *_stored()]


def _timed(task: str, work: Callable[[], object], loads: int = LOADS) -> dict[str, Any]:
    """Times of many runs, then statements and pages of one."""
    work()
    spent = []
    for _each in range(loads):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    statements, pages = counted(work)
    middle, high = statistics.median(spent), percentile(spent, 0.95)
    return {"task": task, "p50_ms": middle, "p95_ms": high, "statements": statements, "pages": pages}


def _read(here: Scene) -> Iterator[dict[str, Any]]:
    from django.urls import reverse

    from fanal.cases.files import lists
    from fanal.cases.files.lists import Filters
    from fanal.cases.models import Case
    from fanal.cases.planning.duties import SERVICE_DUE
    from fanal.cases.search.search import Asked, candidates
    from fanal.clocks import api as clocks

    marek, pilar, bao = (here.people[name] for name in ("marek", "pilar", "bao"))
    draw, of_bao = browser("marek"), browser("bao")
    risk = Filters(risk="high")
    team, cut = risk.on(lists.teams(marek)), lists.ranges(marek, risk)
    every, pieces = Filters().on(lists.teams(bao)), lists.ranges(bao, Filters())
    own = Filters().on(lists.mine(pilar))
    yield _timed("own files, page", lambda: draw(reverse("cases:mine")))
    yield _timed("own files, rows", lambda: lists.rows_of(own, "", lists.own_ranges(pilar)))
    yield _timed("own files, count", own.order_by()[: lists.MOST_COUNTED + 1].count)
    yield _timed("team by risk", lambda: lists.rows_of(team, "", cut))
    yield _timed("all files of a supervisor", lambda: lists.rows_of(every, "", pieces))
    yield _timed("page of a supervisor", lambda: of_bao(reverse("cases:team")))
    yield _timed("count of a supervisor", every.order_by()[: lists.MOST_COUNTED + 1].count)
    yield _timed("name search", lambda: candidates(marek, Asked(name="Kalimo Benu")))
    yield _timed("name search of a supervisor", lambda: candidates(bao, Asked(name="Kalimo Benu")))
    late = {"org": marek.org, "person": marek.person, "kinds": [SERVICE_DUE]}
    yield _timed("overdue help of a worker", lambda: clocks.open_duties(**late))
    of_marek = Case.objects.filter(owner=marek.person).values_list("pk", flat=True)
    files = cycle([reverse("cases:file", args=[pk]) for pk in of_marek])
    yield _timed("page of a file", lambda: draw(next(files)), 20)


def _deeds(here: Scene) -> Iterator[dict[str, Any]]:
    from fanal.cases.codes import Risk
    from fanal.cases.files import writing
    from fanal.cases.follow_ups import follow_ups
    from fanal.cases.models import Case

    pilar = here.people["pilar"]
    cases: Iterator[UUID] = cycle(Case.objects.filter(owner=pilar.person).order_by("pk").values_list("pk", flat=True))
    said = {"result": "child_declined", "note": "Not today, and said so"}
    yield _timed(
        "save a follow-up", lambda: follow_ups.record_one(pilar, next(cases), None, said, datetime.now(UTC)), 20
    )
    one = next(cases)

    levels = cycle((Risk.CRITICAL, Risk.HIGH))

    def risk() -> None:
        writing.set_risk(pilar, one, next(levels), WORDS, datetime.now(UTC))

    def reason() -> None:
        writing.add_note(pilar, one, "decision", WORDS, datetime.now(UTC))

    yield _timed("change of risk", risk, 10) | {"wal_bytes": _least(risk)}
    yield _timed("an entry alone", reason, 10) | {"wal_bytes": _least(reason)}
    yield {"task": "new file", "wal_bytes": _least(lambda: _opened(here))}


def _least(deed: Callable[[], object]) -> int | None:
    """The least of some like deeds: now and then one splits a page of an index."""
    spent = [written(deed) for _each in range(4)]
    known = [one for one in spent if one is not None]
    return min(known) if known else None


def _opened(here: Scene) -> None:
    """A file with its first rows, as the deed stores them: records, ground, act, lists, cards, clocks, journal."""
    from django.db import transaction

    from benchmarks.cases_volume import child_and_case, first_rows
    from fanal.cases import duties
    from fanal.cases.files import making
    from fanal.journal import api as journal

    pilar = here.people["pilar"]
    child, case, said = child_and_case(here, ours=True)
    case.owner_id, case.stage = pilar.person, "identification"
    with transaction.atomic():
        stored = making.store(case, said, {"standing": "victim"}, first_rows(here, child, case)[0])
        for record, items in stored.items():
            journal.write(record, pilar.signatory(), "cases.open_file", at=here.now, items=items)
        for kind in (duties.FIRST_CONTACT, duties.CONTACT_SAFETY, duties.RISK_REVIEW, duties.CONSENT_RENEWAL):
            duties.begin(kind, case, here.now)
        making.listed(pilar, case, said)


def count(given: dict[str, int]) -> list[dict[str, Any]]:
    """Seconds in which the counting team opens one row of each file."""
    start_django()
    from benchmarks.inside import actor
    from fanal.cases.counting import counting
    from fanal.cases.models import Case, StatRow
    from fanal.network import api as network
    from fanal.network.contracts import RingKind

    analyst, now = actor("noor"), datetime.now(UTC)
    for case in Case.objects.all():
        counting.keep(case, defaultdict(list), None, now)
    years = list(StatRow.objects.values_list("cohort", flat=True).distinct())
    begun = time.perf_counter()
    ring = network.rings.principal(analyst.org, RingKind.STATISTICS).id
    opened = sum(1 for one in counting.of(analyst.org, years) if counting.opened(analyst, ring, one))
    assert opened >= given["files"], opened
    return [{"task": "counted rows, all opened", "amount": time.perf_counter() - begun}]


def _stored() -> Iterator[dict[str, Any]]:
    from django.apps import apps
    from django.db import connection

    tables = [model._meta.db_table for model in apps.get_app_config("cases").get_models()]
    with connection.cursor() as cursor:
        of = [connection.introspection.get_constraints(cursor, one).values() for one in tables]
        yield {
            "task": "indexes, most of a table",
            "amount": max(sum(bool(each["index"] or each["unique"]) for each in found) for found in of),
        }
        if connection.vendor == "postgresql":
            cursor.execute("SELECT sum(pg_indexes_size(name::regclass)) FROM unnest(%s::text[]) AS name", [tables])
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE type = 'index' "
                f"AND tbl_name IN ({', '.join(['%s'] * len(tables))}))", tables,
            )  # fmt: skip
        yield {"task": "size of indexes", "amount": float(cursor.fetchone()[0] or 0) / 2**20}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield {"task": "memory of the process", "rss_mb": most}
