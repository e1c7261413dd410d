"""CM-75: the model file is checked before anything is made from it; CM-1, CM-3, CM-6: what it may never say."""

import re
from dataclasses import fields
from typing import Any

import pytest
import yaml
from django.utils import translation

from fanal.cases import codes, codes_work
from fanal.cases.model import declared, words
from fanal.cases.model.declared import model, read
from fanal.cases.model.sealed import schema
from fanal.vault import undeclared

TEXT = declared.FILE.read_text("utf-8")


def loaded(text: str) -> Any:
    """As the program reads it, in C: in Python each of these tests would take half a second."""
    return yaml.load(text, yaml.CSafeLoader)


def dumped(whole: Any) -> str:
    return yaml.dump(whole, Dumper=yaml.CSafeDumper)


def changed(path: str, **said: object) -> str:
    """The file with one field that says something else."""
    whole = loaded(TEXT)
    entity, name = path.split(".")
    whole["entities"][entity]["fields"].setdefault(name, {"label": "New", "type": "text", "class": "S4"}).update(said)
    return dumped(whole)


@pytest.mark.parametrize(
    ("path", "said", "words"),
    [
        ("child.sex", {"type": "code nothing"}, "there is no list nothing"),
        ("child.sex", {"type": "picture"}, "there is no type picture"),
        ("child.photo", {}, "no field holds images"),
        ("note.voice_recording", {}, "no field holds images"),
        ("case.vulnerability_score", {}, "nobody is scored"),
        ("case.danger", {"type": "int 0..10"}, "nobody is scored"),
        ("child.given_name", {"shown": True}, "a list column is of class S1 or S2"),
        ("child.age_at_intake", {"filter": True}, "a filter is of class S0 or S1"),
        ("alleged_offender.names", {"search": "name"}, "never searched for"),
        ("alleged_offender.names", {"box": ""}, "class S5 names its compartment"),
        ("alleged_offender.names", {"box": "cellar"}, "there is no compartment cellar"),
        ("act.case", {"type": "ref nowhere"}, "which is not there"),
        ("child.address", {"intake": True}, ""),
        ("child.sex", {"shwon": True}, "nobody reads shwon"),
        ("child.sex", {"cat": "gossip"}, "consent category"),
        ("child.sex", {"label": ""}, "has a label"),
    ],
)
def test_what_the_file_may_not_say_is_refused_in_words(path: str, said: dict[str, object], words: str) -> None:
    if not words:  # the twentieth answer is still allowed
        assert len(read(changed(path, **said)).intake) == declared.MOST_ASKED
        return
    with pytest.raises(ValueError, match=re.escape(words)):
        read(changed(path, **said))


def test_twenty_answers_open_a_file_and_no_more() -> None:
    whole = loaded(changed("child.address", intake=True))
    whole["entities"]["child"]["fields"]["middle_name"]["intake"] = True
    with pytest.raises(ValueError, match="asks 21 questions; 20 at most"):
        read(dumped(whole))


def test_a_list_without_codes_or_labels_is_refused() -> None:
    whole = loaded(TEXT)
    whole["lists"]["sex"]["codes"] = {}
    whole["lists"]["stage"]["codes"]["review"] = ""
    with pytest.raises(ValueError, match=r"the list sex is empty.*the list stage has codes without a label: review"):
        read(dumped(whole))


def test_a_list_that_no_field_uses_is_refused() -> None:
    whole = loaded(TEXT)
    whole["lists"]["colours"] = {"source": "Fanal", "codes": {"red": "Red"}}
    with pytest.raises(ValueError, match="no field uses the list colours"):
        read(dumped(whole))


HELD = {**codes.HELD, **codes_work.HELD}


@pytest.mark.parametrize("name", HELD)
def test_codes_on_which_code_rests_are_those_of_the_file(name: str) -> None:
    assert [one.value for one in HELD[name]] == list(model().lists[name].codes)


@pytest.mark.parametrize(("entity", "box"), [(one.name, box) for one in model().entities.values() for box in one.boxes])
def test_each_compartment_has_a_schema_that_says_what_it_holds(entity: str, box: str) -> None:
    made = schema(entity, box)
    assert undeclared(made) == ()
    assert [one.name for one in fields(made)] == [one.name for one in model().entities[entity].sealed(box)]
    assert made.from_json(made().to_json()) == made()


def test_nothing_about_a_suspected_person_is_clear() -> None:
    clear = {one.name for one in model().entities["alleged_offender"].clear}
    assert clear == {"id", "case", "recorded_by"}


BLAMES = re.compile(r"offender|perpetrat|delinquen|prostitut|guilty|convicted|criminal|promiscu|consenting", re.I)


BLAMES_ELSEWHERE = re.compile(
    r"délinquan|coupable|prostitu|condamn|criminel|auteur|agresseur|consentant|"
    r"delincuen|culpable|condenad|criminal|infractor|agresor|promiscu",
    re.I,
)


def lists_about_a_child() -> set[str]:
    about_adults = {"alleged_offender", "case_proceeding", "care_link"}
    return {
        name for one in model().fields if one.entity not in about_adults for name in one.lists if name in model().lists
    }


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_translation_blames_a_child(language: str) -> None:
    """CM-67: what a language says of a code is held to the same."""
    with translation.override(language):
        said = {(code, text) for name in lists_about_a_child() for code, text in words.codes(name)}
    assert {code for code, text in said if BLAMES_ELSEWHERE.search(text)} == {"exploitation_in_prostitution"}


def test_no_list_about_a_child_blames_it() -> None:
    """CM-1: no status, label or code that a child can have makes it anything but a victim or at risk."""
    lists = lists_about_a_child()
    said = {text for name in lists for text in model().lists[name].codes.items()}
    assert {(code, label) for code, label in said if BLAMES.search(f"{code} {label}")} == {
        ("exploitation_in_prostitution", model().lists["exploitation_form"].codes["exploitation_in_prostitution"]),
        ("offender", model().lists["data_category"].codes["offender"]),  # what a ground may cover
        ("offender_contact_ended", model().lists["closure_check"].codes["offender_contact_ended"]),
    }
    assert list(codes.Standing) == ["victim", "at_risk"]
