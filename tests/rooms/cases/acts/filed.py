"""A file that tests of acts and persons suspected begin from, made once a file of tests, and what is entered in it."""

from typing import Any

import pytest

from fanal.cases.models import Case
from tests.people import Cast
from tests.rooms.cases.care import opened

PERSON: dict[str, Any] = {
    "status": "suspected",
    "known": "known",
    "adult_at_time": "yes",
    "relationship": "tourist_or_traveller",
    "mobility": "foreign_tourist",
    "access_to_children_now": "unknown",
    "connected_to_us": "unknown",
    "names": ("Quentin Zwarth",),
}


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """The file of a child on which Marek works."""
    return opened(cast_of_file)


@pytest.fixture
def case(case_of_file: Case, cast: Cast) -> Case:
    """The same, as it is now."""
    return Case.objects.get(pk=case_of_file.pk)


def posted(entity: str, said: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends of such values."""
    return {f"{entity}_{name}": "\n".join(one) if isinstance(one, tuple) else one for name, one in said.items()}
