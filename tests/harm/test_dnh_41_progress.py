"""DNH-41, of progress: what members know leaves by a release alone, nothing below a country or of few leaves, and a
count of gaps does not leave at all: on no page for everybody, in no file, in no document."""

import pytest
from django.test import Client
from django.urls import reverse

from fanal.progress.catalogue import catalogue
from fanal.progress.catalogue.model import Publication
from fanal.progress.composing import composing
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.kinds import Kind
from fanal.progress.observations.values import Line, Origin
from tests.desk import text
from tests.people import NOW, Cast
from tests.rooms.progress.composing import made
from tests.rooms.progress.programmes import made as programmes

pytestmark = pytest.mark.django_db(databases="__all__")
SECRET = "73.1904"


def _everything() -> str:
    """All pages and files of XA, of numbers and of what else the room shows of it."""
    paths = ["/en/country/XA/", "/en/country/XA/sheet/", "/en/country/XA.json", "/en/progress.csv", "/en/progress.json"]
    paths.append(reverse("numbers:every", args=["en"]))
    for code in catalogue.shipped().indicators:
        paths += [reverse("numbers:indicator", args=["en", code]), reverse("numbers:country", args=["en", code, "XA"])]
        paths += [reverse("numbers:file", args=["en", code, kind]) for kind in ("csv", "json")]
    paths += [reverse("numbers:country_file", args=["en", "XA", kind]) for kind in ("csv", "json")]
    answers = [Client().get(path) for path in paths]
    assert {one.status_code for one in answers} <= {200, 404}
    return "\n".join(one.content.decode() for one in answers)


def _offered(cast: Cast) -> str:
    row = made.begun(made.advocates(cast))
    offers = shelf.offered(composing.about(row, NOW), Kind.NUMBER)
    return "\n".join(f"{one.title} {one.more}" for one in offers)


def test_what_members_know_leaves_by_a_release_alone(cast: Cast) -> None:
    """Every indicator that is not for everybody gets a value that no release holds."""
    inside = [one for one in catalogue.shipped().indicators.values() if one.publication is not Publication.PUBLIC]
    assert {"R01", "P10", "V06", "L03"} <= {one.id for one in inside}
    for one in inside:
        for origin in (Origin.COUNTED, Origin.IMPORTED):
            made.keep(one.id, Line("XA", "2024", value=SECRET, n=500), origin=origin)
    assert SECRET[:4] not in _everything()
    assert SECRET[:4] not in _offered(cast)


def test_the_control_a_release_leaves(cast: Cast) -> None:
    made.keep("R01", Line("XA", "2024", value=SECRET, n=500), origin=Origin.RELEASE, release="A release")
    assert SECRET in _everything()
    assert "73.2 %" in _offered(cast)


def test_nothing_below_a_country_leaves(cast: Cast) -> None:
    for code in ("V01", "P02", "L01"):
        made.keep(code, Line("XA", "2024", value=SECRET, place="North"))
    said = _everything() + _offered(cast)
    assert SECRET[:4] not in said
    assert "North" not in said


def test_few_of_a_programme_are_on_no_page_and_in_no_file(cast: Cast) -> None:
    """Of 100 children seven: the share is hidden, whoever divides; the region stays inside, too."""
    row, _measure = programmes.published(cast, 60, 7)
    page = text(Client().get(reverse("prevention:programme", args=["en", row.pk])))
    assert "hidden: few are concerned" in page
    files = [Client().get(reverse(f"prevention:{name}")).content.decode() for name in ("csv", "iati")]
    assert "60" in files[0]
    for said in (page, *files):
        assert "7 %" not in said
        assert ",7," not in said
        assert 'value="7"' not in said
        assert 'value="7.0"' not in said
        assert "North" not in said
