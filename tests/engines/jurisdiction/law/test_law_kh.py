"""Cambodia: answers derived by hand from the few articles of the law of 2008 that were read."""

from typing import Any

import pytest
from tests.engines.jurisdiction.abroad import child, shipped
from tests.engines.jurisdiction.destinations import STRANGER, Destination

pytestmark = pytest.mark.once

HERE = Destination("KH")
put = HERE.put
punishes = HERE.punishes


@pytest.mark.parametrize(
    ("age", "day", "commercial", "expected"),
    [
        (17, "2016-02-01", True, True),  # articles 23, 34, 7: a minor is under eighteen
        (15, "2008-03-03", True, True),
        (12, "2024-02-01", True, True),
        (17, "2008-01-18", True, None),  # the law of 1996 was not read
        (17, "2008-02-20", True, None),  # the day of commencement was not read
        (12, "2024-02-01", False, None),  # article 42 was not to be had
        (17, "2024-02-01", False, None),
        (17, "1996-02-01", True, None),
    ],
)
def test_what_a_state_that_asks_for_the_law_of_the_place_is_told(
    age: int, day: str, commercial: bool, expected: bool | None
) -> None:
    assert punishes(age, day, commercial) is expected


@pytest.mark.parametrize("suspect", [{"nationality": ["KH"]}, STRANGER])
def test_nothing_is_said_of_whom_cambodia_can_try(suspect: Any) -> None:
    # Articles 2 and 3 were not to be had.
    for act in ({}, {"places": [{"in": "KH"}]}):
        answer = put(child(12), {"residence": ["KH"]} | suspect, "2024-02-01", commercial=True, **act)
        assert [one.verdict for one in answer.states] == ["cannot_say"]


def test_trafficking_asks_for_the_removal() -> None:
    law = shipped().laws["KH"]
    assert not law.rules
    assert not law.limitation
    assert sorted(law.offences) == ["kh.10", "kh.34", "kh.35"]
