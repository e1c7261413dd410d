"""What companies wrote and nothing came of: told sixty days before, gone then, and not before."""

from datetime import datetime

import pytest
from django.urls import reverse

from fanal.access.api import kept
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.models import Tombstone
from fanal.site import missing
from fanal.tourism import tasks
from fanal.tourism.companies import companies
from fanal.tourism.membership import applying, keeping
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Action, Company, Contact, Membership
from fanal.tourism.planning import actions
from fanal.vocabulary.dates import months_later
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
YEAR = NOW + (months_later(NOW.date(), 12) - NOW.date())
TWO_YEARS = NOW + (months_later(NOW.date(), 24) - NOW.date())


def _duties(firm: Firm) -> int:
    return len(clocks.open_duties(subjects=[firm.pk], kinds=[keeping.GOES]))


def _goes(cast: Cast, until: datetime) -> list[str]:
    return [one.what for one in kept.next_to_go(cast["sol"], until.date())]


def test_an_application_that_nobody_sent_in_is_told_of_and_goes(cast: Cast) -> None:
    firm = firms.ready(cast)
    actions.adopt(firm.rosa, firm.pk, ["C1.1"], firm.rosa.person, NOW)
    companies.name_contact(firm.rosa, "signatory", "Rosa", "Director", NOW)
    assert keeping.look(YEAR - 61 * DAY) == 0
    assert _duties(firm) == 0
    assert keeping.look(YEAR - 59 * DAY) == 0
    assert _duties(firm) == 1
    assert _goes(cast, YEAR) == ["Application that a company did not send in"]
    assert keeping.look(YEAR) == 0, "sixty days after it was told, not before"
    assert Membership.objects.filter(pk=firm.pk).exists()
    assert keeping.look(YEAR + 2 * DAY) == 1
    assert not Membership.objects.filter(pk=firm.pk).exists()
    assert not Action.objects.exists()
    assert not Contact.objects.exists()
    assert network.erasure.is_genuine(Tombstone.objects.get(record=firm.pk))
    assert clocks.open_duties(subjects=[firm.pk]) == []
    assert Company.objects.filter(pk=firm.org).exists()
    anew = applying.begin(firm.rosa, firms.CODE, YEAR + 3 * DAY)
    assert anew.state == State.DRAFT.value, "they may begin anew"
    assert actions.adopt(firm.rosa, anew.pk, ["C1.1"], firm.rosa.person, YEAR + 3 * DAY)
    assert list(missing.defects()) == [], "nothing is told to be missing"
    assert keeping.look(YEAR + 4 * DAY) == 0


def test_a_night_on_which_nobody_was_told_erases_nothing(cast: Cast) -> None:
    firm = firms.ready(cast)
    assert keeping.look(YEAR + 300 * DAY) == 0
    assert _duties(firm) == 1
    assert keeping.look(YEAR + 301 * DAY) == 0
    assert keeping.look(YEAR + 362 * DAY) == 1


def test_whoever_goes_on_keeps_it(cast: Cast) -> None:
    firm = firms.ready(cast)
    keeping.look(YEAR - 30 * DAY)
    assert _duties(firm) == 1
    applying.declare_revenue(firm.rosa, firm.pk, "A", "", YEAR - 10 * DAY)
    assert keeping.look(YEAR + 40 * DAY) == 0
    assert _duties(firm) == 0
    assert Membership.objects.filter(pk=firm.pk).exists()


def test_whoever_works_on_its_plan_goes_on_too(cast: Cast) -> None:
    firm = firms.ready(cast)
    keeping.look(YEAR - 30 * DAY)
    actions.adopt(firm.rosa, firm.pk, ["C1.1"], firm.rosa.person, YEAR - 10 * DAY)
    assert keeping.look(YEAR + 40 * DAY) == 0
    assert Membership.objects.filter(pk=firm.pk).exists()


def test_an_action_that_somebody_changed_keeps_its_company_and_stops_no_other(cast: Cast) -> None:
    changed = firms.ready(cast)
    actions.adopt(changed.rosa, changed.pk, ["C1.1"], changed.rosa.person, NOW)
    other = firms.begun(cast, name="Northway", who="nora")
    keeping.look(YEAR)
    Action.objects.filter(org_id=changed.org).update(text="written by hand")
    assert keeping.look(YEAR + 61 * DAY) == 1
    assert Membership.objects.filter(pk=changed.pk).exists()
    assert not Membership.objects.filter(pk=other.pk).exists()


def test_what_was_sent_in_or_was_changed_past_the_program_stays(cast: Cast) -> None:
    sent = firms.submitted(cast)
    assert list(keeping.endings(YEAR.date(), sent.org)) == []
    draft = firms.begun(cast, name="Northway", who="nora")
    keeping.look(YEAR)
    Membership.objects.filter(pk=draft.pk).update(revenue_class="C")
    assert keeping.look(YEAR + 61 * DAY) == 0
    assert Membership.objects.filter(pk=draft.pk).exists()


def test_contacts_of_a_former_member_go_and_its_membership_stays(cast: Cast) -> None:
    firm = firms.active(cast)
    assert list(keeping.endings(TWO_YEARS.date(), firm.org)) == []
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    keeping.look(TWO_YEARS - 50 * DAY)
    assert _goes(cast, TWO_YEARS) == ["Contacts of a company that is no member any more"]
    assert Contact.objects.exists()
    assert keeping.look(TWO_YEARS + 11 * DAY) == 1
    assert not Contact.objects.exists()
    assert firm.state is State.WITHDRAWN
    assert _duties(firm) == 0
    assert keeping.rows.is_believed(firm.row)
    assert firm.row.agreements.exists(), "what was signed stays with the membership"


def test_the_company_reads_until_when(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = firms.ready(cast)
    page = reverse("travel:membership", args=[firm.pk])
    client = client_of(cast, "rosa")
    assert "is erased on" not in text(client.get(page))
    soon = dict(keeping.HOUSE) | {keeping.DRAFT: keeping.Period("closing", days=20)}
    monkeypatch.setattr(keeping, "HOUSE", soon)
    assert "Nobody sent this application in. It is erased on" in text(client.get(page))


def test_the_night_does_it(cast: Cast) -> None:
    firms.ready(cast)
    tasks.let_go.func()
    assert Membership.objects.count() == 1
