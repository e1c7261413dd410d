"""Kenya: answers derived by hand from the sections of the Sexual Offences Act that were read."""

import pytest
from tests.engines.jurisdiction.abroad import child, shipped
from tests.engines.jurisdiction.destinations import Destination

pytestmark = pytest.mark.once

HERE = Destination("KE")
put = HERE.put
at_home = HERE.at_home
punishes = HERE.punishes


@pytest.mark.parametrize(
    ("age", "day", "expected"),
    [
        (12, "2016-02-01", True),
        (15, "2006-07-21", True),  # the day of commencement
        (17, "2016-02-01", True),  # a child is under eighteen, paid or not
        (17, "2019-08-10", True),  # the last day of which a text tells
        (15, "2006-07-20", None),  # Penal Code, not read
        (15, "2019-08-11", None),
    ],
)
@pytest.mark.parametrize("commercial", [True, False])
def test_what_a_state_that_asks_for_the_law_of_the_place_is_told(
    age: int, day: str, expected: bool | None, commercial: bool
) -> None:
    assert punishes(age, day, commercial) is expected


@pytest.mark.parametrize("offence", ["ke.8", "ke.11"])
def test_nothing_is_said_of_acts_abroad(offence: str) -> None:
    # Section 41 was not to be had.
    answer = put(child(12), {"nationality": ["KE"]}, "2016-02-01")
    assert answer.states[0].verdict == "cannot_say"
    assert not [one for one in answer.routes if one.offence == offence]


@pytest.mark.parametrize("day", ["2005-02-01", "2016-02-01", "2024-02-01"])
def test_nothing_is_said_of_acts_in_kenya_either(day: str) -> None:
    # No section on place and none on limitation was read.
    assert at_home(12, day).states[0].verdict == "cannot_say"


def test_what_is_held_is_the_act_of_2006_alone() -> None:
    law = shipped().laws["KE"]
    assert sorted(law.offences) == ["ke.10", "ke.11", "ke.14", "ke.15", "ke.8"]
    assert (len(law.rules), len(law.limitation)) == (0, 0)
