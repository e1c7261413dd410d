"""A member from which all tests of a file begin: made once, in a second of work (`cast_of_file`)."""

import pytest

from fanal.tourism.companies import companies
from fanal.tourism.planning import actions
from fanal.tourism.plans import plans
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import Asked, Firm


@pytest.fixture(scope="module")
def member_of_file(cast_of_file: Cast) -> Firm:
    return firms.active(cast_of_file)


@pytest.fixture
def member(cast: Cast, member_of_file: Firm) -> Firm:
    """The member, with the cast of this test."""
    return firms.again(member_of_file, cast)


@pytest.fixture(scope="module")
def placed(member_of_file: Firm) -> Firm:
    """The member with two places, by whose own word policy and notices are in place. Of a file: see `firms.again`."""
    firm = member_of_file
    place = {"name": "Lantern", "country": "XA", "kind": "hotel", "operated": "owned", "admin1": "", "rooms": None}
    companies.take_sites(firm.rosa, [place | {"code": code, "licence": ""} for code in "AB"], NOW)
    for one in plans.actions(firm.row):
        if {"C1.1", "C1.3"} & set(plans.serves(one, firm.row)):
            actions.say(firm.rosa, firm.pk, one.pk, 3, NOW.date(), [], NOW)
    return firm


@pytest.fixture
def asked(member: Firm) -> Asked:
    """The member, whose report is due in fifty days, and that day."""
    return member, firms.due(member)
