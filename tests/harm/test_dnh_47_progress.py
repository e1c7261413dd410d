"""DNH-47, of progress: no number on a page or in a document without its year, its interval or of how many it is, and
its source; and nobody writes one that nothing shows."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.progress.composing import composing, documents, leaving
from fanal.progress.composing.kinds import Kind
from fanal.progress.models import Document
from tests.desk import text
from tests.people import NOW, Cast
from tests.rooms.progress.composing import made
from tests.rooms.progress.programmes import made as programmes

pytestmark = pytest.mark.django_db(databases="__all__")
WHOLE = "12.5 % (10 to 14); of 800"


def test_a_value_stands_with_its_interval_its_year_and_its_source(cast: Cast) -> None:
    made.number()
    for path in (reverse("numbers:country", args=["en", "V01", "XA"]), "/en/country/XA/", "/en/numbers/V01/"):
        said = text(Client().get(path))
        assert said.count("12.5 %") == said.count(WHOLE) > 0, path
        assert "2024" in said
        assert "A source" in said
    body = Client().get(reverse("numbers:file", args=["en", "V01", "csv"])).content.decode()
    (row,) = csv.DictReader(io.StringIO(body.split("\n", 1)[1]))
    names = ("period", "lower", "upper", "n", "source", "publisher", "licence", "read_on")
    assert all(row[name] for name in names)


def test_a_document_prints_it_so_and_says_how_to_read_it(cast: Cast) -> None:
    row = made.lines(made.advocates(cast))
    made.left(cast, row)
    html = leaving.file_of(row, 1, "html").decode()
    for words in (WHOLE, "How to read it", "Unit: %", "2024", "A source", "A bureau", "CC BY 4.0"):
        assert words in html, words


@pytest.mark.parametrize("words", ["It was 12.6 %.", "It was 12.5 % in XA.", "It was ١٢٫٦ %."])
def test_a_number_that_no_block_shows_does_not_leave(cast: Cast, words: str) -> None:
    row = made.begun(made.advocates(cast))
    made.add(cast, row, Kind.NUMBER, made.number(), "numbers")
    made.write(cast, row, "lines", words)
    with pytest.raises(NotNow, match="No block"):
        documents.propose(cast["noor"], row.pk, NOW)
    assert composing.composed(Document.objects.get(), NOW).unbound


def test_a_share_of_a_programme_stands_with_its_interval_and_of_how_many(cast: Cast) -> None:
    """60 of 100: by Wilson 50.2 to 69.1 %."""
    row, _measure = programmes.published(cast, 60, 75)
    said = text(Client().get(reverse("prevention:programme", args=["en", row.pk])))
    for words in ("50.2", "69.1", "100"):
        assert words in said, words
