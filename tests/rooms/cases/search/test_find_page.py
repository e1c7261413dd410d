"""The page on which a file is looked for."""

import re

import pytest
from django.urls import reverse

from fanal.network.contracts import Role
from fanal.network.people import give_roles
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_hit_leads_to_the_file_and_says_no_name(cast: Cast) -> None:
    case = opened(cast, child__given_name="Mirelle")
    marek, address = client_of(cast, "marek"), reverse("cases:find")
    assert address in text(marek.get(reverse("cases:mine")))
    page = text(marek.post(address, {"name": "mirelle", "year": "2013", "sex": "female"}))
    table = page[page.index("<table") : page.index("</table")]
    assert reverse("cases:file", args=[case.pk]) in table
    assert "M. A." in table
    assert "Marek" in table
    assert "Mirelle" not in page
    assert page.count("mirelle") == 1, "in the field in which it was typed, nowhere else"
    assert "irelle" not in re.search(r"<title>(.*?)</title>", page, re.S)[1]  # type: ignore[index]


def test_a_protected_name_says_only_that_it_is_hidden(cast: Cast) -> None:
    case = opened(cast)
    type(case.child).objects.update(protected_name=True)
    page = text(client_of(cast, "marek").post(reverse("cases:find"), {"name": "Lilo"}))
    assert "name hidden" in page
    assert "L. A." not in page


def test_a_colleague_of_the_team_finds_it_and_gives_a_reason_to_read_it(cast: Cast) -> None:
    case = opened(cast)
    give_roles(cast["bao"], cast["femi"].person, [Role.CASEWORKER], NOW)
    are_cleared([cast["femi"].person])
    femi = client_of(cast, "femi")
    page = text(femi.post(reverse("cases:find"), {"name": "Lilo"}))
    assert case.number in page
    assert "You can read the file with a reason" in text(femi.get(reverse("cases:file", args=[case.pk])))


def test_whoever_has_no_part_in_it_does_not_see_the_page(cast: Cast) -> None:
    for who in ("edo", "celia", "lena"):
        assert client_of(cast, who).get(reverse("cases:find")).status_code == 403
