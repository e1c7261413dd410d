"""CM-28: a shelter, or a place that is kept secret, is never public, by no door of the directory."""

from itertools import combinations

import pytest

from fanal.access.api import NotNow
from fanal.cases.codes import Service
from fanal.cases.directory import keeping
from fanal.cases.directory.directory import SHELTERS, may_be_public
from fanal.cases.models import Provider
from tests.people import NOW, Cast
from tests.rooms.cases.directory.scenes import SAID, a_provider, keeper

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize("others", [(), *combinations(Service, 1), *list(combinations(Service, 2))[:60]])
def test_no_other_help_makes_a_shelter_public(others: tuple[Service, ...]) -> None:
    for one in SHELTERS:
        assert not may_be_public({one, *others}, confidential=False)
    plain = set(others) - SHELTERS
    assert may_be_public(plain, confidential=False)
    assert not may_be_public(plain, confidential=True)


def test_each_help_whose_place_is_where_a_child_sleeps_is_among_them() -> None:
    named = {one for one in Service if "shelter" in one.value or "alternative_care" in one.value}
    assert named <= SHELTERS
    assert Service.EMERGENCY_PROTECTION in SHELTERS


@pytest.mark.parametrize("said", [{"services": [one.value], "public": True} for one in sorted(SHELTERS)]
                         + [{"public": True, "confidential": True}])  # fmt: skip
def test_nobody_enters_one_as_public_or_makes_it_so_later(cast: Cast, said: dict[str, object]) -> None:
    with pytest.raises(NotNow):
        a_provider(cast, **said)
    assert not Provider.objects.exists()
    row = a_provider(cast, **said | {"public": False})
    with pytest.raises(NotNow):
        keeping.change(keeper(cast), row.pk, SAID | said, row.version, NOW)
    assert not Provider.objects.get().public


def test_what_is_public_cannot_become_a_shelter(cast: Cast) -> None:
    row = a_provider(cast, public=True)
    assert row.public
    with pytest.raises(NotNow):
        keeping.change(keeper(cast), row.pk, SAID | {"public": True, "services": ["safe_shelter"]}, row.version, NOW)
    assert Provider.objects.get().services == ["psychosocial"]
