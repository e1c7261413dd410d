"""What a device loads of a course: signed, whole, small, and without what is right at the end."""

import gzip
import hashlib
import json
from html import escape as html
from itertools import chain
from typing import Any

import pytest
from django.urls import reverse

from fanal import vault
from fanal.learning.attempts.attempts import FINAL
from fanal.learning.certificates import jws
from fanal.learning.courses import library
from fanal.learning.offline import packs
from tests.desk import text
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.seated import Device, Seated, seated

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "front-desk"
MOST = 150_000
PLAYABLE = [
    (code, language)
    for code, course in library.shipped().items()
    if course.playable
    for language in library.languages(code)
]


@pytest.fixture
def one(cast: Cast, settings: Any) -> Seated:
    settings.LEARNING_HOST = "testserver"
    reviewed.all_say(cast, CODE)
    return seated(cast)


def _url(file: str, code: str = CODE, language: str = "en") -> str:
    return reverse("offline:pack", args=[language, code, file])


def test_a_pack_is_signed_and_each_file_is_as_listed(one: Seated) -> None:
    said = one.client.get(_url("pack.json")).json()
    signature = jws.decoded(said["signature"])
    public, made = packs.signer().public, f"{said['protected']}.{said['payload']}".encode()
    assert vault.verify_jws(public, made, signature)
    changed = f"{said['protected']}.{jws.encoded(jws.decoded(said['payload']) + b' ')}".encode()
    assert not vault.verify_jws(public, changed, signature), "one byte more"
    listed = json.loads(jws.decoded(said["payload"]))
    assert (listed["course"], listed["version"]) == (CODE, library.shipped()[CODE].version)
    for name, digest in listed["files"].items():
        assert hashlib.sha256(one.client.get(_url(name)).content).hexdigest() == digest
    key = jws.encoded(public)
    assert f'data-offline="{key}"' in text(Device().get(reverse("offline:page", args=["en"])))


def test_every_course_fits_a_slow_line_in_every_language() -> None:
    sizes = {}
    for code, language in PLAYABLE:
        files = packs.pack(code, language)
        sizes[code, language] = sum(len(gzip.compress(content, 6)) for content in files.values())
    assert len(sizes) >= 39
    assert max(sizes.values()) <= MOST, sizes


def test_a_device_has_every_page_and_every_situation(one: Seated) -> None:
    course = library.shipped()[CODE]
    lessons = json.loads(packs.pack(CODE, "en")[packs.LESSONS])
    forms = json.loads(packs.pack(CODE, "en")[packs.FORMS])
    pages = [page["id"] for lesson in lessons["lessons"] for page in lesson["pages"]]
    assert pages == [f"{lesson.id}.{page.id}" for lesson in course.lessons for page in lesson.pages]
    assert set(forms["forms"]) == set(course.forms[FINAL])
    for name, places in forms["forms"].items():
        assert set(chain(*places)) == {situation.id for situation in course.of_form(name)}
    for situation in course.scenarios:
        inside = situation.id in forms["asks"] or situation.id in lessons["asks"]
        assert inside == (situation.form not in {"A", "E"})
    for name, drawn in chain(forms["asks"].items(), lessons["asks"].items()):
        scenario = course.scenario(name)
        assert scenario
        assert [f'value="{made.id}"' in drawn for made in scenario.choices] == [True] * len(scenario.choices)


def test_nothing_on_a_device_says_what_is_right_at_the_end() -> None:
    for code, language in PLAYABLE:
        course, said = library.shipped()[code], library.spoken(code, language).texts
        content = packs.pack(code, language)[packs.FORMS].decode()
        for name in course.forms[FINAL]:
            for situation in course.of_form(name):
                told = [said[made.feedback] for made in situation.choices if made.feedback]
                assert told
                assert not [words for words in told if html(words) in content]
        for word in ('"truth"', '"act"', '"worth"', "data-choice", "verdict"):
            assert word not in content, (code, language)


def test_only_what_is_given_and_only_at_a_seat(one: Seated, settings: Any) -> None:
    assert Device().get(_url("pack.json")).status_code == 302
    assert one.client.get(_url("pack.json", "tourism-core")).status_code == 404
    assert one.client.get(_url("course.yaml")).status_code == 404
    settings.LEARNING_HOST = ""
    assert one.client.get(_url("pack.json")).status_code == 404


def test_the_player_names_nobody(one: Seated) -> None:
    alone, with_seat = (text(client.get(reverse("offline:page", args=["en"]))) for client in (Device(), one.client))
    assert alone == with_seat
    assert "Ana" not in alone
