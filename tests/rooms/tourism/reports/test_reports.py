"""The yearly report: what records fill, what the company says, who reads it, what nobody may write."""

from datetime import datetime, timedelta

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.learning.models import Cohort, Learner, Post
from fanal.tourism import known
from fanal.tourism.companies import companies
from fanal.tourism.membership import clock, deciding
from fanal.tourism.membership.duties import READ_REPORT, REPORT
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.models import AnnualReport, ReportAnswer, Site
from fanal.tourism.planning import actions
from fanal.tourism.plans import plans
from fanal.tourism.programmes import forbidden
from fanal.tourism.programmes.model import Source
from fanal.tourism.reports import reports
from fanal.tourism.reports.filling import FEW
from fanal.tourism.reports.reports import NOBODY, TOO_MANY, Said, Tells
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Asked, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
PLACE = {
    "admin1": "", "kind": "hotel", "rooms": 20, "licence": "", "operated": "owned", "brand": None, "country": "XA",
    "version": 0,
}  # fmt: skip


def _places(firm: Firm, number: int) -> list[Site]:
    return [
        companies.keep_site(firm.rosa, PLACE | {"code": f"p{at}", "name": f"House {at}"}, None, NOW)
        for at in range(number)
    ]


def _level(firm: Firm, requirement: str, level: int, on: datetime, *sites: Site) -> None:
    codes = [one.code for one in sites]
    told = {
        "serves": [(firms.CODE, requirement)], "text": "", "owner": None, "due": on.date(), "sites": codes, "note": "",
        "version": 0,
    }  # fmt: skip
    one = actions.keep(firm.rosa, firm.pk, told, None, on)
    actions.say(firm.rosa, firm.pk, one.pk, level, on.date(), codes, on)


def _people(firm: Firm, number: int, role: str = "reception") -> None:
    house = Cohort.objects.create(org_id=firm.org, label="House", country="XA", kind="site", made_on=NOW.date())
    for at in range(number):
        one = Learner.objects.create(org_id=firm.org, label=f"N{at}", language="en", made_on=NOW.date())
        Post.objects.create(learner=one, cohort=house, role=role, since=NOW.date())


def _values(report: AnnualReport) -> dict[str, object]:
    return {one.question: one.prefilled for one in report.answers.all()}


# ---- records ----


def test_records_fill_at_least_six_tenths_of_the_questions(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    sites = _places(firm, 4)
    _level(firm, "C1.1", 3, day - 200 * DAY)
    _level(firm, "C1.3", 3, day - 100 * DAY, *sites[:3])
    _level(firm, "C5.1", 3, day - 30 * DAY, *sites[:2])
    _people(firm, 12)
    said = _values(reports.begin(firm.rosa, firm.pk, day))
    assert sum(bool(one) for one in said.values()) / len(said) >= 0.6
    assert said["Q01"] == {"level": 3}
    assert said["Q02"] == {"part": 3, "whole": 4}
    assert said["Q04"] == {"number": 12}
    assert said["Q05"] == {"part": 0, "whole": 12, "cells": {"reception": [0, 12]}}
    assert said["Q11"] == {"part": 2, "whole": 4}
    asked = known.of(firm.row).question_sets[-1].questions
    assert {one.id for one in asked if one.source is Source.MANUAL} == {name for name, one in said.items() if not one}


def test_what_was_said_after_the_day_of_the_records_is_not_in_them(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    _level(firm, "C1.1", 2, day - 200 * DAY)
    _level(firm, "C1.1", 4, day)
    report = reports.begin(firm.rosa, firm.pk, day)
    assert report.cut_off == report.due_on - timedelta(days=60)
    assert _values(report)["Q01"] == {"level": 2}


def test_of_fewer_than_ten_people_nothing_is_counted(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    _people(firm, 9)
    said = _values(reports.begin(firm.rosa, firm.pk, day))
    assert [said[name] for name in ("Q05", "Q06", "Q07")] == [FEW] * 3


def test_what_is_typed_of_fewer_than_ten_people_is_not_told_either(cast: Cast, asked: Asked) -> None:
    """Whether records count too few or not: a share of nine, and a number where nine are known."""
    firm, day = asked
    _people(firm, 9)
    report = reports.begin(firm.rosa, firm.pk, day)
    few = {
        "Q05": Said(value={"part": 3, "whole": 9}, reason="Counted by hand."),
        "Q06": Said(value={"number": 4}, reason="Counted by hand."),
        "Q07": Said(value={"part": 1, "whole": 2}, reason="Counted by hand."),
    }
    report = reports.answer(firm.rosa, firm.pk, few, report.version, day)
    found = {one.question: one for one in report.answers.all()}
    assert [found[name].value for name in few] == [FEW] * 3
    assert found["Q05"].reason == "Counted by hand."
    more = {
        name: Said(value={"part": 11, "whole": 12} if name != "Q06" else {"number": 12}, reason="x") for name in few
    }
    reports.answer(firm.rosa, firm.pk, more, report.version, day)
    assert [ReportAnswer.objects.get(question=name).value.get("few") for name in few] == [None] * 3


def test_begun_twice_it_is_one(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    assert reports.begin(firm.rosa, firm.pk, day) == reports.begin(firm.rosa, firm.pk, day)
    assert AnnualReport.objects.count() == 1


def test_before_its_time_there_is_none(member: Firm) -> None:
    with pytest.raises(NotNow, match="not the time"):
        reports.begin(member.rosa, member.pk, NOW)


# ---- writing ----


def test_another_answer_takes_a_reason_and_both_are_kept(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    report = reports.begin(firm.rosa, firm.pk, day)
    with pytest.raises(NotNow, match="why it differs"):
        reports.answer(firm.rosa, firm.pk, {"Q01": Said(value={"level": 3})}, report.version, day)
    with pytest.raises(NotNow, match="what is right"):
        reports.answer(firm.rosa, firm.pk, {"Q01": Said(reason="Signed in May.")}, report.version, day)
    reports.answer(firm.rosa, firm.pk, {"Q01": Said(value={"level": 3}, reason="Signed in May.")}, report.version, day)
    line = ReportAnswer.objects.get(question="Q01")
    assert (line.prefilled, line.value, line.reason) == ({"level": 1}, {"level": 3}, "Signed in May.")


def test_of_two_who_write_the_second_is_told(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    version = reports.begin(firm.rosa, firm.pk, day).version
    reports.answer(firm.rosa, firm.pk, {"Q01": Said(keep=True)}, version, day)
    with pytest.raises(NotNow, match="colleague changed"):
        reports.answer(firm.rosa, firm.pk, {"Q02": Said(keep=True)}, version, day)


@pytest.mark.parametrize(
    "text",
    [
        "A man took a girl to his room in May.", "We had three concerns this year.", "No incidents.",
        "A guest took a teenager to his room.", "Un homme a emmené une adolescente.",
        "The police came and a guest was arrested.", "Une fille de 14 ans était là.", "Hubo dos casos.",
    ],
)  # fmt: skip
def test_an_account_of_something_that_happened_is_stopped_and_kept_nowhere(cast: Cast, asked: Asked, text: str) -> None:
    firm, day = asked
    report = reports.begin(firm.rosa, firm.pk, day)
    told = {"Q03": Said(value={"day": "2026-05-04"}), "Q12": Said(value={"text": text})}
    with pytest.raises(Tells, match="by the link on this page"):
        reports.answer(firm.rosa, firm.pk, told, report.version, day)
    with pytest.raises(Tells):
        reports.answer(firm.rosa, firm.pk, {"Q01": Said(value={"level": 1}, reason=text)}, report.version, day)
    with pytest.raises(Tells):
        reports.explain(firm.rosa, firm.pk, {NOBODY: text}, day)
    assert not any(one.value or one.reason for one in ReportAnswer.objects.all())
    assert AnnualReport.objects.get().explained == {}


@pytest.mark.parametrize(
    "text",
    [
        "We trained all who work at reception, and put the cards up in Khmer.",
        "We will ask suppliers to sign the clause, and name a second contact.",
        "Management keeps the channel for concerns open, in all languages of our staff.",
        "We taught the night team how to report a suspicion to the police.",
        "Staff know whom to call with any concern.", "We check the papers of guests under 18 years old.",
        "No alojamos a menores de 18 años sin sus padres.", "Nous avons formé le personnel à signaler tout incident.",
        "Nous formerons les équipes de nuit.", "Vamos a formar al personal de noche.",
    ],
)  # fmt: skip
def test_what_the_company_did_is_no_account(cast: Cast, asked: Asked, text: str) -> None:
    firm, day = asked
    report = reports.begin(firm.rosa, firm.pk, day)
    reports.answer(firm.rosa, firm.pk, {"Q13": Said(value={"text": text})}, report.version, day)
    assert ReportAnswer.objects.get(question="Q13").value == {"text": text}


def test_a_report_is_sent_once_every_question_has_an_answer(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    report = reports.begin(firm.rosa, firm.pk, day)
    with pytest.raises(NotNow, match="Not every question"):
        reports.send(firm.rosa, firm.pk, day)
    assert reports.left(report, reports.answers(report))
    assert firms.reported(firm, day).state == reports.State.SENT
    with pytest.raises(NotNow, match="cannot be done any more"):
        reports.answer(firm.rosa, firm.pk, {"Q01": Said(keep=True)}, report.version + 1, day)


def test_nobody_at_work_with_people_in_posts_has_to_be_explained(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    _people(firm, 12)
    report = firms.written(firm, day)
    told = {
        "Q04": Said(value={"number": 0}, reason="The season is over."),
        "Q05": Said(value={"part": 15, "whole": 12}, reason="The season is over."),
    }
    report = reports.answer(firm.rosa, firm.pk, told, report.version, day)
    assert reports.flags(report, reports.answers(report)) == [NOBODY, TOO_MANY]
    with pytest.raises(NotNow, match="Explain first"):
        reports.send(firm.rosa, firm.pk, day)
    reports.explain(firm.rosa, firm.pk, {NOBODY: "Closed in winter.", TOO_MANY: "They left."}, day)
    assert reports.send(firm.rosa, firm.pk, day).state == reports.State.SENT


# ---- reading and deciding ----


def test_it_goes_back_with_words_and_comes_again(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    assert [one.kind for one in clocks.open_duties(subjects=[firm.pk])] == [READ_REPORT.code] * 2, "two offices"
    with pytest.raises(NotNow, match="what has to change"):
        reports.give_back(cast["amara"], firm.pk, " ", day)
    reports.give_back(cast["amara"], firm.pk, "Which initiatives?", day)
    [duty] = clocks.open_duties(subjects=[firm.pk])
    assert (duty.kind, duty.org) == (REPORT.code, firm.org)
    reports.send(firm.rosa, firm.pk, day + DAY)
    reports.accept(cast["amara"], firm.pk, day + DAY)
    assert firm.state is State.ACTIVE
    assert not clocks.open_duties(subjects=[firm.pk])


def test_accepted_the_next_is_due_a_year_after_this_one_was(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    due = firm.row.report_due_on
    assert due is not None
    firms.reported(firm, day)
    reports.accept(cast["tove"], firm.pk, day)
    assert firm.row.report_due_on == due.replace(year=due.year + 1)
    assert firm.row.steps.filter(move=Move.REPORT_ACCEPTED).count() == 1
    with pytest.raises(NotNow, match="cannot be done any more"):
        reports.accept(cast["sol"], firm.pk, day)


def test_nothing_is_accepted_that_was_not_sent(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    with pytest.raises(NotHere):
        reports.accept(cast["tove"], firm.pk, day)
    firms.written(firm, day)
    with pytest.raises(NotNow):
        reports.accept(cast["tove"], firm.pk, day)
    assert firm.state is State.REPORT_DUE


def test_whoever_waits_for_a_reader_is_not_late(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    for _step in range(40):
        day += 5 * DAY
        clocks.sweep(day)
        clock.look(day)
    assert firm.state is State.REPORT_DUE
    assert not firm.row.steps.filter(move=Move.SUSPEND_LATE).exists()
    reports.give_back(cast["tove"], firm.pk, "Which initiatives?", day)
    clock.look(day)
    assert firm.state is State.OVERDUE


def test_an_answer_that_was_changed_in_the_database_is_not_accepted(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    ReportAnswer.objects.filter(question="Q01").update(value={"level": 4})
    with pytest.raises(NotAllowed):
        reports.accept(cast["tove"], firm.pk, day)
    assert firm.state is State.REPORT_DUE


def test_typed_in_for_the_company_it_counts_once_the_company_sends_it(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    report = reports.begin(cast["amara"], firm.pk, day)
    reports.answer(cast["amara"], firm.pk, {"Q01": Said(keep=True)}, report.version, day)
    assert AnnualReport.objects.get().behalf_id == cast["amara"].person
    with pytest.raises(NotAllowed):
        reports.send(cast["amara"], firm.pk, day)
    firms.reported(firm, day)
    with pytest.raises(NotNow, match="You typed this report"):
        reports.accept(cast["amara"], firm.pk, day)
    reports.accept(cast["tove"], firm.pk, day)
    assert firm.state is State.ACTIVE


def test_who_has_no_mandate_there_does_nothing(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    for deed in (reports.accept, lambda who, pk, now: reports.give_back(who, pk, "Why?", now)):
        with pytest.raises((NotHere, NotAllowed)):
            deed(cast["bao"], firm.pk, day)
    with pytest.raises(NotAllowed):
        reports.accept(firm.rosa, firm.pk, day)


# ---- for everybody ----


def test_the_summary_is_public_by_the_company_alone_and_back_again(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    with pytest.raises(NotNow):
        reports.publish(firm.rosa, firm.pk, "Trained.", day)
    reports.accept(cast["tove"], firm.pk, day)
    assert not reports.is_public(AnnualReport.objects.get())
    with pytest.raises(NotAllowed):
        reports.publish(cast["tove"], firm.pk, "Trained.", day)
    with pytest.raises(Tells):
        reports.publish(firm.rosa, firm.pk, "There were two incidents.", day)
    reports.publish(firm.rosa, firm.pk, "We trained all of reception.", day)
    assert reports.is_public(AnnualReport.objects.get())
    AnnualReport.objects.update(summary="A safe hotel.")
    assert not reports.is_public(AnnualReport.objects.get()), "somebody changed it"
    AnnualReport.objects.update(summary="We trained all of reception.")
    reports.hide(firm.rosa, firm.pk, day)
    assert AnnualReport.objects.get().summary == ""


@pytest.mark.parametrize(
    "text",
    [
        "We trained 7 people.", "All 3 hotel managers passed.", "Nous avons formé quatre employées.",
        "Formamos a nueve personas.", "Two drivers were new.",
    ],
)  # fmt: skip
def test_a_summary_counts_no_fewer_than_ten_people(cast: Cast, asked: Asked, text: str) -> None:
    firm, day = asked
    firms.reported(firm, day)
    reports.accept(cast["tove"], firm.pk, day)
    with pytest.raises(NotNow, match="fewer than ten people can be known by name"):
        reports.publish(firm.rosa, firm.pk, text, day)
    assert AnnualReport.objects.get().summary == ""


@pytest.mark.parametrize(
    "text",
    [
        "We trained 117 people at 3 hotels.", "10 people passed, in 2 hours.", "1,234 employees.",
        "A person at each desk.",
        "Une femme dirige le cours.", "Rooms for children under 7.", "15 personnes.",
    ],
)  # fmt: skip
def test_what_counts_nobody_is_published(cast: Cast, text: str) -> None:
    assert forbidden.few(text) == ""


def test_recognition_is_what_the_programme_asks_for(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    reports.accept(cast["tove"], firm.pk, day)
    report = AnnualReport.objects.get()
    assert reports.lacking(firm.row, report) == ("every_criterion_mean_level_at_least", "report_published", "band")
    reports.publish(firm.rosa, firm.pk, "We trained all of reception.", day)
    report = AnnualReport.objects.get()
    assert reports.lacking(firm.row, report) == ("every_criterion_mean_level_at_least", "band")
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, "verification", "No clause.", day)
    assert "open_sanction" not in (reports.lacking(firm.row, report) or ())
    deciding.tell(cast["sol"], firm.pk, day)
    assert "open_sanction" in (reports.lacking(firm.row, report) or ())


def test_what_a_company_writes_itself_nobody_types_for_it(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    report = reports.begin(firm.rosa, firm.pk, day)
    with pytest.raises(NotNow, match="nobody else reads it yet"):
        reports.answer(cast["amara"], firm.pk, {"Q01": Said(keep=True)}, report.version, day)


def test_whoever_typed_any_of_it_does_not_accept_it(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    report = reports.begin(cast["amara"], firm.pk, day)
    reports.answer(cast["tove"], firm.pk, {"Q01": Said(keep=True)}, report.version, day)
    firms.written(firm, day)
    reports.send(firm.rosa, firm.pk, day)
    for who in ("amara", "tove"):
        with pytest.raises(NotNow, match="A colleague reads it"):
            reports.accept(cast[who], firm.pk, day)
    reports.accept(cast["sol"], firm.pk, day)


def test_what_is_said_afterwards_of_a_year_that_is_over_changes_nothing_of_it(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    reports.accept(cast["tove"], firm.pk, day)
    report = AnnualReport.objects.get()
    before = plans.score(firm.row, report.cut_off)
    later = day + 9 * DAY
    for action in plans.actions(firm.row):
        actions.say(firm.rosa, firm.pk, action.pk, 4, report.cut_off, [], later)
    assert plans.score(firm.row, later.date()) != before
    assert plans.score(firm.row, report.cut_off) == before


def test_a_summary_of_an_earlier_year_is_taken_back_too(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    reports.accept(cast["tove"], firm.pk, day)
    reports.publish(firm.rosa, firm.pk, "We trained all of reception.", day)
    due = firm.row.report_due_on
    assert due
    year = day + (due - day.date()) - 50 * DAY
    clock.look(year)
    reports.begin(firm.rosa, firm.pk, year)
    reports.hide(firm.rosa, firm.pk, year)
    assert not AnnualReport.objects.exclude(summary="").exists()
