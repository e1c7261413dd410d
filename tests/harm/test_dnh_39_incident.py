"""DNH-39: in an incident it is known within the hour who is affected, by class. This is the drill."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotHere, incident
from fanal.concerns.conflict import conflict, teams
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import received
from fanal.concerns.triage import decisions, triage
from fanal.journal import api as journal
from fanal.justice.matters import matters, training
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.research.studies import signing
from fanal.vocabulary.codes import Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import SECRETS, Scene, scene
from tests.rooms.concerns.told import tell
from tests.rooms.justice.acts import matter
from tests.rooms.research import studying

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def made(cast: Cast) -> Scene:
    """Two concerns for intake, of which Femi opened one; one about our own people; a handover to Nordlys."""
    found = scene(cast)
    tell(cast)
    tell(cast, about_us="yes")
    triage.look(cast["femi"], found.concern, NOW)
    return found


def test_an_account_by_class(cast: Cast, made: Scene) -> None:
    """What Femi's keys open and what was opened, by compartment: the restricted concern is not among it."""
    row = made.offered()
    report = incident.of_account(cast["dalia"], cast["femi"].person, NOW.date(), NOW)
    assert report.counts("reporter") == (2, 1)
    assert report.counts("offender") == (2, 1)
    assert report.counts("identity") == (3, 1)
    assert report.counts("content") == (3, 1)
    assert report.partners == (cast.nordlys,)
    assert {one.id for one in report.records if one.opened} == {made.concern}
    assert row.pk in {one.id for one in report.records}


def test_the_custodian_alone_reaches_what_triage_closed(cast: Cast, made: Scene) -> None:
    """After a decision the reporter's part is out of reach of the intake team's accounts."""
    choice = decisions.Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family on holiday"))
    decisions.decide(cast["amara"], made.concern, choice, triage.concern_of(cast["amara"], made.concern).version, NOW)
    assert incident.of_account(cast["dalia"], cast["femi"].person, NOW.date(), NOW).counts("reporter") == (1, 0)
    assert incident.of_account(cast["dalia"], cast["celia"].person, NOW.date(), NOW).counts("reporter") == (1, 0)


def test_the_partners_side_of_it(cast: Cast, made: Scene) -> None:
    """An account of the recipient: what was sent to it, and that the sender must hear of it."""
    row = made.offered()
    received.read(cast["nils"], row.pk, NOW)
    report = incident.of_account(cast["pia"], cast["nils"].person, NOW.date(), NOW)
    assert [(one.kind, one.opened, one.compartments) for one in report.records] == [("received", True, ("content",))]
    assert report.partners == (cast.aurora,)


def test_a_key_of_a_team(cast: Cast, made: Scene) -> None:
    assert incident.of_team(cast["dalia"], RingKind.INTAKE, NOW.date(), NOW).counts("content") == (2, 1)
    assert incident.of_team(cast["dalia"], RingKind.SAFEGUARDING, NOW.date(), NOW).counts("content") == (1, 0)
    assert incident.of_team(cast["dalia"], RingKind.CUSTODIAN, NOW.date(), NOW).records == ()


def test_who_left_reaches_nothing_of_later(cast: Cast, made: Scene) -> None:
    """What came after the last day of a former colleague is not counted as theirs."""
    femi = cast["femi"].person
    network.people.end_membership(cast["bao"], femi, NOW)
    tell(cast, NOW + timedelta(days=2))
    assert len(incident.of_account(cast["dalia"], femi, NOW.date(), NOW + timedelta(days=3)).records) == 2


def test_the_page_names_who_left_too(cast: Cast, made: Scene) -> None:
    """A device that was not given back: what it opened is told, and nobody is asked to sign a former colleague out."""
    femi = cast["femi"].person
    network.people.end_membership(cast["bao"], femi, NOW)
    client, url = client_of(cast, "dalia"), reverse("desk:incident")
    assert "left on 25 November 2026" in text(client.get(url))
    page = text(client.post(url, {"about": f"left:{femi}", "since": NOW.date().isoformat()}))
    assert "2 records could be opened. 1 was opened in this time." in page
    assert "Sign this person out everywhere" not in page


def test_the_page_names_a_closed_team_too(cast: Cast, made: Scene) -> None:
    """Whoever took its last key still opens what it opened: told, and nobody is asked to make a new key."""
    coast = network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [cast["femi"].person], NOW)
    sent = tell(cast)
    teams.give_to(cast["bao"], sent.id, coast.id, NOW)
    teams.give_to(cast["bao"], sent.id, None, NOW)
    network.teams.close(cast["bao"], coast.id, NOW)
    client, url = client_of(cast, "dalia"), reverse("desk:incident")
    assert f'value="closed:{coast.id}"' in text(client.get(url))
    page = text(client.post(url, {"about": f"closed:{coast.id}", "since": NOW.date().isoformat()}))
    assert "1 record could be opened." in page
    assert "Make a new key for the team" not in page


def test_looking_opens_nothing_and_is_written_down(cast: Cast, made: Scene) -> None:
    """No entry in any record's chain, one in the organisation's own; only the two roles look."""
    before = journal.read(made.concern)
    incident.of_account(cast["dalia"], cast["femi"].person, NOW.date(), NOW)
    assert journal.read(made.concern) == before
    assert next(iter(journal.read(cast.aurora))).deed == "access.incident"
    for who in ("amara", "bao", "edo", "celia", "sol"):
        with pytest.raises(NotAllowed):
            incident.of_account(cast[who], cast["femi"].person, NOW.date(), NOW)
    with pytest.raises(NotHere):
        incident.of_account(cast["dalia"], cast["nils"].person, NOW.date(), NOW)


def _told(cast: Cast, who: str) -> list[tuple[str, tuple[str, ...], bool]]:
    report = incident.of_account(cast["dalia"], cast[who].person, NOW.date(), NOW)
    return [(one.kind, one.compartments, one.opened) for one in report.records]


def test_a_matter_by_the_lawyers_key_and_an_exercise_by_ones_own(cast: Cast) -> None:
    """The lawyer's key opens what is between lawyer and child, the caseworker's not; the exercise is Marek's alone."""
    found = matter(cast["marek"])
    matters.look(cast["lena"], found, NOW)
    matters.open_matter(cast["marek"], NOW, training=training.CASES[0].code)
    assert _told(cast, "lena") == [("matter", ("privileged", "content"), True)]
    assert sorted(_told(cast, "marek")) == [
        ("exercise", ("privileged", "content"), False),
        ("matter", ("content",), False),
    ]


def test_a_study_of_another_house_at_which_a_statistician_looks(cast: Cast) -> None:
    """Pia works for Nordlys; the table is Aurora's, who must hear of it. Nordlys' lead asks."""
    study = studying.computed(cast)
    pia = studying.statistician(cast)
    assert incident.of_account(cast["pia"], pia.person, NOW.date(), NOW).records == ()
    signing.ask_statistician(cast["bao"], study.pk, pia.person, NOW)
    report = incident.of_account(cast["pia"], pia.person, NOW.date(), NOW)
    assert [(one.id, one.kind, one.compartments) for one in report.records] == [(study.pk, "study", ("content",))]
    assert report.partners == (cast.aurora,)


def test_the_drill_on_the_page(cast: Cast, made: Scene) -> None:
    """The safeguarding lead asks, and sees who is affected by class, whom to tell, and what to do first."""
    made.offered()
    client = client_of(cast, "dalia")
    url = reverse("desk:incident")
    assert "Show who is affected" in text(client.get(url))
    page = text(client.post(url, {"about": f"person:{cast['femi'].person}", "since": NOW.date().isoformat()}))
    for words in ("Who told us", "S5", "Tell these partners: Nordlys", "Sign this person out everywhere"):
        assert words in page
    assert not any(secret in page for secret in (*SECRETS.values(), "Playa Norte"))
    assert "Choose one" in text(client.post(url, {"since": NOW.date().isoformat()}))


@pytest.mark.parametrize("how", ["stays", "our own people", "another team"])
def test_what_went_into_other_hands_since_is_told(cast: Cast, how: str) -> None:
    """A device stolen in the morning could read what was given away at noon; on the day after it could not."""
    sent = tell(cast)
    if how == "our own people":
        conflict.mark(cast["bao"], sent.id, NOW)
    if how == "another team":
        coast = network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [cast["amara"].person], NOW)
        teams.give_to(cast["bao"], sent.id, coast.id, NOW)
    today = timezone.now().date()
    for since, told in ((NOW.date(), True), (today + timedelta(days=1), how == "stays")):
        for found in (
            incident.of_account(cast["dalia"], cast["femi"].person, since, NOW),
            incident.of_team(cast["dalia"], RingKind.INTAKE, since, NOW),
        ):
            assert (sent.id in {one.id for one in found.records}) is told
