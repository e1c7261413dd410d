"""Taking files in through the pages: from whom for whom, the report, two people, an own form, confirming, back."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases.codes import ConsentPurpose
from fanal.cases.exchange import own, sheets
from fanal.cases.files import files as reading
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, ImportBatch, Imported
from fanal.network.models import SessionRow
from tests import tables
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.exchange.bringing import TABLE, files, many, second, taken
from tests.rooms.cases.exchange.test_cm_40_imports import GROUND

pytestmark = pytest.mark.django_db(databases="__all__")
NAMES = ("Lilo", "Anders", "likes to draw", "2013-05-03")
FORM = """question,choice,field,code
group/name,,child.given_name,
group/age,,child.age_at_intake,
sex,girl,child.sex,female
sex,boy,child.sex,male
harm,chat,case.forms,grooming
harm,money,case.forms,sexual_extortion
phone,,child.contacts,phone
said,,comment,
consent,,ground,
"""


def at(step: str, *more: object) -> str:
    return reverse(f"cases:take{step}", args=more)


def begin(bao: Client, cast: Cast, source: str = "htcds") -> str:
    """The page on which the table is pasted."""
    said = {"source": source, "worker": str(cast["marek"].person), "supervisor": str(cast["bao"].person)}
    answer = bao.post(at("_new"), said)
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def test_from_a_table_to_files_and_back(cast: Cast) -> None:
    bao = client_of(cast, "bao")
    assert "No table was taken in yet" in text(bao.get(at("s")))
    rows = tables.begin(bao, begin(bao, cast), TABLE + '"Grown","","1990","","",""\n')
    page = text(bao.get(rows))
    assert "Children that can be taken in" in page, "nobody is asked which column is which"
    assert "This is about a grown-up" in page
    assert not [word for word in NAMES if word in page]
    assert not Case.objects.exists()
    assert tables.take(bao, rows).status_code == 302
    page = text(bao.get(rows))
    assert "The files are here" in page
    assert not [word for word in NAMES if word in page]
    assert not [word for word in NAMES for one in SessionRow.objects.all() if word.encode() in bytes(one.payload)]
    (batch,) = ImportBatch.objects.all()
    assert at("_undo", batch.pk) in page
    assert "taken in" in text(bao.get(at("s")))
    assert bao.post(at("_undo", batch.pk), {}).status_code == 302
    assert not Case.objects.exists()
    assert "taken back" in text(bao.get(at("", batch.pk)))


def test_columns_that_stay_out_are_told_with_the_reason(cast: Cast) -> None:
    bao = client_of(cast, "bao")
    said = [{"name_first": "Lilo", "age": 13, "photos": ["a"], "location_gps_latitude": 1, "owned_by": "x", "weird": 1}]
    page = text(bao.get(tables.begin(bao, begin(bao, cast, "primero"), json.dumps({"data": said}))))
    assert "Pictures, sound, video and documents never come in" in page
    assert "People are matched by a person" in page
    assert "not a column of this format" in page
    assert "weird" not in page, "an unknown heading may be a value"


def test_more_than_some_are_agreed_to_by_a_second_supervisor(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ALONE", 1)
    second(cast)
    bao, dalia = client_of(cast, "bao"), client_of(cast, "dalia")
    rows = tables.begin(bao, begin(bao, cast), many(2))
    assert "another supervisor agrees first" in text(tables.take(bao, rows))
    (batch,) = ImportBatch.objects.all()
    assert "waits for a second supervisor" in text(bao.get(at("", batch.pk)))
    assert bao.post(at("_approve", batch.pk), {}).status_code == 403
    page = text(dalia.get(at("_approve", batch.pk)))
    assert "May Bao take in 2 files?" in page
    assert dalia.post(at("_approve", batch.pk), {}).status_code == 302
    assert tables.take(bao, rows).status_code == 302
    assert Case.objects.count() == 2


def test_a_form_of_our_own(cast: Cast) -> None:
    bao = client_of(cast, "bao")
    assert "child.given_name" in text(bao.get(at("_fields")))
    assert bao.post(at("_form"), {"name": "Night bus", "text": FORM}).status_code == 302
    (kept,) = own.maps_of(cast["bao"])
    assert "Night bus" in text(bao.get(at("_new")))
    answers = [{
        "_id": 4, "group/name": "Lilo", "group/age": "13", "sex": "girl", "harm": "chat money", "phone": "+33 1",
        "said": "She is tired", "consent": "yes", "_attachments": [{"x": 1}], "_geolocation": [1.5, 2.5],
    }]  # fmt: skip
    rows = tables.begin(bao, begin(bao, cast, str(kept.pk)), json.dumps({"results": answers}))
    page = text(bao.get(rows))
    assert "A consent is never imported" in page
    assert "Points on a map" in page
    assert tables.take(bao, rows).status_code == 302
    (case,) = files(ImportBatch.objects.get())
    found = reading.look(cast["marek"], case.pk, NOW)
    assert (found.child.said["given_name"], found.child.said["sex"]) == ("Lilo", "female")
    assert found.work.said["forms"] == ("grooming", "sexual_extortion")


@pytest.mark.parametrize(
    "text_",
    [
        "question,choice,field,code\nq,,case.status,\n",
        "question,choice,field,code\nq,bad,case.standing,offender\n",
        "question,choice,field,code\nq,,child.ethnicity,\n",
        "a,b\n1,2\n",
        "question,choice,field,code\nq,,alleged_offender.names,\n",
    ],
)
def test_a_form_that_would_mark_a_child_is_not_kept(cast: Cast, text_: str) -> None:
    answer = client_of(cast, "bao").post(at("_form"), {"name": "X", "text": text_})
    assert answer.status_code == 200
    assert not own.maps_of(cast["bao"])


def test_the_page_of_a_file_says_where_it_came_from_and_is_confirmed(cast: Cast) -> None:
    (case,) = files(taken(cast))
    marek = client_of(cast, "marek")
    page = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "Imported from HTCDS 2.0" in page
    assert "First ask the child, and record a ground" in page
    grounds.give(cast["marek"], case.pk, ConsentPurpose.CASE_MANAGEMENT, GROUND, NOW)
    url = reverse("cases:confirm_imported", args=[case.pk])
    assert url in text(marek.get(reverse("cases:file", args=[case.pk])))
    said: dict[str, Any] = {"case_standing": "victim", "case_risk": "high", "version": 1}
    assert "needs an answer" in text(marek.post(url, said))
    assert marek.post(url, said | {"child_safe_to_contact": "agreed_times"}).status_code == 302
    assert Imported.objects.get().confirmed_by_id == cast["marek"].person
    assert "Marek confirmed it" in text(marek.get(reverse("cases:file", args=[case.pk])))


@pytest.mark.parametrize("who", ["marek", "lena", "dalia", "nils"])
def test_who_is_no_supervisor_sees_no_table(cast: Cast, who: str) -> None:
    batch = taken(cast)
    other = client_of(cast, who)
    for url in (at("s"), at("_new"), at("_form"), at("", batch.pk), at("_in", batch.pk), at("_undo", batch.pk)):
        assert other.get(url).status_code in {403, 404}, url


def test_a_picture_is_refused_before_a_byte_of_it_is_read(cast: Cast) -> None:
    bao = client_of(cast, "bao")
    url = begin(bao, cast)
    piece = reverse(
        "cases:take_in_piece", args=[ImportBatch.objects.get().pk, "01975f2e-1111-4222-8333-444455556666", 0]
    )
    assert bao.post(piece, b"\x89PNG", content_type="image/png").status_code == 415
    assert bao.post(url, {"text": "", "table": "", "pieces": "3"}).status_code == 200, "a piece is missing"
