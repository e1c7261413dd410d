"""A programme that is right is read; each thing that is wrong is named, with file, line and key."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fanal.tourism.programmes import library
from fanal.tourism.programmes.model import Kind, Source, Status
from fanal.vocabulary.files import Defective, read_yaml
from tests.rooms.tourism import made
from tests.rooms.tourism.made import Document


def test_a_programme_that_is_right(tmp_path: Path) -> None:
    found = made.read(tmp_path, made.document())
    assert found.validity == 24
    assert found.clocks.suspend == 90
    criteria = found.current(date(2026, 12, 1))
    assert criteria is not None
    assert [one.id for one in criteria.requirements] == ["C1.1", "C1.2", "C1.3", "C1.4", "C2.1", "C2.2"]
    assert found.current(date(2025, 12, 31)) is None


def test_norway_and_norwegian_stay_texts(tmp_path: Path) -> None:
    """YAML 1.1 reads NO, no, on and yes as truth values; no country and no language was ever one."""
    path = made.put(tmp_path, made.document())
    path.write_text(path.read_text("utf-8").replace("- 'NO'", "- NO").replace("- 'no'", "- no"), "utf-8")
    assert "- NO\n" in path.read_text("utf-8")
    found = library.read(tmp_path).programmes["lamp"]
    assert (found.countries, found.languages) == (("NO",), ("no",))


@pytest.mark.parametrize("line", ["countries: [true]", "countries: [578]", "countries: [no]", "countries: [NOR]"])
def test_what_is_no_country_is_refused(tmp_path: Path, line: str) -> None:
    path = made.put(tmp_path, made.document())
    path.write_text(path.read_text("utf-8").replace("countries:\n  - 'NO'", line).replace("countries:\n  - NO", line))
    (defect,) = library.read(tmp_path).defects
    assert "the code of a country is expected" in defect.words


def test_a_key_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = made.put(tmp_path, made.document())
    path.write_text(path.read_text("utf-8").replace("  name:\n    en:", "  name:\n    true: x\n    en:"), "utf-8")
    (defect,) = library.read(tmp_path).defects
    assert "a key that is no text" in defect.words


def _programme(**changed: Any) -> Callable[[Document], object]:
    return lambda said: said["programme"].update(changed)


def _set(**changed: Any) -> Callable[[Document], object]:
    return lambda said: said["criteria_sets"][0].update(changed)


def _requirement(criterion: int, at: int, **changed: Any) -> Callable[[Document], object]:
    return lambda said: said["criteria_sets"][0]["criteria"][criterion]["requirements"][at].update(changed)


def _exclusion(at: int, **changed: Any) -> Callable[[Document], object]:
    return lambda said: said["criteria_sets"][0]["exclusions"][at].update(changed)


def _question(at: int, **changed: Any) -> Callable[[Document], object]:
    return lambda said: said["question_sets"][0]["questions"][at].update(changed)


def _ask(text: str, language: str = "en") -> Callable[[Document], object]:
    return _question(1, text={"en": "What next?", language: text})


def _next(**more: Any) -> Callable[[Document], object]:
    """A second set after the first."""

    def change(said: Document) -> None:
        said["criteria_sets"][0]["valid_to"] = date(2026, 12, 31)
        said["criteria_sets"].append(made.criteria_set("two", valid_from=date(2027, 1, 1), predecessor="one", **more))

    return change


def _without_policy(**more: Any) -> Callable[[Document], object]:
    """A second set in which C1.2 is gone."""

    def change(said: Document) -> None:
        _next(**more)(said)
        del said["criteria_sets"][1]["criteria"][0]["requirements"][1]

    return change


DEFECTS: dict[str, tuple[Callable[[Document], object], str]] = {
    "unknown key": (_programme(colour="red"), "programme.colour: no such key"),
    "unknown schema": (lambda said: said.update(schema="x"), "schema: must be one of"),
    "other name than the file": (_programme(code="torch"), "must be the name of the file"),
    "name without English": (_programme(name={"fr": "La Lampe"}), "programme.name.en: missing"),
    "no such language": (_programme(languages=["xx"]), "the code of a language is expected"),
    "no such step": (_programme(steps=["draft", "party"]), "programme.steps[1]: must be one of"),
    "steps out of order": (_programme(steps=["draft", "plan_review", "submitted", "active"]), "in their order"),
    "invoice without payment": (
        _programme(steps=["draft", "submitted", "invoiced", "active"]), "stand both or neither"
    ),
    "invoice without a fee": (
        _programme(steps=["draft", "submitted", "invoiced", "paid", "active"]), "says what it costs"
    ),
    "no reminder": (_programme(clocks_days={"reminders": []}), "clocks_days.reminders: at least one day"),
    "reminders out of order": (_programme(clocks_days={"reminders": [30, 0]}), "each later than the one before"),
    "nobody approves": (_programme(approvals=[]), "somebody approves a plan"),
    "classes that shrink": (
        _programme(fees={"evidence": "x", "classes": [
            {"code": "A", "revenue_up_to": None, "fee": 1}, {"code": "B", "revenue_up_to": 5, "fee": 2}]}),
        "classes grow, and the last has no end",
    ),
    "unknown clock": (_programme(clocks_days={"nap": 1}), "clocks_days.nap: no such key"),
    "weights": (lambda said: said["criteria_sets"][0]["criteria"][0].update(weight=0.5), "weights sum to 1, not 0.75"),
    "number of a criterion twice": (
        lambda said: said["criteria_sets"][0]["criteria"][1].update(number=1), "criteria[1].number: 1 is taken"
    ),
    "id twice": (_requirement(0, 1, id="C1.1"), "C1.1 is taken"),
    "id of another criterion": (_requirement(0, 1, id="C2.7"), "C1. and a number is expected"),
    "two main ones": (_requirement(0, 1, main=True), "one requirement of a criterion is its main one"),
    "nothing mandatory": (_requirement(1, 0, mandatory=False), "at least one is mandatory"),
    "unknown sector": (_requirement(0, 1, sectors=["zoo"]), "the programme has no sector zoo"),
    "tag that nobody calls": (_requirement(0, 1, tag="divers"), "no exclusion question calls divers"),
    "call that nobody hears": (_exclusion(1, calls=["volunteers", "divers"]), "no requirement has the tag divers"),
    "refuses and asks": (_exclusion(1, refuse_if="no"), "either refuse_if or ask_more_if"),
    "a truth value for an answer": (_exclusion(0, refuse_if=True), "refuse_if: must be one of: yes, no"),
    "a conviction that is kept": (_exclusion(2, stored=True), "an answer about a conviction is never kept"),
    "id of a question twice": (_exclusion(1, id="X1"), "exclusions[1].id: X1 is taken"),
    "day as text": (_set(checked_on="soon"), "checked_on: a day is expected"),
    "unknown predecessor": (_set(predecessor="zero"), "there is no set zero"),
    "two sets of one day": (
        lambda said: said["criteria_sets"].append(made.criteria_set("two", valid_from=date(2026, 6, 1))),
        "two begins before one ends",
    ),
    "version twice": (
        lambda said: said["criteria_sets"].append(made.criteria_set()), "criteria_sets[1].version: one is taken"
    ),
    "ends before it begins": (_set(valid_to=date(2025, 1, 1)), "it ends before it begins"),
    "gone without a word": (_without_policy(), "C1.2 is gone: who replaces it, or why is it retired?"),
    "retired and still asked": (_next(retired={"C1.2": "no need"}), "it is still asked for"),
    "retires what never was": (_next(retired={"C9.1": "no need"}), "the set before has no C9.1"),
    "question without a criterion": (_question(0, criterion=7), "there is no criterion 7"),
    "question of another's requirement": (_question(0, of="C2.1"), "criterion 1 has no requirement C2.1"),
    "typed without words": (lambda said: said["question_sets"][0]["questions"][1].pop("text"), "text: missing"),
    "counted without a formula": (_question(1, source="counted"), "formula: missing"),
    "counted by nothing": (_question(1, source="counted", formula="places / places"), "counts: missing"),
    "counts what nobody keeps": (
        _question(1, source="counted", formula="places / places", counts="letters"), "counts: must be one of"
    ),
    "a share that is a number": (
        _question(0, source="training", formula="people", counts="people"), "type: people is a number"
    ),
    "places of no requirement": (
        _question(1, source="counted", type="percent", formula="places / places", counts="sites_checked"),
        "of: which requirement is looked at?",
    ),
    "asks for concerns": (_ask("How many concerns were told?"), "“concerns”: no report asks for that (DNH-49)"),
    "asks for arrests": (_ask("Was anybody arrested?"), "“arrested”: no report asks"),
    "asks for incidents in French": (_ask("Combien d'incidents ?", "fr"), "“incidents”: no report asks"),
    "asks for cases in Spanish": (_ask("¿Cuántos casos hubo?", "es"), "“casos”: no report asks"),
    "asks by its id": (_question(1, id="Q_incidents"), "questions[1].id: “incidents”: no report asks"),
    "counts them": (
        _question(0, source="counted", counts="sites_in_place", formula="suspicions / sites"),
        "formula: “suspicions”: no report asks",
    ),
    "asks after a warning": (
        _ask("Do not describe persons. How many incidents were there?"), "“incidents”: no report asks"
    ),
    "no real warning": (_ask("Do not forget the number of incidents."), "“incidents”: no report asks"),
    "asks about guests": (_ask("Which guests looked worrying?"), "“guests”: no report asks"),
    "a subject of its own": (_ask("How many lanterns are there?"), "“lanterns”: no report asks"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_what_is_wrong_is_named(tmp_path: Path, name: str) -> None:
    change, words = DEFECTS[name]
    said = made.document()
    change(said)
    found = made.wrong(tmp_path, said)
    assert any(words in one for one in found), found


def test_a_set_that_says_what_became_of_all(tmp_path: Path) -> None:
    said = made.document()
    _without_policy(retired={"C1.2": "The law asks for it now."})(said)
    assert made.wrong(tmp_path, said) == []
    said = made.document()
    _without_policy()(said)
    _requirement(1, 1, replaces=["C1.2"])({"criteria_sets": said["criteria_sets"][1:]})
    assert made.wrong(tmp_path, said) == []


def test_file_and_line_are_told(tmp_path: Path) -> None:
    said = made.document()
    _requirement(1, 0, sectors=["zoo"])(said)
    path = made.put(tmp_path, said)
    (defect,) = library.read(tmp_path).defects
    lines = path.read_text("utf-8").splitlines()
    number = int(defect.file.partition(":")[2])
    assert defect.file.startswith("lamp.yaml:")
    assert lines[number - 1].strip() == "sectors:"


def test_all_of_a_folder_are_told_and_the_others_read(tmp_path: Path) -> None:
    made.put(tmp_path, made.document())
    other = made.document()
    other["programme"] |= {"code": "torch", "countries": ["ZZ"]}
    made.put(tmp_path, other, "torch")
    found = library.read(tmp_path)
    assert list(found.programmes) == ["lamp"]
    assert [one.file.partition(":")[0] for one in found.defects] == ["torch.yaml"]


# ---- what ships ----


def test_what_ships_is_right() -> None:
    found = library.read(library.PROGRAMMES)
    assert found.defects == ()
    assert set(found.programmes) == {
        "the-code",
        "colombia",
        "mexico",
        "airlines",
        "brazil",
        "costa-rica",
        "philippines",
    }


def test_the_code_as_it_was_handed_over() -> None:
    code = library.shipped()["the-code"]
    criteria = code.current(date(2026, 12, 1))
    assert criteria is not None
    assert criteria.status is Status.DRAFT
    assert [one.number for one in criteria.criteria] == [1, 2, 3, 4, 5, 6]
    assert sum(1 for _one in criteria.requirements) == 39
    assert {one.tag for one in criteria.requirements if one.id in {"C1.9", "C3.6"}} == {"voluntourism"}
    assert code.fees is not None
    assert (code.fees.of("A"), code.fees.of("C", "PATA"), code.fees.of("Z")) == (50, 600, None)
    assert code.recognition is not None
    (questions,) = code.question_sets
    typed = sum(one.source is Source.MANUAL for one in questions.questions)
    assert typed / len(questions.questions) <= 0.4


def test_of_the_others_no_criteria_are_invented() -> None:
    for name, one in library.shipped().items():
        if name != "the-code":
            assert one.sets == ()
            assert one.facts
            assert one.current(date(2026, 12, 1)) is None
    assert library.shipped()["colombia"].kind is Kind.STATUTORY
    assert library.shipped()["philippines"].kind is Kind.UNKNOWN


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "lamp.yaml").write_text("a: [", "utf-8")
    (defect,) = library.read(tmp_path).defects
    assert "not readable (line" in defect.words
    with pytest.raises(Defective):
        read_yaml(tmp_path / "lamp.yaml")
