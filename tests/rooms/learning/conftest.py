"""Somebody who sits at a device, where the first course for travel is given."""

import pytest

from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.seated import Seated, seated


@pytest.fixture
def one(cast: Cast) -> Seated:
    reviewed.all_say(cast, "tourism-core")
    return seated(cast)
