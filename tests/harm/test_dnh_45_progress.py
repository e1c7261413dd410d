"""DNH-45, on the board: what nobody looked at is never a no and never counted as one, from the row to page and file."""

import pytest
from django.test import Client

from fanal.progress.assessing import standing
from fanal.progress.commitments import rubrics, rules
from fanal.vocabulary.evidence import State
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.places import COUNTRY

pytestmark = pytest.mark.django_db(databases="__all__")


def test_no_data_not_assessed_and_no_stay_apart(cast: Cast, that_day: None) -> None:
    places.ready(cast)
    places.published(cast, COUNTRY, "SA-2a", found="0")
    nothing = {"found": "no_data", "searched": "Three registers", "citations": [], "rationale": "", "confidence": ""}
    places.published(cast, COUNTRY, "SA-4g", **nothing)
    found = standing.board(NOW.date())
    counts = found.counts(COUNTRY, rubrics.shipped())
    assert (counts[State.NO], counts[State.NO_DATA], counts[State.NOT_ASSESSED]) == (1, 1, 33)
    assert found.looked(COUNTRY) == 2
    body = Client().get("/en/progress.csv").content.decode()
    rows = [line.split(",")[:3] for line in body.splitlines() if line.startswith(f"{COUNTRY},")]
    assert ["KH", "SA-2a", "no"] in rows
    assert ["KH", "SA-4g", "no_data"] in rows
    assert sum(state == "not_assessed" for _code, _item, state in rows) == 33
    page = Client().get(f"/en/country/{COUNTRY}/").content.decode()
    assert "1 no" in page
    assert "1 no data" in page


def test_an_unknown_law_is_never_a_no() -> None:
    for unknown in ("no_data", "not_assessed"):
        for others in ([], ["no"], ["no", "no"], [unknown]):
            assert rules.verdict([unknown, *others]) is not State.NO
