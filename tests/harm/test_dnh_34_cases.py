"""DNH-34: every look at a file and every deed on it stands in its journal, with why; who opened it is a page."""

import pytest
from django.urls import reverse

from fanal.cases.codes import Risk, SafeContact
from fanal.cases.files import files, writing
from fanal.journal import api as journal
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")


def test_each_look_and_each_deed_is_written_down_with_its_reason(cast: Cast) -> None:
    case, marek = opened(cast), cast["marek"]
    files.look(marek, case.pk, NOW)
    files.look(cast["dalia"], case.pk, NOW, "safety")
    writing.add_note(marek, case.pk, "contact", {"body": "Met"}, NOW, reached=True)
    writing.set_risk(marek, case.pk, Risk.CRITICAL, {"body": "Worse"}, NOW)
    writing.set_safety(marek, case.pk, SafeContact.AGREED_TIMES, {"channels_allowed": ("in_our_office",)}, NOW)
    said = dict.fromkeys((line.deed, line.purpose) for line in reversed(list(journal.read(case.pk))))
    assert list(said) == [
        ("cases.open_file", "casework"), ("cases.look", "casework"), ("cases.look", "safeguarding_alarm:safety"),
        ("cases.write", "casework"), ("cases.set_risk", "casework"),
    ]  # fmt: skip
    of_child = [line.deed for line in reversed(list(journal.read(case.child_id)))]
    assert list(dict.fromkeys(of_child)) == ["cases.open_file", "cases.look", "cases.write", "cases.set_risk"]
    assert of_child.count("cases.look") == 2
    page = text(client_of(cast, "bao").get(reverse("cases:history", args=[case.pk])))
    assert "Dalia" in page
    assert page.count("Opened a file") == 2


def test_a_list_is_no_look(cast: Cast) -> None:
    """It shows nothing of what was told, and no name."""
    case = opened(cast)
    before = len(list(journal.read(case.pk)))
    page = text(client_of(cast, "marek").get(reverse("cases:mine")))
    assert case.number in page
    for told in ("Lilo", "Anders", "Girl", "2013"):
        assert told not in page.partition("<main")[2]
    assert len(list(journal.read(case.pk))) == before
