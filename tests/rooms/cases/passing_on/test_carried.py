"""What a pack carries is in no language: each side reads it in its own, and a worker who changes the language of the
pages still sends what was seen (CM-45)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from fanal.cases.model import words
from fanal.cases.model.declared import Field, model
from fanal.cases.model.parts import Contact, Factor, Identifier, Option, Pair
from fanal.cases.packed import PackContent, PackItem
from fanal.cases.passing_on import carried

VALUES: dict[str, Any] = {
    "date": date(2026, 4, 12),
    "instant": datetime(2026, 4, 12, 9, 30, tzinfo=UTC),
    "partial_date": "2012-05",
    "int": 14,
    "bool": True,
    "amount": "120.50",
    "case_number": "CASA-1",
    "canonical": "Kalimo",
    "text": "At the harbour, 12:30",
    "long_text": "She said: no",
    "text_500": "no",
    "country": "KH",
    "country_list": ("KH", "BR"),
    "lang_list": ("km", "pt"),
    "text_list": ("one", "and two"),
    "contact": Contact("phone", "0123", "her aunt", "yes"),
    "contact_list": (Contact("phone", "0123", "her aunt", "yes"), Contact("email", "a@example.org", "", "no")),
    "identifier_list": (Identifier("passport", "K 12", "KH"),),
    "factor_list": (Factor("child", "risk", "poverty", "high", "at home"),),
    "option_list": (Option("stay", "near school", "far from her aunt", "yes"),),
}


def carries(field: Field) -> Any:
    """A value of the field; None where its kind is never carried: it points to something, or machines read it."""
    if field.kind in {"code", "code_list"}:
        codes = tuple(model().lists[field.of].codes)[:2] or ("XA",)
        return codes if field.kind == "code_list" else codes[0]
    if field.kind == "map":
        keys, values = (
            next(iter(model().lists[name].codes), "x") if name in model().lists else "x" for name in field.lists
        )
        return (Pair(keys, values),)
    return VALUES.get(field.kind)


LABELLED = [(one, carries(one)) for one in model().fields if one.label and carries(one) is not None]


@pytest.mark.parametrize(("field", "value"), LABELLED, ids=[one.path for one, _value in LABELLED])
def test_each_value_is_carried_in_no_language_and_read_in_each(field: Field, value: Any) -> None:
    with override("en"):
        sent = carried.item(field, field.path, value)
    with override("ar"):
        assert carried.item(field, field.path, value) == sent
        stored = PackContent.from_json(PackContent((sent,)).to_json()).items[0]
        assert carried.value(field, stored) == value
        assert carried.told(field, stored) == words.told(field, value)


def test_every_kind_that_people_read_is_carried() -> None:
    kinds = {one.kind for one in model().fields if one.label} - {one.kind for one, _value in LABELLED}
    assert kinds <= {"ref", "ref_list", "range", "opening_hours", "recipient_list", "opaque"}


@pytest.mark.parametrize("bad", [PackItem("act.first_on", text="soon"), PackItem("act.first_on", codes=("2", "3"))])
def test_what_is_no_such_value_is_shown_as_it_stands(bad: PackItem) -> None:
    field = next(one for one in model().fields if one.kind == "date" and one.label)
    assert carried.told(field, bad)
