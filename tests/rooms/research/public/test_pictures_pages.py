"""Pictures on the pages of evidence: one at the head of the list, with its interval and with who is counted."""

import re

import pytest
from django.test import Client

from fanal.research.models import Release
from fanal.research.public import shelf
from tests.desk import text
from tests.people import Cast
from tests.rooms.research.released import about, put, study, tables

pytestmark = pytest.mark.django_db(databases="__all__")


def test_the_list_of_evidence_has_a_picture_of_what_stands_first(cast: Cast) -> None:
    """With its interval and with who is counted; nothing of a release that was changed or withdrawn."""
    release = put(cast, tables(about()))
    page = Client().get("/en/evidence/").content.decode()
    assert page.count("<svg") > Client().get("/en/evidence/catalogue/").content.decode().count("<svg")
    assert page.count("headline-title") == 2
    assert "Who is counted: Fictional children" in text(Client().get("/en/evidence/"))
    Release.objects.filter(pk=release.pk).update(packed=bytes(release.packed).replace(b"Girl", b"Gurl", 1))
    shelf._bundle.cache_clear()
    assert "headline-title" not in Client().get("/en/evidence/").content.decode()
    Release.objects.filter(pk=release.pk).update(packed=release.packed, state="withdrawn")
    assert "headline-title" not in Client().get("/en/evidence/").content.decode()


def test_an_estimate_stands_in_the_picture_with_its_interval_and_its_models_in_a_table(cast: Cast) -> None:
    put(cast, study(about("XA-2026-002", title="How many were never seen")))
    page = Client().get("/fr/evidence/").content.decode()
    drawn = page[page.index('aria-labelledby="headline-title') :]
    drawn = drawn[: drawn.index("</svg>")]
    assert re.search(r"Entre [\d\s]+ et [\d\s]+", drawn), drawn
    assert "Models that fit as well" in text(Client().get("/en/evidence/XA-2026-002/"))
    assert "headline-title" not in Client().get("/en/evidence/XA-2026-002/").content.decode()
