"""What two people decide, what was told, paid and signed, is believed from the journal: whoever writes to the database
is neither of the two."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed
from fanal.learning import reviewing
from fanal.tourism.companies import companies
from fanal.tourism.membership import appeals, applying, clock, deciding, joining
from fanal.tourism.membership.deciding import Basis, Ground
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.models import Agreement, Appeal, FeeRecord, Membership, Sanction, Step
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
FACTS = "A court fined the company on 3 June 2026."


def _refused(firm: Firm, deed: Callable[[], object]) -> None:
    before = firm.state
    with pytest.raises(NotAllowed, match="somebody changed it"):
        deed()
    assert firm.state is before


def _proposed(cast: Cast, firm: Firm) -> None:
    deciding.ask_decline(cast["tove"], firm.pk, Ground.INELIGIBLE, "It is for travel.", NOW)


def test_the_first_of_two_is_not_written_into_the_database(cast: Cast) -> None:
    """Tove proposed it; the row says that Sol did, so that Tove would be the second."""
    firms.office(cast)
    firm = firms.in_review(cast)
    _proposed(cast, firm)
    Step.objects.filter(move="decline").update(by=cast["sol"].person)
    for who in ("tove", "sol"):
        _refused(firm, lambda who=who: deciding.decline(cast[who], firm.pk, NOW))  # type: ignore[misc]


def test_a_proposal_that_nobody_made_is_agreed_on_by_nobody(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    Step.objects.create(
        membership_id=firm.pk, move="decline", was="plan_review", by_id=cast["sol"].person, at=NOW, ground="ineligible",
        words="Not for travel.",
    )  # fmt: skip
    _refused(firm, lambda: deciding.decline(cast["tove"], firm.pk, NOW))


def test_the_reasons_are_those_that_were_proposed(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    _proposed(cast, firm)
    Step.objects.filter(move="decline").update(words="Other reasons.")
    _refused(firm, lambda: deciding.decline(cast["sol"], firm.pk, NOW))


def test_a_proposal_that_is_gone_is_missed(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    _proposed(cast, firm)
    Step.objects.filter(move="decline").delete()
    _refused(firm, lambda: applying.give_back(cast["sol"], firm.pk, "Name the places.", NOW))


def test_a_yes_is_of_whoever_said_it(cast: Cast) -> None:
    """Tove said yes; the row says that Amara did, for the other role."""
    firms.represents(cast)
    firm = firms.in_review(cast)
    applying.approve(cast["tove"], firm.pk, False, NOW)
    Step.objects.filter(move="approve").update(by=cast["amara"].person, seat="local_code_representative")
    _refused(firm, lambda: applying.approve(cast["tove"], firm.pk, False, NOW))


def test_what_a_company_was_told_and_answered_is_not_written_into_the_database(cast: Cast) -> None:
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, FACTS, NOW)
    deciding.tell(cast["sol"], firm.pk, NOW)
    for forged in ({"urgent": True}, {"answered_at": NOW, "answer": "We say nothing."}, {"facts": "Others."}):
        before = Sanction.objects.values(*forged).get()
        Sanction.objects.update(**forged)
        _refused(firm, lambda: deciding.suspend(cast["sol"], firm.pk, NOW))
        Sanction.objects.update(**before)


def test_what_came_of_an_appeal_is_what_the_first_of_two_said(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    _proposed(cast, firm)
    deciding.decline(cast["sol"], firm.pk, NOW)
    appeals.appeal(firm.rosa, firm.pk, "We run tours.", False, NOW + DAY)
    appeals.propose(cast["una"], firm.pk, "upheld", "They do not.", NOW + DAY)
    for forged in ({"outcome": "taken_back"}, {"first": cast["vito"].person}, {"words": "We agree."}):
        before = Appeal.objects.values(*forged).get()
        Appeal.objects.update(**forged)
        _refused(firm, lambda: appeals.decide(cast["vito"], firm.pk, NOW + 2 * DAY))
        Appeal.objects.update(**before)
    appeals.decide(cast["vito"], firm.pk, NOW + 2 * DAY)
    Appeal.objects.all().delete()
    _refused(firm, lambda: applying.again(firm.rosa, firm.pk, NOW + 3 * DAY))


def _to_pay(cast: Cast) -> Firm:
    firms.represents(cast)
    firm = firms.in_review(cast)
    for who in ("amara", "tove"):
        applying.approve(cast[who], firm.pk, False, NOW)
    joining.invoice(cast["tove"], firm.pk, "", NOW)
    return firm


def test_a_fee_is_what_was_told_and_nobody_pays_it_in_the_database(cast: Cast) -> None:
    firm = _to_pay(cast)
    FeeRecord.objects.update(amount=1)
    _refused(firm, lambda: joining.pay(cast["tove"], firm.pk, "77", NOW))


def test_a_fee_that_nobody_waived_sends_no_agreement(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.in_review(cast)
    for who in ("amara", "tove"):
        applying.approve(cast[who], firm.pk, False, NOW)
    FeeRecord.objects.create(
        membership_id=firm.pk, year=NOW.year, amount=0, currency="EUR", state="waived", on=NOW.date()
    )
    companies.name_contact(firm.rosa, "signatory", "Rosa", "Director", NOW)
    assert not clock.look(NOW + DAY)
    assert firm.state is State.PLAN_APPROVED


@pytest.mark.parametrize("forged", [{"name": "Timo"}, {"text": "Nothing is promised."}, {"by_id": None}])
def test_an_agreement_is_the_one_that_was_signed(cast: Cast, forged: dict[str, object]) -> None:
    firm = firms.active(cast)
    Agreement.objects.update(**{key: value or cast["tove"].person for key, value in forged.items()})
    _refused(firm, lambda: applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW))


def test_whoever_opens_the_page_of_such_a_membership_reads_it_and_is_offered_nothing(cast: Cast) -> None:
    firm = firms.active(cast)
    tove, page = client_of(cast, "tove"), reverse("travel:membership", args=[firm.pk])
    assert "somebody changed it" not in text(tove.get(page))
    Step.objects.filter(move="approve").first().delete()  # type: ignore[union-attr]
    said = text(tove.get(page))
    assert "somebody changed it" in said
    assert reverse("travel:ask_suspend", args=[firm.pk]) not in said


def test_an_older_state_of_a_row_is_not_put_back(cast: Cast) -> None:
    firm = firms.active(cast)
    before = Membership.objects.values("report_due_on", "state", "entered_on").get(pk=firm.pk)
    day = NOW + timedelta(days=310)
    clock.look(day)
    assert firm.state is State.REPORT_DUE
    Membership.objects.filter(pk=firm.pk).update(**before)
    assert not clock.look(day)


def test_people_of_a_company_get_certificates_once_somebody_looked_at_it(cast: Cast) -> None:
    firm = firms.submitted(cast)
    assert not reviewing.is_vouched_for(firm.org)
    applying.take_up(cast["tove"], firm.pk, False, NOW)
    assert reviewing.is_vouched_for(firm.org)
    Membership.objects.filter(pk=firm.pk).update(reason="written by hand")
    assert not reviewing.is_vouched_for(firm.org), "what somebody wrote into the database vouches for nobody"
    assert reviewing.is_vouched_for(cast.aurora)
