"""Cases that are put to the shipped law files: one act of an adult abroad, with what a test says of it."""

from datetime import date
from functools import cache
from typing import Any

from fanal.engines.jurisdiction.answer import Answer, Route, StateAnswer
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.corpus import LAW, load_corpus
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.engines.jurisdiction.model import Corpus

AS_OF = date(2026, 11, 25)
OTHERS = ("DE", "SE", "US")


@cache
def corpus() -> Corpus:
    """The three files that were drafted from the texts, with what all files share. XB and XC have no file."""
    files = [LAW / "jurisdictions" / f"{code}.yaml" for code in OTHERS]
    shared = [LAW / "groups.yaml", *sorted((LAW / "treaties").glob("*.yaml"))]
    return load_corpus(files[0], [*files[1:], *shared])


def act(day: str, place: str | list[dict[str, Any]] = "XB", conduct: str = "sexual_activity", **more: Any) -> Any:
    """An act of one day without means and without a relation, unless said otherwise."""
    places = [{"in": place}] if isinstance(place, str) else place
    return {"conduct": [conduct], "from": day, "to": day, "places": places, "means": [], "relation": []} | more


def person(age: int = 44, **more: Any) -> dict[str, Any]:
    return {"age": {"lo": age, "hi": age}} | more


def ask(act: Any, child: Any, suspect: Any, course: Any = None, *, on: date = AS_OF, of: str = "") -> Answer:
    """The answer of one state, or of all; a child is given by its age, or by a mapping."""
    facts = {"schema": "fanal.facts/1", "id": "case", "act": act, "suspect": suspect}
    facts["child"] = person(child) if isinstance(child, int) else child
    if course:
        facts["course"] = course
    return evaluate(corpus(), parse_facts(facts), on, states=[of] if of else None)


def route(answer: Answer, offence: str, rule: str) -> Route:
    """The one route of an offence by a rule."""
    (found,) = [one for one in answer.routes if (one.offence, one.rule) == (offence, rule)]
    return found


def verdict(answer: Answer, offence: str, rule: str) -> str:
    return route(answer, offence, rule).verdict.value


def rules(answer: Answer, offence: str) -> set[str]:
    """By which rules there is a route of this offence at all."""
    return {one.rule for one in answer.routes if one.offence == offence}


def state(answer: Answer, code: str) -> StateAnswer:
    (found,) = [one for one in answer.states if one.state == code]
    return found
