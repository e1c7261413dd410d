"""Facts as they are written: what they mean, and everything that may be wrong with them."""

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.jurisdiction.facts import (
    Act,
    Age,
    Child,
    Codes,
    ConditionState,
    Course,
    Event,
    Extradition,
    Facts,
    Judgment,
    Leg,
    Link,
    Links,
    Place,
    Suspect,
    Vessel,
)
from fanal.engines.jurisdiction.files.facts_file import FactsError, parse_facts, read_facts
from fanal.engines.jurisdiction.files.reading import Defect
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

WHOLE = """\
schema: fanal.facts/1
id: a-1
act:
  conduct: [sexual_activity, procuring]
  from: 2016-02
  to: 2016-02-29
  places: [{in: XB, part: [conduct], certainty: possible}, NO]
  places_complete: false
  vessel: {kind: ship, flag: XC}
  commercial: false
  means: [force]
  means_complete: false
  medium: [online]
  relation: []
  role: party
  principal: {nationality: [XD]}
  marriage: false
child: {id: c-1, dob: 2003, age: {lo: 12, hi: 13}, nationality: [XXX], residence: [GB-EAW]}
suspect:
  id: s-1
  age: {lo: 44, hi: 44}
  nationality: [{in: GB, from: 2010, to: 2012-05}, NO]
  nationality_complete: false
  residence: [abroad]
  permanent_residence: []
  presence: [XZ]
  travel: [{from: XA, to: XB, on: 2016-01-28}]
  immunity: claimed
course:
  charge_on: 2020-01-01
  events: [{state: DE, kind: arrest_warrant, on: 2019, until: 2020}]
  judgments: [{state: XB, kind: conviction, same_act: true, final: false, sentence: served, reason: pardon}]
  extradition: [{from: XA, to: XB, state: refused}]
  conditions: [{state: SE, kind: consent, status: granted}]
"""


def span(first: str, last: str | None = None) -> Interval:
    return Interval(date.fromisoformat(first), date.fromisoformat(last or first))


def test_everything_that_can_be_said() -> None:
    assert read_facts(WHOLE, "f.yaml") == [
        Facts(
            "a-1",
            Act(
                ("sexual_activity", "procuring"),
                span("2016-02-01", "2016-02-29"),
                span("2016-02-29"),
                (Place("XB", frozenset({"conduct"}), "possible"), Place("NO")),
                False,
                Vessel("ship", "XC"),
                False,
                Codes(frozenset({"force"}), False),
                frozenset({"online"}),
                Codes(frozenset(), True),
                "party",
                Links((Link("XD"),)),
                False,
            ),
            Child("c-1", span("2003-01-01", "2003-12-31"), Age(12, 13), None, Links((Link("GB-EAW"),))),
            Suspect(
                "s-1",
                None,
                Age(44, 44),
                Links(
                    (Link("GB", span("2010-01-01", "2010-12-31"), span("2012-05-01", "2012-05-31")), Link("NO")), False
                ),
                Links((Link("abroad"),)),
                Links(()),
                Links((Link("XZ"),)),
                (Leg("XA", "XB", span("2016-01-28")),),
                True,
                "claimed",
            ),
            Course(
                span("2020-01-01"),
                (Event("DE", "arrest_warrant", span("2019-01-01", "2019-12-31"), span("2020-01-01", "2020-12-31")),),
                False,
                (Judgment("XB", "conviction", True, False, "served", "pardon"),),
                (Extradition("XA", "XB", "refused"),),
                (ConditionState("SE", "consent", "granted"),),
            ),
        )
    ]


def test_nothing_is_said_of_what_is_absent() -> None:
    [facts] = read_facts("schema: fanal.facts/1\nact: {conduct: [grooming]}\n", "f.yaml")
    assert facts == Facts("", Act(("grooming",)))
    assert facts.where == "f.yaml:1"
    assert (facts.act.places, facts.act.commercial, facts.suspect.nationality, facts.course.events) == (None,) * 4


def test_a_judgment_of_which_little_is_known() -> None:
    facts = parse_facts(mapping(course={"judgments": [{"state": "XB", "kind": "acquittal"}]}))
    assert facts.course.judgments == (Judgment("XB", "acquittal", None, None),)


def mapping(**more: Any) -> dict[str, Any]:
    return {"schema": "fanal.facts/1", "id": "a", "act": {"conduct": ["grooming"]}} | more


@pytest.mark.parametrize(
    ("nationality", "held"),
    [
        (["XXX"], None),
        ([], Links(())),
        (["XA", "XXX"], Links((Link("XA"),), False)),
        (["XXA"], Links((Link("XXA"),))),
        (["XXB"], Links((Link("XXB"),), False)),  # which nationality a refugee has was not said
    ],
)
def test_nationalities_that_are_none(nationality: list[str], held: Links | None) -> None:
    assert parse_facts(mapping(suspect={"nationality": nationality})).suspect.nationality == held


def test_complete_events_without_a_list_were_none() -> None:
    assert parse_facts(mapping(course={"events_complete": True})).course == Course(events=(), events_complete=True)
    assert parse_facts(mapping(course={"events": []})).course == Course(events=(), events_complete=False)


def test_a_list_several_documents_and_json_read_alike() -> None:
    one, other = mapping(), mapping(id="b")
    wanted = [parse_facts(one), parse_facts(other)]
    for text in (json.dumps([one, other]), f"{json.dumps(one)}\n---\n{json.dumps(other)}\n"):
        assert read_facts(text, "f.json") == wanted
    two = read_facts("- schema: fanal.facts/1\n  act: {conduct: [grooming]}\n" * 2, "f.yaml")
    assert [facts.where for facts in two] == ["f.yaml:1", "f.yaml:3"]


def test_a_child_that_is_said_to_be_grown_up_is_read() -> None:
    """Whether that makes the act no offence is for the elements to say, not for the reader."""
    assert parse_facts(mapping(child={"age": {"lo": 18, "hi": 20}})).child.age == Age(18, 20)


BAD: list[tuple[str, str, str]] = [  # what is put in the place of a line of WHOLE, the code, the path
    ("  commercial: NO", "wrong-value", "act.commercial"),
    ("  colour: red", "unknown-key", "act.colour"),
    ("  conduct: [theft]", "wrong-value", "act.conduct[0]"),
    ("  conduct: [sale]", "wrong-value", "act.conduct[0]"),  # of the benchmark only
    ("  conduct: []", "wrong-value", "act.conduct"),
    ("  conduct: [grooming, grooming]", "wrong-value", "act.conduct"),
    ("  from: 2016-02-30", "no-such-day", "act.from"),
    ("  from: 2016-13", "no-such-day", "act.from"),
    ("  from: 2016-3", "wrong-value", "act.from"),
    ("  from: 2016-03", "ends-before-it-begins", "act.to"),
    ("  from: 2020-06-01", "charge-before-act", "course.charge_on"),
    ("  places: [QQ]", "unknown-state", "act.places[0]"),
    ("  places: [{in: no}]", "wrong-value", "act.places[0].in"),
    ("  places: [{in: QQ-AB}]", "unknown-state", "act.places[0].in"),
    ("  places: [{in: XB, certainty: sure}]", "wrong-value", "act.places[0].certainty"),
    ("  places: [{in: XB, part: []}]", "wrong-value", "act.places[0].part"),
    ("  places: [{part: [conduct]}]", "missing-key", "act.places[0]"),
    ("  places: [abroad]", "wrong-value", "act.places[0]"),
    (f"  places: [{', '.join(f'GB-{number:03}' for number in range(201))}]", "wrong-value", "act.places"),
    ("  vessel: {kind: ship, flag: XZ}", "unknown-state", "act.vessel.flag"),
    ("  vessel: {kind: ship}", "missing-key", "act.vessel"),
    ("  means: [magic]", "wrong-value", "act.means[0]"),
    ("  relation_complete: true", "complete-of-nothing", "act.relation_complete"),
    ("  medium: [radio]", "wrong-value", "act.medium[0]"),
    ("  role: victim", "wrong-value", "act.role"),
    ("  principal: {nationality: [QX]}", "unknown-state", "act.principal.nationality[0]"),
    ("  marriage: no", "wrong-value", "act.marriage"),
    ("child: {age: {lo: 13, hi: 12}}", "age-upside-down", "child.age"),
    ("child: {age: {lo: -1, hi: 12}}", "wrong-value", "child.age.lo"),
    ("child: {age: {lo: 1, hi: 131}}", "wrong-value", "child.age.hi"),
    ("child: {age: {lo: 12}}", "missing-key", "child.age"),
    ("child: {dob: 2003-02, age: {lo: 14, hi: 15}}", "age-conflicts", "child.age"),
    ("child: {dob: 2003-02-29}", "no-such-day", "child.dob"),
    ("child: {dob: 2017}", "born-after-act", "child.dob"),
    ("child: {dob: 1850}", "too-old", "child.dob"),
    ("child: {id: s-1}", "child-is-suspect", "suspect.id"),
    ("child: {id: 17}", "wrong-value", "child.id"),
    ("child: {nationality: [GB-EAW]}", "wrong-value", "child.nationality[0]"),
    ("child: {nationality: [XZ]}", "unknown-state", "child.nationality[0]"),
    ("child: {nationality: [XXA, XB]}", "stateless-national", "child.nationality"),
    ("child: {residence: [{in: QQ}]}", "unknown-state", "child.residence[0].in"),
    ("child: {residence: [{in: XB, from: 2012, to: 2011}]}", "ends-before-it-begins", "child.residence[0].to"),
    ("child: {name: Jane}", "unknown-key", "child.name"),
    ("  presence: [abroad]", "wrong-value", "suspect.presence[0]"),
    ("  travel: [{to: XA}]", "missing-key", "suspect.travel[0]"),
    ("  travel: [{from: XA, to: QQ}]", "unknown-state", "suspect.travel[0].to"),
    ("  immunity: diplomatic", "wrong-value", "suspect.immunity"),
    ("  charge_on: 2015", "charge-before-act", "course.charge_on"),
    ("  events: [{state: XB, kind: Charge}]", "wrong-value", "course.events[0].kind"),
    ("  events: [{state: XB, kind: a, on: 2012, until: 2011}]", "ends-before-it-begins", "course.events[0].until"),
    ("  events: [{state: XZ, kind: a}]", "unknown-state", "course.events[0].state"),
    ("  judgments: [{state: XB, kind: parole}]", "wrong-value", "course.judgments[0].kind"),
    ("  extradition: [{from: QQ, to: XB, state: refused}]", "unknown-state", "course.extradition[0].from"),
    ("  extradition: [{from: XA, to: XB, state: maybe}]", "wrong-value", "course.extradition[0].state"),
    ("  conditions: [{state: SE, kind: consent, status: given}]", "wrong-value", "course.conditions[0].status"),
    ("id: a name with spaces", "wrong-value", "id"),
    ("schema: fanal.facts/2", "schema-newer", "schema"),
    ("schema: facts", "schema-unknown", "schema"),
]


def with_line(line: str) -> tuple[str, int]:
    """WHOLE with a line in the place of that of the same key, or after `act:` where there is none; and its number."""
    lines = WHOLE.splitlines()
    key = line.partition(":")[0]
    at = next((number for number, old in enumerate(lines) if old.partition(":")[0] == key), None)
    if at is None:
        at = lines.index("act:") + 1
        lines.insert(at, line)
    lines[at] = line
    if key == "  relation_complete":
        lines.remove("  relation: []")
    return "\n".join(lines), at + 1


@pytest.mark.parametrize(("line", "code", "path"), BAD, ids=lambda value: str(value)[:60])
def test_bad_facts_are_refused_with_place_and_remedy(line: str, code: str, path: str) -> None:
    text, number = with_line(line)
    with pytest.raises(FactsError) as raised:
        read_facts(text, "f.yaml")
    found = {(defect.code, defect.path): defect for defect in raised.value.defects}
    assert (code, path) in found, raised.value
    defect = found[code, path]
    assert defect.file == "f.yaml"
    assert defect.remedy
    last = re.findall(r"[a-z_]+", path)[-1]
    written = text.splitlines()[defect.line - 1]
    assert f"{last}:" in written or (defect.line == number and last in line)


def test_all_defects_of_all_documents_are_said_at_once() -> None:
    text = """\
- schema: fanal.facts/1
  id: a
  act: {conduct: [theft], from: 2016-02-30, places: [QQ]}
- schema: fanal.facts/1
  id: a
  act: {conduct: [grooming]}
  child: {age: {lo: 3, hi: 200}, nationality: [QX]}
"""
    with pytest.raises(FactsError) as raised:
        read_facts(text, "f.yaml")
    assert [(defect.line, defect.code) for defect in raised.value.defects] == [
        (3, "no-such-day"),
        (3, "unknown-state"),
        (3, "wrong-value"),
        (5, "duplicate-id"),
        (7, "unknown-state"),
        (7, "wrong-value"),
    ]
    assert str(raised.value).count("\n") == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "facts-empty"),
        ("[]", "facts-empty"),
        ("just words", "not-a-mapping"),
        ("- 7", "not-a-mapping"),
        ("a: [", "yaml-syntax"),
        ("schema: fanal.facts/1\nschema: fanal.facts/1\n", "duplicate-key"),
        (b"\xff\xfe\x00", "not-utf8"),
        ("schema: fanal.facts/1\nact: 7\n", "wrong-value"),
        ("schema: fanal.facts/1\n", "missing-key"),
        ("schema: fanal.facts/1\nact: {conduct: grooming}\nchild: [1]\ncourse: x\n", "wrong-value"),
    ],
)
def test_what_holds_no_facts(text: str | bytes, code: str) -> None:
    with pytest.raises(FactsError) as raised:
        read_facts(text, "f.yaml")
    assert code in {defect.code for defect in raised.value.defects}


SECRET = "Jane Example of 7 High Street"


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.replace("id: a-1", f"id: {SECRET}"),
        WHOLE.replace("role: party", f"role: {SECRET}"),
        WHOLE.replace("from: 2016-02\n", f"from: {SECRET}\n"),
        WHOLE.replace("conduct: [sexual_activity, procuring]", f"conduct: {{{SECRET}: 1}}"),
        WHOLE.replace("marriage: false", f"{SECRET}: {SECRET}"),
        WHOLE.replace("marriage: false", f"{SECRET}: 1\n  {SECRET}: 2"),
        WHOLE.replace("schema: fanal.facts/1", f"schema: {SECRET}"),
        WHOLE.replace("marriage: false", f"marriage: ! '{SECRET}'"),
        WHOLE.replace("marriage: false", f"marriage: *{SECRET.replace(' ', '_')}"),
        WHOLE.replace("marriage: false", f"? [{SECRET}]\n  : 1"),
        f"{WHOLE}  {SECRET}\n",
        SECRET,
        f"- {SECRET}",
    ],
)
def test_no_message_shows_a_value_of_the_case(text: str) -> None:
    with pytest.raises(FactsError) as raised:
        read_facts(text, "f.yaml")
    assert "Jane" not in str(raised.value)
    assert "High" not in str(raised.value)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.sampled_from(["XA", "NO", "2016-02-30", "abroad", "x", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["in", "from", "to", "lo", "hi", "state", "kind", "id", "age"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
KEYS = ["from", "to", "places", "means", "vessel", "dob", "age", "nationality", "residence", "id", "events", "travel"]
MESS = st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=4) | JUNK


@settings(max_examples=150, deadline=None)
@given(MESS, MESS, MESS, MESS)
def test_whatever_stands_there_gives_facts_or_defects(act: Any, child: Any, suspect: Any, course: Any) -> None:
    act = act | {"conduct": ["grooming"]} if isinstance(act, dict) else act
    given_ = {"schema": "fanal.facts/1", "act": act, "child": child, "suspect": suspect, "course": course}
    found: list[Facts] = []
    defects: tuple[Defect, ...] = ()
    try:
        found = read_facts(json.dumps(given_), "f.json")
    except FactsError as error:
        defects = error.defects
    assert bool(found) is not bool(defects)
    assert all(defect.line == 1 and defect.message and defect.file == "f.json" for defect in defects)
    assert not found or found == [parse_facts(given_)]
