"""The badge of a member, its certificate of membership: for whom they are there, what they say, what a camera reads."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from fanal.tourism.membership import applying, clock, deciding
from fanal.tourism.membership.deciding import Basis
from fanal.tourism.membership.flow import Move
from fanal.tourism.models import Membership
from fanal.tourism.public import badge
from fanal.vocabulary import short_codes
from fanal.web.api import papers
from tests.camera import read_back
from tests.desk import client_of, text
from tests.people import NOW
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def firm(member: Firm) -> Firm:
    return member


def _url(firm: Firm, name: str = "page") -> str:
    return reverse(f"badge:{name}", args=[firm.pk])


def _client(firm: Firm, who: str = "rosa") -> Client:
    return client_of(firm.cast, who)


def test_a_badge_names_company_and_place_carries_no_day_and_leads_to_the_register(firm: Firm) -> None:
    client = _client(firm)
    assert _url(firm) in text(client.get(reverse("travel:membership", args=[firm.pk])))
    page = text(client.get(_url(firm), SERVER_NAME="127.0.0.1", SERVER_PORT="8155"))
    code = str(firm.row.public_code)
    article = page.partition("<article")[2].partition("</article>")[0]
    for words in ("Hotel Lantern", "The Code", "no guarantee that a place is safe", "nothing about any child"):
        assert words in article
    assert short_codes.grouped(code) in article
    assert not re.search(r"20\d\d", article.replace(code, "")), "a badge that hangs somewhere says no day"
    assert read_back(article)[1] == f"http://127.0.0.1:8155/r/{code}", "where the demonstration is"
    assert Client().get(f"/r/{code}").status_code == 303


def test_a_badge_of_a_live_site_leads_to_its_first_name(firm: Firm, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["net.example", "onion.example"]
    settings.PRODUCTION = True
    page = text(_client(firm).get(_url(firm), SERVER_NAME="onion.example"))
    assert f"https://net.example/r/{firm.row.public_code}" in page
    assert "onion.example" not in page.partition("<article")[2].partition("</article>")[0]


def test_the_certificate_is_a_pdf_that_a_screen_reader_reads_and_says_its_day(firm: Firm) -> None:
    answer = _client(firm).get(_url(firm, "certificate"))
    code = str(firm.row.public_code)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="membership-{code}.pdf"'
    pdf = PdfReader(io.BytesIO(answer.content))
    root: Any = pdf.trailer["/Root"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.attachments == {}
    [page] = pdf.pages
    said = " ".join(page.extract_text().split())
    for words in ("Hotel Lantern", "is a member of", "The Code", short_codes.grouped(code), "check the code"):
        assert words in said, words


def test_where_no_font_has_a_letter_the_page_says_so(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_given: object) -> bytes:
        raise papers.NoFont("no font for some letters of this paper")

    monkeypatch.setattr(badge.web.papers, "made", none)
    answer = _client(firm).get(_url(firm, "certificate"))
    assert answer.status_code == 422
    assert "no font for some letters" in text(answer)


def _applies(firm: Firm) -> None:
    Membership.objects.filter(pk=firm.pk).update(public_code=None)


def _suspended(firm: Firm) -> None:
    cast = firm.cast
    deciding.notify(cast["sol"], firm.pk, Move.SUSPEND, Basis.ADMISSION, "The company said so.", NOW, urgent=True)
    deciding.suspend(cast["tove"], firm.pk, NOW)


def _left(firm: Firm) -> None:
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)


def _overdue(firm: Firm) -> None:
    for _night in range(2):
        clock.look(NOW + 400 * DAY)


def _forged(firm: Firm) -> None:
    _suspended(firm)
    Membership.objects.filter(pk=firm.pk).update(state="active")


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (_applies, "A badge is for members."),
        (_suspended, "The register says “suspended”."),
        (_left, "The register says “not a member”."),
        (_overdue, "member, report overdue"),
        (_forged, "A badge is for members."),
    ],
)
def test_it_is_for_members_in_good_standing_alone(firm: Firm, end: Any, words: str) -> None:
    end(firm)
    client = _client(firm)
    page = text(client.get(_url(firm)))
    assert words in page
    assert "<article" not in page
    assert client.get(_url(firm, "certificate")).status_code == 404


def test_nobody_prints_that_of_another(firm: Firm) -> None:
    other = firms.begun(firm.cast, name="Northway", who="nora")
    for who, status in (("nora", 404), ("tove", 403), ("amara", 403)):
        for name in ("page", "certificate"):
            assert _client(other, who).get(_url(firm, name)).status_code == status, (who, name)


def test_the_register_says_what_a_badge_means() -> None:
    page = text(Client().get("/en/travel/register/"))
    assert "What a badge means" in page
    assert "It shows nothing about children" in page
