"""DNH-35: data of more than one child leave with two people, up to a cap, marked in each row, for seven days; no other
address gives more than one."""

import re
from datetime import timedelta
from typing import Final

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.exchange import exporting
from fanal.cases.models import Case, Export
from fanal.cases.urls import urlpatterns
from fanal.network.models import Bundle
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.exchange.bringing import second
from tests.rooms.cases.exchange.test_cm_66_exports import OURS

pytestmark = pytest.mark.django_db(databases="__all__")
GIVES: Final = re.compile(r"export|download|csv|json|xlsx|pdf|bulk|take-out|\bout\b|\bcopy\b|\ball-", re.IGNORECASE)
LEAVES: Final = {"outs", "out", "out_open", "out_new", "out_make", "export_one"}  # one more needs the rule read again


@pytest.fixture(scope="module")
def files(cast_of_file: Cast) -> list[Case]:
    second(cast_of_file)
    return [opened(cast_of_file) for _each in range(3)]


def test_no_other_address_gives_data_to_take_along() -> None:
    found = {one.name: str(one.pattern) for one in urlpatterns}
    assert len(found) > 150
    assert {name for name, route in found.items() if GIVES.search(f"{route} {name}")} == LEAVES


def test_above_the_cap_nothing_leaves(cast: Cast, files: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    assert exporting.MOST == 100
    monkeypatch.setattr(exporting, "MOST", 2)
    row = exporting.many(cast["bao"], "list", {}, OURS, NOW)
    with pytest.raises(NotNow, match="Between 1 and 2 files"):
        exporting.make(cast["dalia"], row.pk, NOW)
    assert not Bundle.objects.filter(record=row.pk).exists()


@pytest.mark.parametrize("shape", [*exporting.SHAPES, exporting.LIST])
def test_one_person_is_not_two_and_each_row_says_whose_it_is(cast: Cast, files: list[Case], shape: str) -> None:
    row = exporting.many(cast["bao"], shape, {}, OURS, NOW)
    for who in ("bao", "marek", "edo", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            exporting.make(cast[who], row.pk, NOW)
        with pytest.raises((NotAllowed, NotHere, NotNow)):
            exporting.open_(cast[who], row.pk, NOW)
    made = exporting.make(cast["dalia"], row.pk, NOW)
    _name, said = exporting.open_(cast["bao"], row.pk, NOW)
    assert said.count(f"Aurora · {row.pk}") == made.children == len(files)
    with pytest.raises(NotNow):
        exporting.make(cast["dalia"], row.pk, NOW)
    with pytest.raises(NotNow):
        exporting.open_(cast["bao"], row.pk, NOW + timedelta(days=8))


def test_what_somebody_widened_in_the_database_is_not_made(cast: Cast, files: list[Case]) -> None:
    row = exporting.many(cast["bao"], "list", {"risk": "critical"}, OURS, NOW)
    Export.objects.update(chosen={})  # widened by hand
    with pytest.raises(NotAllowed):
        exporting.make(cast["dalia"], row.pk, NOW)


@pytest.mark.parametrize("name", ["mine", "team", "closed", "find", "outs"])
def test_lists_are_pages_and_hold_nothing_that_was_told(cast: Cast, files: list[Case], name: str) -> None:
    answer = client_of(cast, "bao").get(reverse(f"cases:{name}"))
    assert answer["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in answer
    assert not any(told in text(answer) for told in ("Lilo", "Anders"))
