"""CM-42: a request that is repeated makes one row: the form that opens a file, an offer and its yes."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.cases.codes_work import HandOnKind
from fanal.cases.models import Case, Child, Consent, HandOn, Holding, Told
from fanal.cases.passing_on import inside
from fanal.clocks.models import Duty
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import accepted, opened
from tests.rooms.cases.test_pages import POSTED

pytestmark = pytest.mark.django_db(databases="__all__")


def test_the_form_sent_ten_times_opens_one_file(cast: Cast) -> None:
    address, marek = reverse("cases:open", args=[accepted(cast).id]), client_of(cast, "marek")
    first = marek.post(address, POSTED)
    made = [table.objects.count() for table in (Case, Child, Consent, Told, Holding, Duty)]
    assert made[:2] == [1, 1]
    for _again in range(9):
        assert marek.post(address, POSTED)["Location"] == first["Location"]
    assert [table.objects.count() for table in (Case, Child, Consent, Told, Holding, Duty)] == made


def test_one_key_is_one_offer_and_a_second_yes_changes_nothing(cast: Cast) -> None:
    case = opened(cast)
    network.people.give_roles(cast["bao"], cast["noor"].person, [Role.CASEWORKER], NOW)
    are_cleared([cast["noor"].person])
    said: dict[str, Any] = dict.fromkeys(inside.NOTE, "x")
    key, to = uuid4(), cast["noor"].person
    rows = {inside.offer(cast["marek"], case.pk, HandOnKind.ASSIGN, to, said, key, NOW).pk for _ in range(20)}
    assert len(rows) == HandOn.objects.count() == 1
    for _twice in range(20):
        inside.accept(cast["noor"], next(iter(rows)), NOW)
    case.refresh_from_db()
    row = HandOn.objects.get()
    assert (row.state, row.version, case.owner_id) == ("accepted", 2, to)
