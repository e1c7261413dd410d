"""A programme that is right, as the document of its file, for tests that make one thing wrong in it."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from fanal.tourism.programmes import reading
from fanal.tourism.programmes.model import Programme
from fanal.vocabulary.files import Defective, written_yaml

type Document = dict[str, Any]


def requirement(name: str, **more: Any) -> Document:
    return {
        "id": name, "scope": "company", "mandatory": True, "default_due_days": 60, "renew_months": 12,
        "evidence_types": ["reference"], "text": {"en": f"What {name} asks."},
    } | more  # fmt: skip


def criterion(number: int, weight: float, requirements: list[Document]) -> Document:
    return {
        "number": number, "title": {"en": f"Criterion {number}"}, "purpose": {"en": "Why."}, "evidence": "own",
        "weight": weight, "requirements": requirements,
    }  # fmt: skip


def criteria_set(version: str = "one", **more: Any) -> Document:
    return {
        "version": version, "status": "draft", "source": "https://example.org", "checked_on": date(2026, 11, 25),
        "valid_from": date(2026, 1, 1), "valid_to": None, "predecessor": None,
        "exclusions": [
            {"id": "X1", "text": {"en": "Are there visits to orphanages?"}, "refuse_if": "yes"},
            {"id": "X2", "text": {"en": "Do travellers meet children?"}, "ask_more_if": "yes", "calls": ["volunteers"]},
            {"id": "X3", "text": {"en": "Was a director convicted?"}, "refuse_if": "yes", "stored": False},
        ],
        "criteria": [
            criterion(1, 0.75, [
                requirement("C1.1", main=True),
                requirement("C1.2", scope="site"),
                requirement("C1.3", sectors=["airline"]),
                requirement("C1.4", tag="volunteers"),
            ]),
            criterion(2, 0.25, [requirement("C2.1", main=True, scope="site"), requirement("C2.2", mandatory=False)]),
        ],
    } | more  # fmt: skip


def document() -> Document:
    return {
        "schema": "fanal.tourism.programme/1",
        "programme": {
            "code": "lamp", "name": {"en": "The Lamp"}, "kind": "voluntary", "countries": ["NO"], "languages": ["no"],
            "steps": ["draft", "submitted", "plan_review", "plan_approved", "agreement_sent", "active"],
            "approvals": ["local_code_representative", "secretariat"], "validity": 24, "report": "yearly",
            "public_statement": {"en": "A member."}, "sectors": ["accommodation", "airline"],
        },
        "criteria_sets": [criteria_set()],
        "question_sets": [
            {
                "version": "q1", "status": "draft", "forbidden_subjects": ["lanterns"],
                "questions": [
                    {"id": "Q1", "criterion": 1, "source": "plan", "of": "C1.1", "type": "level"},
                    {"id": "Q2", "criterion": 2, "source": "manual", "type": "text_500",
                     "text": {"en": "What did you learn? Do not describe concerns or persons."}},
                ],
            }
        ],
    }  # fmt: skip


def put(folder: Path, said: Document, code: str = "lamp") -> Path:
    """The file of a programme."""
    path = folder / f"{code}.yaml"
    path.write_text(written_yaml(said), "utf-8")
    return path


def read(folder: Path, said: Document) -> Programme:
    return reading.read(put(folder, said))


def wrong(folder: Path, said: Document) -> list[str]:
    """All that is wrong with a programme, as it is told."""
    try:
        read(folder, deepcopy(said))
    except Defective as error:
        return [str(one) for one in error.defects]
    return []
