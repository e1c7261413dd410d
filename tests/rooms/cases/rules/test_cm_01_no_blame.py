"""CM-1: every child is a victim or at risk: no label, hint, form or import says otherwise, in any language."""

import pytest
from django.utils import translation

from fanal.cases.codes import Standing
from fanal.cases.exchange import maps
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.model.forms import Declared
from tests.rooms.cases.model.test_cm_75_model import BLAMES, BLAMES_ELSEWHERE

ABOUT_ADULTS = {"alleged_offender", "case_proceeding", "care_link", "provider"}
OF_ADULTS = {"act.relation", "act.persons", "closure.legal_outcome", "closure.evidence"}
"""Fields that speak of the person suspected, beside a child."""


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_label_and_no_hint_of_what_is_kept_of_a_child_blames_it(language: str) -> None:
    found = BLAMES if language == "en" else BLAMES_ELSEWHERE
    about = [one for one in model().fields if one.entity not in ABOUT_ADULTS and one.path not in OF_ADULTS]
    assert len(about) > 300
    with translation.override(language):
        said = {one.path: f"{words.label(one)} {words.hint(one)}" for one in about if one.label}
    assert {path: text for path, text in said.items() if found.search(text)} == {}


@pytest.mark.parametrize("code", ["offender", "perpetrator", "delinquent", "in_conflict_with_the_law", "Victim"])
def test_no_form_takes_another_standing(code: str) -> None:
    field = model().field("case.standing")
    assert not Declared([field], {"case_standing": code}).is_valid()
    for one in Standing:
        form = Declared([field], {"case_standing": one.value})
        assert form.is_valid()
        assert form.values() == {"case.standing": one.value}


def test_there_is_one_field_of_standing_and_no_map_writes_another() -> None:
    standing = [one.path for one in model().fields if "standing" in one.lists]
    assert standing == ["case.standing"]
    written = {
        target.code
        for name in maps.SHIPPED
        for column in maps.load(name).columns
        for targets in column.values.values()
        for target in targets
        if target.path == "case.standing"
    }
    assert written <= set(Standing)
