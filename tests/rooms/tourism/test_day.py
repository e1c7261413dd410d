"""What travel adds to *My day*: of a member, and of its representative."""

from datetime import datetime

import pytest
from django.urls import reverse

from fanal.network.contracts import Actor
from fanal.tourism import day
from fanal.tourism.desk import standing
from fanal.tourism.evidence import evidence
from fanal.tourism.membership import clock, rows
from fanal.tourism.membership.duties import DECIDE, READ_REPORT
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Action, Membership
from fanal.tourism.planning import actions, reviewing
from fanal.tourism.reports import reports
from fanal.tourism.systems import tokens
from tests.desk import client_of, text
from tests.people import NOW
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Asked

pytestmark = pytest.mark.django_db(databases="__all__")
LOOK, REPORT = "Look at the application of a company", "Read the yearly report of a company"


def _waits(actor: Actor, now: datetime = NOW) -> list[str]:
    return [str(one.words) for one in day.waits(actor, now).rows]


def test_a_report_waits_from_when_it_is_sent(asked: Asked) -> None:
    firm, when = asked
    amara = firm.cast["amara"]
    assert _waits(amara, when) == []
    firms.reported(firm, when)
    assert _waits(amara, when) == [REPORT]
    page, report = reverse("travel:membership", args=[firm.pk]), reverse("travel:report", args=[firm.pk])
    told = text(client_of(firm.cast, "amara").get(page)).partition('id="now"')[2].partition("</section>")[0]
    assert REPORT in told, "the page of the membership says what there is to do"
    assert report in told
    assert REPORT not in text(client_of(firm.cast, "rosa").get(page))
    reports.accept(amara, firm.pk, when)
    assert _waits(amara, when) == []


def test_a_plan_and_a_report_that_both_wait_are_both_told(asked: Asked) -> None:
    firm, when = asked
    reviewing.send(firm.rosa, firm.pk, when)
    firms.reported(firm, when)
    assert sorted(_waits(firm.cast["amara"], when)) == ["Look at the new plan of a company", REPORT]
    page = text(client_of(firm.cast, "amara").get(reverse("travel:membership", args=[firm.pk])))
    told = page.partition('id="now"')[2].partition("</section>")[0]
    for words, name in (("Look at the new plan of a company", "plan"), (REPORT, "report")):
        assert words in told
        assert reverse(f"travel:{name}", args=[firm.pk]) in told


def test_a_report_that_comes_after_a_proposal_of_the_clock_is_told_with_it(asked: Asked) -> None:
    """Nobody can decide before it was read."""
    firm, when = asked
    for days in range(50, 160):
        clock.look(when + days * DAY)
    late = when + 160 * DAY
    assert [one.move for one in rows.waiting(firm.row)] == ["suspend_late"]
    firms.reported(firm, late)
    kinds = [kind.code for _row, kind in standing.needs(firm.cast["tove"], *standing.listed(firm.cast["tove"]))]
    assert kinds == [DECIDE.code, READ_REPORT.code]


def test_a_document_waits_for_its_reviewer(asked: Asked) -> None:
    firm, when = asked
    told = {
        "title": "Policy", "sha256": "a" * 64, "kept_at": "Office", "requirements": ["C1.1"], "sites": [],
        "starts": when.date() - 30 * DAY, "ends": when.date() - DAY,
    }  # fmt: skip
    evidence.add(firm.rosa, firm.pk, told, when)
    assert _waits(firm.cast["amara"], when) == ["Look at a document of a company"]


def test_who_is_late_is_talked_to(asked: Asked) -> None:
    firm, when = asked
    amara, due = firm.cast["amara"], firm.row.report_due_on
    assert due is not None
    assert _waits(amara, when) == []
    assert _waits(amara, when + 25 * DAY) == ["Its yearly report is due soon"]
    clock.look(when + 51 * DAY)
    assert firm.state is State.OVERDUE
    assert _waits(amara, when + 51 * DAY) == ["Its yearly report is late"]
    Membership.objects.update(valid_until=due)
    assert _waits(amara, when)[-1] == "Its membership ends"


def test_what_a_plan_has_for_these_days_stands_there_until_it_is_in_place(member: firms.Firm) -> None:
    first = min(Action.objects.filter(org_id=member.org), key=lambda one: (one.due, one.pk))
    when = datetime.combine(first.due, NOW.timetz()) - 20 * DAY
    late = [one for one in Action.objects.filter(org_id=member.org) if one.due <= when.date() + day.SOON]
    rows = day.waits(member.rosa, when).rows
    assert len(rows) == len(late)
    assert len({str(one.words) for one in rows}) == len(late), "each says what is due"
    assert all("Your plan says that this is due" in str(one.note) for one in rows)
    assert member.timo is not None
    assert _waits(member.timo, when) == [], "Rosa does them"
    for one in late:
        actions.say(member.rosa, member.pk, one.pk, 3, when.date(), [], when)
    assert _waits(member.rosa, when) == []


def test_a_suspended_company_reads_what_ends_it(member: firms.Firm) -> None:
    Membership.objects.update(state=State.SUSPENDED.value)
    assert _waits(member.rosa)[0] == "Suspended: read what has to change, and do it"


def test_a_token_that_ends_is_told_before(member: firms.Firm) -> None:
    tokens.let_in(member.rosa, "list of staff", 90, NOW)
    words = "A program sends no more from then on: make a new token"
    assert words not in _waits(member.rosa, NOW + 59 * DAY)
    assert words in _waits(member.rosa, NOW + 60 * DAY)
    assert words not in _waits(member.rosa, NOW + 91 * DAY)
