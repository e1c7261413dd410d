"""CM-69: what lists and search read does not grow with the files that there are, but by the height of an index; how
many indexes a table carries; how many bytes a deed writes. Times are for `python -m benchmarks cases`."""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from benchmarks.cases_volume import Scene, counted, fill, open_rings, written
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal.cases.codes import Risk
from fanal.cases.files import lists, writing
from fanal.cases.files.lists import Filters
from fanal.cases.models import Case, Child, Holding, SearchCard, SearchToken
from fanal.cases.opening.opening import open_file
from fanal.cases.search.search import Asked, candidates
from fanal.columns import sealed
from fanal.network import api as network
from tests.desk import client_of
from tests.people import NOW, Cast
from tests.rooms.cases.care import ANSWERS, accepted, opened

pytestmark = pytest.mark.django_db(databases="__all__")
FEW, MANY = 150, 900
HEIGHT = 6
"""Pages that each statement reads of its index at most, its leaves with it."""
OWN_FILES, A_NAME = 12, 640
"""Pages that a task reads at most: the page of somebody with four files; a search by a name of two words, which looks
for some thirty tokens, three pages each, and opens ten cards (the design hoped for 120). PostgreSQL reads small tables
whole, with what the tests before left in them: 414 in a whole run, below 320 alone. All cards would be 900 and more."""
LIST, SEARCH = 6, 15
"""Statements that a list asks beside opening the session, and a search."""
REASON, RISK, FILE = 5 * 1024, 9 * 1024, 80 * 1024
"""Bytes of WAL: of the reason, which is sealed into 4,096; of all else that a change of risk writes; of a new file, of
which 27 KiB are keys for eight teams and people, twice, and 25 KiB boxes of equal length (docs/benchmarks.md)."""
postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="pages and WAL are PostgreSQL's to tell")
committed = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def volume(cast: Cast) -> Scene:
    """A few files, of which four are Marek's."""
    made = Scene(cast.aurora, {name: cast[name] for name in ("marek", "bao", "dalia")}, "bao", NOW, own={"marek": 4})
    open_rings(made)
    made.workers = [cast["bao"].person]
    fill(made, FEW, whole=False)
    return made


def tasks(cast: Cast) -> dict[str, Callable[[], object]]:
    marek, bao, dalia = cast["marek"], cast["bao"], cast["dalia"]

    def drawn(actor: Any, **chosen: Any) -> Callable[[], object]:
        filters = Filters(**chosen)
        rows, cut = filters.on(lists.teams(actor)), lists.ranges(actor, filters)
        return lambda: lists.rows_of(rows, "", cut)

    return {
        "own": lambda: lists.rows_of(Filters().on(lists.mine(marek)), "", lists.own_ranges(marek)),
        "team": drawn(marek),
        "board": drawn(marek, risk="high"),
        "supervisor": drawn(bao),
        "closed": drawn(dalia, closed=True),
        "name": lambda: candidates(marek, Asked(name="Kalimo Benu")),
    }


def as_if_large() -> None:
    """A table of so few pages is sooner read whole, and PostgreSQL knows it: it is told to plan as for a large one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")


@postgresql
def test_pages_read_do_not_grow_with_the_files_that_there_are(cast: Cast, volume: Scene) -> None:
    """A page of a list reads its own rows, each from a page of the table at worst, and the height of an index."""
    others = [one.id for one in network.persons(cast.aurora) if one.id != cast["marek"].person]
    volume.workers, volume.each = others, 20
    fill(volume, MANY - FEW, whole=False)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = {"name": counted(tasks(cast)["name"])}
    as_if_large()
    found |= {name: counted(task) for name, task in tasks(cast).items() if name != "name"}
    for name, (statements, pages) in found.items():
        most = {"own": OWN_FILES, "name": A_NAME}.get(name, lists.PAGE + 1 + HEIGHT * statements)
        assert 0 < (pages or 0) <= most, name


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="on PostgreSQL pages tell it")
def test_no_list_looks_through_all_files(cast: Cast, volume: Scene) -> None:
    """Each statement of a list finds its rows by an index."""
    seen: list[str] = []

    def planned(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        cursor = connection.connection.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%s", "?"), params)
        seen.extend(line[-1] for line in cursor)
        return execute(sql, params, many, context)

    for name, task in tasks(cast).items():
        if name != "name":
            seen.clear()
            with connection.execute_wrapper(planned):
                task()
            assert seen, name
            assert not [line for line in seen if line.startswith("SCAN")], (name, seen)


def test_a_list_asks_six_statements_and_a_search_fifteen(cast: Cast, volume: Scene) -> None:
    for who, name in (("marek", "mine"), ("marek", "team"), ("bao", "team"), ("dalia", "closed")):
        client = client_of(cast, who)
        client.get(reverse("cases:find"))
        session = counted(lambda: client.get(reverse("cases:find")))[0]  # noqa: B023
        asked = counted(lambda: client.get(reverse(f"cases:{name}")))[0]  # noqa: B023
        assert asked - session <= LIST, (who, name)
    assert counted(tasks(cast)["name"])[0] <= SEARCH


def test_a_search_reads_nothing_that_is_sealed_but_cards(cast: Cast, volume: Scene) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert candidates(cast["bao"], Asked(name="Kalimo Benu")).hits
    said = " ".join(one["sql"] for one in asked)
    assert '"cases_searchcard"."card"' in said
    columns = [f'"{table._meta.db_table}"."{name}"' for table in (Case, Child) for name in sealed(table)]
    assert [one for one in columns if one in said] == []


def of_tables() -> Iterator[tuple[str, int]]:
    with connection.cursor() as cursor:
        for model in apps.get_app_config("cases").get_models():
            found = connection.introspection.get_constraints(cursor, model._meta.db_table).values()
            yield model.__name__, sum(bool(one["index"] or one["unique"]) for one in found)


def test_tables_carry_few_indexes(db: None) -> None:
    """Those with most rows eight at most, any eleven (the peer has 105 on one table)."""
    of = dict(of_tables())
    assert max(of.values()) <= 11
    assert max(of[one.__name__] for one in (Case, Holding, SearchCard, SearchToken)) <= 8
    assert (of[Holding.__name__], of[SearchToken.__name__]) >= (3, 2), "the control: they are there"


@pytest.mark.parametrize("room", ["cases", "clocks"])
def test_no_key_has_an_index_where_another_begins_with_it(db: None, room: str) -> None:
    """Each would be written with every row, and never taken; so would one of who wrote a row. What the models say, the
    database has."""
    for model in apps.get_app_config(room).get_models():
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
        of_some_rows = {
            one.name for one in (*model._meta.indexes, *model._meta.constraints) if getattr(one, "condition", None)
        }
        whole = [one for name, one in found.items() if name not in of_some_rows and (one["index"] or one["unique"])]
        begins = {one["columns"][0] for one in whole if len(one["columns"]) > 1}
        alone = {one["columns"][0] for one in whole if len(one["columns"]) == 1}
        keys = {field.column: field.db_index for field in model._meta.local_fields if field.many_to_one}
        assert not begins & {name for name, indexed in keys.items() if indexed}, model
        assert alone & keys.keys() == {name for name, indexed in keys.items() if indexed}, model


@postgresql
@committed
def test_what_a_change_of_risk_writes(cast: Cast) -> None:
    """The least of some like deeds: now and then one splits a page of an index."""
    marek, case = cast["marek"], opened(cast)
    said = {"body": "She is afraid at home"}

    def written_by(deed: Callable[[], object]) -> int:
        return min(written(deed) or 0 for _each in range(8))

    writing.add_note(marek, case.pk, "contact", said, NOW, reached=True)
    levels = cycle((Risk.CRITICAL, Risk.HIGH))
    whole = written_by(lambda: writing.set_risk(marek, case.pk, next(levels), said, NOW))
    reason = written_by(lambda: writing.add_note(marek, case.pk, "decision", said, NOW))
    assert reason > 4096
    assert whole <= REASON + RISK


@postgresql
@committed
def test_what_a_new_file_writes(cast: Cast) -> None:
    """Child, case, ground, keys for teams and people, cards and tokens, clocks, and the entries of the journal."""
    sent = [accepted(cast) for _each in range(3)]
    spent = [written(lambda: open_file(cast["marek"], one.id, ANSWERS, NOW)) or 0 for one in sent]  # noqa: B023
    assert min(spent) <= FILE
