"""CM-55, CM-62, CM-69: a list and its count are one query; staff who move write no row of a file; how much a page asks
of the database does not grow with what is in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fanal.access.api import NotAllowed
from fanal.cases.files import lists
from fanal.cases.files.lists import Filters
from fanal.cases.models import Case, Holding, SearchCard, SearchToken
from fanal.cases.search.search import Asked, candidates, find
from fanal.network.contracts import Role
from fanal.network.people import give_roles
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")


def test_the_count_is_of_the_rows_that_the_list_shows(cast: Cast) -> None:
    for risk in ("high", "low", "high"):
        opened(cast, case__risk=risk)
    for chosen in (Filters(), Filters(risk="high"), Filters(risk="low"), Filters(country="XB")):
        rows = chosen.on(lists.teams(cast["bao"]))
        page = lists.page(rows)
        assert page.count == len(page.rows) == rows.count()


def test_somebody_who_joins_a_team_writes_no_row_of_a_file(cast: Cast) -> None:
    for _each in range(2):
        opened(cast)
    tables = (Holding, SearchCard, SearchToken, Case)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        give_roles(cast["bao"], cast["femi"].person, [Role.CASEWORKER], NOW)
    wrote = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [sql for sql in wrote if '"cases_' in sql]
    assert before == [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_somebody_who_leaves_a_team_writes_no_row_of_a_file(cast: Cast) -> None:
    """Those who stay find what they found before, under the new key of the team."""
    bao, femi = cast["bao"], cast["femi"].person
    give_roles(bao, femi, [Role.CASEWORKER], NOW)
    opened(cast)
    tables = (Holding, SearchCard, SearchToken, Case)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    with CaptureQueriesContext(connection) as asked:
        give_roles(bao, femi, [Role.INTAKE_OFFICER], NOW)
    wrote = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert wrote, "the control: the team has another key"
    assert not [sql for sql in wrote if '"cases_' in sql]
    assert before == [list(table.objects.order_by("pk").values_list()) for table in tables]
    assert len(candidates(cast["marek"], Asked(name="Lilo")).hits) == 1
    with pytest.raises(NotAllowed):
        find(cast["femi"], Asked(name="Lilo"), NOW)


def test_a_page_of_a_list_and_a_search_ask_the_same_however_many_files_there_are(cast: Cast) -> None:
    def asked() -> tuple[int, int]:
        actor = cast["marek"]
        with CaptureQueriesContext(connection) as of_list:
            lists.page(lists.mine(actor))
        candidates(actor, Asked(name="Lilo"))
        with CaptureQueriesContext(connection) as of_search:
            candidates(actor, Asked(name="Lilo"))
        return len(of_list), len(of_search)

    opened(cast)
    one = asked()
    for _each in range(3):
        opened(cast)
    assert asked() == one
    assert one[0] <= 6
    assert one[1] <= 15
