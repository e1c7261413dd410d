"""CM-51: a file that may be about our own people opens for named people only, and the safeguarding lead hears of it
past whoever leads the worker."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere
from fanal.cases import duties, holding
from fanal.cases.access_terms import COMPARTMENTS
from fanal.cases.acts import suspects
from fanal.cases.files import files, restricting, writing
from fanal.cases.models import Case, Note
from fanal.clocks import api as clocks
from fanal.concerns.conflict import conflict
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.acts.filed import PERSON
from tests.rooms.cases.care import opened
from tests.rooms.concerns.told import DAY

pytestmark = pytest.mark.django_db(databases="__all__")
NOTE = {"body": "She sleeps at her aunt's"}
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def colleague(case: Case, cast: Cast) -> str:
    """Femi works in the team of the file, as Marek does."""
    network.people.give_roles(cast["bao"], cast["femi"].person, [Role.CASEWORKER], NOW)
    are_cleared([cast["femi"].person])
    return "femi"


def keys(cast: Cast, who: str, record: UUID) -> set[str]:
    found = network.records.open_many(cast.aurora, [record], cast[who].keyring)
    return set(found[record].keys.compartments) if found else set()


def belongs_to_us(cast: Cast, case: Case) -> None:
    suspects.add(cast["marek"], case.pk, {**PERSON, "connected_to_us": "yes"}, LATER)


def test_nobody_but_the_named_opens_it_from_then_on(case: Case, cast: Cast, colleague: str) -> None:
    writing.add_note(cast["marek"], case.pk, "contact", NOTE, NOW)
    assert files.look(cast[colleague], case.pk, NOW, "covering").of(Note)[0].said == NOTE
    belongs_to_us(cast, case)
    row = Case.objects.get(pk=case.pk)
    assert row.restricted
    assert list(holding.differences()) == []
    for who in (colleague, "amara", "lena"):
        assert not keys(cast, who, case.pk)
        assert not keys(cast, who, case.child_id)
        with pytest.raises((NotHere, NotAllowed)):
            files.look(cast[who], case.pk, LATER, "covering")
    for who in ("marek", "bao", "dalia"):
        assert keys(cast, who, case.pk) == set(COMPARTMENTS["case"])
        assert keys(cast, who, case.child_id) == set(COMPARTMENTS["child"])
        found = files.look(cast[who], case.pk, LATER, "safety")
        assert found.of(Note)[0].said == NOTE, "what was written before is still there"
        assert found.child.said["given_name"] == "Lilo"
        assert not found.child.unreadable
    writing.add_note(cast["marek"], case.pk, "contact", {"body": "She called"}, LATER)
    assert len(files.look(cast["bao"], case.pk, LATER).of(Note)) == 2


def test_with_the_keys_of_before_one_opens_nothing_of_later(case: Case, cast: Cast, colleague: str) -> None:
    """Who kept the keys of the team, and reads the database, reads nothing that is written from then on."""
    before = network.records.open_held(cast.aurora, case.pk, cast[colleague].keyring).keys
    belongs_to_us(cast, case)
    now = network.records.open_held(cast.aurora, case.pk, cast["marek"].keyring).keys
    for box in ("personal", "identity", "content"):
        assert now.newest(box).epoch > before.newest(box).epoch


def test_only_the_named_hear_of_what_is_due(case: Case, cast: Cast) -> None:
    belongs_to_us(cast, case)
    for one in clocks.open_duties(org=cast.aurora, files=[case.pk]):
        if one.kind == duties.CONNECTED.code:
            assert one.person is None
            assert one.alert
        else:
            assert one.person in {cast["marek"].person, cast["bao"].person}
        assert one.owner == duties.CONNECTED.owner
    dalia = client_of(cast, "dalia")
    assert reverse("cases:persons", args=[case.pk]) in text(dalia.get(reverse("desk:day")))


def test_once_more_changes_nothing(case: Case, cast: Cast) -> None:
    belongs_to_us(cast, case)
    before = network.records.holders(case.pk)
    restricting.restrict(cast["bao"], case.pk, LATER)
    belongs_to_us(cast, case)
    assert sorted(network.records.holders(case.pk)) == sorted(before)
    assert files.look(cast["marek"], case.pk, LATER).case.restricted


@pytest.mark.parametrize("who", ["marek", "bao", "dalia"])
def test_who_may_narrow_a_file(case: Case, cast: Cast, who: str) -> None:
    restricting.restrict(cast[who], case.pk, NOW)
    assert not keys(cast, "lena", case.pk)
    assert files.look(cast["marek"], case.pk, NOW).child.said["given_name"] == "Lilo"


def test_others_narrow_nothing(case: Case, cast: Cast, colleague: str) -> None:
    for who in (colleague, "amara", "edo", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            restricting.restrict(cast[who], case.pk, NOW)
    assert not Case.objects.get(pk=case.pk).restricted


def test_a_concern_about_our_own_people_narrows_its_file(case: Case, cast: Cast, colleague: str) -> None:
    """Whoever marks the concern has no key of the file: it shows itself to nobody else at once, and the safeguarding
    lead takes the keys."""
    conflict.mark(cast["amara"], case.told.get().concern_id, LATER)
    row = Case.objects.get(pk=case.pk)
    assert row.restricted
    assert list(holding.differences()) == []
    with pytest.raises(NotHere):
        files.look(cast[colleague], case.pk, LATER, "covering")
    assert files.look(cast["marek"], case.pk, LATER).case.restricted
    (alarm,) = clocks.open_duties(org=cast.aurora, kinds=[duties.CONNECTED])
    assert alarm.person is None
    assert keys(cast, colleague, case.pk), "nobody had them to take away"
    suspects.settle(cast["dalia"], case.pk, LATER)
    assert not keys(cast, colleague, case.pk)
    assert not keys(cast, colleague, case.child_id)
    assert not clocks.open_duties(org=cast.aurora, kinds=[duties.CONNECTED])
    assert writing.add_note(cast["marek"], case.pk, "contact", NOTE, LATER + DAY)


def test_who_takes_the_mark_away_in_the_database_is_not_believed(case: Case, cast: Cast, colleague: str) -> None:
    belongs_to_us(cast, case)
    Case.objects.filter(pk=case.pk).update(restricted=False)
    holding.write(Case.objects.get(pk=case.pk))
    with pytest.raises(NotAllowed):
        files.look(cast[colleague], case.pk, LATER, "covering")
    with pytest.raises(NotAllowed):
        writing.add_note(cast["marek"], case.pk, "contact", NOTE, LATER)


def test_other_files_stay_as_they_are(case: Case, cast: Cast) -> None:
    other = opened(cast)
    belongs_to_us(cast, case)
    assert not Case.objects.get(pk=other.pk).restricted
    assert keys(cast, "lena", other.pk) == {"offender"}


def test_a_person_narrows_it_with_a_reason(case: Case, cast: Cast, colleague: str) -> None:
    address = reverse("cases:restrict", args=[case.pk])
    marek = client_of(cast, "marek")
    assert address in text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "This needs an answer." in text(marek.post(address, {"note_body": ""}))
    assert not Case.objects.get(pk=case.pk).restricted
    assert client_of(cast, colleague).post(address, {"note_body": "x"}).status_code == 403
    assert "named people only." in text(
        marek.post(address, {"note_body": "A neighbour of hers works here"}, follow=True)
    )
    (note,) = files.look(cast["bao"], case.pk, LATER).of(Note)
    assert note.said["body"] == "A neighbour of hers works here"
    assert not keys(cast, colleague, case.pk)
    page = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert address not in page
    assert "A neighbour of hers works here" in page
