"""CM-7: no graphic detail is asked for: what a child lived through is coded, its account optional and short."""

import re

from fanal.cases.acts import acts
from fanal.cases.model.declared import model
from fanal.cases.model.forms import Declared

GRAPHIC = re.compile(
    r"\b(penetrat|genital|naked|nude|intercourse|orifice|touched where|position|positions|describe the abuse|"
    r"exactly what|in detail|how often did (he|she|they) touch)",
    re.IGNORECASE,
)
TOLD = ("act", "child", "case", "follow_up", "note", "assessment")


def test_no_label_hint_or_code_asks_for_it() -> None:
    lists = [f"{code} {label}" for one in model().lists.values() for code, label in one.codes.items()]
    asked = [f"{one.label} {one.hint}" for one in model().fields]
    assert [text for text in (*lists, *asked) if GRAPHIC.search(text)] == []


def test_what_happened_is_asked_as_codes_and_of_words_there_is_one_account() -> None:
    act = model().entities["act"].fields.values()
    assert [one.name for one in act if one.kind == "long_text"] == ["account"]
    assert sum(one.kind in {"code", "code_list"} for one in act) >= 6


def test_the_account_and_every_narrative_of_the_child_may_be_left_open() -> None:
    """An act without its account is an act."""
    for entity in TOLD[:3]:
        for one in model().entities[entity].fields.values():
            assert one.kind != "long_text" or not one.required, one.path
    asked = [one for one in model().entities["act"].fields.values() if one.box and one.name != "persons"]
    form = Declared(asked, {"act_kind": "exploitation"}, required=("act.kind",))
    assert form.is_valid(), form.errors
    assert form.values()["act.account"] == ""
    assert not any(getattr(one, "required", False) for name, one in form.fields.items() if name == "act_account")
    assert acts is not None


def test_where_words_are_asked_of_what_happened_the_hint_says_to_be_short() -> None:
    assert "as short as you can" in model().field("act.account").hint
    assert "No details of the abuse" in model().field("note.body").hint
