"""Who was a child then and is grown up now: a file opens with the age at that time, and the person decides alone."""

import pytest
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.cases.files import files
from fanal.cases.models import Act, Case
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import accepted, opened
from tests.rooms.cases.test_pages import POSTED

pytestmark = pytest.mark.django_db(databases="__all__")
BY_THEMSELVES = {"consent__given_by": "child", "consent__child_assented": "agreed", "consent__basis": "consent"}


def test_without_the_age_then_no_file_opens(cast: Cast) -> None:
    with pytest.raises(NotNow) as refused:
        opened(cast, child__age_at_intake=24, **BY_THEMSELVES)
    assert refused.value.field == "act.age_at_time"
    assert not Case.objects.exists()


def test_the_first_act_holds_the_age_then(cast: Cast) -> None:
    case = opened(cast, child__age_at_intake=24, act__age_at_time=13, **BY_THEMSELVES)
    (act,) = files.look(cast["marek"], case.pk, NOW).of(Act)
    assert act.said["age_at_time"] == 13
    assert not act.unreadable
    assert act.row.concern_id == case.told.get().concern_id


def test_a_child_has_no_act_from_opening(cast: Cast) -> None:
    opened(cast, act__age_at_time=12)
    assert not Act.objects.exists()


@pytest.mark.parametrize("given_by", ["parent", "legal_guardian", "nobody"])
def test_nobody_else_decides_for_an_adult(cast: Cast, given_by: str) -> None:
    said = {**BY_THEMSELVES, "consent__given_by": given_by}
    with pytest.raises(NotNow, match="decides alone"):
        opened(cast, child__age_at_intake=24, act__age_at_time=13, **said)


def test_the_form_asks_it_only_of_an_adult(cast: Cast) -> None:
    marek, sent = client_of(cast, "marek"), accepted(cast)
    address = reverse("cases:open", args=[sent.id])
    assert "act_age_at_time" not in text(marek.get(address))
    adult = {**POSTED, "child_age_at_intake": "24", "consent_child_assented": "agreed", "consent_given_by": "child"}
    adult |= {"consent_basis": "consent", "consent_basis_reason": ""}
    asked = text(marek.post(address, adult))
    assert 'name="act_age_at_time"' in asked
    assert "This needs an answer." in asked
    assert 'name="act_age_at_time"' in text(marek.post(address, {**adult, "act_age_at_time": "18"})), "a child then"
    done = marek.post(address, {**adult, "act_age_at_time": "13"})
    assert done.status_code == 302
    page = text(marek.get(done["Location"]))
    assert "was a child when it happened" in page


@pytest.mark.parametrize("typed", ["", "abc", "²", "99999999", "-3"])
def test_any_age_that_is_typed_is_answered_by_a_page(cast: Cast, typed: str) -> None:
    marek, sent = client_of(cast, "marek"), accepted(cast)
    page = marek.post(reverse("cases:open", args=[sent.id]), {**POSTED, "child_age_at_intake": typed})
    assert page.status_code == 200
    assert not Case.objects.exists()
