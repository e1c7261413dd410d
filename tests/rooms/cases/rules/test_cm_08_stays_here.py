"""CM-8: identified data stay with the member: nobody else holds a key to them, finds them, or reads them."""

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, visible
from fanal.cases.files import files, lists
from fanal.cases.models import Case, Child
from fanal.network import api as network
from fanal.network.models import Bundle
from tests.desk import client_of
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.rules.scenes import again

pytestmark = pytest.mark.django_db(databases="__all__")
OTHERS = ("nils", "oda", "pia", "quim", "sol", "tove")


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


def test_every_key_of_both_records_is_of_the_organisation(cast: Cast, case: Case) -> None:
    rows = Bundle.objects.filter(record__in=[case.pk, case.child_id])
    assert rows.count() >= 8
    assert set(rows.values_list("org", flat=True)) == {cast.aurora}


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_of_another_organisation_opens_finds_or_lists_it(cast: Cast, case: Case, who: str) -> None:
    actor = cast[who]
    assert network.records.open_many(cast.aurora, [case.pk, case.child_id], actor.keyring) == {}
    assert not visible(actor, Case.objects.all()).exists()
    assert not visible(actor, Child.objects.all()).exists()
    assert not lists.teams(actor).exists()
    with pytest.raises((NotAllowed, NotHere)):
        files.look(actor, case.pk, NOW, "safety")
    assert client_of(cast, who).get(reverse("cases:file", args=[case.pk])).status_code in {403, 404}
    assert again(case).org_id == cast.aurora


def test_the_control_opens_it(cast: Cast, case: Case) -> None:
    assert set(network.records.open_many(cast.aurora, [case.pk], cast["marek"].keyring)) == {case.pk}
