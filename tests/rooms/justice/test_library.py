"""The law in force in an installation, and versions of it that answered once."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse

from fanal.justice import library
from fanal.justice.models import LawVersion
from tests.desk import client_of, text
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")


def test_without_drafts_the_shipped_law_is_in_force(cast: Cast) -> None:
    found = library.corpus(NOW)
    assert found is library.shipped()
    assert {"DE", "SE", "US", "NL"} <= set(found.laws)
    begun = time.perf_counter()
    for _ in range(50):
        assert library.corpus(NOW) is found
    assert (time.perf_counter() - begun) / 50 < 0.005


def test_a_version_that_answered_can_be_asked_for_again(cast: Cast) -> None:
    version = library.keep(library.corpus(NOW), NOW)
    assert library.keep(library.corpus(NOW), NOW) == version
    assert LawVersion.objects.count() == 1
    assert library._unpacked(version).version == version
    assert library._unpacked(version) == library.corpus(NOW)


def test_a_version_that_is_gone_is_named(cast: Cast) -> None:
    with pytest.raises(library.LawGone, match="0123abc"):
        library.at_version("0123abc")
    version = library.keep(library.corpus(NOW), NOW)
    LawVersion.objects.filter(pk=version).update(packed=b"not what it was")
    library._unpacked.cache_clear()
    with pytest.raises(library.LawGone, match=version):
        library._unpacked(version)


def test_the_page_of_the_law_opens_for_a_caseworker_only(cast: Cast) -> None:
    page = client_of(cast, "bao").get(reverse("justice:law"))
    assert page.status_code == 200
    assert "Germany" in text(page)
    assert client_of(cast, "celia").get(reverse("justice:law")).status_code == 403
