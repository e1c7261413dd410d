"""A membership from the first word of a company to its end, with all that can go wrong in between."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyState
from fanal.journal import api as journal
from fanal.tourism import known
from fanal.tourism.companies import companies
from fanal.tourism.membership import appeals, applying, clock, deciding, flow, joining, seen
from fanal.tourism.membership.deciding import Basis, Ground
from fanal.tourism.membership.duties import ANSWER, LOOK_AGAIN, NEXT, REPORT
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.policy import REFUSED
from fanal.tourism.models import Agreement, FeeRecord, Membership, RevenueDeclaration, Sanction, Step
from fanal.tourism.programmes import library
from fanal.tourism.reports import reports
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import AGAINST, DAY

pytestmark = pytest.mark.django_db(databases="__all__")
BACK = NOW + DAY
"""When a company that left applies again."""
FACTS = "A court fined the company on 3 June 2026."


def _words(why: pytest.ExceptionInfo[NotNow]) -> list[str]:
    return [why.value.words, *(one.words for one in why.value.others)]


def test_an_application_says_all_that_it_lacks_at_once(cast: Cast) -> None:
    firm = firms.begun(cast)
    with pytest.raises(NotNow) as why:
        applying.submit(firm.rosa, firm.pk, NOW)
    assert len(_words(why)) == 6
    assert firm.state is State.DRAFT
    assert not Step.objects.filter(membership=firm.pk).exists()


def test_from_application_to_member(cast: Cast) -> None:
    firm = firms.active(cast)
    row = firm.row
    assert firm.state is State.ACTIVE
    assert row.member_since == NOW.date()
    assert row.report_due_on is not None
    assert (row.report_due_on - NOW.date()).days in {365, 366}
    assert [one.move for one in row.steps.order_by("at", "pk") if one.became] == [
        "submit", "take_up", "approve", "invoice", "pay", "send_agreement", "sign",
    ]  # fmt: skip
    fee = FeeRecord.objects.get()
    assert (fee.amount, fee.currency, fee.state, fee.reference) == (300, "EUR", "paid", "2026-77")
    signed = Agreement.objects.get()
    assert joining.hash_of(signed.text) == signed.sha256
    assert "Hotel Lantern" in signed.text


def test_the_two_who_say_yes_are_two_people(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.in_review(cast)
    applying.approve(cast["tove"], firm.pk, False, NOW)
    assert firm.state is State.PLAN_REVIEW
    with pytest.raises(NotNow, match="You have said yes already"):
        applying.approve(cast["tove"], firm.pk, False, NOW)
    with pytest.raises(NotNow, match="Nobody waits for your yes"):
        applying.approve(cast["sol"], firm.pk, False, NOW)
    applying.approve(cast["amara"], firm.pk, False, NOW)
    assert firm.state is State.PLAN_APPROVED


def test_where_nobody_has_a_mandate_two_of_the_secretariat_say_yes(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    applying.approve(cast["tove"], firm.pk, False, NOW)
    applying.approve(cast["sol"], firm.pk, False, NOW)
    assert firm.state is State.PLAN_APPROVED


def test_a_representative_sees_and_does_nothing_beyond_the_mandate(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.submitted(cast, country="XB", name="Northway", who="nora")
    with pytest.raises(NotHere):
        applying.take_up(cast["amara"], firm.pk, False, NOW)
    here = firms.submitted(cast)
    applying.take_up(cast["amara"], here.pk, False, NOW)
    with pytest.raises(NotAllowed):
        joining.invoice(cast["amara"], here.pk, "", NOW)


def test_whoever_has_ties_takes_nothing_up(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.submitted(cast)
    for ties, words in ((True, "Ask a colleague"), (None, "Say whether you have ties")):
        with pytest.raises(NotNow, match=words):
            applying.take_up(cast["tove"], firm.pk, ties, NOW)
    assert firm.state is State.SUBMITTED


def test_what_is_given_back_says_what_has_to_change_and_comes_again(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    with pytest.raises(NotNow, match="what has to change"):
        applying.give_back(cast["tove"], firm.pk, " ", NOW)
    applying.approve(cast["sol"], firm.pk, False, NOW)
    applying.give_back(cast["tove"], firm.pk, "Name the places in XB.", NOW)
    assert firm.state is State.DRAFT
    [duty] = clocks.open_duties(subjects=[firm.pk])
    assert (duty.kind, duty.org) == (NEXT.code, firm.org), "the company finds it on its day"
    later = NOW + 2 * DAY
    applying.submit(firm.rosa, firm.pk, later)
    applying.take_up(cast["tove"], firm.pk, False, later)
    applying.approve(cast["sol"], firm.pk, False, later)
    assert firm.state is State.PLAN_REVIEW, "a yes from before counts no more"
    applying.approve(cast["tove"], firm.pk, False, later)
    assert firm.state is State.PLAN_APPROVED


def test_an_answer_that_excludes_is_kept_nowhere(cast: Cast) -> None:
    firm = firms.begun(cast)
    for name in ("X1", "X5"):
        with pytest.raises(applying.Excludes):
            applying.answer(firm.rosa, firm.pk, name, "yes", "", NOW)
    assert firm.row.answers == {}
    applying.answer(firm.rosa, firm.pk, "X5", "no", "", NOW)
    with pytest.raises(NotNow, match="no child is harmed"):
        applying.answer(firm.rosa, firm.pk, "X4", "yes", "", NOW)
    applying.answer(firm.rosa, firm.pk, "X4", "yes", "Only with a partner.", NOW)
    assert firm.row.answers["X4.more"] == "Only with a partner."
    applying.answer(firm.rosa, firm.pk, "X4", "no", "", NOW)
    assert "X4.more" not in firm.row.answers


def test_a_fee_is_waived_by_two(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    applying.approve(cast["tove"], firm.pk, False, NOW)
    applying.approve(cast["sol"], firm.pk, False, NOW)
    joining.ask_waiver(cast["tove"], firm.pk, "Four rooms, no income this year.", NOW)
    with pytest.raises(NotAllowed):
        joining.waive(cast["tove"], firm.pk, NOW)
    joining.waive(cast["sol"], firm.pk, NOW)
    assert FeeRecord.objects.get().state == "waived"
    assert firm.state is State.PLAN_APPROVED, "nobody is named who signs"
    companies.name_contact(firm.rosa, "signatory", "Rosa", "Director", NOW)
    assert firm.state is State.AGREEMENT_SENT


def test_only_the_text_that_was_shown_is_signed_by_whoever_is_named(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    for who in ("tove", "sol"):
        applying.approve(cast[who], firm.pk, False, NOW)
    joining.invoice(cast["tove"], firm.pk, "PATA", NOW)
    assert FeeRecord.objects.get().amount == 225
    joining.pay(cast["tove"], firm.pk, "77", NOW)
    companies.name_contact(firm.rosa, "signatory", "Rosa Lind", "Director", NOW)
    sha256 = joining.hash_of(joining.text_of(firm.row))
    for name, function, consent, shown in (
        ("Timo", "Director", True, sha256), ("Rosa Lind", "", True, sha256), ("Rosa Lind", "Director", False, sha256),
        ("Rosa Lind", "Director", True, "0" * 64),
    ):  # fmt: skip
        with pytest.raises(NotNow):
            joining.sign(firm.rosa, firm.pk, name, function, consent, shown, "en", NOW)
    assert firm.state is State.AGREEMENT_SENT
    joining.sign(firm.rosa, firm.pk, " rosa  lind", "Director", True, sha256, "en", NOW)
    assert firm.state is State.ACTIVE


def test_what_is_done_already_is_told_with_who_and_when_and_leaves_the_refusal_alone(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.submitted(cast)
    applying.take_up(cast["tove"], firm.pk, False, NOW)
    before = list(Step.objects.values_list("pk", flat=True))
    with pytest.raises(NotNow, match="Tove"):
        applying.take_up(cast["sol"], firm.pk, False, NOW)
    assert firm.state is State.PLAN_REVIEW
    assert list(Step.objects.values_list("pk", flat=True)) == before
    assert journal.read(firm.pk)[0].deed == REFUSED
    applying.give_back(cast["sol"], firm.pk, "Name the places.", NOW)
    assert firm.state is State.DRAFT, "the refusal stands in nobody's way"


def test_a_membership_that_was_changed_in_the_database_is_not_gone_on_with(cast: Cast) -> None:
    firm = firms.ready(cast)
    Membership.objects.filter(pk=firm.pk).update(state=State.AGREEMENT_SENT.value)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        firms.signed(firm)
    assert not clock.look(NOW)


def test_what_somebody_wrote_into_the_database_goes_out_with_no_signatory(cast: Cast) -> None:
    """Who signs is named by the company alone; that it paid, nobody said."""
    firm = firms.ready(cast)
    Membership.objects.filter(pk=firm.pk).update(state=State.PAID.value)
    companies.name_contact(firm.rosa, "signatory", "Rosa", "Director", NOW)
    assert firm.state is State.PAID
    assert not firm.row.steps.exists()


def test_what_was_waived_is_asked_for_no_more(cast: Cast) -> None:
    """Not in January either, when the yes was said in December."""
    firms.represents(cast)
    firm = firms.in_review(cast)
    for who in ("amara", "tove"):
        applying.approve(cast[who], firm.pk, False, NOW)
    joining.ask_waiver(cast["tove"], firm.pk, "Founded this year.", NOW)
    joining.waive(cast["sol"], firm.pk, NOW)
    with pytest.raises(NotNow, match="Nothing is due any more"):
        joining.invoice(cast["tove"], firm.pk, "", NOW)
    assert FeeRecord.objects.get().state == "waived"
    companies.name_contact(firm.rosa, "signatory", "Rosa", "Director", NOW + 300 * DAY)
    assert firm.state is State.AGREEMENT_SENT


def test_a_class_of_revenue_is_said_before_the_application_is_sent(cast: Cast) -> None:
    firm = firms.submitted(cast)
    with pytest.raises(NotNow):
        applying.declare_revenue(firm.rosa, firm.pk, "A", "", NOW)
    assert firm.row.revenue_class == "B"


def _says(firm: firms.Firm, chosen: str, now: datetime, note: str = "") -> None:
    applying.declare_revenue(firm.rosa, firm.pk, chosen, note, now)


def test_two_classes_lower_than_before_says_why_and_loses_nothing(cast: Cast) -> None:
    """Of another year, however long ago; of this year once somebody read it. What was only tried in a draft is none."""
    firm = firms.submitted(cast)
    RevenueDeclaration.objects.update(revenue_class="D", year=NOW.year - 3, on=NOW.date() - 1100 * DAY)
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    applying.again(firm.rosa, firm.pk, BACK)
    with pytest.raises(NotNow, match="much lower than you said before"):
        _says(firm, "B", BACK)
    assert firm.row.revenue_class == "B", "what was there stays"
    _says(firm, "C", BACK)
    with pytest.raises(NotNow, match="much lower"):
        _says(firm, "B", BACK)  # not by one class after the other
    page = f"{reverse('travel:membership', args=[firm.pk])}revenue/"
    answer = text(client_of(cast, "rosa").post(page, {"revenue": "A", "note": " "}))
    assert "much lower" in answer
    assert re.search(r'<input[^>]*value="A"[^>]*checked', answer), "what was chosen stays"
    _says(firm, "A", BACK, "Three of four houses were sold.")
    assert firm.row.revenue_class == "A"


def test_two_classes_lower_within_a_year_once_somebody_read_the_first(cast: Cast) -> None:
    firm = firms.ready(cast)
    _says(firm, "D", NOW)
    _says(firm, "B", NOW)  # a slip in a draft that nobody read
    _says(firm, "D", NOW)
    firms.planned(firm)
    applying.submit(firm.rosa, firm.pk, NOW)
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", BACK)
    applying.again(firm.rosa, firm.pk, BACK)
    with pytest.raises(NotNow, match="much lower"):
        _says(firm, "B", BACK)


def test_a_programme_that_costs_nothing_asks_for_no_class_of_revenue(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = firms.ready(cast)
    programme = known.of(firm.row)
    monkeypatch.setattr(known, "of", lambda _row: replace(programme, fees=None))
    Membership.objects.filter(pk=firm.pk).update(revenue_class="")
    assert not flow.missing(Move.SUBMIT, seen.facts(firm.row, NOW.date()))


# ---- declined, appeal ----


def _declined(cast: Cast) -> firms.Firm:
    firms.office(cast)
    firm = firms.in_review(cast)
    deciding.ask_decline(cast["tove"], firm.pk, Ground.INELIGIBLE, "The programme is for travel.", NOW)
    assert firm.state is State.PLAN_REVIEW
    with pytest.raises(NotAllowed):
        deciding.decline(cast["tove"], firm.pk, NOW)
    deciding.decline(cast["sol"], firm.pk, NOW)
    assert firm.state is State.DECLINED
    return firm


def test_a_refusal_takes_two_and_reasons(cast: Cast) -> None:
    firm = _declined(cast)
    applying.again(firm.rosa, firm.pk, NOW + DAY)
    assert firm.state is State.DRAFT
    assert firm.row.answers == {}
    assert firm.row.steps.filter(move="decline").exists(), "the history stays"


def test_an_appeal_is_decided_by_two_who_did_not_decide(cast: Cast) -> None:
    firm, later = _declined(cast), NOW + 10 * DAY
    appeals.appeal(firm.rosa, firm.pk, "We run tours since 2019.", True, later)
    with pytest.raises(NotNow, match="you did already"):
        appeals.appeal(firm.rosa, firm.pk, "Again.", True, later)
    for who in ("tove", "sol"):
        with pytest.raises(NotNow, match="Whoever decided before"):
            appeals.propose(cast[who], firm.pk, "taken_back", "They do.", later)
    appeals.propose(cast["una"], firm.pk, "taken_back", "They do run tours.", later)
    with pytest.raises(NotAllowed):
        appeals.decide(cast["una"], firm.pk, later)
    appeals.decide(cast["vito"], firm.pk, later)
    assert firm.state is State.PLAN_REVIEW, "where it was"
    applying.approve(cast["tove"], firm.pk, False, later)


def test_whoever_applies_again_leaves_the_decision_as_it_stands(cast: Cast) -> None:
    """An appeal that is open, of which one said what comes of it, is over with that."""
    firm, later = _declined(cast), NOW + 10 * DAY
    appeals.appeal(firm.rosa, firm.pk, "We run tours since 2019.", True, later)
    appeals.propose(cast["una"], firm.pk, "taken_back", "They do run tours.", later)
    applying.again(firm.rosa, firm.pk, later)
    assert firm.state is State.DRAFT
    assert appeals.open_appeal(firm.row) is None
    with pytest.raises(NotNow, match="no appeal"):
        appeals.decide(cast["vito"], firm.pk, later)


def test_an_appeal_that_is_upheld_changes_nothing_and_one_too_late_is_none(cast: Cast) -> None:
    firm = _declined(cast)
    with pytest.raises(NotNow, match="time for an appeal is over"):
        appeals.appeal(firm.rosa, firm.pk, "Late.", False, NOW + 31 * DAY)
    appeals.appeal(firm.rosa, firm.pk, "We run tours.", False, NOW + 29 * DAY)
    appeals.propose(cast["una"], firm.pk, "upheld", "They do not.", NOW + 30 * DAY)
    appeals.differ(cast["vito"], firm.pk, NOW + 30 * DAY)
    appeals.propose(cast["vito"], firm.pk, "upheld", "They do not.", NOW + 30 * DAY)
    appeals.decide(cast["una"], firm.pk, NOW + 31 * DAY)
    assert firm.state is State.DECLINED
    with pytest.raises(NotNow):
        appeals.decide(cast["vito"], firm.pk, NOW + 31 * DAY)


# ---- sanctions ----


def test_a_company_is_heard_before_it_is_suspended_for_cause(cast: Cast) -> None:
    firm = firms.active(cast)
    with pytest.raises(NotNow, match="which kind the facts are"):
        deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, "somebody_told", FACTS, NOW)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, FACTS, NOW)
    with pytest.raises(NotNow, match="is told first"):
        deciding.suspend(cast["sol"], firm.pk, NOW + 40 * DAY)
    deciding.tell(cast["sol"], firm.pk, NOW)
    with pytest.raises(NotNow, match="time to answer"):
        deciding.suspend(cast["sol"], firm.pk, NOW + 14 * DAY)
    deciding.answer(firm.rosa, firm.pk, "We paid, and appealed.", NOW + 3 * DAY)
    with pytest.raises(NotAllowed):
        deciding.suspend(cast["tove"], firm.pk, NOW + 4 * DAY)
    deciding.suspend(cast["sol"], firm.pk, NOW + 4 * DAY)
    assert firm.state is State.SUSPENDED
    assert firm.row.suspended_for == "cause"


def test_a_company_reads_facts_once_a_second_person_told_it_and_not_before(cast: Cast) -> None:
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, FACTS, NOW)
    rosa, sol, page = client_of(cast, "rosa"), client_of(cast, "sol"), reverse("travel:membership", args=[firm.pk])
    assert FACTS not in text(rosa.get(page))
    assert not clocks.open_duties(subjects=[firm.pk], kinds=[ANSWER])
    with pytest.raises(NotNow, match="nothing to answer"):
        deciding.answer(firm.rosa, firm.pk, "We", NOW)
    read = text(sol.get(page))
    assert FACTS in read
    assert reverse("travel:tell", args=[firm.pk]) in read
    assert reverse("travel:suspend", args=[firm.pk]) not in read
    with pytest.raises(NotAllowed):
        deciding.tell(cast["tove"], firm.pk, NOW)
    deciding.tell(cast["sol"], firm.pk, NOW + DAY)
    assert FACTS in text(rosa.get(page))
    [duty] = clocks.open_duties(subjects=[firm.pk], kinds=[ANSWER])
    assert duty.org == firm.org
    assert Sanction.objects.get().answer_due == (NOW + 15 * DAY).date()
    with pytest.raises(NotNow, match="was told already"):
        deciding.tell(cast["sol"], firm.pk, NOW + DAY)


def test_reasons_of_one_person_are_read_by_no_company(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    deciding.ask_decline(cast["tove"], firm.pk, Ground.INELIGIBLE, "It is for travel.", NOW)
    rosa, page = client_of(cast, "rosa"), reverse("travel:membership", args=[firm.pk])
    assert "It is for travel." not in text(rosa.get(page))
    deciding.decline(cast["sol"], firm.pk, NOW)
    assert "It is for travel." in text(rosa.get(page))


def test_urgent_a_second_person_suspends_at_once(cast: Cast) -> None:
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.ADMISSION, FACTS, NOW, urgent=True)
    with pytest.raises(NotAllowed):
        deciding.suspend(cast["tove"], firm.pk, NOW)
    deciding.suspend(cast["sol"], firm.pk, NOW)
    assert firm.state is State.SUSPENDED
    assert Sanction.objects.get().ended_on is None, "the company still answers"
    assert Sanction.objects.get().answer_due == (NOW + 14 * DAY).date()
    deciding.answer(firm.rosa, firm.pk, "It was another company.", NOW + DAY)
    deciding.reinstate(cast["tove"], firm.pk, "Another company of that name.", True, NOW + 2 * DAY)
    assert firm.state is State.ACTIVE
    assert Sanction.objects.get().ended_on is not None
    assert not clocks.open_duties(subjects=[firm.pk], kinds=[LOOK_AGAIN])


def test_an_urgent_suspension_is_looked_at_again_and_shown_as_late_and_no_machine_does_it(cast: Cast) -> None:
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.ADMISSION, FACTS, NOW, urgent=True)
    assert not clocks.open_duties(subjects=[firm.pk], kinds=[LOOK_AGAIN])
    deciding.suspend(cast["sol"], firm.pk, NOW)
    duties = clocks.open_duties(subjects=[firm.pk], kinds=[LOOK_AGAIN])
    assert {one.due_at.date() for one in duties} == {(NOW + 14 * DAY).date()}
    assert firm.org not in {one.org for one in duties}
    for days in range(1, 60, 7):
        clocks.sweep(NOW + days * DAY)
        clock.look(NOW + days * DAY)
    late = clocks.open_duties(subjects=[firm.pk], kinds=[LOOK_AGAIN])
    assert {one.state for one in late} == {DutyState.LATE}
    assert firm.state is State.SUSPENDED
    deciding.notify(cast["una"], firm.pk, Move.EXCLUDE, Basis.ADMISSION, FACTS, NOW + 59 * DAY, ties=False)
    deciding.tell(cast["vito"], firm.pk, NOW + 59 * DAY)
    deciding.leave(cast["una"], firm.pk, NOW + 59 * DAY)
    assert clocks.open_duties(subjects=[firm.pk], kinds=[LOOK_AGAIN]), "an exclusion that was told is no look"
    with pytest.raises(NotNow, match="Write why"):
        deciding.look_again(cast["una"], firm.pk, " ", NOW + 60 * DAY)
    for who in ("tove", "sol"):
        with pytest.raises(NotNow, match="Whoever suspended it does not look at it again"):
            deciding.look_again(cast[who], firm.pk, "It stands.", NOW + 60 * DAY)
    deciding.look_again(cast["una"], firm.pk, "The court has not decided.", NOW + 60 * DAY)
    assert not clocks.open_duties(subjects=[firm.pk], kinds=[LOOK_AGAIN])
    assert firm.state is State.SUSPENDED
    with pytest.raises(NotNow, match="Nothing waits"):
        deciding.look_again(cast["una"], firm.pk, "Again.", NOW + 61 * DAY)
    assert "The court has not decided." in text(
        client_of(cast, "rosa").get(reverse("travel:membership", args=[firm.pk]))
    )


def test_what_nobody_confirms_is_left_and_the_company_reads_no_more_of_it(cast: Cast) -> None:
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.VERIFICATION, FACTS, NOW)
    deciding.tell(cast["sol"], firm.pk, NOW)
    deciding.leave(cast["sol"], firm.pk, NOW + DAY)
    with pytest.raises(NotNow, match="Nobody proposed this"):
        deciding.suspend(cast["sol"], firm.pk, NOW + 20 * DAY)
    with pytest.raises(NotNow, match="nothing to answer"):
        deciding.answer(firm.rosa, firm.pk, "We", NOW + DAY)
    assert firm.state is State.ACTIVE


def test_nobody_with_ties_or_a_mandate_excludes(cast: Cast) -> None:
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, FACTS, NOW, urgent=True)
    deciding.suspend(cast["sol"], firm.pk, NOW)
    for ties, words in ((True, "Ask a colleague"), (None, "Say whether")):
        with pytest.raises(NotNow, match=words):
            deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.PUBLIC_DECISION, FACTS, NOW, ties=ties)
    deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.PUBLIC_DECISION, FACTS, NOW, ties=False)
    with pytest.raises(NotNow, match="is told first"):
        deciding.exclude(cast["sol"], firm.pk, False, NOW + 40 * DAY)
    deciding.answer(firm.rosa, firm.pk, "Of the suspension: we paid.", NOW)
    deciding.tell(cast["sol"], firm.pk, NOW)
    with pytest.raises(NotNow, match="time to answer"):
        deciding.exclude(cast["sol"], firm.pk, False, NOW + DAY)
    with pytest.raises(NotNow, match="Ask a colleague"):
        deciding.exclude(cast["sol"], firm.pk, True, NOW + 15 * DAY)
    deciding.exclude(cast["sol"], firm.pk, False, NOW + 15 * DAY)
    assert firm.state is State.EXCLUDED
    with pytest.raises(NotNow, match="after twelve months"):
        applying.again(firm.rosa, firm.pk, NOW + 300 * DAY)
    applying.again(firm.rosa, firm.pk, NOW + 400 * DAY)
    assert firm.state is State.DRAFT


def test_whoever_leaves_while_an_exclusion_is_proposed_does_not_escape_it(cast: Cast) -> None:
    """Ended and applied again on one day: the exclusion is decided first, and its twelve months hold."""
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, FACTS, NOW, urgent=True)
    deciding.suspend(cast["sol"], firm.pk, NOW)
    deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.PUBLIC_DECISION, FACTS, NOW, ties=False)
    deciding.tell(cast["sol"], firm.pk, NOW)
    day = NOW + 15 * DAY
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", day)
    assert firm.state is State.WITHDRAWN
    with pytest.raises(NotNow, match="still decides"):
        applying.again(firm.rosa, firm.pk, day)
    assert applying.begin(firm.rosa, firms.CODE, day).state == State.WITHDRAWN, "it is the one that there is"
    deciding.exclude(cast["sol"], firm.pk, False, day)
    assert firm.state is State.EXCLUDED
    assert Sanction.objects.filter(ended_on=None).count() == 0
    with pytest.raises(NotNow, match="after twelve months"):
        applying.again(firm.rosa, firm.pk, day + 300 * DAY)


def _left_suspended(cast: Cast) -> firms.Firm:
    """A member that left while it was suspended, before anybody proposed more."""
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, FACTS, NOW, urgent=True)
    deciding.suspend(cast["sol"], firm.pk, NOW)
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    return firm


def _applies(firm: firms.Firm) -> None:
    """The same company applies again, and is taken up."""
    applying.again(firm.rosa, firm.pk, BACK)
    for one in known.criteria(firm.row).exclusions:
        applying.answer(firm.rosa, firm.pk, one.id, "no", "", BACK)
    applying.submit(firm.rosa, firm.pk, BACK)
    applying.take_up(firm.cast["tove"], firm.pk, False, BACK)


def test_whoever_left_while_they_were_suspended_can_be_excluded(cast: Cast) -> None:
    """Also while it applies again, as often as it likes; and its twelve months hold."""
    firm = _left_suspended(cast)
    ask = reverse("travel:ask_exclude", args=[firm.pk])
    page = reverse("travel:membership", args=[firm.pk])
    assert ask in text(client_of(cast, "tove").get(page))
    deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.PUBLIC_DECISION, FACTS, BACK, ties=False)
    deciding.leave(cast["sol"], firm.pk, BACK)
    applying.again(firm.rosa, firm.pk, NOW)
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    _applies(firm)
    shown = text(client_of(cast, "tove").get(page))
    assert ask in shown
    assert "when it left" in shown
    deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.PUBLIC_DECISION, FACTS, BACK, ties=False)
    applying.approve(cast["amara"], firm.pk, False, BACK)
    with pytest.raises(NotNow, match="An exclusion is proposed"):
        applying.approve(cast["tove"], firm.pk, False, BACK, "Paid.", met=True)
    deciding.tell(cast["sol"], firm.pk, BACK)
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", BACK)
    day = BACK + 15 * DAY
    deciding.exclude(cast["sol"], firm.pk, False, day)
    assert firm.state is State.EXCLUDED
    with pytest.raises(NotNow, match="after twelve months"):
        applying.again(firm.rosa, firm.pk, day + 300 * DAY)


def test_an_exclusion_that_is_proposed_before_it_signs_is_decided_first(cast: Cast) -> None:
    firm = _left_suspended(cast)
    _applies(firm)
    for who in ("amara", "tove"):
        applying.approve(cast[who], firm.pk, False, BACK, "Paid." if who == "tove" else "", met=who == "tove")
    joining.send_if_ready(firm.row, BACK)
    assert firm.state is State.AGREEMENT_SENT, "the fee of this year was paid"
    deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.PUBLIC_DECISION, FACTS, BACK, ties=False)
    with pytest.raises(NotNow, match="still decides whether it excludes"):
        firms.signed(firm, BACK)
    deciding.leave(cast["sol"], firm.pk, BACK)
    firms.signed(firm, BACK)
    assert (firm.state, firm.row.suspended_for) == (State.ACTIVE, "")


def test_nobody_else_who_left_or_applies_can_be_excluded(cast: Cast) -> None:
    firm = firms.active(cast)
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", BACK)
    ask = reverse("travel:ask_exclude", args=[firm.pk])
    for applies in (False, True):
        if applies:
            _applies(firm)
        assert ask not in text(client_of(cast, "tove").get(reverse("travel:membership", args=[firm.pk])))
        with pytest.raises(NotNow, match="is not suspended, nor was it when it left"):
            deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.PUBLIC_DECISION, FACTS, BACK, ties=False)


@pytest.mark.parametrize("first", ["amara", "tove"])
def test_who_left_while_suspended_comes_back_once_its_conditions_are_met(cast: Cast, first: str) -> None:
    """As whoever stayed: somebody writes which they were, and how each is met. Once is enough, by either of the two."""
    firm = _left_suspended(cast)
    _applies(firm)
    second = {"amara": "tove", "tove": "amara"}[first]
    with pytest.raises(NotNow, match="Tick this once"):
        applying.approve(cast[first], firm.pk, False, BACK, "The fine is paid.")
    written = first == "tove"
    applying.approve(cast[first], firm.pk, False, BACK, "The fine is paid." if written else "", met=written)
    if not written:
        with pytest.raises(NotNow, match="which conditions there were"):
            applying.approve(cast[second], firm.pk, False, BACK)
        page = reverse("travel:approve", args=[firm.pk])
        client = client_of(cast, second)
        assert "how is each met" in text(client.get(page))
        back = text(client.post(page, {"ties": "no", "words": "The fine is paid."}))
        assert "Tick this once all of them are met" in back
        assert "The fine is paid." in back, "what was typed stays"
        client.post(page, {"ties": "no", "words": "The fine is paid.", "met": "on"})
    else:
        assert "how is each met" not in text(client_of(cast, second).get(reverse("travel:approve", args=[firm.pk])))
        applying.approve(cast[second], firm.pk, False, BACK)
    assert firm.state in {State.PLAN_APPROVED, State.AGREEMENT_SENT}
    assert "The fine is paid." in text(client_of(cast, "rosa").get(reverse("travel:membership", args=[firm.pk])))


def test_reminders_come_when_the_programme_says(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = firms.active(cast)
    programme = known.of(firm.row)
    fewer = replace(programme, clocks=replace(programme.clocks, reminders=(5, 20)))
    monkeypatch.setattr(library, "shipped", lambda: {programme.code: fewer})
    due = firm.row.report_due_on
    assert due is not None
    clock.look(NOW + 320 * DAY)
    last = NOW + (due - NOW.date()) + DAY
    found = []
    for days in (0, 4, 6, 19, 21):
        clocks.sweep(last + days * DAY)
        found.append(seen.facts(firm.row, NOW.date()).reminded)
    assert found == [0, 0, 1, 1, 2]


# ---- the clock ----


def _looked(day: datetime) -> None:
    """What the clock does on a day."""
    clocks.sweep(day)
    clock.look(day)


def test_a_year_of_the_clock_without_people_suspends_nobody(cast: Cast) -> None:
    firm = firms.active(cast)
    seen = []
    for days in range(10, 2 * 365, 10):
        _looked(NOW + days * DAY)
        seen.append(firm.state)
    assert list(dict.fromkeys(seen)) == [State.ACTIVE, State.REPORT_DUE, State.OVERDUE]
    assert not AGAINST & set(seen)
    [step] = [one for one in firm.row.steps.all() if not one.became and not one.seat]
    assert (step.move, step.by_id, step.dropped_at) == ("suspend_late", None, None), "it stays proposed"


def test_what_somebody_left_the_clock_proposes_no_more_for_thirty_days(cast: Cast) -> None:
    firm, day = firms.active(cast), NOW
    while not firm.row.steps.filter(move="suspend_late").exists():
        day += 10 * DAY
        _looked(day)
    deciding.leave(cast["tove"], firm.pk, day)
    for days in (1, 29):
        clock.look(day + days * DAY)
        assert firm.row.steps.filter(move="suspend_late").count() == 1
    clock.look(day + 31 * DAY)
    assert firm.row.steps.filter(move="suspend_late", dropped_at=None).exists()


def test_a_proposal_of_the_clock_is_confirmed_by_a_person_once_its_notice_is_over(cast: Cast) -> None:
    firm = firms.active(cast)
    due = firm.row.report_due_on
    assert due is not None
    late, told = None, None
    for days in (*range(-360, 0, 15), 0, 1, 30, 60, 75, 76):  # on the day before each of the two, too
        day = NOW + (due - NOW.date()) + days * DAY
        _looked(day)
        late = days if late is None and firm.state is State.OVERDUE else late
        told = days if told is None and firm.row.steps.filter(move="suspend_late").exists() else told
    assert late == 1
    assert told == 76, "early enough for a notice of 14 days before the 90th"
    with pytest.raises(NotNow):
        deciding.confirm(cast["tove"], firm.pk, Move.SUSPEND_LATE, day)
    for _step in range(4):
        day += 5 * DAY
        _looked(day)
    with pytest.raises(NotAllowed):
        deciding.confirm(cast["amara"], firm.pk, Move.SUSPEND_LATE, day)
    deciding.confirm(cast["tove"], firm.pk, Move.SUSPEND_LATE, day)
    assert firm.state is State.SUSPENDED
    assert not clocks.open_duties(subjects=[firm.pk], kinds=[REPORT])
    lapse = NOW + (due - NOW.date()) + 181 * DAY
    while day < lapse:
        day = min(day + 10 * DAY, lapse)
        clock.look(day)
    assert firm.state is State.SUSPENDED
    deciding.confirm(cast["sol"], firm.pk, Move.LAPSE, day)
    assert firm.state is State.LAPSED
    deciding.reinstate(cast["sol"], firm.pk, "The report of 2027 came.", True, day + DAY)
    assert firm.state is State.ACTIVE


def test_a_report_that_is_accepted_ends_what_was_proposed(cast: Cast) -> None:
    firm = firms.active(cast)
    due = firm.row.report_due_on
    assert due is not None
    day = NOW
    for _step in range(50):
        day += 10 * DAY
        _looked(day)
    assert firm.row.steps.filter(move="suspend_late", dropped_at=None).exists()
    firms.reported(firm, day)
    reports.accept(cast["tove"], firm.pk, day)
    assert firm.state is State.ACTIVE
    assert firm.row.report_due_on == due.replace(year=due.year + 1)
    assert not firm.row.steps.filter(became="", seat="", dropped_at=None).exists()


def test_a_company_ends_its_membership_by_its_name(cast: Cast) -> None:
    firm = firms.active(cast)
    with pytest.raises(NotNow, match="name of the company"):
        applying.withdraw(firm.rosa, firm.pk, "Hotel", NOW)
    applying.withdraw(firm.rosa, firm.pk, "hotel lantern", NOW)
    assert firm.state is State.WITHDRAWN
    assert not clocks.open_duties(subjects=[firm.pk])


def test_no_company_sees_or_moves_another(cast: Cast) -> None:
    firm, other = firms.ready(cast), firms.ready(cast, name="Northway", who="nora")
    with pytest.raises(NotHere):
        applying.submit(other.rosa, firm.pk, NOW)
    assert {one.pk for one in companies.contacts(other.rosa, firm.org)} == set()
    with pytest.raises(NotHere):
        companies.company(other.rosa, firm.org)


def test_the_secretariat_does_no_deed_of_a_company(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.ready(cast)
    with pytest.raises(NotAllowed):
        applying.submit(cast["tove"], firm.pk, NOW)
