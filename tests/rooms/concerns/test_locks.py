"""Two deeds at once on one concern, or on two that belong together: both are done, and neither waits for ever.

On PostgreSQL only (`tests/meeting.py`): SQLite lets one write at a time.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings

from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.clocks.models import Duty
from fanal.concerns.conflict import conflict, teams
from fanal.concerns.content import NoteContent
from fanal.concerns.gate import pages
from fanal.concerns.gate.pages import Settings
from fanal.concerns.handovers import clock, handovers, kept, received
from fanal.concerns.keeping import custody, duties
from fanal.concerns.models import Concern, Handover, ReportingPage, SecondOpinion
from fanal.concerns.second import second
from fanal.concerns.second.matters import What
from fanal.concerns.triage import decisions, lists
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.network.models import Agreement, Team
from fanal.site.commands.journal import defects
from fanal.vocabulary.codes import Finding, Triage
from fanal.vocabulary.results import NotDone
from tests.meeting import ONLY_POSTGRESQL, meet
from tests.people import NOW as AT
from tests.people import Cast
from tests.rooms.concerns.passing import Scene, scene
from tests.rooms.concerns.reporter import publish
from tests.rooms.concerns.second.test_second import in_bad_faith
from tests.rooms.concerns.second.test_second import told as second_told
from tests.rooms.concerns.told import DAY, tell
from tests.rooms.test_concurrency import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
    ONLY_POSTGRESQL,
]
NOW = datetime.now(UTC)


@pytest.fixture
def people(people: Cast) -> Cast:
    """With the form of Aurora open."""
    publish(people)
    return people


@pytest.fixture
def shared(people: Cast) -> Scene:
    """A concern at Aurora, and an agreement with Nordlys."""
    return scene(people, now=NOW)


def well(results: list[Any]) -> bool:
    """Whether every deed was done, and the journal holds."""
    assert [one for one in results if isinstance(one, BaseException)] == []
    return list(defects(lambda _done, _all: None)) == []


ENDS: dict[str, Callable[[Scene, Handover], object]] = {
    "revoke": lambda at, row: kept.revoke(at.cast["amara"], row.pk, "mistake", NOW),
    "lapse": lambda at, row: clock.lapse(NOW + 100 * DAY),
}
ANSWERS: dict[str, Callable[[Scene, Handover], object]] = {
    "withdraw": lambda at, row: handovers.withdraw(at.cast["amara"], row.pk, NOW),
    "decline": lambda at, row: received.decline(at.cast["nils"], row.pk, "no_capacity", NOW),
    "expire": lambda at, row: clocks.sweep(NOW + 30 * DAY),
}


@pytest.mark.parametrize("name", [*ENDS, *ANSWERS])
def test_a_handover_ends_while_a_conflict_of_interest_is_marked(shared: Scene, name: str) -> None:
    """Whoever came first: the access is over, and the rest is with the safeguarding lead."""
    row = shared.accepted() if name in ENDS else shared.offered()
    ends = (ENDS | ANSWERS)[name]
    results = meet(
        row,
        lambda: ends(shared, row),
        lambda: conflict.mark(shared.cast["amara"], shared.concern, NOW),
    )
    assert well(results)
    row.refresh_from_db()
    assert row.restricted
    assert row.state in {"revoked", "withdrawn", "declined", "expired"}
    assert Concern.objects.get(pk=shared.concern).restricted


def test_an_agreement_ends_while_a_partner_is_asked_under_it(people: Cast) -> None:
    """The partner sees nothing under one that is over, whoever comes first."""
    decision = in_bad_faith(people, second_told(people))
    agreement = Agreement.objects.get(purposes=["second_person"])
    seen = second.look(people["nils"], What.BAD_FAITH, decision.pk, people.aurora, AT).hash
    results = meet(
        agreement,
        lambda: network.agreements.end(people["bao"], agreement.pk, AT),
        lambda: second.ask_partner(people["nils"], What.BAD_FAITH, decision.pk, people.aurora, seen, AT),
    )
    assert [type(one) for one in results] == [type(None), NotNow]
    assert not SecondOpinion.objects.exists()


def test_two_say_of_two_concerns_that_they_are_the_same(people: Cast) -> None:
    """One after the other: the second is told that it stands so already."""
    first, second = sorted((tell(people, NOW).id, tell(people, NOW).id))
    results = meet(
        Concern.objects.get(pk=second),
        lambda: lists.same_as(people["femi"], second, first, NOW),
        lambda: lists.same_as(people["amara"], first, second, NOW),
    )
    assert [type(one) for one in results if one is not None] == [NotNow]
    assert Concern.objects.exclude(duplicate_of=None).count() == 1


def test_one_is_decided_while_what_is_the_same_is_said_to_be_so_again(people: Cast) -> None:
    """Whoever decides holds what takes the decision, too."""
    same, first = sorted((tell(people, NOW).id, tell(people, NOW).id))
    lists.same_as(people["femi"], same, first, NOW)
    version = Concern.objects.get(pk=first).version
    results = meet(
        Concern.objects.get(pk=same),
        lambda: lists.same_as(people["femi"], same, first, NOW),
        lambda: decisions.decide(people["amara"], first, _closed(), version, NOW),
    )
    assert well(results)
    assert Concern.objects.get(pk=same).triage == Triage.CLOSED_NO_CASE


def test_what_becomes_the_same_while_somebody_waits_is_held_too(people: Cast) -> None:
    """The decision waits for the one of whom it did not know when it began."""
    same, first = sorted((tell(people, NOW).id, tell(people, NOW).id))
    version = Concern.objects.get(pk=first).version
    results = meet(
        Concern.objects.get(pk=first),
        lambda: lists.same_as(people["femi"], same, first, NOW),
        lambda: decisions.decide(people["amara"], first, _closed(), version, NOW),
    )
    assert well(results)
    assert Concern.objects.get(pk=same).triage == Triage.CLOSED_NO_CASE


def test_a_decision_is_confirmed_while_somebody_decides_anew(people: Cast) -> None:
    """Whoever comes second is told so."""
    sent = tell(people, NOW)
    note = NoteContent(text="no", evidence="written twice")
    waits = decisions.decide(
        people["amara"], sent.id, decisions.Choice(Triage.CLOSED_NO_CASE, note, Finding.BAD_FAITH), 1, NOW
    )
    results = meet(
        waits,
        lambda: decisions.confirm(people["bao"], waits.pk, agree=True, note=NoteContent(), now=NOW),
        lambda: decisions.decide(people["femi"], sent.id, _closed(), 2, NOW),
    )
    assert [type(one) for one in results if isinstance(one, BaseException)] == [decisions.Overtaken]


def test_a_handover_is_withdrawn_at_the_moment_at_which_its_time_is_over(shared: Scene) -> None:
    """The clock takes the handover before the duty, as people do."""
    row = shared.offered()
    late = NOW + 30 * DAY
    results = meet(
        row,
        lambda: handovers.withdraw(shared.cast["amara"], row.pk, late),
        lambda: clocks.sweep(late),
    )
    assert well(results)
    assert results[1].failed == 0
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_who_told_us_is_opened_while_the_lead_looks_who_opened_it(people: Cast) -> None:
    sent = tell(people, NOW)
    decisions.decide(people["amara"], sent.id, _closed(), 1, NOW)
    custody.open_reporter(people["celia"], sent.id, "they_asked", NOW)
    duty = Duty.objects.get(subject=sent.id, kind=duties.REPORTER_OPENED.code)
    results = meet(
        duty,
        lambda: custody.seen(people["dalia"], sent.id, NOW),
        lambda: custody.open_reporter(people["celia"], sent.id, "they_asked", NOW),
    )
    assert well(results)


def test_colleagues_look_for_what_is_similar_at_once(people: Cast) -> None:
    """Each finds those of all others; the entries of what is shown are written in one order."""
    sent = [tell(people, NOW).id for _n in range(6)]
    who = [people["amara"], people["femi"], people["bao"]]
    found = at_once(lambda n: lists.similar(who[n % 3], sent[n % 6], NOW), 12)
    assert well(found)
    assert [len(one) for one in found] == [5] * 12


def _closed() -> decisions.Choice:
    return decisions.Choice(Triage.CLOSED_NO_CASE, NoteContent(text="looked at"), Finding.NOT_CONFIRMED)


@pytest.mark.parametrize("first", ["close", "give"])
@pytest.mark.parametrize("what", ["concern", "page"])
def test_a_team_closes_while_something_is_given_to_it(people: Cast, what: str, first: str) -> None:
    """One of both is done, the other is told: nothing is in a team that is closed."""
    sent, bao, page = tell(people), people["bao"], ReportingPage.objects.get()
    coast = network.teams.make(bao, RingKind.INTAKE, "Coast", [people["femi"].person], NOW)
    wanted = Settings(page.hours, tuple(page.languages), None, None, team=coast.id)
    deeds: dict[str, Callable[[], object]] = {
        "close": lambda: network.teams.close(bao, coast.id, NOW),
        "concern": lambda: teams.give_to(bao, sent.id, coast.id, NOW),
        "page": lambda: pages.change(bao, page.pk, wanted, NOW),
    }
    order = ["close", what] if first == "close" else [what, "close"]
    team = Team.objects.get(pk=coast.id)
    results = meet(team, *(deeds[one] for one in order))
    assert not isinstance(results[0], Exception), results
    assert isinstance(results[1], NotDone), results
    team.refresh_from_db()
    row = Concern.objects.get(pk=sent.id) if what == "concern" else ReportingPage.objects.get()
    assert (team.closed_on is None, row.team_id) == ((False, None) if first == "close" else (True, coast.id))
