"""A name that is hidden is nowhere: not in the file, not in what was told, not in the form about the child. Worker and
supervisor read it with a reason, on one page, and the journal says why; nobody else does."""

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.files import files, writing
from fanal.cases.files.files import ReasonFirst
from fanal.cases.models import Case, Child, Note
from fanal.cases.naming import naming
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
NAMES = ("Lilo", "Anders")


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """The file of a child whose name Marek hid; Femi works in his team."""
    cast = cast_of_file
    femi = cast["femi"].person
    network.people.give_roles(cast["bao"], femi, [Role.CASEWORKER], NOW)
    are_cleared([femi])
    case = opened(cast)
    naming.hide(cast["marek"], case.pk, "Somebody in the village asks for her", NOW)
    return case


@pytest.mark.parametrize(("who", "reason"), [("marek", ""), ("bao", ""), ("femi", "covering"), ("dalia", "safety")])
def test_the_file_and_what_was_told_are_read_without_the_name(cast: Cast, case: Case, who: str, reason: str) -> None:
    """Also by the worker, and whatever reason somebody sends with the page of the file itself."""
    client = client_of(cast, who)
    address = reverse("cases:file", args=[case.pk])
    pages = [text(client.get(address)), text(client.post(address, {"reason": reason or "safety"}))]
    told = reverse("cases:told", args=[case.told.get().concern_id])
    pages += [text(client.get(told))] if who in {"marek", "bao"} else []
    for page in pages:
        for name in NAMES:
            assert name not in page
    assert "the name is hidden" in pages[1]


def test_what_is_written_about_the_child_leaves_a_hidden_name_as_it_is(cast: Cast, case: Case) -> None:
    marek = client_of(cast, "marek")
    about = reverse("cases:about", args=[case.pk])
    page = text(marek.get(about))
    assert "child_given_name" not in page
    version = case.child.version
    marek.post(about, {"version": version, "child_sex": "female", "child_age_at_intake": "12"})
    assert naming.name(cast["marek"], case.pk, NOW, "paper")["given_name"] == "Lilo"
    assert files.look(cast["marek"], case.pk, NOW).child.said["age_at_intake"] == 12


def test_a_name_is_shown_with_a_reason_on_one_page_and_the_journal_says_why(cast: Cast, case: Case) -> None:
    marek, address = client_of(cast, "marek"), reverse("cases:name", args=[case.pk])
    asked = text(marek.get(address))
    assert "Lilo" not in asked
    assert "Lilo" not in text(marek.post(address, {}))
    shown = text(marek.post(address, {"reason": "paper"}))
    assert "Lilo" in shown.partition("<main")[2]
    assert "Lilo" not in shown.partition("<main")[0]
    assert "Lilo" not in text(marek.get(reverse("cases:file", args=[case.pk])))
    line = journal.read_org(cast.aurora, deeds=["cases.reveal_name"])[0]
    assert (line.actor, line.purpose) == (cast["marek"].person, "casework:paper")
    naming.name(cast["bao"], case.pk, NOW, "safety")
    assert "Read a name that is hidden" in text(client_of(cast, "bao").get(reverse("cases:history", args=[case.pk])))


@pytest.mark.parametrize("who", ["femi", "dalia", "edo", "lena"])
def test_whoever_only_reads_never_gets_the_name(cast: Cast, case: Case, who: str) -> None:
    page = client_of(cast, who).post(reverse("cases:name", args=[case.pk]), {"reason": "paper"})
    assert page.status_code in {403, 404}
    assert "Lilo" not in text(page)
    with pytest.raises((NotAllowed, NotHere)):
        naming.name(cast[who], case.pk, NOW, "paper")


def test_other_organisations_and_other_reasons_get_nothing(cast: Cast, case: Case) -> None:
    with pytest.raises(NotHere):
        naming.name(cast["oda"], case.pk, NOW, "paper")
    with pytest.raises(ReasonFirst):
        naming.name(cast["marek"], case.pk, NOW, "covering")
    for who, wrong in (("femi", NotAllowed), ("dalia", NotAllowed), ("oda", NotHere)):
        with pytest.raises(wrong):
            naming.unhide(cast[who], case.pk, "I want to read it", NOW)


def test_hiding_and_showing_again_each_have_a_reason_in_the_file(cast: Cast, case: Case) -> None:
    with pytest.raises(NotNow):
        naming.hide(cast["marek"], case.pk, "Once more", NOW)
    with pytest.raises(NotNow):
        naming.unhide(cast["bao"], case.pk, "", NOW)
    naming.unhide(cast["bao"], case.pk, "He moved away", NOW)
    found = files.look(cast["marek"], case.pk, NOW)
    assert found.child.said["given_name"] == "Lilo"
    assert {one.said["body"] for one in found.of(Note)} >= {"Somebody in the village asks for her", "He moved away"}


def test_who_changes_the_database_reads_no_name(cast: Cast, case: Case) -> None:
    """The row does not hold any more, and says so; nothing is written."""
    Child.objects.filter(pk=case.child_id).update(protected_name=False)
    found = files.look(cast["marek"], case.pk, NOW)
    assert found.child.unreadable
    assert not found.child.said["given_name"]
    told = text(client_of(cast, "marek").get(reverse("cases:told", args=[case.told.get().concern_id])))
    assert not [name for name in NAMES if name in told]
    with pytest.raises(NotAllowed):
        writing.set_about(cast["marek"], case.pk, {"sex": "female"}, case.child.version, NOW)
