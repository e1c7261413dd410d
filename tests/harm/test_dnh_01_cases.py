"""DNH-01 and DNH-02: what is typed into a file of a child holds no picture in disguise and no address of material."""

import base64

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases.model.declared import model
from fanal.cases.models import Case, Note
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
PICTURE = base64.b64encode(bytes(range(256)) * 5).decode()


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


@pytest.mark.parametrize("body", [f"data:image/png;base64,{PICTURE}", PICTURE])
def test_a_picture_in_disguise_is_refused_and_nothing_is_kept(marek: Client, case_of_file: Case, body: str) -> None:
    address = reverse("cases:note", args=[case_of_file.pk])
    answer = marek.post(address, {"note_kind": "contact", "note_reached": "yes", "note_body": body})
    assert answer.status_code == 200
    assert "We cannot take files or pictures" in text(answer)
    assert not Note.objects.exists()


def test_an_address_of_something_online_is_not_kept_and_the_writer_is_told(marek: Client, case_of_file: Case) -> None:
    address = reverse("cases:note", args=[case_of_file.pk])
    said = {"note_kind": "contact", "note_reached": "yes", "note_body": "She saw it at https://bad.example/room"}
    answer = marek.post(address, said)
    assert "Take the address out." in text(answer)
    assert not Note.objects.exists()
    marek.post(address, said | {"note_body": "She saw it online and told me"})
    assert Note.objects.count() == 1


def test_no_kind_of_field_takes_a_file_a_picture_or_a_sound() -> None:
    kinds = {one.kind.split(" ")[0] for one in model().fields}
    assert not kinds & {"file", "image", "audio", "video", "url", "binary", "upload", "attachment"}
