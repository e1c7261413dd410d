"""What was declared complete are rows. Somebody who writes to the database takes away, or changes, the one that was a
no: what was declared before it does not come back."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.justice import proved
from fanal.justice.law import declaring
from fanal.justice.law.declared import Stands
from fanal.justice.models import Declaration
from fanal.network.contracts import Role
from tests.attacks.test_law import _forget
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.law.test_complete import LATER, House, agreed, confirm, declare, house, stands, verdict
from tests.rooms.justice.laws import person
from tests.rooms.justice.small import few_laws

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data", "few_laws")]
__all__ = ["few_laws", "house"]


def withdrawn_anew(house: House) -> tuple[Declaration, Declaration]:
    """One in force, and one for the same days that took its place and was withdrawn."""
    row, later = agreed(house), NOW + timedelta(minutes=10)
    anew = confirm(house.second, declare(house.third, now=later), later + timedelta(minutes=1))
    declaring.withdraw(house.third, anew.pk, "Something is missing.", later + timedelta(minutes=2))
    assert verdict() == "cannot_say"
    return row, anew


@pytest.mark.parametrize(
    "changed", [None, {"note": "y"}, {"conduct": "trafficking"}, {"jurisdiction": "SE"}, {"number": 0}], ids=str
)
def test_a_no_that_is_gone_or_changed_goes_on_to_count(house: House, changed: dict[str, Any] | None) -> None:
    row, anew = withdrawn_anew(house)
    own = Declaration.objects.filter(pk=anew.pk)
    own.update(**changed) if changed else own.delete()
    _forget()
    assert stands(row) is Stands.LOST
    assert verdict() == "cannot_say"
    assert any(str(anew.pk) in line for line in proved.unproved())
    declare(house.first, now=LATER)
    fresh = Declaration.objects.get(declared_at=LATER)
    after = LATER + timedelta(minutes=1)
    confirm(house.second, fresh, after)
    assert stands(fresh, after) is Stands.IN_FORCE  # what is declared since counts


def test_another_conduct_of_the_law_is_as_it_was(house: House) -> None:
    row = agreed(house)
    other = declare(house.third, declaring.Claim("trafficking", None, None), NOW + timedelta(minutes=2))
    Declaration.objects.filter(pk=other.pk).delete()
    _forget()
    assert stands(row) is Stands.IN_FORCE


@pytest.mark.parametrize("lost", ["first", "second"])
def test_where_one_is_lost_the_conduct_is_declared_anew(house: House, lost: str) -> None:
    row, anew = withdrawn_anew(house)
    Declaration.objects.filter(pk=(row if lost == "first" else anew).pk).delete()
    _forget()
    assert declare(house.first, now=LATER).number == (3 if lost == "first" else 2)


@pytest.mark.parametrize("changed", [{"conduct": "zzz"}, {"irrelevant": [1]}, {"irrelevant": "x"}], ids=str)
def test_a_bad_row_stops_no_page(cast: Cast, house: House, changed: dict[str, Any]) -> None:
    row = agreed(house)
    person(cast, "omar", Role.LAWYER)
    client = client_of(cast, "omar")
    Declaration.objects.filter(pk=row.pk).update(**changed)
    _forget()
    for address in (reverse("justice:law_complete", args=["XD"]), reverse("justice:law_declared", args=[row.pk])):
        told = text(client.get(address))
        assert "not counted: it was changed in the database" in told
        assert "Look at it anew" not in told
    assert client.get(reverse("desk:day")).status_code == 200
    assert client.get(reverse("law:state", args=["en", "XD"])).status_code == 200
