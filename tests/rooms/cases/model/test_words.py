"""Labels, hints and codes as people read them (CM-14), and values in words."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.model.parts import LISTS, Contact, Factor, Identifier, Option, Pair

LABELS = [one for one in model().fields if one.label]
SHOWN = [(one.path, one.label) for one in LABELS] + [
    (f"{name}.{code}", text) for name, known in model().lists.items() for code, text in known.codes.items()
]
SYSTEM = re.compile(r"\b(?:id|uuid|ref|mac|minor|csam|bia|bid|mla|isic|isco|ngo|n/?a)\b|[_<>]", re.I)


def test_no_label_speaks_like_a_machine() -> None:
    assert [(path, text) for path, text in SHOWN if SYSTEM.search(text)] == []
    assert [(path, text) for path, text in SHOWN if len(text) > 60 or text != text.strip() or text.endswith(".")] == []


def test_codes_of_one_list_are_told_apart_by_their_words() -> None:
    for known in model().lists.values():
        doubled = [text for text, times in Counter(known.codes.values()).items() if times > 1]
        assert doubled == [], known.name


def test_a_hint_is_short_and_belongs_to_a_label() -> None:
    hints = {one.path: one.hint for one in model().fields if one.hint}
    assert set(hints) <= {one.path for one in LABELS}
    assert [(path, hint) for path, hint in hints.items() if len(hint) > 100 or not hint.endswith(".")] == []


def test_lists_of_parts_are_there() -> None:
    assert {name for part in LISTS.values() for name in part.values()} <= model().lists.keys()


def test_labels_and_codes_are_said_as_the_reader_speaks() -> None:
    sex = model().field("child.sex")
    with translation.override("fr"):
        assert words.label(sex) == "Sexe"
        assert words.code("risk_level", "high") == "Élevé"
        assert words.codes("yes_no_unknown") == [("yes", "Oui"), ("no", "Non"), ("unknown", "Pas connu")]
    with translation.override("es"):
        assert words.hint(model().field("case.forms")) == "Marque lo que se sabe. No pida detalles a la niña o al niño."


def test_what_has_no_words_stays_as_it_is() -> None:
    assert words.label(model().field("child.id")) == words.hint(model().field("child.id")) == ""
    assert words.code("sex", "of another day") == "of another day"
    assert words.code("local", "a code of the organisation") == "a code of the organisation"


GOAL = "0190c1a2-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("child.given_name", "Ana", "Ana"),
        ("child.other_names", ("Nita", "Anita"), "Nita, Anita"),
        ("child.birth_date", "2012-05", "May 2012"),
        ("child.birth_date", "2012", "2012"),
        ("child.age_at_intake", 0, "0"),
        ("child.sex", "female", "Female"),
        ("child.age_estimated", False, "No"),
        ("child.age_estimated", None, ""),
        ("child.nationalities", ("XB", "SE"), "XB, Sweden"),
        ("child.languages", ("spa", "quc", "zzz"), "Spanish, Kʼicheʼ, zzz"),
        (
            "child.contacts",
            (Contact("phone", "+1 555 0100", "her aunt", "agreed_times"), Contact(value="@ana")),
            "Telephone number · +1 555 0100 · her aunt · Only at agreed times; @ana",
        ),
        ("child.identifiers", (Identifier("passport", "X 12", "SE"),), "Passport · X 12 · Sweden"),
        ("child.functioning", (Pair("seeing", "some_difficulty"),), "Seeing: A little hard"),
        ("child.home_area", "area-7", "area-7"),
        ("case.risk", "critical", "Critical"),
        ("care_link.started", date(2026, 5, 3), "3 May 2026"),
        ("service.appointment", datetime(2026, 5, 3, 9, 30, tzinfo=UTC), "3 May 2026, 09:30"),
        ("follow_up.goals_review", (Pair(GOAL, "met"),), f"{GOAL}: Reached"),
        (
            "assessment.factors",
            (Factor("household", "risk", "debt", "severe", "since the flood"),),
            "The family or home · A risk · Debt · Severe · since the flood",
        ),
        ("best_interests.options", (Option("stay", "school", "far", "likes it"),), "stay · school · far · likes it"),
        ("alleged_offender.residence", "SE", "Sweden"),
        ("case.extra", (), ""),
    ],
)
def test_a_value_is_told_in_words(path: str, value: Any, said: str) -> None:
    with translation.override("en"):
        assert words.told(model().field(path), value).replace("\xa0", " ") == said
