"""My day: danger first, then what is late; what it is about; paperwork apart; lines that read alike folded."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.concerns import duties
from fanal.concerns.triage import duties as duties_triage
from fanal.network.contracts import RingKind, Role
from fanal.site.desk import agenda
from fanal.web import day as days
from fanal.web import nav
from tests.desk import client_of, text
from tests.people import Cast, gains, loses
from tests.rooms.concerns.told import tell

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)


def _day(client: Client) -> str:
    page = text(client.get(reverse("desk:day")))
    return re.sub(r"\s+", " ", page.partition("<main")[2].partition("</main>")[0])


def _parts(page: str) -> dict[str, str]:
    """What stands under each heading."""
    found = re.split(r"<h2>(.*?)</h2>", page)
    titles = [re.sub(r"<span.*", "", title).strip() for title in found[1::2]]
    return dict(zip(titles, found[2::2], strict=True))


def test_a_child_in_danger_comes_before_all_that_is_late(cast: Cast) -> None:
    """With country and channel as in the queue, and each child once however many duties it brings."""
    now = datetime.now(UTC)
    tell(cast, now - 60 * HOUR, danger="no")
    urgent = tell(cast, now - HOUR / 30, danger="yes")
    clocks.start(duties_triage.LOOKED_AT, cast.aurora, uuid4(), now=now, owner=Target.team(RingKind.INTAKE))
    page = _day(client_of(cast, "amara"))
    parts = _parts(page)
    assert list(parts)[:2] == ["First: a child may be in danger", "Late"]
    assert parts["First: a child may be in danger"].count(str(urgent.id)) == 1
    assert "XA · Web, English" in parts["First: a child may be in danger"]
    assert "after that: Decide what to do now" in parts["First: a child may be in danger"]
    assert "Decide on a concern" in parts["Late"]
    assert "1 in danger, 1 late" in page


def test_whoever_is_told_of_a_late_danger_finds_it_on_their_day(cast: Cast) -> None:
    """A manager is told of what a colleague has not done: it stands first with who has it, and no link leads where
    only the team may go. A manager who is in the team has the link."""
    now = datetime.now(UTC)
    loses(cast["bao"].person, Role.MANAGER)
    gains(cast["celia"].person, Role.MANAGER)
    sent = tell(cast, now - 2 * HOUR, danger="yes")
    clocks.move(sent.id, duties.DECIDE_URGENT, Target.person(cast["amara"].person), now=now)
    assert "in danger" not in _day(client_of(cast, "celia"))
    clocks.sweep(now)
    page = _parts(_day(client_of(cast, "celia")))["First: a child may be in danger"]
    assert "You were told of it; it is with: Amara" in page
    assert "Decide what to do now" in page
    assert str(sent.id) not in page
    gains(cast["bao"].person, Role.MANAGER)
    assert str(sent.id) in _parts(_day(client_of(cast, "bao")))["First: a child may be in danger"]
    clocks.stop(sent.id, now=now)
    assert "in danger" not in _day(client_of(cast, "celia"))


def test_what_falls_to_nobody_is_on_the_day_of_whoever_was_told_in_their_place(cast: Cast) -> None:
    """Where nobody is of a role the managers hear of its duties, and find them."""
    loses(cast["dalia"].person, Role.SAFEGUARDING_LEAD)
    clocks.start(duties_triage.LOOKED_AT, cast.aurora, uuid4(), now=datetime.now(UTC))
    assert "Look at why a colleague opened a closed concern" in _day(client_of(cast, "bao"))
    assert "Look at why a colleague opened a closed concern" not in _day(client_of(cast, "femi"))


class _Words(str):
    """Words that count how often they are looked at."""

    __slots__ = ()
    looked = 0

    def __eq__(self, other: object) -> bool:
        _Words.looked += 1
        return str.__eq__(self, other)

    def __hash__(self) -> int:
        _Words.looked += 1
        return str.__hash__(self)


def test_many_lines_fold_as_fast_as_few() -> None:
    """Every line is looked at a few times, not once for each other one; they stand in order of the first of each
    kind."""
    words = [_Words(f"of kind {n % 1000}" if n % 2 else f"alone {n}") for n in range(8000)]
    lines = [agenda.Line("Answer", one, None, "") for one in words]
    found = agenda.folded(lines)
    assert 0 < _Words.looked < 10 * len(lines)
    assert sum(len(one.lines) for one in found) == len(lines)
    assert [len(one.lines) for one in found[:2]] == [1, 8]
    places = {id(line): place for place, line in enumerate(lines)}
    order = [places[id(one.first)] for one in found]
    assert order == sorted(order)


def test_paperwork_stands_apart_unless_it_is_all_there_is(cast: Cast) -> None:
    """It is never mixed with the work with people; whoever has only paper has it as their day."""
    now = datetime.now(UTC)
    words = "Look at why a colleague opened a closed concern"
    clocks.start(
        duties_triage.LOOKED_AT, cast.aurora, uuid4(), now=now - 400 * HOUR, owner=Target.team(RingKind.INTAKE)
    )
    assert words in _parts(_day(client_of(cast, "femi")))["Late"]
    tell(cast, now, danger="no")
    parts = _parts(_day(client_of(cast, "femi")))
    assert words in parts["Paperwork"]
    assert "Late" not in parts


def test_lines_that_read_alike_are_one_with_their_number(cast: Cast) -> None:
    """Three and more; each is still reached from there. Two stay two. All are late: what is due today and what is due
    tomorrow stand apart, whatever the hour."""
    late = datetime.now(UTC) - 60 * HOUR
    told = [tell(cast, late - number * HOUR, danger="no") for number in range(2)]
    assert "<details" not in _day(client_of(cast, "femi"))
    told += [tell(cast, late - 3 * HOUR, danger="no")]
    page = _day(client_of(cast, "femi"))
    assert page.count("<details") == 1
    assert page.count("<strong>Decide on a concern</strong>") == 1
    assert page.count("the first of them") == 1  # whose time it is that stands before the line
    for one in told:
        assert reverse("concerns:concern", args=[one.id]) in page


def test_what_a_duty_is_about_is_told_to_those_who_may_see_it(cast: Cast) -> None:
    """The lawyer of the house has no part in intake: a duty of theirs about a concern says nothing of it."""
    sent = tell(cast, datetime.now(UTC), danger="yes")
    lead = days.lead_of(duties.DECIDE.code)
    assert lead is not None
    assert lead.about is not None
    assert set(lead.about(cast["femi"], [sent.id])) == {sent.id}
    assert lead.about(cast["celia"], [sent.id]) == {}
    assert lead.about(cast["nils"], [sent.id]) == {}


def test_the_day_costs_the_same_however_long_it_is(cast: Cast) -> None:
    """What the lines are about is asked once."""
    client, now = client_of(cast, "femi"), datetime.now(UTC)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk:day"))
        return len(seen)

    tell(cast, now, danger="no")
    cost()  # the first page of a session may write the session
    few = cost()
    for number in range(6):
        tell(cast, now - number * HOUR, danger="no")
    assert cost() == few


def test_a_day_that_is_too_long_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out in silence."""
    monkeypatch.setattr(agenda, "MOST", 2)
    for number in range(3):
        tell(cast, datetime.now(UTC) - number * HOUR, danger="no")
    assert "More waits than fits on this page" in _day(client_of(cast, "femi"))


def test_the_menu_has_three_parts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work stands open; evidence and office are folded, each with its doors; where one is, is said in both."""
    monkeypatch.setattr(nav.access, "may", lambda *_anything: True)
    page = text(client_of(cast, "amara").get(reverse("desk:agreements")))
    menu = page.partition("<nav")[2].partition("</nav>")[0]
    summaries = re.findall(r"<summary([^>]*)>(\w+)</summary>", menu)
    assert summaries == [("", "Evidence"), (' aria-current="true"', "Office")]
    work, evidence, office = re.split(r"<details", menu)
    for part, words in ((work, ("My day", "Concerns", "Matters", "Law")), (evidence, ("Studies", "Releases", "Gaps")),
                        (office, ("People", "Agreements", "Keys", "Journal", "Public page", "Incident"))):  # fmt: skip
        for one in words:
            assert f">{one}</a>" in part
    assert len({door.label for door in nav.doors()}) > 12
