"""CM-67, CM-1: no map of another system makes a child anything but a victim or at risk."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cases.codes import Standing
from fanal.cases.exchange import maps, words
from fanal.cases.exchange.maps import Column, Map, Target
from fanal.cases.model.declared import model
from tests.rooms.cases.exchange.coming import child

ALL = [maps.load(name) for name in maps.SHIPPED]


def targets() -> Iterator[tuple[Map, Column, Target]]:
    for one in ALL:
        for column in one.columns:
            for found in column.values.values():
                yield from ((one, column, target) for target in found)


def test_no_value_becomes_a_standing_other_than_victim_or_at_risk() -> None:
    found = [target for _map, _column, target in targets() if target.path == "case.standing"]
    assert found
    assert {one.code for one in found} <= set(Standing)


def test_every_target_is_in_the_model_and_blames_nobody() -> None:
    for map_, column, target in targets():
        where = f"{map_.name} {column.name}"
        if target.path:
            field = model().field(target.path)
            assert target.code in model().lists[field.lists[-1]].codes, where
            assert field.cls != "S5", where
        said = f"{target.code} {words.NOTES.get(target.note, '')}".replace("exploitation_in_prostitution", "")
        assert not maps.BLAME.search(said.casefold()), where


def test_no_table_sets_what_a_person_must_say() -> None:
    filled = {one.to for map_ in ALL for one in map_.columns if one.to}
    filled |= {one.path for _map, column, one in targets() if column.to and one.path}
    kept_for_people = {"case.risk", "case.status", "case.stage", "child.safe_to_contact", "case.owner", "case.wishes"}
    assert not filled & kept_for_people
    assert not {path for path in filled if path.split(".")[0] not in maps.INTO}


@pytest.mark.parametrize("category", ["Child offender", "Child Delinquency", "child truancy", "CHILD RADICALIZATION"])
def test_a_code_that_blames_becomes_a_sentence_for_the_worker(category: str) -> None:
    made = child("kenya_cpims", first_name="Lilo", age="13", case_category=category)
    assert made.values["case.standing"] == "at_risk"
    assert made.values["case.protection_concerns"] == ("other",)
    (note,) = made.notes()
    assert note
    assert not maps.BLAME.search(note.casefold())


@pytest.mark.parametrize("concern", ["arrested_detained", "in_conflict_with_the_law", "deprived_of_liberty"])
def test_contact_with_the_law_is_context(concern: str) -> None:
    made = child("primero", name_first="Lilo", age=13, protection_concerns=[concern])
    assert made.values["case.standing"] == "at_risk"
    assert "Ask what happened" in made.notes()[0]


def test_a_child_who_was_exploited_is_a_victim_whatever_else_stands_there() -> None:
    made = child("primero", age=13, protection_concerns=["in_conflict_with_the_law", "sexually_exploited"])
    assert made.values["case.standing"] == "victim"


SAID = st.dictionaries(st.sampled_from(["to", "propose", "why"]), st.text(max_size=20), min_size=1, max_size=2)


@given(st.dictionaries(st.text(min_size=1, max_size=8), SAID, max_size=3))
def test_a_map_with_anything_else_in_it_is_refused(columns: dict[str, dict[str, str]]) -> None:
    said = {"schema": maps.SCHEMA, "name": "x", "title": "X", "many": ";", "columns": columns}
    try:
        made = maps.read(said)
    except ValueError:
        return
    assert all(not one.to or maps.is_open(one.to) for one in made.columns)


@pytest.mark.parametrize(
    "column",
    [
        {"to": "case.standing", "values": {"A": "offender"}},
        {"to": "case.status", "values": {"A": "closed"}},
        {"to": "case.risk", "values": {"A": "high"}},
        {"to": "alleged_offender.names"},
        {"to": "child.safe_to_contact", "values": {"A": "yes"}},
        {"to": "consent.basis", "values": {"A": "consent"}},
        {"to": "child.ethnicity"},
        {"to": "child.sex", "values": {"A": "stolen"}},
        {"to": "child.sex"},
        {"to": "child.contacts"},
        {"note": True, "values": {"A": "note:nothing"}},
        {"why": "because"},
        {"to": "child.given_name", "why": "system"},
        {"propose": "child.nothing"},
        {},
    ],
)
def test_what_a_map_may_not_say(column: dict[str, object]) -> None:
    said = {"schema": maps.SCHEMA, "name": "x", "title": "X", "many": ";", "columns": {"A": column}}
    with pytest.raises(ValueError, match=r"\S"):
        maps.read(said)


def test_all_fields_of_the_standard_are_there() -> None:
    own = {"fanal_ref", "fanal_mark"}
    columns = [one for one in maps.load("htcds").columns if one.name not in own]
    assert len(columns) == 84
    assert all(one.to or one.propose or one.note or one.why for one in columns)
