"""Two at once: one of them does it, the other reads who was first, nothing is there twice.

Run on SQLite and on PostgreSQL, on connections of their own.
"""

import pytest
from django.conf import settings

from fanal.access.api import NotNow
from fanal.network import api as network
from fanal.network.contracts import NetworkError
from fanal.network.models import Invitation, Person
from fanal.tourism.companies import companies
from fanal.tourism.companies.companies import MOST_SPEAKERS
from fanal.tourism.membership import applying, deciding, joining, rows
from fanal.tourism.membership.deciding import Basis
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.models import Agreement, Membership, Sanction, Step
from tests.people import NOW, PASSWORD, Cast
from tests.rooms.test_concurrency import at_once, failures
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))
FACTS = "A court fined the company on 3 June 2026."


def test_of_two_who_propose_and_of_two_who_suspend_the_second_reads_who_was_first(people: Cast) -> None:
    firm = firms.active(people)
    first, second = people["tove"], people["una"]
    told = at_once(
        lambda n: deciding.notify((first, second)[n], firm.pk, Move.SUSPEND, Basis.ADMISSION, FACTS, NOW, urgent=True),
        2,
    )
    assert [type(one) for one in failures(told)] == [NotNow]
    assert Sanction.objects.count() == 1
    done = at_once(lambda n: deciding.suspend(people[("sol", "vito")[n]], firm.pk, NOW), 2)
    [error] = failures(done)
    assert isinstance(error, NotNow)
    assert "The last that was done" in str(error)
    assert Step.objects.filter(move=Move.SUSPEND, became=State.SUSPENDED).count() == 1
    assert rows.is_believed(firm.row)


def test_of_two_reviewers_who_say_yes_at_once_for_one_role_one_does_and_a_second_press_of_theirs_is_none(
    people: Cast,
) -> None:
    firms.represents(people)
    firm = firms.in_review(people)
    told = at_once(lambda n: applying.approve(people[("tove", "sol")[n]], firm.pk, False, NOW), 2)
    [error] = failures(told)
    assert isinstance(error, NotNow)
    assert [one.seat for one in Step.objects.filter(move=Move.APPROVE)] == ["secretariat"]
    again = at_once(lambda _n: applying.approve(people["amara"], firm.pk, False, NOW), 2)
    [error] = failures(again)
    assert isinstance(error, NotNow)
    assert "The last that was done" in str(error)
    assert firm.state is State.PLAN_APPROVED
    assert Step.objects.filter(move=Move.APPROVE, became=State.PLAN_APPROVED).count() == 1
    assert rows.is_believed(firm.row)


def test_two_who_sign_at_once_make_one_member_with_one_code(people: Cast) -> None:
    firms.represents(people)
    firm = firms.in_review(people)
    applying.approve(people["amara"], firm.pk, False, NOW)
    applying.approve(people["tove"], firm.pk, False, NOW)
    joining.invoice(people["tove"], firm.pk, "", NOW)
    companies.name_contact(firm.rosa, "signatory", "Rosa", "Director", NOW)
    joining.pay(people["tove"], firm.pk, "2026-77", NOW)
    sha256 = joining.hash_of(joining.text_of(firm.row))
    signers = (firm.rosa, firm.timo)
    done = at_once(
        lambda n: joining.sign(signers[n], firm.pk, "Rosa", "Director", True, sha256, "en", NOW),  # type: ignore[arg-type]
        2,
    )
    assert [type(one) for one in failures(done)] == [NotNow]
    assert firm.state is State.ACTIVE
    assert Agreement.objects.count() == 1
    assert rows.is_believed(firm.row)


def test_no_more_speak_for_a_company_than_may_however_many_ask_at_once(people: Cast) -> None:
    firm = firms.with_deputy(firms.begun(people))
    for at in range(MOST_SPEAKERS - 3):
        companies.invite(firm.rosa, f"N{at}", NOW)
    given = at_once(lambda n: companies.invite(firm.rosa, f"M{n}", NOW), 6)
    assert [type(one) for one in failures(given)] == [NotNow] * 5
    assert Invitation.objects.filter(org_id=firm.org, used_on=None).count() == MOST_SPEAKERS - 2


def test_a_link_makes_one_account_however_many_open_it_at_once(people: Cast) -> None:
    firm = firms.begun(people)
    token = companies.invite(firm.rosa, "Timo", NOW)
    made = at_once(lambda n: network.people.accept(token, f"timo{n}", f"{PASSWORD} timo", NOW), 4)
    assert [type(one) for one in failures(made)] == [NetworkError] * 3
    assert Person.objects.filter(org_id=firm.org).count() == 2


def test_an_application_that_two_begin_at_once_is_one(people: Cast) -> None:
    firm = firms.with_deputy(firms.begun(people))
    Membership.objects.all().delete()
    speakers = (firm.rosa, firm.timo)
    made = at_once(lambda n: applying.begin(speakers[n], firms.CODE, NOW).pk, 2)  # type: ignore[arg-type]
    assert failures(made) == []
    assert {Membership.objects.get().pk} == set(made)
