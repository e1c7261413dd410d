"""Courses as authors, reviewers and translators see them, and as everybody may read them."""

import pytest
from django.urls import reverse

from fanal.learning import reviewing
from fanal.learning.courses import library
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning import reviewed

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "words-without-blame"


def test_who_writes_sees_how_a_course_stands(cast: Cast) -> None:
    bao, course = client_of(cast, "bao"), library.shipped()[CODE]
    listed = text(bao.get(reverse("learning:courses")))
    assert course.texts["title"] in listed
    assert "not reviewed" in listed
    page = text(bao.get(reverse("learning:course", args=[CODE])))
    for words in ("Clinician", "Survivor adviser", "Lawyer", "Practitioner", "in a thousand", course.texts["k1"]):
        assert words in page
    reviewed.all_say(cast, CODE, "fr")
    page = text(bao.get(reverse("learning:course", args=[CODE])))
    assert page.count("it holds") == 4
    assert "French" in page


def test_each_page_and_form_opens_as_a_learner_meets_it(cast: Cast) -> None:
    bao, course = client_of(cast, "bao"), library.shipped()[CODE]
    for language in library.languages(CODE):
        said = library.spoken(CODE, language).texts
        for lesson in course.lessons:
            for page in lesson.pages:
                shown = text(bao.get(reverse("learning:page", args=[CODE, language, lesson.id, page.id])))
                assert said[page.title] in shown
        for forms in course.forms.values():
            for form in forms:
                shown = text(bao.get(reverse("learning:form", args=[CODE, language, form])))
                assert all(said[one.vignette].split("\n")[0] in shown for one in course.of_form(form))
                assert "Can do harm" in shown


def test_each_text_stands_beside_its_translation(cast: Cast) -> None:
    said = library.spoken(CODE, "fr")
    page = text(client_of(cast, "bao").get(reverse("learning:texts", args=[CODE, "fr"])))
    assert said.texts["title"] in page
    assert said.course.texts["title"] in page


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("km", "ltr")])
def test_a_draft_of_a_machine_says_so_and_is_offered_to_nobody(cast: Cast, language: str, way: str) -> None:
    bao, said = client_of(cast, "bao"), library.spoken("tourism-core", language)
    lesson = said.course.lessons[0]
    for page in lesson.pages:
        shown = text(bao.get(reverse("learning:page", args=["tourism-core", language, lesson.id, page.id])))
        assert said.texts[page.title] in shown
        assert f'lang="{language}" dir="{way}"' in shown
        assert "A machine made this draft" in shown
    assert "A machine made this draft" in text(bao.get(reverse("learning:texts", args=["tourism-core", language])))
    assert "A machine made" not in text(bao.get(reverse("learning:texts", args=["tourism-core", "fr"])))
    reviewed.all_say(cast, "tourism-core", "fr")
    assert set(reviewing.offered(reviewed.TODAY)["tourism-core"]) == {"en", "fr"}


@pytest.mark.parametrize("address", ["nothing/", f"{CODE}/xx/", f"{CODE}/en/forms/Z/", f"{CODE}/en/99/nowhere/"])
def test_what_is_not_here_is_not_found(cast: Cast, address: str) -> None:
    assert client_of(cast, "bao").get(f"/desk/courses/{address}").status_code == 404


def test_a_reviewer_reads_it_whole_and_says_that_it_holds(cast: Cast) -> None:
    reviewed.people(cast)
    celia, course = client_of(cast, "celia"), library.shipped()[CODE]
    address = reverse("desk:review", args=["courses", CODE])
    assert course.texts["title"] in text(celia.get(reverse("desk:reviews")))
    assert course.texts["about"] in text(celia.get(address))
    assert "Can do harm" in text(celia.get(address))


def test_everybody_reads_what_was_reviewed_and_nothing_else(cast: Cast) -> None:
    client, course = client_of(cast, "bao"), library.shipped()[CODE]
    client.cookies.clear()
    assert "No course has been reviewed here yet" in text(client.get("/en/learn/"))
    assert client.get(f"/en/learn/{CODE}/").status_code == 404
    reviewed.all_say(cast, CODE, "fr")
    assert course.texts["title"] in text(client.get("/en/learn/"))
    page = client.get(f"/fr/learn/{CODE}/")
    said = library.spoken(CODE, "fr").texts
    assert said["01." + course.lessons[0].pages[0].id + ".title"] in text(page)
    assert not page.cookies
    spanish = text(client.get(f"/es/learn/{CODE}/"))
    assert course.texts["title"] in spanish
    assert 'lang="en"' in spanish
