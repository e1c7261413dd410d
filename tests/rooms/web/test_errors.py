"""What went wrong is said in words: what happened, what was kept, what to do; nothing of the content is repeated."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation

from fanal.web import errors
from fanal.web.api import problem

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("status", sorted(errors.PAGES))
@pytest.mark.parametrize("path", ["/en/x", "/x"])
def test_each_page_says_what_happened_what_was_kept_and_what_to_do(status: int, path: str) -> None:
    words = errors.PAGES[status]
    response = problem(RequestFactory().get(path), status)
    page = response.content.decode()
    assert response.status_code == status
    for sentence in (words.happened, words.kept, words.todo):
        assert str(sentence).replace("'", "&#x27;") in page
    assert ("data-leave" in page) == (path == "/en/x")
    assert "Fanal" not in page


@pytest.mark.parametrize("path", ["/en/nothing", "/desk/nothing", "/en/boom", "/desk/boom"])
def test_errors_come_in_the_frame_and_language_of_the_reader(visitor: Client, path: str) -> None:
    page = visitor.get(path, headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en"' in page
    assert page.count("<h1>") == 1
    assert ("data-leave" in page) == path.startswith("/en/")


def test_a_failure_repeats_nothing_of_the_request(visitor: Client) -> None:
    response = visitor.get("/en/boom", {"words": "CANARY-7"})
    assert response.status_code == 500
    assert "CANARY" not in response.content.decode()
    assert "ValueError" not in response.content.decode()


def test_a_refusal_may_say_why(visitor: Client) -> None:
    response = visitor.get("/desk/denied")
    assert response.status_code == 403
    assert "Only the custodian may open this." in response.content.decode()


def test_an_empty_answer_gets_its_page(visitor: Client) -> None:
    response = visitor.post("/desk/get", headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code in {403, 405}
    response = Client(enforce_csrf_checks=False, raise_request_exception=False).put("/desk/get")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET"
    assert "This page cannot do that." in response.content.decode()


def test_a_wrong_host_is_told_so_without_being_repeated(visitor: Client) -> None:
    response = visitor.get("/en/two", headers={"Host": "evil.example"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "This address does not belong to us." in page
    assert "evil.example" not in page


@pytest.mark.django_db(databases="__all__")
def test_a_form_without_its_token_is_refused_in_words(site: None) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = strict.post("/desk/form", "words=a", content_type=FORM)
    assert response.status_code == 403
    assert "This page was open for too long." in response.content.decode()
    response = strict.post("/desk/form", "words=a", content_type=FORM, headers={"Origin": "https://evil.example"})
    assert "another website" in response.content.decode()


def test_a_file_is_refused_before_it_touches_the_disk(visitor: Client, tmp_path: Path, settings: object) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)  # type: ignore[attr-defined]
    picture = SimpleUploadedFile("a.png", b"\x89PNG" + b"x" * 40_000, "image/png")
    response = visitor.post("/desk/form", {"words": "a", "kept": "sealed", "file": picture})
    assert response.status_code == 415
    assert "We cannot take files" in response.content.decode()
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db(databases="__all__")
def test_a_form_with_several_parts_but_no_file_passes_for_staff(visitor: Client) -> None:
    response = visitor.post("/desk/form", {"words": "a", "kept": "sealed"})
    assert "Saved" in response.content.decode()


def test_too_much_for_a_staff_form_is_said(visitor: Client) -> None:
    response = visitor.post("/desk/form", "words=" + "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE, content_type=FORM)
    assert response.status_code == 413
    assert "too long" in response.content.decode()


def test_a_broken_body_is_said(visitor: Client) -> None:
    response = visitor.post("/desk/form", b"--x\r\nnonsense", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400
    assert "could not read" in response.content.decode()


def test_words_can_be_replaced_and_are_escaped() -> None:
    response = problem(RequestFactory().get("/en/x"), 422, happened="<b>no</b>", kept="Kept.", todo="Do.")
    page = response.content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert "Kept." in page


def test_where_the_frame_cannot_be_drawn_the_words_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanal.web.context.Page.__init__", lambda self, request: 1 / 0)
    response = problem(RequestFactory().get("/en/x"), 500)
    assert response.status_code == 500
    assert str(errors.PAGES[500].happened) in response.content.decode()


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_sentence_is_translated(language: str) -> None:
    every = [*errors.PAGES.values(), *errors._VARIANTS.values()]
    english = [[str(w) for w in (p.happened, p.kept, p.todo)] for p in every]
    with translation.override(language):
        other = [[str(w) for w in (p.happened, p.kept, p.todo)] for p in every]
    assert not [a for a, b in zip(english, other, strict=True) if set(a) & set(b)]
