"""An act in a country without a law file, and what the shipped laws answer to it: for the tests of NL and others."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from fanal.engines.jurisdiction.answer import Answer, Route
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.engines.jurisdiction.model import Corpus


@cache
def shipped() -> Corpus:
    return load_corpus()


def child(age: int, **more: Any) -> dict[str, Any]:
    return {"age": {"lo": age, "hi": age}} | more


def case(
    day: str,
    child: Mapping[str, Any],
    suspect: Mapping[str, Any],
    act: Mapping[str, Any] | None = None,
    course: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """An act of one day in XB, of which no law is known: unpaid, without means or relation, by an adult of 44.

    What is not given is known to be absent: no further nationality, residence, presence; nothing interrupted.
    """
    plain = {
        "conduct": ["sexual_activity"],
        "from": day,
        "to": day,
        "places": [{"in": "XB"}],
        "commercial": False,
        "means": [],
        "medium": ["in_person"],
        "relation": [],
        "role": "principal",
        "marriage": False,
    }
    adult: dict[str, Any] = {"age": {"lo": 44, "hi": 44}, "travel": []}
    nowhere: dict[str, Any] = {"nationality": [], "residence": [], "permanent_residence": [], "presence": []}
    return {
        "schema": "fanal.facts/1",
        "id": "case",
        "act": plain | dict(act or {}),
        "child": {"nationality": [], "residence": []} | dict(child),
        "suspect": nowhere | adult | dict(suspect),
        "course": {"events": [], "events_complete": True} | dict(course or {}),
    }


def at(place: str, facts: dict[str, Any]) -> dict[str, Any]:
    facts["act"]["places"] = [{"in": place}]
    return facts


def ask(facts: Mapping[str, Any], as_of: str, state: str, corpus: Corpus | None = None) -> Answer:
    return evaluate(corpus or shipped(), parse_facts(facts), date.fromisoformat(as_of), states=[state])


def route(answer: Answer, rule: str, offence: str) -> Route:
    (found,) = [one for one in answer.routes if (one.rule, one.offence) == (rule, offence)]
    return found


def verdict(answer: Answer, rule: str, offence: str) -> str:
    """The verdict of one route; `no route` where the rule does not cover the offence or the offence not the conduct."""
    found = [one for one in answer.routes if (one.rule, one.offence) == (rule, offence)]
    return found[0].verdict.value if found else "no route"


def end(found: Route) -> date | None:
    """The last day to begin, where the earliest and the latest are one."""
    assert found.limit.earliest == found.limit.latest
    return found.limit.earliest


def summary(answer: Answer, code: str) -> str:
    """How a state stands."""
    return {one.state: one.verdict.value for one in answer.states}[code]


def waits_for(answer: Answer, rule: str, offence: str) -> set[tuple[str, str]]:
    return {(one.kind, one.who) for one in route(answer, rule, offence).conditions}
