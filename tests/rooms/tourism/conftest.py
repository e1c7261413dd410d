"""A member from which all tests of a file begin: made once, in a second of work (`cast_of_file`)."""

import pytest

from tests.people import Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import Asked, Firm


@pytest.fixture(scope="module")
def member_of_file(cast_of_file: Cast) -> Firm:
    return firms.active(cast_of_file)


@pytest.fixture
def member(cast: Cast, member_of_file: Firm) -> Firm:
    """The member, with the cast of this test."""
    return firms.again(member_of_file, cast)


@pytest.fixture
def asked(member: Firm) -> Asked:
    """The member, whose report is due in fifty days, and that day."""
    return member, firms.due(member)
