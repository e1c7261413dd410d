"""CM-13: an organisation's own questions are never searched, listed, counted or sent."""

import pytest

from fanal.cases import index
from fanal.cases.exchange import maps
from fanal.cases.model.declared import model
from fanal.cases.models import Case, Holding
from fanal.cases.packed import PackItem
from fanal.cases.passing_on.pack import DEFAULT, Allows, PackKind, card, pack
from fanal.passing.api import Addition, NotAddable
from fanal.vocabulary.codes import DataCategory

EXTRA = "case.extra"


def test_it_is_neither_searched_nor_listed_nor_counted() -> None:
    field = model().field(EXTRA)
    assert (field.search, field.shown, field.filter, field.stat) == ("", False, False, False)
    assert "extra" not in index.SEARCHED
    assert field.box == "content", "sealed, so that no query of a list or a count can read it"
    assert not {one.name for table in (Case, Holding) for one in table._meta.concrete_fields} & {"extra"}


@pytest.mark.parametrize("name", maps.SHIPPED)
def test_no_map_takes_it_out_or_in(name: str) -> None:
    assert EXTRA not in {one.to for one in maps.load(name).columns}


@pytest.mark.parametrize("kind", PackKind)
def test_no_pack_has_it_by_itself(kind: PackKind) -> None:
    everything = Allows(frozenset(DataCategory), frozenset(DataCategory))
    made = pack(kind, {EXTRA: (PackItem(EXTRA, text="Which boat?"),)}, everything)
    assert EXTRA not in DEFAULT[kind]
    assert [item.field for item in made.leaves] == []
    assert EXTRA in {one.field for one in made.stays}


@pytest.mark.parametrize("kind", PackKind)
def test_no_reason_sends_it(kind: PackKind) -> None:
    everything = Allows(frozenset(DataCategory), frozenset(DataCategory))
    with pytest.raises(NotAddable):
        pack(kind, {EXTRA: (PackItem(EXTRA, text="Which boat?"),)}, everything, [Addition(EXTRA, "They asked")])


def test_no_card_has_room_for_it() -> None:
    made = card(age=12, sex="female", country="XA", languages=["spa"], needs=["psychosocial"], urgent=True)
    assert EXTRA not in {one.field for one in made.items}
