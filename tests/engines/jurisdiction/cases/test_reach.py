"""Whether a person found in one state can come before the courts of another, and who owes a prosecution.

XA is where the person is, XB asks. The treaty articles are in the names of the tests.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.engines.jurisdiction.limits import days, edge

from fanal.engines.jurisdiction.cases.reach import obstacles, reach
from fanal.engines.jurisdiction.facts import (
    Act,
    Age,
    Child,
    Course,
    Extradition,
    Facts,
    Link,
    Links,
    Moments,
    Place,
    Suspect,
)
from fanal.engines.jurisdiction.files.corpus import compile_documents
from fanal.engines.jurisdiction.model import Corpus, Reservation, TreatyStatus
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.values import Value
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 25)
FREE = {
    "nationals": "may",
    "residents": "may",
    "needs_treaty": False,
    "opsc_as_basis": False,
    "double_criminality": False,
    "min_penalty_months": 0,
    "treaties": [],
    "lapse_of_time_bars": False,
}
LAW = "law:XA/extradition#"


def document(
    code: str, extradition: dict[str, Any] | None = None, *, offence: bool = True, length: int = 20
) -> dict[str, Any]:
    low = code.lower().replace("-", "_")
    found: dict[str, Any] = {
        "schema": "fanal.law/1",
        "jurisdiction": code,
        "names": {"en": code},
        "sources": {"s": {"title": "Code", "kind": "statute", "lang": "en"}},
        "coverage": [{"conducts": ["sexual_activity"], "state": "complete", "by": "test", "on": "2026-01-01"}],
        "offences": [],
        "limitation": [
            {
                "id": f"{low}.l.1",
                "offences": "*",
                "years": length,
                "start": {"max_of": ["act_end"]},
                "interrupted_by": [],
                "suspended_while": [],
                "stopped_by": [],
                "absolute_cap": None,
                "cite": {"source": "s", "art": "9"},
                "versions": [{"from": {"by": "1990-01-01"}, "source": "s"}],
            }
        ],
    }
    if offence:
        found["offences"] = [
            {
                "id": f"{low}.1",
                "covers": ["sexual_activity"],
                "elements": {"child_age_lt": 18},
                "max_penalty_years": 4,
                "cite": {"source": "s", "art": "1"},
                "versions": [{"from": {"by": "1990-01-01"}, "source": "s"}],
            }
        ]
    if extradition is not None:
        found["extradition"] = extradition | {"cite": {"source": "s", "art": "2"}}
    return found


def party(state: str, treaty: str, by: str = "2005-01-01", status: Any = "party") -> TreatyStatus:
    return TreatyStatus(state, treaty, status, edge(by), "s", False)


def corpus(
    extradition: dict[str, Any] | None = None, *rows: TreatyStatus, offence: bool = True, length: int = 20
) -> Corpus:
    """`extradition` None: XA has no file at all."""
    documents = {"XB": document("XB")}
    if extradition is not None:
        documents["XA"] = document("XA", extradition, offence=offence, length=length)
    made = compile_documents(documents)
    return replace(
        made, treaties=rows, groups={"EU": {"XA": (edge("2004-05-01"), None), "XB": (edge("2004-05-01"), None)}}
    )


def facts(national: Any = (), resident: Any = (), *, paid: bool | None = False, **more: Any) -> Facts:
    """A person in XA. Nationalities and residences are complete; None is not known."""
    held = [None if states is None else Links(tuple(map(Link, states))) for states in (national, resident)]
    act = Act(("sexual_activity",), days("2016-02-01"), days("2016-02-01"), (Place("XB"),), commercial=paid)
    presence = more.pop("presence", Links((Link("XA"),)))
    suspect = Suspect("", None, Age(44, 44), held[0], held[1], presence=presence)
    return Facts("a", act, Child(age=Age(13, 13)), suspect, Course(events=(), events_complete=True, **more))


def moments(as_of: date = TODAY) -> Moments:
    return Moments(days("2016-02-01"), Interval(as_of, as_of), as_of)


def reached(made: Corpus, told: Facts, person_in: str = "XA", as_of: date = TODAY) -> tuple[str, set[str]]:
    value, node = reach(made, person_in, "XB", "xb.1", told, moments(as_of))
    assert node.value == value
    return value.truth.name, set(value.reasons)


def test_at_home_and_by_a_law_that_asks_for_nothing() -> None:
    assert reached(corpus(FREE), facts(), "XB") == ("T", set())
    assert reached(corpus(FREE), facts(["XA"], ["XA"])) == ("T", set())


@pytest.mark.parametrize(
    ("change", "told", "expected", "why"),
    [
        ({"nationals": "never"}, facts(["XA"]), "F", set()),
        ({"nationals": "never"}, facts(["XC"]), "T", set()),
        ({"nationals": "never"}, facts(None), "U", {"fact:suspect.nationality"}),
        ({"nationals": "eu_only"}, facts(["XA"]), "T", set()),
        ({"nationals": None}, facts(["XA"]), "U", {LAW + "nationals"}),
        ({"nationals": None}, facts(["XC"]), "T", set()),
        ({"residents": "never"}, facts([], ["XA"]), "F", set()),
        ({"residents": "never"}, facts(["XA"], ["XC"]), "T", set()),
        ({"needs_treaty": True}, facts(), "F", set()),
        ({"needs_treaty": None}, facts(), "U", {LAW + "needs_treaty"}),
        ({"needs_treaty": True, "treaties": [{"with": "XB"}]}, facts(), "T", set()),
        ({"needs_treaty": True, "treaties": [{"with": "XC"}]}, facts(), "F", set()),
        ({"needs_treaty": True, "treaties": [{"with": "XB", "from": "2027-01-01"}]}, facts(), "F", set()),
        ({"needs_treaty": True, "treaties": [{"with": "XB", "to": "2026-11-24"}]}, facts(), "F", set()),
        ({"needs_treaty": True, "treaties": [{"with": "XB", "to": "2026-11-25"}]}, facts(), "T", set()),
        (
            {"needs_treaty": True, "treaties": [{"with": "XB", "from": {"by": "2030-01-01"}}]},
            facts(),
            "U",
            {LAW + "treaties"},
        ),
        ({"needs_treaty": True, "treaties": None}, facts(), "U", {LAW + "treaties"}),
        ({"min_penalty_months": 48}, facts(), "T", set()),  # four years are 48 months
        ({"min_penalty_months": 49}, facts(), "F", set()),
        ({"min_penalty_months": None}, facts(), "U", {LAW + "min_penalty_months"}),
        ({"double_criminality": True}, facts(), "T", set()),
        ({"lapse_of_time_bars": True}, facts(), "T", set()),
        ({"nationals": None, "min_penalty_months": 49}, facts(["XA"]), "F", set()),
    ],
)
def test_each_field(change: dict[str, Any], told: Facts, expected: str, why: set[str]) -> None:
    held = {name: value for name, value in (FREE | change).items() if value is not None}
    assert reached(corpus(held), told) == (expected, why)


def test_what_is_no_offence_there_or_out_of_time_there() -> None:
    double = FREE | {"double_criminality": True}
    assert reached(corpus(double, offence=False), facts()) == ("F", set())
    unread = {name: value for name, value in FREE.items() if name != "double_criminality"}
    assert reached(corpus(unread), facts()) == ("T", set())  # it is an offence there: the answer does not matter
    assert reached(corpus(unread, offence=False), facts()) == ("U", {LAW + "double_criminality"})
    lapse = FREE | {"lapse_of_time_bars": True}
    assert reached(corpus(lapse, length=10), facts(), as_of=date(2026, 1, 31)) == ("T", set())
    assert reached(corpus(lapse, length=10), facts(), as_of=date(2026, 2, 1)) == ("F", set())


def test_opsc_5_2_as_basis_where_both_are_parties_and_the_act_is_in_its_scope() -> None:
    held = FREE | {"needs_treaty": True, "opsc_as_basis": True}
    both = party("XA", "OPSC"), party("XB", "OPSC")
    assert reached(corpus(held, *both), facts(paid=True)) == ("T", set())
    assert reached(corpus(held, *both), facts(paid=None)) == ("U", {"fact:act.commercial"})
    assert reached(corpus(held, *both), facts(paid=False)) == ("F", set())
    assert reached(corpus(held, both[0]), facts(paid=True)) == ("U", {"law:XB/treaties.OPSC#absent"})
    signed = party("XB", "OPSC", status="signatory")
    assert reached(corpus(held, both[0], signed), facts(paid=True)) == ("F", set())
    later = party("XB", "OPSC", "2026-11-26")
    assert reached(corpus(held, both[0], later), facts(paid=True)) == ("F", set())


def test_what_was_answered_in_this_case_comes_before_the_law() -> None:
    def told(*answers: str) -> Facts:
        return facts(["XA"], extradition=tuple(Extradition("XA", "XB", one) for one in answers))

    never = corpus(FREE | {"nationals": "never"})
    assert reached(never, told("granted")) == ("T", set())
    assert reached(corpus(FREE), told("refused")) == ("F", set())
    assert reached(corpus(FREE), told("not_possible")) == ("F", set())
    assert reached(never, told("requested")) == ("F", set())
    other = facts(["XA"], extradition=(Extradition("XB", "XA", "refused"), Extradition("XA", "XC", "refused")))
    assert reached(corpus(FREE), other) == ("T", set())


def test_no_file_and_no_group() -> None:
    assert reached(corpus(), facts()) == ("U", {"law:XA/not_in_corpus"})
    made = compile_documents({"XB": document("XB"), "XA": document("XA")})
    assert reached(made, facts()) == ("U", {LAW + "absent"})


# Obstacles and duties.


def found(made: Corpus, told: Facts, wanted: Any = (("XB", "xb.1"),)) -> dict[tuple[str, str, str], Value]:
    asked = Question(made, told, moments(), days("2016-02-01") or Interval())
    return {(one.state, one.text_key.removeprefix("law."), one.duty): one.value for one in obstacles(asked, wanted)}


def test_nothing_stands_in_the_way_of_a_court_where_the_person_is() -> None:
    assert found(corpus(FREE), facts(presence=Links((Link("XB"),)))) == {}
    assert found(corpus(FREE), facts()) == {}
    assert found(corpus(FREE), facts(), ()) == {}


def test_where_nobody_knows_where_the_person_is() -> None:
    [(key, value)] = found(corpus(FREE), facts(presence=None)).items()
    assert key == ("XB", "obstacle_whereabouts", "")
    assert value.reasons == {"fact:suspect.presence"}


def test_a_person_out_of_reach_is_an_obstacle() -> None:
    [(key, value)] = found(corpus(FREE | {"needs_treaty": True}), facts()).items()
    assert (key, value.is_false) == (("XB", "obstacle_reach", ""), True)


NEVER = FREE | {"nationals": "never"}
OPSC = "OPSC 4(3), 5(5)"
LANZAROTE = "LANZAROTE 25(7)"


def duties(made: Corpus, told: Facts) -> dict[str, tuple[str, set[str]]]:
    return {
        duty: (value.truth.name, set(value.reasons))
        for (state, _, duty), value in found(made, told).items()
        if duty and state == "XA"
    }


def test_opsc_4_3_and_5_5_oblige_who_does_not_give_up_its_national() -> None:
    both = party("XA", "OPSC"), party("XB", "OPSC")
    assert duties(corpus(NEVER, *both), facts(["XA"], paid=True)) == {OPSC: ("T", set())} | unknown_lanzarote()
    assert duties(corpus(NEVER, *both), facts(["XC"], paid=True)) == {}
    assert duties(corpus(NEVER, *both), facts(None, paid=True))[OPSC] == ("U", {"fact:suspect.nationality"})
    assert OPSC not in duties(corpus(FREE, *both), facts(["XA"], paid=True))
    assert OPSC not in duties(corpus(NEVER, *both), facts(["XA"], paid=False))
    refused = facts(["XA"], paid=True, extradition=(Extradition("XA", "XB", "refused"),))
    assert duties(corpus(FREE, *both), refused)[OPSC] == ("U", {"fact:course.extradition"})


def unknown_lanzarote() -> dict[str, tuple[str, set[str]]]:
    return {LANZAROTE: ("U", {"law:XA/treaties.LANZAROTE#absent", "law:XB/treaties.LANZAROTE#absent"})}


def test_the_duty_stands_though_the_state_has_no_file() -> None:
    both = party("XA", "OPSC"), party("XB", "OPSC")
    assert duties(corpus(None, *both), facts(["XA"], paid=True))[OPSC] == ("U", {"law:XA/not_in_corpus"})


def test_lanzarote_25_7_and_a_reservation() -> None:
    rows = (party("XA", "LANZAROTE"), party("XB", "LANZAROTE"), party("XA", "OPSC", status="no_action"))
    made = corpus(NEVER, *rows)
    assert duties(made, facts(["XA"])) == {LANZAROTE: ("T", set())}
    narrowed = Reservation("XA", "LANZAROTE", "25 (7)", "only where …", "s", partial=True)
    assert duties(replace(made, reservations=(narrowed,)), facts(["XA"])) == {
        LANZAROTE: ("U", {"law:XA/reservations.LANZAROTE#25 (7)"})
    }
    whole = replace(narrowed, partial=False)
    assert duties(replace(made, reservations=(whole,)), facts(["XA"])) == {}
    elsewhere = replace(whole, article="25(1)(e)")
    assert duties(replace(made, reservations=(elsewhere,)), facts(["XA"])) == {LANZAROTE: ("T", set())}
