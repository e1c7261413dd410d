"""What a company does and how far it is, what was said and found of it, who speaks for a programme, what was reported:
whoever writes any of it into the database, or takes it out, decides nothing, and no later deed makes it true."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow, stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.tourism import policy
from fanal.tourism.companies import mandates
from fanal.tourism.membership import applying, clock, deciding, duties
from fanal.tourism.membership.deciding import Basis
from fanal.tourism.membership.duties import READ_REPORT, REPORT
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.models import Action, ActionState, AnnualReport, CoachingNote, Mandate, PlanComment, Verification
from fanal.tourism.planning import actions, reviewing
from fanal.tourism.plans import plans
from fanal.tourism.policy import given
from fanal.tourism.reports import reports
from fanal.tourism.verifying import coaching, verifying
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
FACTS = "A court fined the company on 3 June 2026."


def _refused(deed: Callable[[], object]) -> None:
    with pytest.raises(NotAllowed, match="somebody changed it"):
        deed()


# ---- what a company does, and how far it is ----


def _policy(firm: Firm) -> Action:
    return next(one for one in plans.actions(firm.row) if plans.serves(one, firm.row) == ("C1.1",))


def _typed(firm: Firm) -> None:
    ActionState.objects.create(action=_policy(firm), level=4, as_of=TODAY, by_id=firm.rosa.person, at=NOW)


def _lowered(firm: Firm) -> None:
    ActionState.objects.filter(action=_policy(firm)).update(level=0)


def _earlier(firm: Firm) -> None:
    ActionState.objects.filter(action=_policy(firm)).update(as_of=TODAY - 90 * DAY)


def _silenced(firm: Firm) -> None:
    ActionState.objects.filter(action=_policy(firm)).delete()


def _serves(firm: Firm) -> None:
    Action.objects.filter(pk=_policy(firm).pk).update(requirements={firms.CODE: ["C1.1", "C2.1"]})


def _ended(firm: Firm) -> None:
    Action.objects.filter(pk=_policy(firm).pk).update(ended_on=TODAY)


def _made(firm: Firm) -> None:
    Action.objects.create(org_id=firm.org, requirements={firms.CODE: ["C2.1"]}, due=TODAY, made_on=TODAY)


def _gone(firm: Firm) -> None:
    Action.objects.filter(pk=_policy(firm).pk).delete()


@pytest.mark.parametrize("forge", [_typed, _lowered, _earlier, _silenced, _serves, _ended, _made, _gone])
def test_levels_and_actions_that_somebody_wrote_count_for_nothing(cast: Cast, forge: Callable[[Firm], None]) -> None:
    firm = firms.planned(firms.ready(cast))
    other = next(one for one in plans.actions(firm.row) if plans.serves(one, firm.row) == ("C5.4",))
    assert plans.score(firm.row, TODAY).bars.claimed > 0
    forge(firm)
    _refused(lambda: plans.score(firm.row, TODAY))
    _refused(lambda: actions.say(firm.rosa, firm.pk, other.pk, 3, TODAY, [], NOW + DAY))
    _refused(lambda: actions.end(firm.rosa, firm.pk, other.pk, NOW))
    _refused(lambda: applying.submit(firm.rosa, firm.pk, NOW))
    assert firm.state is State.DRAFT
    rosa = client_of(cast, "rosa")
    for name, args in (("plan", []), ("criterion", [1])):
        page = text(rosa.get(reverse(f"travel:{name}", args=[firm.pk, *args])))
        assert "somebody changed it" in page
        assert "How far it is:" not in page
        assert reverse("travel:add_own", args=[firm.pk]) not in page
    assert "somebody changed it" in text(rosa.get(reverse("travel:score", args=[firm.pk])))


def test_a_report_is_filled_from_nothing_that_somebody_wrote(cast: Cast) -> None:
    firm, day = firms.asked(cast)
    _typed(firm)
    _refused(lambda: reports.begin(firm.rosa, firm.pk, day))
    assert not AnnualReport.objects.exists()


# ---- what was said of a plan ----


def _settled(one: PlanComment) -> None:
    PlanComment.objects.filter(pk=one.pk).update(settled_at=NOW, settled_by=one.by_id)


def _harmless(one: PlanComment) -> None:
    PlanComment.objects.filter(pk=one.pk).update(blocking=False)


def _taken(one: PlanComment) -> None:
    one.delete()


@pytest.mark.parametrize("forge", [_settled, _harmless, _taken])
def test_what_blocks_a_plan_is_settled_by_nobody_in_the_database(
    cast: Cast, forge: Callable[[PlanComment], None]
) -> None:
    firms.office(cast)
    firm = firms.in_review(cast)
    one = reviewing.comment(cast["tove"], firm.pk, "C3.1", None, "Which suppliers?", True, NOW)
    applying.approve(cast["tove"], firm.pk, False, NOW)
    forge(one)
    _refused(lambda: applying.approve(cast["sol"], firm.pk, False, NOW))
    _refused(lambda: reviewing.comment(cast["tove"], firm.pk, "C3.1", None, "Which?", True, NOW))
    assert firm.state is State.PLAN_REVIEW
    page = text(client_of(cast, "tove").get(reverse("travel:criterion", args=[firm.pk, 3])))
    assert "somebody changed it" in page
    assert reverse("travel:comment", args=[firm.pk, "C3.1"]) not in page


# ---- who helped a company, who looked at it ----


def test_a_note_is_of_whoever_wrote_it_and_one_that_is_gone_is_missed(cast: Cast) -> None:
    """Amara coached the company; without her note she could verify it."""
    firm = firms.active(cast)
    one = coaching.write(cast["amara"], firm.pk, "Begin with the front desk.", NOW)
    page = reverse("travel:notes", args=[firm.pk])
    assert "somebody changed it" not in text(client_of(cast, "tove").get(page))

    def ask() -> object:
        return verifying.ask_for(cast["tove"], firm.pk, "visit", cast["amara"].person, NOW)

    CoachingNote.objects.filter(pk=one.pk).update(by=cast["tove"].person)
    _refused(ask)
    assert "somebody changed it" in text(client_of(cast, "tove").get(page))
    CoachingNote.objects.filter(pk=one.pk).update(by=cast["amara"].person, shown_at=NOW)
    _refused(lambda: coaching.ask_for(firm.rosa, firm.pk, NOW))
    CoachingNote.objects.all().delete()
    _refused(ask)


def test_a_verification_that_is_gone_is_missed(cast: Cast) -> None:
    firm = firms.active(cast)
    one = verifying.ask_for(cast["tove"], firm.pk, "desk", cast["sol"].person, NOW)
    verifying.declare(cast["sol"], one.pk, False, NOW)
    told = {"requirement": "C1.1", "site": "", "level": 0, "seen": "Nothing.", "change": "", "change_by": None}
    verifying.find(cast["sol"], one.pk, told, NOW)
    verifying.tell(cast["sol"], one.pk, NOW)
    Verification.objects.all().delete()
    _refused(lambda: plans.score(firm.row, TODAY))
    _refused(lambda: verifying.ask_for(cast["tove"], firm.pk, "desk", cast["una"].person, NOW))


# ---- who speaks for a programme ----


def test_a_mandate_that_somebody_changed_is_told_and_no_deed_goes_on_with_it(cast: Cast) -> None:
    firms.represents(cast)
    amara = cast["amara"].person
    for forged in ({"ended_on": TODAY}, {"countries": ["XB"]}, {"programme": "other"}):
        before = Mandate.objects.values(*forged).get()
        Mandate.objects.update(**forged)
        _refused(lambda: given(amara))
        _refused(lambda: mandates.give(cast["tove"], amara, firms.CODE, ["XB"], True, TODAY + 9 * DAY, NOW))
        _refused(lambda: mandates.end(cast["tove"], Mandate.objects.get().pk, NOW))
        assert not policy.mandates(amara, TODAY)
        assert "somebody changed it" in text(client_of(cast, "tove").get(reverse("travel:mandates")))
        Mandate.objects.update(**before)
    assert len(given(amara)) == 1
    Mandate.objects.all().delete()
    _refused(lambda: given(amara))


def test_whoever_speaks_for_the_programme_there_excludes_nobody_by_taking_the_mandate_out(cast: Cast) -> None:
    """Sol, of the secretariat, worked for a member before, and has a mandate from then."""
    firm = firms.active(cast)
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, FACTS, NOW, urgent=True)
    deciding.suspend(cast["sol"], firm.pk, NOW)
    row = Mandate(
        person_id=cast["sol"].person, org_id=cast["amara"].org, programme=firms.CODE, countries=["XA"], starts=TODAY,
        until=TODAY + 90 * DAY, given_by_id=cast["tove"].person,
    )  # fmt: skip
    row.save()
    items = [stated.whole(row)]
    journal.write(row.person_id, cast["tove"].signatory(), policy.GIVE_MANDATE, at=NOW, items=items)
    deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.PUBLIC_DECISION, FACTS, NOW, ties=False)
    deciding.tell(cast["sol"], firm.pk, NOW)
    with pytest.raises(NotNow, match="You speak for the programme"):
        deciding.exclude(cast["sol"], firm.pk, False, NOW + 20 * DAY)
    Mandate.objects.filter(person_id=cast["sol"].person).delete()
    _refused(lambda: deciding.exclude(cast["sol"], firm.pk, False, NOW + 20 * DAY))
    assert firm.state is State.SUSPENDED


def test_nobody_says_yes_in_the_place_of_a_representative_whose_mandate_is_gone(cast: Cast) -> None:
    """A second person of the secretariat does so only where there is no representative."""
    firms.represents(cast)
    firm = firms.in_review(cast)
    applying.approve(cast["tove"], firm.pk, False, NOW)
    Mandate.objects.update(may_approve=False)
    _refused(lambda: applying.approve(cast["sol"], firm.pk, False, NOW))
    Mandate.objects.all().delete()
    _refused(lambda: applying.approve(cast["sol"], firm.pk, False, NOW))
    assert firm.state is State.PLAN_REVIEW


# ---- the report ----


def test_nobody_writes_that_a_report_was_sent_or_accepted(cast: Cast) -> None:
    firm, day = firms.asked(cast)
    firms.written(firm, day)
    for state in ("submitted", "accepted"):
        AnnualReport.objects.update(state=state)
        assert REPORT in {kind for one in duties.owed([firm.row], day) for kind in one.kinds}
        assert READ_REPORT not in {kind for one in duties.owed([firm.row], day) for kind in one.kinds}
        _refused(lambda: reports.accept(cast["tove"], firm.pk, day))
        _refused(lambda: deciding.reinstate(cast["tove"], firm.pk, "Paid.", True, day))
        assert "somebody changed it" in text(client_of(cast, "tove").get(reverse("travel:membership", args=[firm.pk])))
    AnnualReport.objects.update(state="draft")
    late = day + 60 * DAY
    clocks.sweep(late)
    clock.look(late)
    assert firm.state is State.OVERDUE


def test_a_report_that_is_gone_is_missed(cast: Cast) -> None:
    firm, day = firms.asked(cast)
    firms.reported(firm, day)
    AnnualReport.objects.all().delete()
    _refused(lambda: reports.begin(firm.rosa, firm.pk, day))


def test_what_a_year_was_recognised_for_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither levels that are said later nor another rule or other criteria rewrite it."""
    firm, day = firms.asked(cast)
    monkeypatch.setattr(reports.scoring, "lacking", lambda *_args, **_more: ())
    firms.reported(firm, day)
    reports.accept(cast["tove"], firm.pk, day)
    reports.publish(firm.rosa, firm.pk, "We trained all of reception.", day)
    monkeypatch.undo()
    one = AnnualReport.objects.get()
    assert one.weighed["criteria"] == firm.row.criteria
    assert reports.lacking(firm.row, one) == ()
    page = text(client_of(cast, "rosa").get(reverse("promises:report", args=["en", one.pk])))
    assert "recognises this company above membership" in page
    assert f"by the criteria {firm.row.criteria}" in page
    AnnualReport.objects.update(weighed={**one.weighed, "criteria": "another"})
    assert client_of(cast, "rosa").get(reverse("promises:report", args=["en", one.pk])).status_code == 404
