"""CM-55: the count shown is the count exported, under every filter, and a file that is not seen is in neither."""

from itertools import product

import pytest

from fanal.cases.codes import Risk
from fanal.cases.exchange import exporting
from fanal.cases.files import lists
from fanal.cases.files.lists import Filters
from fanal.cases.files.restricting import restrict
from fanal.cases.models import Case
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.exchange.bringing import second

pytestmark = pytest.mark.django_db(databases="__all__")
OURS = {"purpose": "case_management", "recipient": "none", "reason": "The national system"}


@pytest.fixture(scope="module")
def ready(cast_of_file: Cast) -> None:
    cast = cast_of_file
    for risk in ("high", "low", "high", "critical"):
        made = opened(cast, case__risk=risk)
    restrict(cast["bao"], made.pk, NOW, "She knows somebody here")
    second(cast)


@pytest.mark.parametrize(("risk", "country"), list(product(("", *Risk), ("", "XA", "XB"))))
def test_what_is_counted_is_what_leaves(cast: Cast, ready: None, risk: str, country: str) -> None:
    dalia = cast["dalia"]
    row = exporting.many(cast["bao"], "list", {"risk": risk, "country": country}, OURS, NOW)
    page = lists.page(Filters(risk=risk, country=country).on(lists.teams(dalia)))
    assert page.count == len(page.rows) == exporting.wanted(dalia, row).count()
    assert {one.number for one in page.rows} == {one.number for one in exporting.wanted(dalia, row)}
    if page.count:
        exporting.make(dalia, row.pk, NOW)
        said = exporting.open_(dalia, row.pk, NOW)[1]
        assert len(said.splitlines()) == page.count + 1
        assert {one.number for one in page.rows} == {
            n for n in Case.objects.values_list("number", flat=True) if n in said
        }


def test_somebody_who_does_not_see_a_file_does_not_count_it(cast: Cast, ready: None) -> None:
    assert lists.page(Filters().on(lists.teams(cast["dalia"]))).count == 4
    assert lists.page(Filters().on(lists.teams(cast["oda"]))).count == 0
