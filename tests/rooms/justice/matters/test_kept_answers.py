"""What is kept of an answer: all that its pages show, and no more than a few million bytes, whatever was asked."""

from typing import Any

import pytest
import yaml

from fanal.engines.jurisdiction.api import evaluate
from fanal.engines.jurisdiction.contracts import FACTS_SCHEMA, Corpus, compile_texts, explain, kept, parse_facts
from fanal.justice.law import library
from fanal.justice.matters import asking, training
from fanal.justice.matters.desk.answer_view import AnswerView, view
from fanal.justice.matters.desk.beside import card
from fanal.justice.matters.desk.facts_draft import read, values_of
from fanal.justice.matters.desk.facts_fields import FIELDS, MOST, Many
from tests.people import NOW, Cast
from tests.rooms.justice import small
from tests.rooms.justice.acts import FACTS, TODAY, asked, matter

pytestmark = pytest.mark.django_db(databases="__all__")
_ANOTHER = {"cite": {"source": "code", "art": "art. 2"}}
_BYTES, _SEALED = 5_000_000, 300_000
"""Bounds of an answer as it is read, and as it lies sealed."""


def _places(law: Corpus, count: int) -> dict[str, Any]:
    """A paid act at the places whose law has most offences, of which nothing else is known."""
    codes = sorted(law.laws, key=lambda code: -len(law.laws[code].offences))
    named = dict.fromkeys(code.partition("-")[0] for code in codes)
    act = {"conduct": ["sexual_activity"], "from": "2016-02-05", "places": [*named][:count], "places_complete": True}
    return {"schema": FACTS_SCHEMA, "act": act, "child": {"age": {"lo": 12, "hi": 12}}}


def test_the_largest_form_gives_an_answer_of_bounded_size(cast: Cast) -> None:
    """Twelve places gave 41 MB, and a process that served it grew by 300."""
    facts = _places(library.corpus(NOW), MOST)
    filled = read(values_of(facts))
    assert not filled.errors
    assert filled.lines(next(one for one in FIELDS if isinstance(one, Many) and one.name == "places")) == MOST
    given = asked(cast["lena"], matter(cast["lena"]), facts)
    told = explain.canonical(given.answer)
    assert len(given.answer["routes"]) > 1_000
    assert len(told) < _BYTES
    assert len(asking.packed(told)) < _SEALED


@pytest.mark.parametrize("facts", [FACTS, *(one.copy() for one in training.CASES), 1, 3])
def test_pages_show_of_what_is_kept_what_they_show_of_the_whole(cast: Cast, facts: dict[str, Any] | int) -> None:
    law = library.corpus(NOW)
    _compared(law, _places(law, facts) if isinstance(facts, int) else facts)


def test_why_a_state_cannot_is_kept(cast: Cast) -> None:
    """Of all ways that fail, the nearest ones are told: with each step that fails, and what it lacks."""
    text = small.law("XA", [{"basis": "territory"}, {"basis": "universal"}])
    first = text["offences"][0]
    other = {"any_of": [{"commercial": True}, {"means_any": ["force"]}]}
    text["offences"] += [{**first, "id": "xa.2", "elements": {"all_of": [{"child_age_lt": 16}, other]}, **_ANOTHER}]
    held = compile_texts({"jurisdictions/XA.yaml": yaml.safe_dump(text).encode()})
    for commercial, age in ((False, 12), (True, 18), (False, 18)):
        act = {
            "conduct": ["sexual_activity"],
            "from": "2016-02-05",
            "places": ["XA"],
            "commercial": commercial,
            "means": [],
        }
        told = {"schema": FACTS_SCHEMA, "act": act, "child": {"age": {"lo": age, "hi": age}}}
        (closed,) = _compared(held, told).cannot
        assert closed.says.count("does not hold: ") > 1


def _compared(law: Corpus, case: dict[str, Any]) -> AnswerView:
    found = evaluate(law, parse_facts(case), TODAY)
    whole, brief = (explain.read(explain.to_json(one, trees=True)) for one in (found, kept(found)))
    shown = view(brief, case, law)
    assert shown == view(whole, case, law)
    for state, same in zip(brief["states"], whole["states"], strict=True):
        assert card(state, brief, case, whole=True) == card(same, whole, case, whole=True)
    return shown
