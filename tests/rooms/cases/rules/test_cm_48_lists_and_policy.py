"""CM-48: what a list shows and what the policy allows are the same, for everybody and every kind of file."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from fanal.access import api as access
from fanal.cases.access_terms import WORKERS, relation
from fanal.cases.codes_work import HandOnKind
from fanal.cases.files import lists
from fanal.cases.files.restricting import restrict
from fanal.cases.models import Case
from fanal.cases.passing_on import inside
from fanal.cases.policy import LOOK, reaches
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.people import AURORA, NORDLYS, NOW, SECRETARIAT, Cast, are_cleared
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
EVERYBODY = [one.username for one in (*AURORA, *NORDLYS, *SECRETARIAT)]


@pytest.fixture(scope="module")
def files(cast_of_file: Cast) -> dict[str, UUID]:
    """One of the team, one for named people, one with which Lena helps, who is in no team."""
    cast = cast_of_file
    network.people.give_roles(cast["bao"], cast["noor"].person, [Role.CASEWORKER], NOW)
    network.people.give_roles(cast["bao"], cast["femi"].person, [Role.CASEWORKER], NOW)
    are_cleared([cast["noor"].person, cast["femi"].person])
    made = {name: opened(cast).pk for name in ("team", "restricted", "helped")}
    restrict(cast["bao"], made["restricted"], NOW, "She knows somebody here")
    said: dict[str, Any] = dict.fromkeys(inside.NOTE, "x") | {"until": NOW.date() + timedelta(days=9)}
    row = inside.offer(cast["marek"], made["helped"], HandOnKind.CO_WORK, cast["noor"].person, said, uuid4(), NOW)
    inside.accept(cast["noor"], row.pk, NOW)
    return made


@pytest.mark.parametrize("who", EVERYBODY)
def test_for_everybody(cast: Cast, files: dict[str, UUID], who: str) -> None:
    actor = cast[who]
    listed = set(access.visible(actor, Case.objects.all()).values_list("pk", flat=True))
    allowed = {row.pk for row in Case.objects.select_related("child") if reaches(actor, row)}
    assert listed == allowed
    shown = {row.case_id for rows in (lists.mine(actor), lists.teams(actor)) for row in rows}
    assert shown == listed
    if not actor.has(*WORKERS, Role.SAFEGUARDING_LEAD):
        assert not listed
        assert not access.may(actor, LOOK, Case.objects.get(pk=files["team"]))


def test_the_scene_tells_them_apart(cast: Cast, files: dict[str, UUID]) -> None:
    """Nothing is proven where everybody sees all or nothing."""
    seen = {who: access.visible(cast[who], Case.objects.all()).count() for who in ("marek", "femi", "dalia", "nils")}
    assert seen == {"marek": 3, "femi": 2, "dalia": 3, "nils": 0}
    assert relation(cast["femi"], Case.objects.get(pk=files["restricted"])) is None
