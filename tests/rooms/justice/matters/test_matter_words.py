"""No code goes unsaid: every code of facts, changes and proceedings has words, and every field of facts has a place."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from fanal.engines.jurisdiction.command.why_not import SENTENCES
from fanal.engines.jurisdiction.deciding import completions
from fanal.engines.jurisdiction.files import corpus
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.justice.matters import duties, fact_words
from fanal.justice.matters.desk import facts_choices, facts_fields, proceeding_words
from fanal.justice.matters.desk.facts_fields import FIELDS, WHOLE, Many
from fanal.vocabulary import codes_legal
from fanal.vocabulary.codes import YesNoUnknown

pytestmark = pytest.mark.once
FOLDER = Path(corpus.__file__).parent / "schemas"
SCHEMA = json.loads((FOLDER / "fanal.facts-1.json").read_text())["properties"]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (proceeding_words.KINDS, codes_legal.ProceedingKind),
        (proceeding_words.EVENTS, codes_legal.LegalEventType),
        (proceeding_words.OUTCOMES, codes_legal.LegalOutcome),
        (proceeding_words.ORDERS, codes_legal.OrderGroup),
        (proceeding_words.RESULTS, codes_legal.LegalResult),
        (proceeding_words.ROLES, codes_legal.ChildRole),
        (proceeding_words.MEASURES, codes_legal.ProtectiveMeasure),
        (proceeding_words.MEASURE_STATES, codes_legal.MeasureState),
        (proceeding_words.BASES, codes_legal.JurisdictionBasis),
        (proceeding_words.ANSWERS, YesNoUnknown),
    ],
)
def test_every_code_of_a_proceeding_has_words(words: dict[str, Any], codes: type[StrEnum]) -> None:
    assert list(words) == [code.value for code in codes]


def test_every_alarm_says_what_it_is_about() -> None:
    assert set(proceeding_words.ALARMS) == {kind.code for kind in duties.ALL}


def test_every_change_of_why_not_has_words() -> None:
    assert set(fact_words.FLIPS) == set(SENTENCES)


def test_every_fact_that_can_be_missing_has_words() -> None:
    paths = {completions.PATHS.get(name, name) for name in completions.PATHS} | set(completions.PATHS.values())
    assert paths <= set(fact_words.FACTS)


def _enum(*path: str) -> list[str]:
    found: Any = SCHEMA
    for step in path:
        found = found[step] if step in found else found["properties"][step]
    held: list[str] = found.get("enum") or found["items"]["enum"]
    return held


@pytest.mark.parametrize(
    ("choices", "path"),
    [
        (facts_choices.MEANS, ("act", "means")),
        (facts_choices.RELATIONS, ("act", "relation")),
        (facts_choices.MEDIA, ("act", "medium")),
        (facts_choices.ROLES, ("act", "role")),
        (facts_choices.VESSELS, ("act", "vessel", "kind")),
        (facts_choices.IMMUNITY, ("suspect", "immunity")),
        (facts_choices.JUDGMENTS, ("course", "judgments", "items", "kind")),
        (facts_choices.SENTENCES, ("course", "judgments", "items", "sentence")),
        (facts_choices.REASONS, ("course", "judgments", "items", "reason")),
        (facts_choices.EXTRADITION, ("course", "extradition", "items", "state")),
        (facts_choices.CONDITIONS, ("course", "conditions", "items", "kind")),
        (facts_choices.STATUSES, ("course", "conditions", "items", "status")),
        (facts_choices.PART_OF_ACT, ("act", "places", "items", "part")),
        (facts_choices.CERTAINTY, ("act", "places", "items", "certainty")),
    ],
)
def test_the_form_offers_the_codes_of_the_schema(choices: Any, path: tuple[str, ...]) -> None:
    assert list(choices) == _enum(*path)


def test_every_step_that_limitation_knows_can_be_said() -> None:
    """Each event that a rule of the shipped law names, as interruption, stop or suspension."""
    named: set[str] = set()
    for law in load_corpus().laws.values():
        for rule in law.limitation.values():
            for version in rule.versions:
                for codes in (version.text.interrupted_by, version.text.stopped_by, version.text.suspended_while):
                    named |= set(codes) if isinstance(codes, frozenset) else set()
    assert named <= set(facts_choices.EVENTS)


def test_every_key_of_the_facts_has_a_field() -> None:
    """All but ids, which a person never types."""
    wanted = set()
    for who in ("act", "child", "suspect", "course"):
        for key, held in SCHEMA[who]["properties"].items():
            if held.get("$ref", "").endswith("age") or (held.get("type") == "object" and "items" not in held):
                wanted |= {f"{who}.{key}.{inner}" for inner in held.get("properties", {"lo": 0, "hi": 0})}
            else:
                wanted.add(f"{who}.{key}")
    there = {".".join(one.path) for one in FIELDS} | {".".join(path) for path in WHOLE.values()}
    for one in FIELDS:
        if isinstance(one, Many) and one.whole is not None:
            there.add(f"{'.'.join(one.path)}_complete")
    there = {
        path.replace("principal.", "act.principal.", 1) if path.startswith("principal.") else path for path in there
    }
    assert wanted - there == {"child.id", "suspect.id"}
    assert there - wanted == set()
    assert set(facts_fields.TITLES) == {*facts_fields.PAGES, "check"}
