"""What a pack carries is in no language: each side reads it in its own, and a worker who changes the language of the
pages still sends what was seen (CM-45)."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils.translation import override

from fanal.cases.members import coming
from fanal.cases.model import words
from fanal.cases.model.declared import Field, model
from fanal.cases.model.parts import Contact, Factor, Identifier, Option, Pair
from fanal.cases.packed import PackContent, PackItem
from fanal.cases.passing_on import carried
from fanal.cases.passing_on.desk import leaves
from fanal.passing.api import Read

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


STRANGE = (
    "", "x", "-1", "9" * 30, "9" * 5000, "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "[" * 100_000, "[]", "{}", "null", '"ab"', "[1, 2]", '[["x"], "x"]',
    '[{"a": 1}, "x", "x", "x", "x"]', "<b>x</b>", "\u202ex", "\x00", "x" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted({one.kind for one in model().fields if one.label}))
def test_whatever_a_pack_holds_a_page_shows_it_and_a_form_goes_without_it(kind: str) -> None:
    """Somebody else sealed it: no day, number or nesting in it keeps a file from whoever takes the child over."""
    field = next(one for one in model().fields if one.kind == kind and one.label)
    for text in STRANGE:
        for item in (PackItem(field.path, text=text), PackItem(field.path, codes=(text,)),
                     PackItem(field.path, text=text, codes=(text, text))):  # fmt: skip
            assert isinstance(carried.told(field, item), str)
            with suppress(ValueError, TypeError):
                value = carried.value(field, item)
                assert isinstance(words.told(field, value), str)


def test_a_form_is_opened_by_what_can_be_read_of_a_pack() -> None:
    bad = (PackItem("child.age_at_intake", text="thirteen"), PackItem("child.contacts", codes=("[" * 100_000,)))
    good = PackItem("child.sex", codes=("female",))
    read = Read(PackContent(()), PackContent((*bad, good)))
    assert coming.prefill(read).values == {"child.sex": "female"}


def test_what_this_program_does_not_know_is_read_as_it_was_sent() -> None:
    """A field, an age or a fact of a card of another version: no page fails by it."""
    row = f"goal.colour#{uuid4()}"
    items = [PackItem("child.colour", ("green", "blue")), PackItem("moon.phase", text="full"), PackItem(row, ("red",))]
    assert leaves.pack_facts(items) == [("child.colour", "green, blue"), ("moon.phase", "full"), ("goal.colour", "red")]
    card = [PackItem("card.age", ("0_99",)), PackItem("card.colour", ("green",)), PackItem("card.sex", ("other",))]
    assert [said for _label, said in leaves.card_facts(card)] == ["0_99", "green", "other"]
