"""CM-50: who looked at a file, when, and why, is a page of that file, for whoever works with the child or answers."""

from uuid import UUID

import pytest
from django.urls import reverse

from fanal.cases.files import files
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def file_id(cast_of_file: Cast) -> UUID:
    """Femi, a colleague, reads it with a reason."""
    cast = cast_of_file
    network.people.give_roles(cast["bao"], cast["femi"].person, [Role.CASEWORKER], NOW)
    are_cleared([cast["femi"].person])
    made = opened(cast).pk
    other = opened(cast).pk
    files.look(cast["femi"], made, NOW, "covering")
    files.look(cast["dalia"], other, NOW, "safety")
    return made


@pytest.mark.parametrize("who", ["marek", "bao"])
def test_the_page_names_who_and_when_and_of_this_file_alone(cast: Cast, file_id: UUID, who: str) -> None:
    page = text(client_of(cast, who).get(reverse("cases:history", args=[file_id])))
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "Femi" in main
    assert main.count("Opened a file") == 1, "both records are opened by one look"
    assert "I cover for the worker" in main
    assert "Dalia" not in main
    assert "Lilo" not in page, "it is a page about staff"


def test_the_file_leads_to_it(cast: Cast, file_id: UUID) -> None:
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[file_id])))
    assert reverse("cases:history", args=[file_id]) in page


@pytest.mark.parametrize("who", ["amara", "lena", "celia", "edo", "nils", "sol"])
def test_nobody_else_reads_who_looked(cast: Cast, file_id: UUID, who: str) -> None:
    answer = client_of(cast, who).get(reverse("cases:history", args=[file_id]))
    assert answer.status_code in {403, 404}
    assert "Femi" not in text(answer).partition("<main")[2]
