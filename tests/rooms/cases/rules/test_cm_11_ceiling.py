"""CM-11: above the ceiling of open files nobody is given one, unless a manager says why; offers count as files."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from fanal.access.api import NotNow
from fanal.cases.codes_work import HandOnKind
from fanal.cases.models import Case, HandOn
from fanal.cases.passing_on import inside
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    cast = cast_of_file
    network.people.give_roles(cast["bao"], cast["noor"].person, [Role.CASEWORKER], NOW)
    return opened(cast)


@pytest.fixture
def full(cast: Cast, case: Case) -> Iterator[None]:
    """Noor has as many open files as the ceiling says; ended ones count nothing."""
    row = Case.objects.get(pk=case.pk)
    for number in range(inside.CEILING + 3):
        row.pk, row.number, row._state.adding = uuid4(), f"T-{number}", True
        row.owner_id, row.status = cast["noor"].person, "open" if number < inside.CEILING else "closed"
        row.save(force_insert=True)
    yield
    assert inside.load(cast.aurora, cast["noor"].person) >= inside.CEILING


def offer(cast: Cast, case: Case, by: str, **more: Any) -> HandOn:
    said = dict.fromkeys(inside.NOTE, "x") | more
    return inside.offer(cast[by], case.pk, HandOnKind.ASSIGN, cast["noor"].person, said, uuid4(), NOW)


def test_a_worker_cannot_give_one_more_whatever_the_reason(cast: Cast, case: Case, full: None) -> None:
    for why in ("", "Nobody else is there"):
        with pytest.raises(NotNow, match="more than 25 open files"):
            offer(cast, case, "marek", over_ceiling=why)
    assert not HandOn.objects.exists()


def test_a_manager_can_and_only_with_the_reason(cast: Cast, case: Case, full: None) -> None:
    assert cast["bao"].has(Role.MANAGER)
    with pytest.raises(NotNow, match="Only a manager"):
        offer(cast, case, "bao")
    offer(cast, case, "bao", over_ceiling="Nobody else speaks her language")
    assert inside.load(cast.aurora, cast["noor"].person) == inside.CEILING + 1, "an offer counts as a file"


def test_below_it_nobody_is_asked(cast: Cast, case: Case) -> None:
    assert inside.CEILING == 25
    assert offer(cast, case, "marek").to_id == cast["noor"].person
