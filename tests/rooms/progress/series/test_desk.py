"""The pages on which a series comes in: map, table, two people."""

import re

import pytest
from django.urls import reverse

from fanal.network.contracts import Role
from fanal.progress.models import Observation, Vintage
from fanal.progress.observations import observations
from fanal.progress.observations.values import State
from tests.desk import client_of, text
from tests.people import Cast, gains
from tests.rooms.progress.made import MAP, table

pytestmark = pytest.mark.django_db(databases="__all__")
OLD_MAP = MAP.replace("read_on: 2026-11-20", "read_on: 2026-01-05")


@pytest.fixture
def two(cast: Cast) -> Cast:
    gains(cast["sol"].person, Role.ANALYST)
    return cast


def _described(two: Cast) -> Vintage:
    tove = client_of(two, "tove")
    page = tove.post(reverse("progress:new_series"), {"text": OLD_MAP}, follow=True)
    assert page.status_code == 200
    return Vintage.objects.get()


def test_a_series_comes_in_by_its_map_and_its_table(two: Cast) -> None:
    row = _described(two)
    assert row.state == State.DESCRIBED
    tove, sol = client_of(two, "tove"), client_of(two, "sol")
    page = tove.post(
        reverse("progress:series_in", args=[row.pk]),
        {"text": table("KH 2023 12 both", "TH 2024 .. both", "VN 2024 * both")}, follow=True,
    )  # fmt: skip
    said = text(page)
    assert "Known and not told" in said
    taken = tove.post(page.request["PATH_INFO"], _hidden(page.content.decode()), follow=True)
    assert taken.status_code == 200
    row.refresh_from_db()
    assert (row.state, row.rows) == (State.PROPOSED, 3)
    own = tove.post(reverse("progress:confirm_series", args=[row.pk]), follow=True)
    assert "somebody else" in text(own)
    sol.post(reverse("progress:confirm_series", args=[row.pk]), follow=True)
    row.refresh_from_db()
    assert row.state == State.KNOWN
    assert len(observations.of_country("KH")) == 1
    listed = text(tove.get(reverse("progress:numbers")))
    assert "the room is not here" not in listed
    assert "of releases" in listed
    one = text(tove.get(reverse("progress:number", args=["V01"])))
    assert "12 %" in one
    assert "No data" in one


def test_whoever_decides_sees_what_differs_and_values_as_people_read_them(two: Cast) -> None:
    tove, sol = client_of(two, "tove"), client_of(two, "sol")
    for value in ("64.1", "58"):
        tove.post(reverse("progress:new_series"), {"text": OLD_MAP.replace("V01", "V04")})
        row = Vintage.objects.get(state=State.DESCRIBED)
        brought = {"text": table(f"KH 2023 {value} both", "TH 2024 .. both")}
        page = tove.post(reverse("progress:series_in", args=[row.pk]), brought, follow=True)
        tove.post(page.request["PATH_INFO"], _hidden(page.content.decode()))
        if value == "64.1":
            sol.post(reverse("progress:confirm_series", args=[row.pk]))
    assert "KH 2023 58 (known: 64.1)" in text(page), "before the table is taken"
    asked = text(sol.get(reverse("progress:confirm_series", args=[row.pk])))
    assert "Other values than those known" in asked
    assert "1: KH 2023 58 (known: 64.1)" in asked
    shown = text(sol.get(reverse("progress:vintage", args=[row.pk])))
    assert "No data" in shown
    assert "no_data" not in shown
    assert "58.0000" not in shown


def _hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(check)" value="([^"]+)"', html))


def test_one_row_that_is_wrong_takes_nothing_in(two: Cast) -> None:
    row = _described(two)
    tove = client_of(two, "tove")
    page = tove.post(
        reverse("progress:series_in", args=[row.pk]), {"text": table("KH 2023 12 both", "bg 2024 3 both")}, follow=True
    )
    assert "Codes of territories are written in capitals" in text(page)
    again = tove.post(page.request["PATH_INFO"], _hidden(page.content.decode()), follow=True)
    assert "so none is" in text(again)
    assert Observation.objects.count() == 0


def test_a_map_that_is_wrong_keeps_what_was_typed(two: Cast) -> None:
    tove = client_of(two, "tove")
    wrong = OLD_MAP.replace("licence: CC BY 4.0, ", "").replace("indicator: V01", "indicator: R04")
    page = tove.post(reverse("progress:new_series"), {"text": wrong})
    said = text(page)
    assert "source.licence: missing" in said
    assert "comes as a signed release" in said
    assert "School survey" in said
    assert Vintage.objects.count() == 0


def test_whoever_has_no_part_in_it_sees_nothing_of_it(two: Cast) -> None:
    row = _described(two)
    marek = client_of(two, "marek")
    for name, *arguments in (("numbers",), ("number", "V01"), ("vintage", row.pk), ("series_in", row.pk)):
        assert marek.get(reverse(f"progress:{name}", args=arguments)).status_code == 403


def test_an_indicator_that_is_none(two: Cast) -> None:
    assert client_of(two, "tove").get(reverse("progress:number", args=["X99"])).status_code == 404
