"""Short laws of fictional states and short facts, for cases that are answered by hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from fanal.engines.jurisdiction.answer import Answer, Route, StateAnswer
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.corpus import compile_documents
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.engines.jurisdiction.model import CONDUCTS, Corpus

type Mapped = dict[str, Any]

AS_OF = date(2026, 11, 25)
CITE = {"source": "code", "art": "art. 1"}
GROUPS = ("place_of_act", "ne_bis_in_idem", "extradition", "immunity")
VERSION = {"from": "2000-01-01", "source": "code", "note": "fictional"}


def offence(code: str, number: str = "o", elements: Mapped | None = None, **more: Any) -> Mapped:
    """An offence of sexual activity with a child under 18, in force since 2000, eight years at most."""
    return {
        "id": f"{code.lower()}.{number}",
        "covers": ["sexual_activity"],
        "elements": elements or {"child_age_lt": 18},
        "exceptions": [],
        "max_penalty_years": 8,
        "attempt": True,
        "participation": True,
        "cite": CITE,
        "versions": [VERSION],
    } | more


def rule(code: str, basis: str, when: Mapped | None = None, number: str = "", **more: Any) -> Mapped:
    """A rule for every offence, in force since 2000; for acts abroad without double criminality."""
    found: Mapped = {"id": f"{code.lower()}.j.{number or basis}", "basis": basis, "offences": "*", "cite": CITE}
    if basis not in {"territory", "flag"}:
        found["double_criminality"] = "not_required"
    if when:
        found["when"] = when
    return found | {"versions": [VERSION]} | more


def law(code: str, rules: Iterable[Mapped] = (), offences: Iterable[Mapped] | None = None, **more: Any) -> Mapped:
    """A law of one offence, complete for every conduct, without limitation; `more` replaces what is said here."""
    return {
        "schema": "fanal.law/1",
        "jurisdiction": code,
        "names": {"en": f"State {code}"},
        "coverage": [{"conducts": list(CONDUCTS), "state": "complete", "by": "a test", "on": "2026-01-01"}],
        "sources": {"code": {"title": "Code", "kind": "statute", "url": "https://law.example/code"}},
        "temporal": {
            "substantive": {
                "law_at": "act", "lex_mitior": False, "all_elements_after_commencement": False, "cite": CITE,
            },
            "limitation_change": {"extends_running": True, "shortens_running": False, "revives_expired": False},
        },
        "place_of_act": {"rule": "ubiquity", "includes": ["conduct", "result"], "presumption_if_uncertain": False},
        "offences": list(offences if offences is not None else [offence(code)]),
        "jurisdiction_rules": list(rules),
        "limitation": [
            {"id": f"{code.lower()}.l", "offences": "*", "none": True, "cite": CITE, "versions": [{"source": "code"}]}
        ],
        "ne_bis_in_idem": {"domestic_judgment_bars": True, "foreign_judgment_bars": False, "exceptions": []},
    } | more  # fmt: skip


def corpus(*laws: Mapped) -> Corpus:
    return compile_documents({one["jurisdiction"]: cited(one) for one in laws})


def cited(one: Mapped) -> Mapped:
    """With an article for every group that has none."""
    groups = {name: {"cite": CITE} | one[name] for name in GROUPS if name in one}
    return one | groups | {"temporal": {name: {"cite": CITE} | held for name, held in one["temporal"].items()}}


def facts(**more: Mapped) -> Mapped:
    """A child of 13, an adult who is a national of XA, XB on 1 May 2016; each group is merged over that."""
    found: Mapped = {
        "schema": "fanal.facts/1",
        "id": "case",
        "act": {"conduct": ["sexual_activity"], "from": "2016-05-01", "to": "2016-05-01", "places": [{"in": "XB"}]},
        "child": {"age": {"lo": 13, "hi": 13}, "nationality": ["XB"], "residence": ["XB"]},
        "suspect": {
            "age": {"lo": 44, "hi": 44}, "nationality": ["XA"], "residence": ["XA"], "presence": ["XA"],
            "permanent_residence": [], "travel": [],
        },
        "course": {"events_complete": True, "events": []},
    }  # fmt: skip
    for group, fields in more.items():
        merged = {**found[group], **fields}
        found[group] = {name: value for name, value in merged.items() if value is not None}  # None: not known
    return found


def ask(held: Corpus, told: Mapped, as_of: date = AS_OF, **more: Any) -> Answer:
    return evaluate(held, parse_facts(told), as_of, decide=False, **more)


def route(answer: Answer, rule_id: str, offence_id: str | None = None) -> Route:
    (found,) = [one for one in answer.routes if one.rule == rule_id and offence_id in {None, one.offence}]
    return found


def state(answer: Answer, code: str) -> StateAnswer:
    (found,) = [one for one in answer.states if one.state == code]
    return found
