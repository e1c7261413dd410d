"""DNH-11: what a child or a provider opens by a code tells nothing to whoever looks at the screen or the history; on
staff's screens no title names a child."""

import re

import pytest
from django.urls import reverse

from fanal.cases.models import Case
from fanal.cases.urls import urlpatterns
from tests.desk import client_of
from tests.harm.test_dnh_11_neutral import WORDS
from tests.people import Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.child_side.own import Phone, coded

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


def _title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html)
    assert found is not None
    return found[1].strip()


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_pages_of_a_child_have_one_address_and_neutral_titles(cast: Cast, case: Case, lang: str) -> None:
    phone = Phone(lang=lang)
    phone.code(coded(cast, case, "Tuesday"))
    for go in ("feel", "ask", "stop", "other", "write", "who", "end", "home"):
        phone.press(go)
        assert phone.status == 200
        assert phone.response.request["PATH_INFO"] == f"/{lang}/code"
        assert _title(phone.html)
        assert not WORDS.search(_title(phone.html)), go
        assert "fanal" not in phone.html.lower()
        assert not re.search(r'<link[^>]*rel="(?:icon|manifest|apple-touch-icon)"', phone.html)


def test_no_title_and_no_address_of_a_file_says_whose_it_is(cast: Cast, case: Case) -> None:
    marek = client_of(cast, "marek")
    alone = [one.name for one in urlpatterns if re.fullmatch(r"<uuid:case_id>/[a-z/-]*", str(one.pattern))]
    pages = [marek.get(reverse(f"cases:{name}", args=[case.pk])) for name in alone]
    seen = [one for one in pages if one.status_code == 200]
    assert len(seen) > 20
    for page in seen:
        title = _title(page.content.decode())
        assert title
        assert not [told for told in ("Lilo", "Anders", "13", case.number) if told in title], title
        assert "Lilo" not in page.get("Content-Disposition", "")
    assert not [one for one in urlpatterns if "<str:" in str(one.pattern) or "<path:" in str(one.pattern)]
