"""The gate of any room: what is signed, by whom, until when; what a machine answers; the console and the daily look."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from fanal.access import gate, policy
from fanal.access.api import NotAllowed, NotNow
from fanal.journal import api as journal
from fanal.network.contracts import NetworkError, Role
from fanal.network.models import Organisation
from fanal.site import gate as site
from fanal.site.checks import State, upkeep
from fanal.site.commands import check
from fanal.site.console import Stop
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
ITEM = gate.Item("The procedure is dated.", "Write the procedure, then sign it.", (Role.MANAGER,), 12, "Which paper")


def _look(org: Any, country: str, today: date) -> list[gate.Line]:
    return [gate.line("test", "procedure", gate.in_force("test", org, country, today), today)]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A room with one gate an organisation; statements stand under the row of that. Gives the daily looks."""
    looked: list[Any] = []
    monkeypatch.setattr(policy, "_rules", dict(policy._rules))
    monkeypatch.setattr(gate, "_gates", {})
    policy.allow("test.sign", Role.MANAGER, Role.SAFEGUARDING_LEAD)
    gate.register(
        gate.Gate(
            room="test",
            look=_look,
            titles={},
            items={"procedure": ITEM},
            deed="test.sign",
            row=lambda org, _country: Organisation.objects.filter(pk=org).first(),
            check=looked.append,
            by_country=False,
        )
    )
    return looked


def test_one_list_an_organisation(cast: Cast, room: list[Any]) -> None:
    """No country is asked for; the other organisation's list is its own, and what is signed ends by its day."""
    (line,) = _look(cast.aurora, "", TODAY)
    assert (line.ok, line.item, line.todo) == (False, "procedure", str(ITEM.todo))
    made = gate.sign(cast["bao"], "test", "", "procedure", "  Paper 4,\n of May ", NOW)
    assert (made.words, made.by_id, made.holds_until) == ("Paper 4, of May", cast["bao"].person, ITEM.until(TODAY))
    (line,) = _look(cast.aurora, "", TODAY)
    assert (line.ok, line.until) == (True, made.holds_until)
    assert not _look(cast.nordlys, "", TODAY)[0].ok
    assert not _look(cast.aurora, "", made.holds_until + timedelta(days=1))[0].ok
    assert journal.read(cast.aurora)[0].deed == "test.sign"


def test_who_signs_stands_with_the_item(cast: Cast, room: list[Any]) -> None:
    with pytest.raises(NotAllowed):
        gate.sign(cast["amara"], "test", "", "procedure", "Paper 4", NOW)
    with pytest.raises(NotNow, match="Somebody else signs this"):
        gate.sign(cast["dalia"], "test", "", "procedure", "Paper 4", NOW)
    with pytest.raises(NotNow, match="Write what it rests on"):
        gate.sign(cast["bao"], "test", "", "procedure", " \n ", NOW)
    with pytest.raises(NotNow):
        gate.sign(cast["bao"], "test", "", "another", "Paper 4", NOW)
    assert gate.places(cast.aurora) == []


def test_nothing_is_signed_under_what_somebody_changed(cast: Cast, room: list[Any]) -> None:
    Organisation.objects.filter(pk=cast.aurora).update(mandates=["XA", "XB"])
    with pytest.raises(NetworkError):
        gate.sign(cast["bao"], "test", "", "procedure", "Paper 4", NOW)
    assert gate.places(cast.aurora) == []


def test_a_room_has_one_gate(room: list[Any]) -> None:
    with pytest.raises(ValueError, match="one gate"):
        gate.register(gate.of("test"))


def test_the_daily_look_goes_over_all_gates(room: list[Any]) -> None:
    site.check_gates.func()
    assert len(room) == 1


def test_the_console_asks_any_gate(cast: Cast, room: list[Any]) -> None:
    """With a country where the gate has one for each; else a sentence of what to write."""
    (line,) = check._gate(["test", "Aurora"], NOW)
    assert line["state"] == "fail"
    for asked, words in (
        (["test", "Aurora", "XA"], "fanal check --gate test ORGANISATION$"),
        (["test"], "ORGANISATION"),
        (["kitchen", "Aurora"], "There is no readiness gate of kitchen. Rooms that have one: test"),
    ):
        with pytest.raises(Stop, match=words):
            check._gate(asked, NOW)


def test_the_check_says_what_ends_when(cast: Cast, room: list[Any]) -> None:
    """Thirty days before its end, and once nobody signed anew, it warns."""
    assert upkeep.statements(TODAY).state is State.OK
    made = gate.sign(cast["bao"], "test", "", "procedure", "Paper 4", NOW)
    found = upkeep.statements(TODAY)
    assert (found.state, f"Aurora, test: procedure until {made.holds_until}" in found.words) == (State.OK, True)
    assert upkeep.statements(made.holds_until - timedelta(days=31)).state is State.OK
    assert upkeep.statements(made.holds_until - timedelta(days=30)).state is State.WARN
    ended = upkeep.statements(made.holds_until + timedelta(days=1))
    assert (ended.state, "procedure not signed" in ended.words) == (State.WARN, True)


def test_what_a_machine_sees_nobody_signs(room: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    seen = SimpleNamespace(answer=None)
    monkeypatch.setattr(gate, "_machine", {("test", "procedure"): lambda _day: seen.answer})
    monkeypatch.setattr(
        gate,
        "of",
        lambda _room: SimpleNamespace(items={"procedure": gate.Item("It is.", "Do it.", (), 3, machine=True)}),
    )
    told = {}
    for answer in (None, True, False):
        seen.answer = answer
        line = gate.line("test", "procedure", {}, TODAY)
        told[answer] = (line.ok, line.item)
    assert told == {None: (False, "procedure"), True: (True, ""), False: (False, "")}
