"""The poster: country and language alone make it, and a camera finds where to tell."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from fanal.web.api import concern_link
from tests.camera import read_back
from tests.desk import text

pytestmark = pytest.mark.django_db(databases="__all__")


def _paper(said: str) -> str:
    return said.partition("<article")[2].partition("</article>")[0]


def test_a_camera_finds_where_to_tell_and_the_sheet_is_the_same_for_everybody() -> None:
    url = reverse("learn:poster", args=["en", "XA"])
    said = Client().get(url, SERVER_NAME="127.0.0.1", SERVER_PORT="8155")
    paper = _paper(text(said))
    assert read_back(paper)[1] == f"http://127.0.0.1:8155{concern_link('XA', 'en')}"
    assert not re.search(r"\d{4}-\d\d|[0-9a-f]{8}-", paper), "it names no day and nobody"
    assert _paper(text(Client().get(f"{url}?from=hotel", SERVER_NAME="127.0.0.1", SERVER_PORT="8155"))) == paper
    assert not said.cookies


def test_it_goes_along_as_a_tagged_pdf() -> None:
    said = Client().get(reverse("learn:poster_file", args=["en", "XA"]))
    pdf = PdfReader(io.BytesIO(said.content))
    assert "Worried about a child?" in pdf.pages[0].extract_text()
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert len(pdf.pages) == 1


def test_it_is_there_for_countries_alone() -> None:
    assert Client().get("/en/learn/poster/QQ/").status_code == 404
    assert Client().get("/en/learn/poster/QQ/poster.pdf").status_code == 404
