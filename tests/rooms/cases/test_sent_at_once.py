"""A button that is pressed twice sends a form twice at the same moment: one of them is done."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from fanal.cases.models import Note
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.test_sent_twice import NOTE, WORDS, key_in
from tests.rooms.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))


def test_a_button_that_is_pressed_twice_makes_one_row(cast: Cast) -> None:
    """In one browser, in requests of their own; who comes later reads what was typed, and that it was sent."""
    address = reverse("cases:note", args=[opened(cast, datetime.now(UTC)).pk])
    marek, before = client_of(cast, "marek"), Note.objects.count()
    drawn = key_in(text(marek.get(address)))

    def sent(_n: int) -> tuple[int, str]:
        browser = Client()
        browser.cookies = marek.cookies
        answer = browser.post(address, NOTE | drawn)
        return answer.status_code, text(answer)

    answers = at_once(sent, 4)
    assert Note.objects.count() == before + 1
    assert sorted(status for status, _page in answers) == [200, 200, 200, 302]
    for status, page in answers:
        assert status == 302 or (WORDS in page and NOTE["note_body"] in page)
