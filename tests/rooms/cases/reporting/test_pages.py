"""Telling an authority, on the pages: by the worker, by the second person, on paper; nothing of it for anybody else."""

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases.models import Approval, Case, Report
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.reporting.scenes import LAW, SAID, WENT, a_case, allowed, of_person

pytestmark = pytest.mark.django_db(databases="__all__")
WHOM = "?to=police_or_prosecutor&country=XA"


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    return a_case(cast_of_file, yes=None)


def at(name: str, row: Report) -> str:
    return reverse(f"cases:{name}", args=[row.pk])


def key_in(page: str) -> str:
    return page.partition('name="request_key" value="')[2].partition('"')[0]


def posted(page: str, **more: str) -> dict[str, str]:
    said = {f"report_{name}": value for name, value in SAID.items() if name not in {"recipient", "country"}}
    return said | {"request_key": key_in(page)} | more


def prepared(marek: Client, case: Case) -> Report:
    address = reverse("cases:report_new", args=[case.pk]) + WHOM
    page = text(marek.get(address))
    names = f"add:{of_person(case, 'names')}"
    assert f'name="{names}"' in page
    answer = marek.post(address, posted(page, **{names: "To find him"}))
    row = Report.objects.get()
    assert answer.headers["Location"] == at("report", row)
    return row


def test_without_a_ground_the_page_says_for_what_it_is_missing(cast: Cast, case: Case) -> None:
    marek = client_of(cast, "marek")
    address = reverse("cases:report_new", args=[case.pk])
    assert address in text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "Police or prosecution" in text(marek.get(address))
    page = text(marek.get(address + WHOM))
    assert "There is no ground for this" in page
    assert reverse("cases:ledger", args=[case.pk]) in page
    assert "There is a trained unit" in page
    answer = marek.post(address + WHOM, posted(page))
    assert "There is no ground for this" in text(answer)
    assert SAID["asked"] in text(answer), "what was typed is kept"
    assert "no note on the authorities" in text(marek.get(address + "?to=court&country=DE"))
    assert not Report.objects.exists()


def test_a_reason_beside_what_is_not_there_to_be_added_is_refused_in_words(cast: Cast, case: Case) -> None:
    allowed(cast, case, LAW)
    marek, address = client_of(cast, "marek"), reverse("cases:report_new", args=[case.pk]) + WHOM
    page = text(marek.get(address))
    for name in ("add:note.body", "add:alleged_offender.names", "add:case.extra", "add:"):
        answer = text(marek.post(address, posted(page, **{name: "They ask"})))
        assert "What would leave has changed" in answer
        assert SAID["asked"] in answer, "what was typed is kept"
    assert not Report.objects.exists()


def test_dnh_30_from_the_note_to_the_paper_with_two_people(cast: Cast, case: Case) -> None:
    allowed(cast, case, LAW)
    marek, bao = client_of(cast, "marek"), client_of(cast, "bao")
    row = prepared(marek, case)
    page = text(marek.get(at("report", row)))
    assert "There is a trained unit" in page
    assert "Quentin Zwarth" in page
    assert at("report_confirm", row) not in page, "the note first"
    marek.post(at("report_note", row))
    assert at("report_confirm", row) in text(marek.get(at("report", row)))
    marek.post(at("report_confirm", row))
    assert "waits for a second person" in text(marek.get(at("report", row)))
    assert marek.get(at("report_paper", row)).status_code == 302
    decide = reverse("cases:approval_decide", args=[case.pk, Approval.objects.get(subject=row.pk).pk])
    assert decide in text(bao.get(reverse("desk:day")))
    page = text(bao.get(decide))
    assert SAID["account"] in page
    assert "Quentin Zwarth" not in page, "an approval is opened by more people than that part"
    assert "Read the note" in text(bao.post(decide, {"decision": "approved"}))
    page = text(bao.get(at("report", row)))
    assert "You are the second person" in page
    assert "Quentin Zwarth" in page
    bao.post(at("report_note", row))
    assert decide in text(bao.get(at("report", row)))
    bao.post(decide, {"decision": "approved"})
    row.refresh_from_db()
    assert row.state == "ready"
    paper = text(marek.get(at("report_paper", row)))
    assert all(one in paper for one in (SAID["asked"], SAID["account"], SAID["our_contact"], "Quentin Zwarth"))
    assert "Person suspected" in paper
    assert not any(one in paper for one in ("Lilo", "Anders", SAID["told_child"], case.number))
    marek.post(at("report_sent", row), {f"report_{name}": value for name, value in WENT.items()})
    row.refresh_from_db()
    assert row.state == "sent"
    told = {"report_outcome": "acts", "report_reference": "K 12/2026"}
    marek.post(at("report_answered", row), told)
    page = text(marek.get(at("report", row)))
    assert "K 12/2026" in page
    file = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "they answered" in file
    assert "Zwarth" not in file


def test_nobody_else_opens_any_of_its_pages(cast: Cast, case: Case) -> None:
    allowed(cast, case, LAW)
    row = prepared(client_of(cast, "marek"), case)
    pages = [at(one, row) for one in ("report", "report_paper", "report_sent", "report_answered", "report_take_back")]
    for who in ("oda", "amara", "edo", "dalia", "lena", "nils"):
        other = client_of(cast, who)
        for page in (*pages, reverse("cases:report_new", args=[case.pk])):
            assert other.get(page).status_code in {403, 404}, (who, page)
        assert other.post(at("report_note", row)).status_code in {403, 404}
        assert other.post(at("report_confirm", row)).status_code in {403, 404}


def test_dnh_25_a_report_tells_no_list_and_no_day_whom_it_is_about(cast: Cast, case: Case) -> None:
    allowed(cast, case, LAW)
    marek = client_of(cast, "marek")
    prepared(marek, case)
    for page in (reverse("desk:day"), reverse("cases:mine"), reverse("cases:file", args=[case.pk])):
        assert "Zwarth" not in text(marek.get(page))
