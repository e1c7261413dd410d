"""A file that tests of people around a child begin from, made once a file of tests, and who is entered in it."""

from typing import Any

import pytest

from fanal.cases.models import CareLink, Case
from fanal.cases.people import people
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

LINK: dict[str, Any] = {
    "relationship": "aunt",
    "contact_allowed": "free",
    "is_current_caregiver": True,
    "is_legal_guardian": False,
}
PERSON: dict[str, Any] = {"name": "Ilva Storm", "may_be_told": "plan"}


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """The file of a child on which Marek works."""
    return opened(cast_of_file)


@pytest.fixture
def case(case_of_file: Case, cast: Cast) -> Case:
    """The same, as it is now."""
    return Case.objects.get(pk=case_of_file.pk)


def entered(cast: Cast, case: Case, **link: Any) -> CareLink:
    """Marek notes somebody around the child."""
    return people.add(cast["marek"], case.pk, PERSON, LINK | link, NOW)
