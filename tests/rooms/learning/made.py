"""A course that is right, as its files, for tests that make one thing wrong in it."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from fanal.learning.courses import checks, reading
from fanal.learning.courses.model import Course
from fanal.vocabulary.files import Defective

type Files = dict[str, Any]

TOLD = "You carry a tray along the corridor at nine in the evening and see a door that stands open a hand wide. " * 2
_HARMFUL = "confront harmful", "follow harmful"
_CHOICES = {
    "concern": ("tell_named_contact best", "note_facts acceptable", "carry_on wrong", *_HARMFUL),
    "no_concern": ("carry_on best", "offer_help acceptable", "tell_named_contact wrong", *_HARMFUL),
    "unclear": ("note_facts best", "tell_named_contact acceptable", "carry_on wrong", *_HARMFUL),
    "respond": ("listen best", "stay acceptable", "wait wrong", "question_child harmful", "promise_secrecy harmful"),
}
NOTICE = {"concern": 4, "no_concern": 4, "unclear": 2}


def situation(name: str, truth: str, form: str | None) -> dict[str, Any]:
    choices = []
    for letter, one in zip("abcde", _CHOICES[truth], strict=True):
        act, value = one.split()
        choices.append(
            {"id": letter, "act": act, "value": value, "say": f"Do {letter}.", "feedback": f"After {letter}."}
        )
    made = {"id": name, "truth": truth, "vignette": f"{TOLD}It is {name}.", "choices": choices}
    return made | ({"form": form} if form else {})


def files(kind: str = "notice", blueprint: Mapping[str, int] = NOTICE) -> Files:
    """The files of a course by their paths."""
    head: dict[str, Any] = {
        "schema": "fanal.course/1", "code": "tea", "version": 1, "since": "2026-12-01", "audience": "tourism",
        "kind": kind, "language": "en", "title": "Tea", "about": "How to carry tea.", "minutes": 5,
        "objectives": ["Carry tea."], "forms": {"pre": ["A"], "final": ["B", "C"]}, "blueprint": dict(blueprint),
        "pass": {"acts_right": 0.8, "harmful": 0}, "valid_months": 24,
    }  # fmt: skip
    if kind == "notice":
        head["pass"] |= {"hit_rate": 0.75, "false_alarm_rate": 0.25}
    page = {
        "id": "door",
        "title": "A door",
        "blocks": [
            {"text": "A door can be open."},
            {"list": ["It is warm.", "Somebody comes back."]},
            {"cue": "c-01", "sign": "The door is kept shut.", "innocent": ["Somebody sleeps."]},
            {"figure": "door.svg", "alt": "A door.", "labels": {"door": "Door"}},
            {"question": "q-01"},
            {"scenario": "p-1"},
            {"contacts": True},
            {"acknowledge": "I was told."},
            {"pause": "Breathe."},
        ],
    }
    answers: list[dict[str, Any]] = [{"id": letter, "say": f"Say {letter}.", "feedback": "So."} for letter in "abc"]
    question = {
        "id": "q-01",
        "kind": "single",
        "ask": "Which?",
        "choices": [answers[0] | {"right": True}, *answers[1:]],
    }
    truth = next(iter(blueprint))
    scenarios = [situation("p-1", truth, None)]
    for form in "ABC":
        number = 0
        for truth, count in blueprint.items():
            for _ in range(count):
                number += 1
                scenarios.append(situation(f"{form.lower()}-{number}", truth, form))
    return {
        "course.yaml": head,
        "lessons/01.yaml": {"title": "Doors", "objectives": ["o1"], "pages": [page]},
        "scenarios.yaml": scenarios,
        "questions.yaml": [question],
        "figures/door.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M1 1v8"/>'
        '<text x="2" y="5" data-label="door"/></svg>',
    }


def put(folder: Path, said: Files) -> Path:
    """Write the files of a course; returns its folder."""
    place = folder / said["course.yaml"]["code"]
    for name, content in said.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text.replace('"2026-12-01"', "2026-12-01"), "utf-8")
    return place


def course(folder: Path, said: Files | None = None) -> Course:
    """A course that was read."""
    return reading.read(put(folder, said or files()))


def wrong(folder: Path, said: Files, others: Mapping[str, Course] | None = None) -> list[str]:
    """Every defect of a course, as lines."""
    try:
        found = reading.read(put(folder, deepcopy(said)))
    except Defective as error:
        return [str(one) for one in error.defects]
    return [str(one) for one in checks.defects(found, others or {})]
