"""DNH-52: no child reads a page of ours in a language that no named native person reviewed."""

import pytest
from django.conf import settings

from fanal.cases.models import Case
from tests.people import Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.child_side.own import Phone, coded

pytestmark = pytest.mark.django_db(databases="__all__")
UNREVIEWED = [code for code, _name in settings.LANGUAGES if code not in settings.LANGUAGES_REVIEWED]


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


@pytest.mark.parametrize("lang", UNREVIEWED)
def test_a_code_opens_its_page_in_another(cast: Cast, case: Case, lang: str) -> None:
    page = Phone(lang=lang).code(coded(cast, case, "Tuesday"))
    assert '<html lang="en"' in page
    assert "Tuesday" in page


def test_no_page_of_a_child_offers_it(cast: Cast, case: Case) -> None:
    assert UNREVIEWED
    phone = Phone()
    phone.code(coded(cast, case))
    for go in ("home", "feel", "ask", "stop", "write", "who", "end"):
        page = phone.press(go)
        assert not [lang for lang in UNREVIEWED if f'lang="{lang}"' in page or f"/{lang}/" in page]
