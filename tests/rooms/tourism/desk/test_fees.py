"""The fees of a year: what they come to, for the books of a programme, and what nobody pays in the database."""

import csv
import io

import pytest
from django.urls import reverse

from fanal.journal.models import Entry
from fanal.tourism.desk import fees
from fanal.tourism.membership import applying, joining
from fanal.tourism.models import FeeRecord
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import Firm

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def firm(cast: Cast) -> Firm:
    """A company that is told what it pays."""
    firms.represents(cast)
    firm = firms.in_review(cast)
    for who in ("amara", "tove"):
        applying.approve(cast[who], firm.pk, False, NOW)
    joining.invoice(cast["tove"], firm.pk, "", NOW)
    return firm


def _url(**asked: object) -> str:
    return reverse("travel:fees", query={"year": NOW.year, **asked})


def test_whoever_keeps_the_books_sees_what_is_due_and_then_under_which_reference_it_was_paid(firm: Firm) -> None:
    client, amount = client_of(firm.cast, "tove"), f"{int(FeeRecord.objects.get().amount):,}"
    page = text(client.get(_url()))
    assert "Hotel Lantern" in page
    assert amount in page
    assert "due" in page
    assert reverse("travel:membership", args=[firm.pk]) in page
    joining.pay(firm.cast["tove"], firm.pk, "Invoice 77", NOW)
    assert "Invoice 77" in text(client.get(_url(state="paid")))
    assert "No fee of this year is here" in text(client.get(_url(state="due")))


def test_the_list_goes_along_as_a_table_and_the_journal_says_that_it_did(firm: Firm) -> None:
    joining.pay(firm.cast["tove"], firm.pk, "=1+1", NOW)
    said = client_of(firm.cast, "tove").post(reverse("travel:take_fees"), {"year": NOW.year, "form": "csv"})
    rows = list(csv.reader(io.StringIO(said.content.decode("utf-8-sig"))))
    [line] = [row for row in rows if "Hotel Lantern" in row]
    assert str(FeeRecord.objects.get().amount) in line
    assert NOW.date().isoformat() in line
    assert "'=1+1" in line, "a spreadsheet computes nothing"
    assert Entry.objects.filter(record=firm.cast["tove"].org, deed="tourism.take_fees").count() == 1


def test_a_fee_that_somebody_paid_in_the_database_counts_nowhere(firm: Firm) -> None:
    FeeRecord.objects.update(state="paid", reference="77")
    [line] = fees.lines(firm.cast["tove"], NOW.year)
    assert not line.is_believed
    assert not fees.sums([line])
    page = text(client_of(firm.cast, "tove").get(_url()))
    assert "somebody changed it" in page
    said = client_of(firm.cast, "tove").post(reverse("travel:take_fees"), {"year": NOW.year})
    assert "somebody changed it" in said.content.decode()
    assert "paid" not in said.content.decode()


@pytest.mark.parametrize("who", ["rosa", "amara"])
def test_nobody_else_sees_the_fees_of_all(firm: Firm, who: str) -> None:
    client = client_of(firm.cast, who)
    assert client.get(_url()).status_code == 403
    assert client.post(reverse("travel:take_fees"), {"year": NOW.year}).status_code == 403
