"""What a company does, how far it is, and what scoring takes of that."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.tourism import known
from fanal.tourism.companies import companies
from fanal.tourism.membership import applying
from fanal.tourism.models import Action, ActionState, Plan, Site
from fanal.tourism.planning import actions
from fanal.tourism.plans import plans
from fanal.tourism.programmes import library
from fanal.tourism.scoring.model import Band, Basis
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()


@pytest.fixture(scope="module")
def ready(cast_of_file: Cast) -> Firm:
    return firms.ready(cast_of_file)


@pytest.fixture
def firm(cast: Cast, ready: Firm) -> Firm:
    return firms.again(ready, cast)


def _add_places(firm: Firm, *codes: str) -> None:
    told = {"name": "Lantern", "country": "XA", "kind": "hotel"}
    companies.take_sites(
        firm.rosa,
        [told | {"code": code, "operated": "owned", "admin1": "", "rooms": None, "licence": ""} for code in codes],
        NOW,
    )


def _adopt(firm: Firm, *names: str) -> list[Action]:
    return actions.adopt(firm.rosa, firm.pk, names, firm.rosa.person, NOW)


def _told(**more: Any) -> dict[str, Any]:
    return {
        "serves": [], "text": "A talk with the port.", "owner": None, "due": TODAY + 30 * DAY, "sites": [], "note": "",
        "version": 0,
    } | more  # fmt: skip


def _level(firm: Firm, name: str, days: int = 0) -> dict[str, int]:
    """By place, of one requirement."""
    found = plans.score(firm.row, TODAY + timedelta(days=days))
    [one] = [r for c in found.criteria for r in c.requirements if r.id == name]
    return {place.site: place.level for place in one.places}


def test_what_the_criteria_propose_is_taken_on_with_a_click_and_counts_as_planned(firm: Firm) -> None:
    _add_places(firm, "A", "B")
    asked = {one.id: one for one in actions.proposed(firm.row, TODAY)}
    assert "C1.8" in asked, "a hotel is asked how adults with children are checked in"
    assert "C1.9" not in asked, "nobody volunteers there"
    assert not Action.objects.exists(), "nothing is adopted without a click"
    made = {one.requirements[firms.CODE][0]: one for one in _adopt(firm, "C1.1", "C1.3")}
    assert made["C1.1"].due == TODAY + timedelta(days=asked["C1.1"].default_due_days)
    assert not {"C1.1", "C1.3"} & {one.id for one in actions.proposed(firm.row, TODAY)}
    assert _level(firm, "C1.1") == {"": 1}
    assert list(_level(firm, "C1.3").values()) == [1, 1], "a row a place"
    assert list(_level(firm, "C2.1").values()) == [0, 0]


def test_how_far_something_is_is_said_for_all_places_or_for_some_and_nothing_is_overwritten(firm: Firm) -> None:
    _add_places(firm, "A", "B", "C")
    [one] = _adopt(firm, "C1.3")
    at = {site.code: str(site.pk) for site in Site.objects.all()}
    assert len(actions.say(firm.rosa, firm.pk, one.pk, 3, TODAY, [], NOW)) == 3
    actions.say(firm.rosa, firm.pk, one.pk, 2, TODAY, ["B"], NOW + DAY / 24)
    assert _level(firm, "C1.3") == {at["A"]: 3, at["B"]: 2, at["C"]: 3}
    assert ActionState.objects.count() == 3 + 3 + 1
    with pytest.raises(NotNow, match="No place has the code Z"):
        actions.say(firm.rosa, firm.pk, one.pk, 3, TODAY, ["Z"], NOW)
    with pytest.raises(NotNow, match="or a day before"):
        actions.say(firm.rosa, firm.pk, one.pk, 3, TODAY + DAY, [], NOW)
    with pytest.raises(NotNow, match="Choose a day since"):
        actions.say(firm.rosa, firm.pk, one.pk, 3, TODAY - DAY, [], NOW)


def test_what_is_kept_up_is_in_place_only_once_its_months_have_passed(firm: Firm) -> None:
    [one] = _adopt(firm, "C1.1")
    actions.say(firm.rosa, firm.pk, one.pk, 4, TODAY, [], NOW)
    assert _level(firm, "C1.1", days=365) == {"": 4}
    assert _level(firm, "C1.1", days=367) == {"": 3}
    assert ActionState.objects.count() == 2, "nothing is written for it"


def test_of_two_actions_for_one_requirement_the_further_counts_and_an_ended_one_for_nothing(firm: Firm) -> None:
    [first] = _adopt(firm, "C1.1")
    actions.say(firm.rosa, firm.pk, first.pk, 3, TODAY, [], NOW)
    more = actions.keep(firm.rosa, firm.pk, _told(serves=[(firms.CODE, "C1.1")]), None, NOW + DAY)
    assert _level(firm, "C1.1", days=1) == {"": 3}, "who begins more loses nothing by it"
    actions.end(firm.rosa, firm.pk, first.pk, NOW + DAY)
    assert _level(firm, "C1.1", days=1) == {"": 1}
    assert _level(firm, "C1.1") == {"": 3}, "as it was yesterday"
    assert more.requirements == {firms.CODE: ["C1.1"]}


def test_what_is_the_companys_own_is_in_its_plan_and_never_in_the_score(firm: Firm) -> None:
    before = plans.score(firm.row, TODAY)
    one = actions.keep(firm.rosa, firm.pk, _told(), None, NOW)
    actions.say(firm.rosa, firm.pk, one.pk, 4, TODAY, [], NOW)
    assert [line["text"] for line in plans.lines(firm.row)] == ["A talk with the port."]
    assert plans.states(firm.row, TODAY) == []
    assert plans.score(firm.row, TODAY) == before


def test_the_own_word_of_a_company_leads_to_building_at_most(firm: Firm) -> None:
    _add_places(firm, "A")
    every = [one.id for one in actions.proposed(firm.row, TODAY)]
    for one in _adopt(firm, *every):
        actions.say(firm.rosa, firm.pk, one.pk, 4, TODAY, [], NOW)
    assert {one.basis for one in plans.states(firm.row, TODAY)} == {Basis.SELF}
    assert plans.score(firm.row, TODAY).band is Band.BUILDING


def test_a_plan_lacks_what_must_be_met_until_somebody_does_it_at_each_place(firm: Firm) -> None:
    _add_places(firm, "A", "B")
    mandatory = [one.id for one in plans.required(firm.row, plans.company_of(firm.row, TODAY)) if one.mandatory]
    assert plans.lacking(firm.row, plans.lines(firm.row), TODAY) == tuple(mandatory)
    _adopt(firm, *mandatory)
    assert plans.lacking(firm.row, plans.lines(firm.row), TODAY) == ()
    one = next(one for one in plans.actions(firm.row) if plans.serves(one, firm.row) == ("C1.3",))
    serves = [(firms.CODE, "C1.3")]
    told = _told(serves=serves, text="", owner=firm.rosa.person, sites=["A"], version=one.version)
    one = actions.keep(firm.rosa, firm.pk, told, one, NOW)
    assert plans.lacking(firm.row, plans.lines(firm.row), TODAY) == ("C1.3",), "nobody does it at B"
    told = _told(serves=serves, text="", sites=[], version=one.version)
    one = actions.keep(firm.rosa, firm.pk, told, one, NOW)
    assert plans.lacking(firm.row, plans.lines(firm.row), TODAY + 30 * DAY) == (), "to be named, for 30 days"
    assert plans.lacking(firm.row, plans.lines(firm.row), TODAY + 31 * DAY) == ("C1.3",)
    told = _told(serves=serves, version=one.version, due=TODAY + 90 * DAY)
    with pytest.raises(NotNow, match="30 days"):
        actions.keep(firm.rosa, firm.pk, told, one, NOW + 31 * DAY)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": " "}, "Write what the company does"),
        ({"due": TODAY - DAY}, "still to come"),
        ({"sites": ["Z"]}, "No place has the code Z"),
        ({"owner": "amara"}, "who has an account of the company"),
    ],
)
def test_what_an_action_lacks_is_said(cast: Cast, firm: Firm, wrong: dict[str, Any], words: str) -> None:
    if "owner" in wrong:
        wrong = {"owner": cast["amara"].person}
    with pytest.raises(NotNow, match=words):
        actions.keep(firm.rosa, firm.pk, _told(**wrong), None, NOW)
    assert not Action.objects.exists()


def test_nobody_but_the_company_writes_its_plan(cast: Cast, firm: Firm) -> None:
    firms.represents(cast)
    other = firms.ready(cast, name="Northway", who="nora", country="XB")
    [one] = _adopt(firm, "C1.1")
    for who in ("tove", "amara"):
        with pytest.raises(NotAllowed):
            actions.adopt(cast[who], firm.pk, ["C1.2"], None, NOW)
        with pytest.raises(NotAllowed):
            actions.say(cast[who], firm.pk, one.pk, 4, TODAY, [], NOW)
    for pk in (firm.pk, other.pk):
        with pytest.raises(NotHere):
            actions.say(other.rosa, pk, one.pk, 4, TODAY, [], NOW)


def test_one_action_serves_two_programmes_and_nothing_is_entered_twice(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = library.shipped()[firms.CODE]
    monkeypatch.setattr(library, "shipped", lambda: {firms.CODE: code, "lamp": replace(code, code="lamp")})
    second = applying.begin(firm.rosa, "lamp", NOW)
    serves = [(firms.CODE, "C1.1"), ("lamp", "C1.1"), ("lamp", "C9.9")]
    one = actions.keep(firm.rosa, firm.pk, _told(serves=serves, owner=firm.rosa.person), None, NOW)
    assert one.requirements == {firms.CODE: ["C1.1"], "lamp": ["C1.1"]}, "what nobody asks for is served by nothing"
    actions.say(firm.rosa, firm.pk, one.pk, 3, TODAY, [], NOW)
    for row in (firm.row, second):
        assert [(told.requirement, told.level) for told in plans.states(row, TODAY)] == [("C1.1", 3)]
    assert known.of(second).code == "lamp"


def test_a_version_keeps_what_was_sent_in(cast: Cast, firm: Firm) -> None:
    [one] = _adopt(firm, "C1.1")
    first = plans.send(firm.rosa, firm.row, NOW)
    actions.end(firm.rosa, firm.pk, one.pk, NOW + DAY)
    second = plans.send(firm.rosa, firm.row, NOW + DAY)
    assert [(one.number, one.state, len(one.lines)) for one in plans.versions(firm.row)] == [
        (2, plans.IN_REVIEW, 0), (1, plans.SUPERSEDED, 1),
    ]  # fmt: skip
    plans.settle(cast["tove"], firm.row, plans.APPROVED, NOW + DAY)
    assert plans.of_state(firm.row, plans.APPROVED) == second
    Plan.objects.filter(pk=first.pk).update(lines=[])
    assert [one.number for one in plans.versions(firm.row)] == [2], "what somebody changed in the database is none"
