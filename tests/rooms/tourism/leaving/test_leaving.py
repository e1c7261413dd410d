"""A company that asks to be deleted: who may, what goes, what stays, and what everybody else reads then."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.journal.models import Entry
from fanal.learning.models import Card, Cohort, Completion, Learner, Post
from fanal.learning.people import people as learners
from fanal.network import api as network
from fanal.network.contracts import OrgKind, PersonState
from fanal.network.models import Invitation, Person
from fanal.tourism.companies import companies
from fanal.tourism.leaving import duties, leaving, removal
from fanal.tourism.leaving.asked import request
from fanal.tourism.leaving.duties import GOES, SECOND
from fanal.tourism.leaving.policy import AGREE, ASK
from fanal.tourism.membership import deciding, rows, voices
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.models import Brand, Company, Contact, Membership, Site, Token
from fanal.tourism.planning import actions
from fanal.tourism.policy import REMOVED
from fanal.tourism.public import entries
from fanal.tourism.systems import tokens
from tests.desk import client_of, text
from tests.people import NOW
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
THEN = NOW + 14 * DAY
NAME = "Hotel Lantern"
PLACE = {
    "code": "A", "name": "Rosa's House", "country": "XA", "kind": "hotel", "operated": "owned", "admin1": "",
    "rooms": None, "licence": "L 7",
}  # fmt: skip


def _agreed(firm: Firm) -> Firm:
    assert firm.timo
    leaving.ask_for(firm.rosa, NAME, NOW)
    leaving.agree(firm.timo, NOW)
    return firm


def _gone(firm: Firm) -> Firm:
    assert removal.look(THEN) == 1
    return firm


def _open(firm: Firm) -> set[str]:
    return {one.kind for one in clocks.open_duties(subjects=[firm.org])}


def _code(firm: Firm) -> str:
    code = firm.row.public_code
    assert code
    return code


def test_two_ask_and_it_is_done_in_the_night_of_its_day(member: Firm) -> None:
    firm = _agreed(member)
    asked = request(firm.org)
    assert asked
    assert asked.day == THEN.date()
    assert removal.look(THEN - DAY) == 0
    assert firm.state is State.ACTIVE
    assert _open(firm) == {GOES.code}
    _gone(firm)
    assert firm.state is State.WITHDRAWN
    assert removal.look(THEN) == removal.look(THEN + 400 * DAY) == 0, "once"
    assert not clocks.open_duties(org=firm.org)


def test_what_goes_and_what_stays(member: Firm) -> None:
    firm, cast = member, member.cast
    companies.take_sites(firm.rosa, [PLACE | {"brand": "Lantern"}], NOW)
    companies.invite(firm.rosa, "Uma Late", NOW)
    tokens.let_in(firm.rosa, "Staff of Rosa", 90, NOW)
    _agreed(firm)
    _gone(firm)
    for kind in (Contact, Site, Brand, Token):
        assert not kind.objects.filter(org_id=firm.org).exists(), kind
    assert not Invitation.objects.filter(org_id=firm.org).exists()
    people = Person.objects.filter(org_id=firm.org)
    assert {(one.name, one.state, one.email) for one in people} == {("–", PersonState.LEFT.value, "")}
    assert not people.filter(username__in=["rosa", "timo"]).exists()
    assert {(one.name, one.function) for one in firm.row.agreements.all()} == {("", "")}
    company = Company.objects.get(pk=firm.org)
    assert (company.countries, company.registrations) == (["XA"], ["HRB 1"])
    assert (company.sectors, company.website, company.listed) == ([], "", False)
    assert [one.became for one in rows.steps(firm.row)][-2:] == ["active", "withdrawn"]
    assert firm.row.member_since == NOW.date()
    assert firm.row.fees.count() == 1
    assert rows.is_believed(firm.row)
    assert (firm.row.answers, actions.plans.actions(firm.row)) == ({}, [])
    page = text(client_of(cast, "tove").get(reverse("travel:membership", args=[firm.pk])))
    assert "deleted on its own request" in page
    assert "Rosa" not in page


def test_an_accepted_report_keeps_its_figures_and_no_words(asked: tuple[Firm, Any]) -> None:
    firm, day = asked
    firms.reported(firm, day)
    firms.reports.accept(firm.cast["tove"], firm.pk, day)
    firms.reports.publish(firm.rosa, firm.pk, "We trained everybody, says Rosa.", day)
    leaving.ask_for(firm.rosa, NAME, day)
    assert firm.timo
    leaving.agree(firm.timo, day)
    assert removal.look(day + 14 * DAY) == 1
    kept = firm.row.reports.get()
    assert (kept.summary, kept.words, kept.state) == ("", "", "accepted")
    values = [one.value for one in kept.answers.all()]
    assert any("number" in one for one in values)
    assert not any("text" in one for one in values)
    assert rows.is_believed(firm.row)
    assert Client().get(reverse("promises:report", args=["en", kept.pk])).status_code == 404


def test_learners_keep_their_cards_and_nobody_is_their_employer(member: Firm) -> None:
    firm = member
    companies.take_sites(firm.rosa, [PLACE], NOW)
    cohort = Cohort.objects.get(org_id=firm.org)

    learners.add(firm.rosa, cohort, ["Ana Ruiz"], "reception", "en", NOW)
    learner = Learner.objects.get(org_id=firm.org)
    _gone(_agreed(firm))
    learner.refresh_from_db()
    assert (learner.label, learner.code) == ("–", "")
    assert Card.objects.filter(learner=learner, ended_at=None).count() == 1
    assert not Post.objects.filter(learner=learner).exists()
    assert not Completion.objects.filter(org_id=firm.org).exists()
    assert Cohort.objects.get(org_id=firm.org).label == "–"


def test_the_code_is_dead_and_names_nobody(member: Firm) -> None:
    code, today = _code(member), THEN.date()
    named = NAME
    assert entries.entry(code, NOW.date())
    _gone(_agreed(member))
    assert entries.entry(code, today) is None
    assert entries.is_dead(code)
    assert code not in str(entries.document(today))
    for language, words in (("en", "This code is not used any more"), ("fr", "Ce code n’est plus utilisé")):
        answer = Client().get(reverse("promises:entry", args=[language, code]))
        assert answer.status_code == 410
        assert words in answer.content.decode()
        assert named not in answer.content.decode()
    assert Client().get(reverse("promises:entry", args=["en", "0000000000"])).status_code == 404


def test_whoever_writes_to_the_database_kills_no_code(member: Firm) -> None:
    code = _code(member)
    Membership.objects.filter(pk=member.pk).update(reason="deleted")
    assert not entries.is_dead(code)
    Membership.objects.filter(pk=member.pk).update(reason="")
    assert entries.entry(code, NOW.date())
    leaving.ask_for(member.rosa, NAME, NOW)
    planted = Entry.objects.filter(record=member.org).order_by("-seq")[0]
    for deed in (AGREE, REMOVED):  # a copy of an entry that was signed, as another deed
        planted.pk, planted.seq, planted.deed = None, planted.seq + 1, deed
        planted._state.adding = True
        planted.save(force_insert=True)
    assert removal.look(THEN) == 0
    assert entries.entry(code, NOW.date())
    assert member.state is State.ACTIVE


def test_a_torn_chain_or_a_company_that_is_not_there_stops_nobody_else(member: Firm) -> None:
    other = firms.begun(member.cast, name="Northway", who="nora")
    leaving.ask_for(other.rosa, "Northway", NOW)
    _agreed(member)
    planted = Entry.objects.filter(record=member.org).order_by("-seq")[0]
    planted.pk, planted.seq, planted.deed = None, planted.seq + 1, REMOVED
    planted._state.adding = True
    planted.save(force_insert=True)
    assert {one.org for one in duties._owes(NOW)} == {one.id for one in network.orgs(OrgKind.SECRETARIAT)}
    assert removal.look(THEN) == 0
    Company.objects.filter(pk=other.org).delete()
    assert removal.look(THEN) == 0


def test_what_was_changed_past_fanal_is_looked_at_first(member: Firm) -> None:
    _agreed(member)
    Membership.objects.filter(pk=member.pk).update(member_since="2020-01-01")
    assert removal.look(THEN) == 0
    assert Contact.objects.filter(org_id=member.org).exists()


def test_it_is_taken_back_until_it_is_done(member: Firm) -> None:
    _agreed(member)
    leaving.take_back(member.rosa, THEN - DAY)
    assert request(member.org) is None
    assert _open(member) == set()
    assert removal.look(THEN + DAY) == 0
    with pytest.raises(NotNow, match="Nobody asks"):
        leaving.take_back(member.rosa, THEN)
    with pytest.raises(NotNow, match="Nobody asks"):
        leaving.agree(member.rosa, THEN)


def test_twice_alone_and_by_another_name(member: Firm) -> None:
    with pytest.raises(NotNow, match="Type the name"):
        leaving.ask_for(member.rosa, "Northway", NOW)
    leaving.ask_for(member.rosa, " hotel  LANTERN ", NOW)
    assert _open(member) == {SECOND.code}
    assert member.timo
    for who in (member.rosa, member.timo):
        with pytest.raises(NotNow, match="asked for already"):
            leaving.ask_for(who, NAME, NOW)
    with pytest.raises(NotAllowed, match="somebody else"):
        leaving.agree(member.rosa, NOW)
    leaving.agree(member.timo, NOW)
    with pytest.raises(NotNow, match="yes already"):
        leaving.agree(member.timo, NOW)
    assert Entry.objects.filter(record=member.org, deed__in=[ASK, AGREE]).count() == 2


def test_of_another_company_nobody_and_the_secretariat_only_for_one_person(member: Firm) -> None:
    cast = member.cast
    other = firms.begun(cast, name="Northway", who="nora")
    leaving.ask_for(member.rosa, NAME, NOW)
    with pytest.raises(NotNow, match="Nobody asks"):
        leaving.agree(other.rosa, NOW)
    with pytest.raises(NotNow, match="Nobody asks"):
        leaving.take_back(other.rosa, NOW)
    with pytest.raises(NotNow, match="not the secretariat"):
        leaving.vouch(cast["tove"], member.org, NOW)
    with pytest.raises(NotHere):
        leaving.vouch(cast["tove"], other.org, NOW)
    for who in ("amara", "nora"):
        assert client_of(cast, who).get(reverse("leaving:office", args=[member.org])).status_code == 403
    assert client_of(cast, "amara").get(reverse("leaving:page")).status_code == 403


def test_others_read_that_it_was_deleted_and_nobody_brings_it_back(member: Firm) -> None:
    cast = member.cast
    _gone(_agreed(member))
    for who in ("amara", "tove"):
        client = client_of(cast, who)
        assert "deleted on its own request" in text(client.get(reverse("travel:home")))
        page = text(client.get(reverse("travel:membership", args=[member.pk])))
        assert "deleted on its own request" in page
        assert "Now it is with: nobody" in page
    with pytest.raises(NotNow, match="deleted on its own request"):
        voices.ask_for(cast["tove"], member.pk, THEN)
    assert rows.is_believed(member.row)


def test_an_exclusion_that_was_begun_goes_on(member: Firm) -> None:
    cast, code = member.cast, _code(member)
    ground = deciding.Basis.PUBLIC_DECISION.value
    deciding.notify(cast["tove"], member.pk, Move.SUSPEND, ground, "A court decided.", NOW, urgent=True)
    deciding.suspend(cast["sol"], member.pk, NOW)
    deciding.notify(cast["una"], member.pk, Move.EXCLUDE, ground, "A court decided.", NOW, ties=False)
    deciding.tell(cast["vito"], member.pk, NOW)
    _gone(_agreed(member))
    assert member.state is State.WITHDRAWN
    later = THEN + 20 * DAY
    deciding.exclude(cast["vito"], member.pk, False, later)
    assert member.state is State.EXCLUDED
    assert entries.is_dead(code)
    assert entries.entry(code, later.date()) is None
    assert "A court decided." in {one.facts for one in member.row.sanctions.all()}
