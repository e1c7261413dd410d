"""CM-4: what the child wants stands first on the file, before its heading, in the child's words and no others."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from fanal.cases.files import writing
from fanal.cases.models import Case
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
WORDS = "I want to go home – but not while HE is there!  And my <dog>."


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    made = opened(cast_of_file)
    writing.set_wishes(cast_of_file["marek"], made.pk, WORDS, made.version, NOW)
    return made


@pytest.mark.parametrize("who", ["marek", "bao", "dalia"])
def test_whoever_opens_the_file_reads_them_first(cast: Cast, case: Case, who: str) -> None:
    client, address = client_of(cast, who), reverse("cases:file", args=[case.pk])
    page = text(client.get(address) if who != "dalia" else client.post(address, {"reason": "safety"}))
    main = page.partition("<main")[2]
    assert escape(WORDS) in main
    before = re.sub(r"<[^>]+>", " ", main.partition(escape(WORDS))[0])
    assert "What the child wants" in before
    assert case.number not in before
    assert main.index(escape(WORDS)) < main.index("<h1>")
    assert page.count("<h1>") == 1
