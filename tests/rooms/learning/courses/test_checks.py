"""A course that is right passes; each thing that is wrong is named, at its key."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rooms.learning import made
from tests.rooms.learning.made import Files


@pytest.mark.parametrize(("kind", "blueprint"), [("notice", made.NOTICE), ("respond", {"respond": 8})])
def test_a_course_that_is_right(tmp_path: Path, kind: str, blueprint: dict[str, int]) -> None:
    assert made.wrong(tmp_path, made.files(kind, blueprint)) == []


def test_an_outline_has_no_forms(tmp_path: Path) -> None:
    head = made.files()["course.yaml"] | {"kind": "outline"}
    for name in ("forms", "blueprint", "pass", "valid_months"):
        del head[name]
    assert made.wrong(tmp_path, {"course.yaml": head}) == []


def _head(**changed: object) -> Callable[[Files], None]:
    return lambda said: said["course.yaml"].update(changed)


def _scenario(at: int, **changed: object) -> Callable[[Files], None]:
    return lambda said: said["scenarios.yaml"][at].update(changed)


def _choice(at: int, choice: int, **changed: object) -> Callable[[Files], None]:
    return lambda said: said["scenarios.yaml"][at]["choices"][choice].update(changed)


def _block(at: int, **changed: object) -> Callable[[Files], None]:
    return lambda said: said["lessons/01.yaml"]["pages"][0]["blocks"][at].update(changed)


def _block_without(at: int, key: str) -> Callable[[Files], None]:
    return lambda said: said["lessons/01.yaml"]["pages"][0]["blocks"][at].pop(key)


def _drawing(old: str, new: str) -> Callable[[Files], None]:
    return lambda said: said.update({"figures/door.svg": said["figures/door.svg"].replace(old, new)})


def _circle(said: Files) -> None:
    """A practice situation that leads to one that leads back."""
    first, second = said["scenarios.yaml"][0], made.situation("p-2", "concern", None)
    said["scenarios.yaml"].append(second)
    for one, other in ((first, "p-2"), (second, "p-1")):
        one["choices"][0].pop("feedback")
        one["choices"][0]["next"] = other


def _deep(said: Files) -> None:
    before = said["scenarios.yaml"][0]
    for name in ("p-2", "p-3", "p-4"):
        before["choices"][0].pop("feedback")
        before["choices"][0]["next"] = name
        before = made.situation(name, "concern", None)
        said["scenarios.yaml"].append(before)


def _all_harmless(said: Files) -> None:
    """Of four choices none is harmful: whoever guesses passes too often."""
    for one in said["scenarios.yaml"]:
        for made_choice in one["choices"]:
            if made_choice["value"] == "harmful":
                made_choice.update(act="carry_on" if one["truth"] != "no_concern" else "note_facts", value="acceptable")


DEFECTS: dict[str, tuple[Callable[[Files], object], str]] = {
    "unknown key": (_head(colour="red"), "colour: no such key"),
    "version 0": (lambda said: said["course.yaml"].update(version=0), "version: a whole number from 1"),
    "unknown role": (_head(roles=["front_desk", "night_porter"]), "roles[1]: must be one of"),
    "unknown act": (_choice(1, 0, act="shout"), "act: must be one of"),
    "unknown key in a lesson": (lambda said: said["lessons/01.yaml"].update(colour=1), "lessons/01.yaml: colour"),
    "id of a situation twice": (_scenario(2, id="a-1"), "this id is taken: a-1"),
    "id of a choice twice": (_choice(1, 1, id="a"), "two texts would have the key"),
    "situations in a circle": (_circle, "in a circle: p-1 → p-2 → p-1"),
    "four deep": (_deep, "more than 3 situations follow each other"),
    "no situation of that name": (_choice(0, 0, next="nowhere"), "there is no situation nowhere"),
    "a choice that ends in nothing": (
        lambda said: said["scenarios.yaml"][0]["choices"][0].pop("feedback"),
        "p-1.a: after",
    ),
    "no best choice": (_choice(1, 0, value="acceptable"), "one choice at least is the best"),
    "telling is not the best": (_choice(1, 0, act="carry_on"), "to tell is the best"),
    "telling is harmful": (_choice(5, 2, value="harmful"), "to tell in good faith is never harmful"),
    "telling where all is well": (_choice(5, 2, value="acceptable"), "to tell can be chosen, and is wrong"),
    "four choices in a final form": (
        lambda said: said["scenarios.yaml"][11]["choices"].pop(),
        "b-1: 5 choices at least",
    ),
    "blueprint": (_head(blueprint={"concern": 5, "no_concern": 4, "unclear": 1}), "does not fit the blueprint"),
    "guessing": (_all_harmless, "whoever guesses passes in"),
    "always telling": (
        _head(**{"pass": {"acts_right": 0.6, "harmful": 0, "hit_rate": 0.75, "false_alarm_rate": 1}}),
        "passes: tell",
    ),
    "always silent": (
        _head(**{"pass": {"acts_right": 0.6, "harmful": 0, "hit_rate": 0, "false_alarm_rate": 0}}),
        "passes: carry_on",
    ),
    "one final form": (_head(forms={"pre": ["A", "C"], "final": ["B"]}), "two final forms at least"),
    "a form that nobody names": (_head(forms={"final": ["B", "C"]}), "forms.A: it is not said"),
    "a situation of 20 words": (_scenario(1, vignette="You see a door. " * 5), "40 to 90 words, not 20"),
    "a situation that nobody meets": (
        lambda said: said["scenarios.yaml"].append(made.situation("x", "concern", None)),
        "x: nobody ever",
    ),
    "a sign without reasons": (_block(2, innocent=[]), "c-01: a sign needs its innocent reasons"),
    "a direct sign with reasons": (_block(2, direct=True), "c-01: a direct sign has no"),
    "a sign that is none": (_block(2, sign="The guest has dark skin."), "“skin” is never a sign (skin colour)"),
    "a sign of poverty": (_block(2, sign="The child looks poor."), "“poor” is never a sign (poverty)"),
    "an unknown sign": (_scenario(1, cues=["c-99"]), "there is no sign c-99"),
    "a term to avoid": (_block(0, text="Think of child prostitution."), "say instead"),
    "hard words": (
        _block(
            0,
            text="Notwithstanding organisational responsibilities, internationally recognised administrative "
            "authorities systematically communicate multidisciplinary considerations concerning accountability, "
            "institutionalisation, interoperability, proportionality, confidentiality and representativeness. " * 3,
        ),
        "it needs a reader of",
    ),
    "a long lesson": (_block(0, text="A door is open. " * 260), "a lesson is read in 5 minutes"),
    "no alternative text": (_block_without(3, "alt"), "alt: missing"),
    "a script": (_drawing("<path", "<script>x</script><path"), "no <script> in a drawing"),
    "foreignObject": (_drawing("<path", "<foreignObject/><path"), "no <foreignObject> in a drawing"),
    "a picture": (_drawing("<path", '<image href="a.png"/><path'), "no <image> in a drawing"),
    "a reference": (_drawing('d="M1 1v8"', 'd="M1 1v8" fill="url(https://x.example/a)"'), "fill has a value"),
    "an event": (_drawing('d="M1 1v8"', 'd="M1 1v8" onclick="x()"'), "no onclick in a drawing"),
    "an entity": (_drawing("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg'), "no doctype"),
    "a text that cannot be translated": (
        _drawing('data-label="door"/>', 'data-label="door">Door</text>'),
        "stands in its labels",
    ),
    "a label without a place": (_block(3, labels={"door": "Door", "key": "Key"}), "are not the same: key"),
    "a drawing that is not there": (_block(3, figure="gate.svg"), "there is no drawing gate.svg"),
    "no such question": (_block(4, question="q-02"), "there is no question q-02"),
    "a form inside a lesson": (_block(5, scenario="b-1"), "no situation b-1 that stands in no form"),
    "two right answers": (
        lambda said: said["questions.yaml"][0]["choices"][1].update(right=True),
        "exactly one answer is right",
    ),
    "an answer without why": (
        lambda said: said["questions.yaml"][0]["choices"][1].pop("feedback"),
        "each answer says why",
    ),
    "an objective that is not": (
        lambda said: said["lessons/01.yaml"].update(objectives=["o2"]),
        "there is no objective o2",
    ),
    "a course that is not": (_head(requires=["coffee"]), "there is no course coffee to play"),
    "a skill check without skills": (_head(skill_check=True), "says which skills"),
    "respond in a notice course": (_scenario(1, truth="respond"), "truth is respond in courses of that kind"),
    "a harmful act that is right": (_choice(1, 1, act="confront"), "an act that can do harm is never right"),
    "an id with a dot": (_scenario(1, id="a.1"), "an id has small letters"),
    "a text field": (_block(0, input="Your name"), "input: no such key"),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_what_is_wrong_is_named(tmp_path: Path, name: str) -> None:
    change, words = DEFECTS[name]
    said = made.files()
    change(said)
    found = made.wrong(tmp_path, said)
    assert any(words in line for line in found), found


def test_the_second_arm_of_a_pair_is_told_otherwise_and_has_everything_else(tmp_path: Path) -> None:
    said = made.files()
    said["scenarios.yaml"].append(
        {"id": "b-1x", "like": "b-1", "varies": "guest_origin", "vignette": f"{made.TOLD}Other."}
    )
    assert made.wrong(tmp_path, said) == []
    course = made.course(tmp_path, said)
    first, second = course.scenario("b-1"), course.scenario("b-1x")
    assert first is not None
    assert second is not None
    assert (second.choices, second.truth, second.form) == (first.choices, first.truth, first.form)
    assert (first, second) in course.slots("B")
    assert len(course.slots("B")) == 10
    assert "b-1x.a" not in course.texts, "the choices are worded, and translated, once"
    said["scenarios.yaml"][-1]["vignette"] = said["scenarios.yaml"][11]["vignette"]
    assert any("differ in what is told" in line for line in made.wrong(tmp_path, said))
    said["scenarios.yaml"].append(said["scenarios.yaml"][-1] | {"id": "b-1y"})
    assert any("a pair has two arms" in line for line in made.wrong(tmp_path, said))


def test_safety_is_what_somebody_does(tmp_path: Path) -> None:
    """Acts, what is said after them, signs and what is signed; not what a page tells beside."""
    course = made.course(tmp_path)
    assert {"b-1.a", "b-1.a.f", "01.door.3.sign", "01.door.8"} <= course.safety
    assert not {"01.door.1", "b-1.v", "title"} & course.safety


def test_a_wording_is_another_with_each_text_act_and_drawing(tmp_path: Path) -> None:
    wordings = {made.course(tmp_path).wording}
    for change in (
        _choice(1, 0, act="tell_member"),
        _block(0, text="A door."),
        _drawing("M1 1v8", "M1 1v7"),
        _scenario(1, cues=["c-01"]),
    ):
        said = made.files()
        change(said)
        wordings.add(made.course(tmp_path, said).wording)
    assert len(wordings) == 5
