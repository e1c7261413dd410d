"""CM-60: a person suspected stands in one file, for few; nobody searches, lists, links or counts them (DNH-24, DNH-25,
DNH-26)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow, stated
from fanal.cases import duties
from fanal.cases.acts import acts, suspects
from fanal.cases.files import files
from fanal.cases.files.files import ReasonFirst
from fanal.cases.model.declared import model
from fanal.cases.models import Act, AllegedOffender, Case
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.acts.filed import PERSON, posted
from tests.rooms.cases.care import helper, opened

pytestmark = pytest.mark.django_db(databases="__all__")
NAME = PERSON["names"][0]


def entered(cast: Cast, case: Case, **more: Any) -> AllegedOffender:
    return suspects.add(cast["marek"], case.pk, PERSON | more, NOW)


def due(cast: Cast, kind: clocks.DutyKind) -> list[DutyRef]:
    return clocks.open_duties(org=cast.aurora, kinds=[kind])


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


def at(case: Case) -> str:
    return reverse("cases:persons", args=[case.pk])


def test_from_the_file_to_an_entry_and_its_change(case: Case, cast: Cast, marek: Client) -> None:
    assert at(case) in text(marek.get(reverse("cases:file", args=[case.pk])))
    new = reverse("cases:person_new", args=[case.pk])
    first = text(marek.get(new))
    assert "18 or older then" in first
    assert 'name="alleged_offender_names"' not in first
    second = text(marek.post(new, {"alleged_offender_adult_at_time": "yes"}))
    assert 'name="alleged_offender_names"' in second
    assert "This needs an answer." not in second
    lacking = text(marek.post(new, posted("alleged_offender", {**PERSON, "status": ""}) | {"version": "0"}))
    assert NAME in lacking, "nothing typed is lost"
    assert "This needs an answer." in lacking
    done = marek.post(new, posted("alleged_offender", PERSON) | {"version": "0"}, follow=True)
    assert NAME in text(done)
    assert "Person suspected</h2>" in text(done)
    row = AllegedOffender.objects.get()
    change = reverse("cases:person_change", args=[case.pk, row.pk])
    charged = posted("alleged_offender", {**PERSON, "status": "charged"})
    assert "Person charged</h2>" in text(marek.post(change, charged | {"version": "1"}, follow=True))
    assert "colleague changed this" in text(marek.post(change, charged | {"version": "1"}))


def test_nothing_of_them_is_on_the_page_of_the_file(case: Case, cast: Cast, marek: Client) -> None:
    row = entered(cast, case)
    acts.add(cast["marek"], case.pk, {"kind": "exploitation", "persons": (str(row.pk),)}, NOW)
    for name in ("cases:file", "cases:history"):
        page = text(marek.get(reverse(name, args=[case.pk])))
        assert NAME not in page
        assert str(row.pk) not in page
    for name in ("cases:mine", "cases:team"):
        page = text(marek.get(reverse(name), {"name": NAME, "person": NAME, "q": NAME}))
        assert NAME not in page


def test_nationality_and_residence_are_asked_elsewhere(case: Case, cast: Cast, marek: Client) -> None:
    page = text(marek.post(reverse("cases:person_new", args=[case.pk]), {"alleged_offender_adult_at_time": "yes"}))
    row = entered(cast, case)
    page += text(marek.get(reverse("cases:person_change", args=[case.pk, row.pk])))
    assert "nationalit" not in page.lower()
    assert "alleged_offender_residence" not in page


def test_the_worker_reads_their_own_and_others_say_why(case: Case, cast: Cast) -> None:
    entered(cast, case)
    assert suspects.entries(suspects.look(cast["marek"], case.pk, NOW))
    for who in ("bao", "dalia"):
        with pytest.raises(ReasonFirst):
            suspects.look(cast[who], case.pk, NOW)
        (one,) = suspects.entries(suspects.look(cast[who], case.pk, NOW, "safety"))
        assert one.said["names"] == (NAME,)
        person = client_of(cast, who)
        assert NAME not in text(person.get(at(case)))
        assert NAME in text(person.post(at(case), {"reason": "safety"}))
        assert NAME not in text(person.post(at(case), {"reason": "because"}))
    (one,) = files.look(cast["bao"], case.pk, NOW).of(AllegedOffender)
    assert not one.said["names"], "the page of the file keeps it shut"


def test_a_worker_does_not_read_what_another_wrote(case: Case, cast: Cast) -> None:
    row = entered(cast, case)
    network.people.give_roles(cast["bao"], cast["femi"].person, [Role.CASEWORKER], NOW)
    are_cleared([cast["femi"].person])
    with pytest.raises(NotAllowed):
        suspects.look(cast["femi"], case.pk, NOW, "safety")
    AllegedOffender.objects.update(made_by=cast["bao"].person)
    assert not suspects.entries(suspects.look(cast["marek"], case.pk, NOW))
    with pytest.raises(NotHere):
        suspects.change(cast["marek"], case.pk, row.pk, PERSON, 1, NOW)


def test_whoever_writes_the_database_takes_no_entry_over(case: Case, cast: Cast) -> None:
    """Somebody who is written in as its author reads it not, and changes nothing."""
    row = entered(cast, case)
    AllegedOffender.objects.filter(pk=row.pk).update(made_at=NOW - timedelta(days=3))
    with pytest.raises(NotNow):
        suspects.change(cast["marek"], case.pk, row.pk, PERSON, 1, NOW)
    assert not suspects.entries(suspects.look(cast["marek"], case.pk, NOW))


@pytest.mark.parametrize("who", ["amara", "femi", "lena", "celia", "edo", "nils", "sol"])
def test_for_others_there_is_no_such_page(case: Case, cast: Cast, who: str) -> None:
    row = entered(cast, case)
    person = client_of(cast, who)
    for name, args in (("persons", []), ("person_new", []), ("person_change", [row.pk]), ("person_child", [row.pk])):
        page = person.post(reverse(f"cases:{name}", args=[case.pk, *args]), {"reason": "safety"})
        assert page.status_code in {403, 404}
        assert NAME not in text(page)


def test_entries_of_one_file_are_not_there_in_another(case: Case, cast: Cast, marek: Client) -> None:
    row, other = entered(cast, case), opened(cast)
    assert marek.get(reverse("cases:person_change", args=[other.pk, row.pk])).status_code == 404
    with pytest.raises(NotHere):
        suspects.take_out(cast["marek"], other.pk, row.pk, NOW)


WORDS = {
    "suspected": "Person suspected",
    "under_investigation": "Person suspected",
    "charged": "Person charged",
    "on_trial": "Person charged",
    "convicted": "Person convicted",
    "acquitted": "Person acquitted",
    "not_proceeded": "Person no longer suspected",
    "deceased": "Person suspected",
}


def test_words_follow_how_far_the_law_is() -> None:
    assert {code: suspects.word(code) for code in model().lists["person_status"].codes} == WORDS
    assert suspects.word("") == "Person suspected"


def test_who_reaches_children_now_is_the_safeguarding_leads(case: Case, cast: Cast) -> None:
    entered(cast, case)
    assert not due(cast, duties.CAN_REACH)
    entered(cast, case, access_to_children_now="yes")
    (one,) = due(cast, duties.CAN_REACH)
    assert one.person is None
    assert one.alert
    dalia = client_of(cast, "dalia")
    assert at(case) in text(dalia.get(reverse("desk:day")))
    page = text(dalia.post(at(case), {"reason": "safety"}))
    assert "I acted on it" in page
    seen = reverse("cases:alarm_seen", args=[case.pk])
    assert client_of(cast, "marek").post(seen).status_code == 403
    assert "Noted." in text(dalia.post(seen, follow=True))
    assert not due(cast, duties.CAN_REACH)
    assert not Case.objects.get(pk=case.pk).restricted


def test_acts_name_those_whom_the_worker_entered(case: Case, cast: Cast, marek: Client) -> None:
    row, address = entered(cast, case), reverse("cases:act", args=[case.pk])
    assert NAME in text(marek.get(address))
    marek.post(address, {"act_kind": "exploitation", "act_persons": [str(row.pk)]})
    (act,) = files.look(cast["marek"], case.pk, NOW).of(Act)
    assert act.said["persons"] == (str(row.pk),)
    with pytest.raises(NotNow):
        acts.add(cast["marek"], case.pk, {"kind": ""}, NOW)


def test_who_helps_enters_nobody_and_what_they_typed_stays(case: Case, cast: Cast) -> None:
    noor = helper(cast, case)
    with pytest.raises(NotAllowed, match="keys"):
        suspects.add(noor, case.pk, PERSON, NOW)
    sent = posted("alleged_offender", PERSON) | {"version": "0"}
    answer = client_of(cast, "noor").post(reverse("cases:person_new", args=[case.pk]), sent)
    assert answer.status_code == 200
    assert NAME in text(answer)
    assert not AllegedOffender.objects.exists()


def test_what_named_a_child_is_another_version_once_the_entry_is_gone(case: Case, cast: Cast) -> None:
    """A colleague who has the act open does not write the name back."""
    row = entered(cast, case)
    act = acts.add(cast["marek"], case.pk, {"kind": "exploitation", "persons": (str(row.pk),)}, NOW)
    before = Act.objects.get(pk=act.pk).version
    suspects.take_out(cast["marek"], case.pk, row.pk, NOW)
    assert Act.objects.get(pk=act.pk).version == before + 1


def test_an_act_that_somebody_changed_is_not_vouched_for_as_an_entry_goes(case: Case, cast: Cast) -> None:
    row = entered(cast, case)
    act = acts.add(cast["marek"], case.pk, {"kind": "exploitation", "persons": (str(row.pk),)}, NOW)
    assert stated.kept(case.pk, [Act.objects.get(pk=act.pk)])
    Act.objects.filter(pk=act.pk).update(made_by=cast["bao"].person)
    suspects.take_out(cast["marek"], case.pk, row.pk, NOW)
    assert not stated.kept(case.pk, [Act.objects.get(pk=act.pk)])
