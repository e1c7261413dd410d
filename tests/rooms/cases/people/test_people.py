"""People around the child: who cares, what each may know, where the child sleeps, and when the way to the child is
checked anew."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties
from fanal.cases.files import files
from fanal.cases.models import Caregiver, CareLink, Case
from fanal.cases.people import people
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened
from tests.rooms.cases.people.around import LINK, PERSON, entered

pytestmark = pytest.mark.django_db(databases="__all__")
HOME = "Nine Elms 4, second floor"
SENT = {
    "caregiver_name": "Ilva Storm",
    "care_link_relationship": "aunt",
    "care_link_contact_allowed": "free",
    "care_link_is_current_caregiver": "yes",
}


def checks_at(cast: Cast, case: Case) -> timedelta:
    (one,) = clocks.open_duties(org=cast.aurora, files=[case.pk], kinds=[duties.CONTACT_SAFETY])
    return one.due_at - NOW


def test_from_the_file_to_somebody_who_cares_and_no_more(case: Case, cast: Cast) -> None:
    marek = client_of(cast, "marek")
    page = text(marek.get(reverse("cases:file", args=[case.pk])))
    new = reverse("cases:around", args=[case.pk])
    assert new in page
    lacking = text(marek.post(new, {"caregiver_name": "Ilva Storm"}))
    assert lacking.count("This needs an answer.") >= 2
    assert "Ilva Storm" in lacking
    page = text(marek.post(new, SENT, follow=True))
    assert "Ilva Storm" in page
    assert "cares for the child now" in page
    assert "Invite to a course" in page
    link = CareLink.objects.get()
    change = reverse("cases:around_change", args=[case.pk, link.pk])
    assert 'value="Ilva Storm"' in text(marek.get(change))
    page = text(marek.post(change, {**SENT, "caregiver_name": "Ilva Sturm", "version": "1"}, follow=True))
    assert "Ilva Sturm" in page
    assert "colleague changed this" in text(marek.post(change, {**SENT, "version": "1"}))
    end = reverse("cases:around_end", args=[case.pk, link.pk])
    page = text(marek.post(end, {"care_link_change_reason": "ill_health", "version": "2"}, follow=True))
    assert "cares for the child now" not in page
    assert "until" in page
    (tie,) = files.look(cast["marek"], case.pk, NOW).of(CareLink)
    assert (tie.said["is_current_caregiver"], tie.said["change_reason"]) == (False, "ill_health")


def test_another_home_is_checked_with_the_child_at_once(case: Case, cast: Cast) -> None:
    assert checks_at(cast, case) > timedelta(days=29)
    entered(cast, case, is_current_caregiver=False)
    assert checks_at(cast, case) > timedelta(days=29), "an aunt who does not care changes no way"
    entered(cast, case)
    assert checks_at(cast, case) < timedelta(days=1), "today"


@pytest.mark.parametrize(
    ("said", "at_once"),
    [
        ({"is_current_caregiver": False}, True),
        ({"care_type": "foster"}, True),
        ({"placement_address": HOME}, True),
        ({"contact_allowed": "none"}, False),
        ({}, False),
    ],
)
def test_only_a_change_of_care_or_home_asks_for_it(
    case: Case, cast: Cast, said: dict[str, object], at_once: bool
) -> None:
    link = entered(cast, case)
    clocks.stop(case.pk, duties.CONTACT_SAFETY, now=NOW)
    duties.begin(duties.CONTACT_SAFETY, case, NOW)
    people.change(cast["marek"], case.pk, link.pk, PERSON, LINK | said, 1, NOW)
    assert (checks_at(cast, case) < timedelta(days=1)) is at_once


def test_where_the_child_sleeps_is_in_one_compartment(case: Case, cast: Cast) -> None:
    link = entered(cast, case, placement_address=HOME)
    for who, reason in (("marek", ""), ("bao", ""), ("dalia", "safety")):
        (tie,) = files.look(cast[who], case.pk, NOW, reason).of(CareLink)
        assert tie.said["placement_address"] == HOME
    network.people.give_roles(cast["bao"], cast["femi"].person, [Role.CASEWORKER], NOW)
    network.people.give_roles(cast["bao"], cast["amara"].person, [Role.SUPERVISOR], NOW)
    are_cleared([cast["femi"].person, cast["amara"].person])
    for who, reason in (("femi", "covering"), ("amara", "")):
        (tie,) = files.look(cast[who], case.pk, NOW, reason).of(CareLink)
        assert tie.said["placement_address"] == ""
        assert not tie.unreadable
        assert HOME not in text(client_of(cast, who).post(reverse("cases:file", args=[case.pk]), {"reason": reason}))
    people.end(cast["marek"], case.pk, link.pk, "other", 1, NOW)
    assert files.look(cast["marek"], case.pk, NOW).of(CareLink)[0].said["placement_address"] == ""


def test_nobody_is_told_more_than_the_child_agreed_to(case: Case, cast: Cast) -> None:
    people.add(cast["marek"], case.pk, {"name": "Ilva Storm"}, LINK, NOW)
    assert files.look(cast["marek"], case.pk, NOW).of(Caregiver)[0].said["may_be_told"] == "nothing"


def test_those_of_other_children_are_not_there(case: Case, cast: Cast) -> None:
    other = opened(cast)
    link = entered(cast, other)
    with pytest.raises(NotHere):
        people.change(cast["marek"], case.pk, link.pk, PERSON, LINK, 1, NOW)
    with pytest.raises(NotHere):
        people.end(cast["marek"], case.pk, link.pk, "other", 1, NOW)
    assert client_of(cast, "marek").get(reverse("cases:around_change", args=[case.pk, link.pk])).status_code == 404
    for who in ("nils", "amara", "lena", "edo"):
        page = client_of(cast, who).post(reverse("cases:around_change", args=[other.pk, link.pk]), SENT)
        assert page.status_code in {403, 404}
    for who in ("bao", "dalia"):
        with pytest.raises(NotAllowed):
            people.add(cast[who], case.pk, PERSON, LINK, NOW)


def test_a_row_that_somebody_changed_in_the_database_is_not_written_on(case: Case, cast: Cast) -> None:
    link, other = entered(cast, case), entered(cast, case)
    CareLink.objects.filter(pk=link.pk).update(caregiver=other.caregiver)
    with pytest.raises(NotNow):
        people.change(cast["marek"], case.pk, link.pk, PERSON, LINK, 1, NOW)
    shown = [one.row.pk for one in files.look(cast["marek"], case.pk, NOW).of(CareLink)]
    assert shown == [other.pk]
