"""The pages of the yearly report: one part a page, nothing that was typed is lost, an account leads elsewhere."""

import pytest
from django.urls import reverse

from fanal.network.models import Person
from fanal.tourism.membership import deciding
from fanal.tourism.models import AnnualReport, Membership, ReportAnswer
from fanal.tourism.reports import reports
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import Asked

pytestmark = pytest.mark.django_db(databases="__all__")


def _at(name: str, firm: firms.Firm, *more: object) -> str:
    return reverse(f"travel:report{name}", args=[firm.pk, *more])


def test_a_part_is_looked_at_and_leads_to_the_next(cast: Cast, asked: Asked) -> None:
    firm, _day = asked
    rosa = client_of(cast, "rosa")
    assert _at("", firm) in text(rosa.get(reverse("travel:home")))
    assert "Begin the report" in text(rosa.get(_at("", firm)))
    page = text(rosa.post(_at("_begin", firm), follow=True))
    assert "0 of 13 are answered" in page
    assert "please look" in page
    version = AnnualReport.objects.get().version
    sent = {"version": version, "Q01_keep": "keep", "Q02_keep": "differs", "Q02": "2", "Q02_why": "Both were built."}
    lacks = rosa.post(_at("_part", firm, 1), sent)
    assert "Write both numbers." in text(lacks)
    assert "Both were built." in text(lacks), "what was typed is there"
    assert not any(one.value for one in ReportAnswer.objects.all())
    answer = rosa.post(_at("_part", firm, 1), sent | {"Q02_whole": "2"})
    assert answer["Location"] == _at("_part", firm, 2)
    page = text(rosa.get(_at("", firm)))
    assert "2 of 13 are answered" in page
    assert "Records said: 0 of 1" in page
    assert "Both were built." in page
    again = text(rosa.get(_at("_part", firm, 1)))
    assert "Both were built." in again


def test_an_account_is_stopped_with_the_way_to_tell_it(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    version = reports.begin(firm.rosa, firm.pk, day).version
    rosa = client_of(cast, "rosa")
    said = "The police came for a girl of 14 in room 7."
    page = rosa.post(_at("_part", firm, 5), {"version": version, "Q12": said})
    assert "reads like an account" in text(page)
    assert "/en/xa/" in page.content.decode()
    assert "noreferrer" in page.content.decode()
    assert not any(one.value for one in ReportAnswer.objects.all())


def test_nobody_reads_what_was_not_sent(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.written(firm, day)
    for who in ("amara", "tove"):
        page = text(client_of(cast, who).get(_at("", firm)))
        assert "You read it once it was sent" in page
        assert "week of safe travel" not in page
    reports.send(firm.rosa, firm.pk, day)
    page = text(client_of(cast, "amara").get(_at("", firm)))
    assert "week of safe travel" in page
    assert "Hotel Lantern" in text(client_of(cast, "amara").get(reverse("travel:home")))


def test_typed_in_for_the_company_says_so(cast: Cast, asked: Asked) -> None:
    firm, _day = asked
    amara = client_of(cast, "amara")
    page = text(amara.get(_at("", firm)))
    assert "Type it in for the company" in page
    amara.post(_at("_begin_for", firm))
    assert "You type this in for the company" in text(amara.get(_at("_part_for", firm, 5)))
    version = AnnualReport.objects.get().version
    amara.post(_at("_part_for", firm, 5), {"version": version, "Q12": "The week of safe travel."})
    page = text(client_of(cast, "rosa").get(_at("", firm)))
    assert "Aurora typed answers in for the company" in page
    assert Person.objects.get(pk=cast["amara"].person).name not in page
    assert amara.post(_at("_send", firm)).status_code == 403


def test_what_is_sent_is_given_back_and_accepted(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    rosa, tove = client_of(cast, "rosa"), client_of(cast, "tove")
    assert rosa.get(_at("_part", firm, 1)).status_code == 302, "its answers stay as they are"
    tove.post(_at("_return", firm), {"words": "Which initiatives?"})
    assert "Which initiatives?" in text(rosa.get(_at("", firm)))
    rosa.post(_at("_send", firm))
    tove.post(_at("_accept", firm))
    assert firm.state is firms.State.ACTIVE
    page = text(tove.get(_at("", firm)))
    assert "Recognition above membership" in page
    assert "not yet" in page


def test_everybody_reads_a_summary_only_while_the_company_publishes_it(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    reports.accept(cast["tove"], firm.pk, day)
    rosa = client_of(cast, "rosa")
    report = AnnualReport.objects.get()
    address = reverse("promises:report", args=["en", report.pk])
    assert rosa.get(address).status_code == 404
    rosa.post(_at("_publish", firm), {"summary": "We trained all of reception."})
    page = text(rosa.get(address))
    assert "We trained all of reception." in page
    assert "no guarantee" in page
    assert "recognises" not in page
    Membership.objects.filter(pk=firm.pk).update(state="suspended")
    assert rosa.get(address).status_code == 404, "and no row that somebody changed is believed"
    Membership.objects.filter(pk=firm.pk).update(state="active")
    rosa.post(_at("_hide", firm))
    assert rosa.get(address).status_code == 404


def test_a_flag_is_explained_on_its_page(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    report = firms.written(firm, day)
    told = {"Q05": reports.Said(value={"part": 15, "whole": 12})}
    reports.answer(firm.rosa, firm.pk, told, report.version, day)
    rosa = client_of(cast, "rosa")
    assert "the part is larger than the whole" in text(rosa.get(_at("", firm)))
    assert "Explain first" in text(rosa.post(_at("_send", firm)))
    rosa.post(_at("_explain", firm), {reports.TOO_MANY: "Two left in May."})
    rosa.post(_at("_send", firm))
    assert AnnualReport.objects.get().state == reports.State.SENT
    assert "Two left in May." in text(client_of(cast, "tove").get(_at("", firm)))


def test_no_page_of_a_report_for_others(cast: Cast, asked: Asked) -> None:
    firm, day = asked
    firms.reported(firm, day)
    for who in ("bao", "nils", "edo"):
        assert client_of(cast, who).get(_at("", firm)).status_code in {403, 404}
    deciding.notify(cast["tove"], firm.pk, deciding.Move.SUSPEND, "verification", "No clause.", day)
    assert client_of(cast, "rosa").get(_at("", firm)).status_code == 200
