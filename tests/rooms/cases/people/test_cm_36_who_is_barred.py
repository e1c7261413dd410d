"""CM-36: whoever is suspected of harming the child consents to nothing, is told nothing, and is not contacted, from the
write that says so (DNH-21)."""

from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files import files
from fanal.cases.grounds import grounds
from fanal.cases.models import Caregiver, CareLink, Case, Consent
from fanal.cases.people import people
from fanal.vocabulary.codes import DataCategory
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import helper
from tests.rooms.cases.people.around import LINK, PERSON, entered

pytestmark = pytest.mark.django_db(databases="__all__")
BARRED = "must not consent, be told or be contacted"


def gives(cast: Cast, case: Case, link: CareLink | None) -> None:
    """A guardian and the child consent to the work."""
    said: dict[str, Any] = {"basis": "consent", "given_by": "legal_guardian", "child_assented": "agreed"}
    said |= {"given_by_link": str(link.pk)} if link else {}
    grounds.give(cast["marek"], case.pk, ConsentPurpose.CASE_MANAGEMENT, said, NOW)


def now(cast: Cast, case: Case) -> tuple[Any, Any]:
    found = files.look(cast["marek"], case.pk, NOW)
    return found.of(CareLink)[0], found.of(Caregiver)[0]


@pytest.mark.parametrize("why", ["is_alleged_offender", "consent_barred"])
def test_in_the_same_write_nothing_is_told_and_nothing_consented(case: Case, cast: Cast, why: str) -> None:
    link = entered(cast, case)
    gives(cast, case, link)
    before = Consent.objects.count()
    people.change(cast["marek"], case.pk, link.pk, PERSON, LINK | {why: True}, 1, NOW)
    tie, person = now(cast, case)
    assert tie.row.consent_barred
    assert person.said["may_be_told"] == "nothing", "whatever the child agreed to before"
    for named in (link, None):
        with pytest.raises(NotNow):
            gives(cast, case, named)
    assert Consent.objects.count() == before
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    assert BARRED in page


def test_somebody_else_of_the_family_still_consents(case: Case, cast: Cast) -> None:
    entered(cast, case, is_alleged_offender=True)
    before = Consent.objects.count()
    gives(cast, case, entered(cast, case, relationship="grandmother"))
    assert Consent.objects.count() == before + 1


def test_from_the_first_entry_on(case: Case, cast: Cast) -> None:
    link = people.add(cast["marek"], case.pk, PERSON, LINK | {"is_alleged_offender": True}, NOW)
    assert CareLink.objects.get(pk=link.pk).consent_barred
    assert now(cast, case)[1].said["may_be_told"] == "nothing"


def test_it_stays_until_somebody_says_no_and_while_they_are_suspected(case: Case, cast: Cast) -> None:
    link = entered(cast, case, is_alleged_offender=True)

    def then(version: int, **said: Any) -> bool:
        people.change(cast["marek"], case.pk, link.pk, PERSON, LINK | said, version, NOW)
        return CareLink.objects.get(pk=link.pk).consent_barred

    assert then(1), "not asked: as it was"
    assert then(2, consent_barred=False), "they are suspected still"
    assert then(3, is_alleged_offender=False), "nobody said that they may"
    assert not then(4, is_alleged_offender=False, consent_barred=False)


def test_whom_somebody_freed_in_the_database_consents_to_nothing(case: Case, cast: Cast) -> None:
    link = entered(cast, case, is_alleged_offender=True)
    CareLink.objects.filter(pk=link.pk).update(consent_barred=False)
    for named in (link, None):
        with pytest.raises(NotNow):
            gives(cast, case, named)


def test_who_did_not_write_it_reads_no_suspicion_and_keeps_it(case: Case, cast: Cast) -> None:
    """Another worker takes the child on: whether somebody is suspected is not theirs to read, and stays."""
    link = entered(cast, case, is_alleged_offender=True)
    (tie,) = files.look(cast["bao"], case.pk, NOW).of(CareLink)
    assert tie.said["is_alleged_offender"] is None
    marek = client_of(cast, "marek")
    change = reverse("cases:around_change", args=[case.pk, link.pk])
    assert 'name="care_link_is_alleged_offender"' in text(marek.get(change))
    assert "is_alleged" not in text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "suspected of harming" not in text(marek.get(reverse("cases:file", args=[case.pk])))


def test_who_helps_changes_a_relation_and_frees_nobody(case: Case, cast: Cast) -> None:
    """Who helps cannot read whether somebody is suspected: what they say of it is refused, and nobody is freed."""
    link = entered(cast, case, is_alleged_offender=True)
    noor = helper(cast, case)
    people.change(noor, case.pk, link.pk, PERSON, LINK | {"relationship": "cousin", "consent_barred": False}, 1, NOW)
    assert CareLink.objects.get(pk=link.pk).consent_barred
    (tie,) = files.look(cast["marek"], case.pk, NOW).of(CareLink)
    assert (tie.said["relationship"], tie.said["is_alleged_offender"]) == ("cousin", True)
    for said in (True, False):
        with pytest.raises(NotAllowed, match="keys"):
            people.change(noor, case.pk, link.pk, PERSON, LINK | {"is_alleged_offender": said}, 2, NOW)
    made = people.add(noor, case.pk, PERSON, LINK | {"consent_barred": True, "is_alleged_offender": None}, NOW)
    assert CareLink.objects.get(pk=made.pk).consent_barred


def test_who_helps_with_parts_changes_a_relation_and_leaves_where_the_child_sleeps(case: Case, cast: Cast) -> None:
    link = entered(cast, case, placement_address="Nine Elms 4")
    noor = helper(cast, case, parts=tuple(DataCategory))
    people.change(noor, case.pk, link.pk, PERSON, LINK | {"placement_address": ""}, 1, NOW)
    people.end(noor, case.pk, link.pk, "ill_health", 2, NOW)
    assert not now(cast, case)[0].said["is_current_caregiver"]
    assert now(cast, case)[0].said["placement_address"] == "Nine Elms 4"
    with pytest.raises(NotNow, match="where the child sleeps"):
        people.change(noor, case.pk, link.pk, PERSON, LINK | {"placement_address": "Elsewhere"}, 3, NOW)


@pytest.mark.usefixtures("that_day")
def test_what_who_helps_typed_of_a_suspicion_stays_on_the_page(case: Case, cast: Cast) -> None:
    helper(cast, case)
    sent = {"caregiver_name": "Ilva Sturm", "care_link_relationship": "aunt", "care_link_contact_allowed": "free"}
    sent |= {"care_link_is_alleged_offender": "yes", "version": "0"}
    answer = client_of(cast, "noor").post(reverse("cases:around", args=[case.pk]), sent)
    assert answer.status_code == 200
    assert not CareLink.objects.exists()
    assert "Ilva Sturm" in text(answer)
    assert "Your keys do not open this" in text(answer)
