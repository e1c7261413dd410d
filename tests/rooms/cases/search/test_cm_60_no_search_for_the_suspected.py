"""CM-60, DNH-25: there is no search for anybody suspected, nor by anybody but the child: no field, no parameter, no
column of the index."""

import inspect
from dataclasses import fields

import pytest

from fanal.cases import index
from fanal.cases.files import record
from fanal.cases.model.declared import model
from fanal.cases.models import AllegedOffender, Caregiver, SearchCard, SearchToken
from fanal.cases.policy import WRITE
from fanal.cases.search import search
from fanal.cases.search.desk.search import Find
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened


def test_what_is_asked_is_about_the_child_alone() -> None:
    assert {one.name for one in fields(search.Asked)} == {"value", "name", "year", "sex"}
    assert set(Find().fields) == {"value", "name", "year", "sex"}
    assert set(inspect.signature(search.find).parameters) == {"actor", "asked", "now"}


def test_what_is_on_a_card_is_of_the_child_alone() -> None:
    child = model().entities["child"].fields
    assert set(child) >= index.SEARCHED >= {name for name, one in child.items() if one.search}
    assert not [one for one in index.SEARCHED if child[one].cls == "S5"]
    others = {name for name, one in model().entities.items() if name != "child"}
    assert not [one.path for name in others for one in model().entities[name].fields.values()
                if one.box == "offender" and one.search]  # fmt: skip


@pytest.mark.django_db(databases="__all__")
def test_neither_who_is_suspected_nor_who_cares_for_the_child_is_found(cast: Cast) -> None:
    case = opened(cast)
    with record.writing(cast["marek"], case.pk, WRITE, NOW, child=True) as (held, of_child):
        record.add(of_child, Caregiver(child=held.child, **record.by(cast["marek"], NOW)), {"name": "Zaza Quimby"})
    with record.writing(cast["marek"], case.pk, WRITE, NOW) as (held, of_case):
        row = AllegedOffender(case=held, **record.by(cast["marek"], NOW))
        record.add(of_case, row, {"names": ("Zaza Quimby",)})
    before = SearchToken.objects.count(), SearchCard.objects.count()
    for who in ("marek", "bao", "dalia"):
        assert search.find(cast[who], search.Asked(name="Zaza Quimby"), NOW).hits == ()
    assert before[1] == SearchCard.objects.count()
