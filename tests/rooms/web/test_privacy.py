"""What a response tells others, what a reporter's request may bring, and the way out."""

import pytest
from django.conf import settings
from django.test import Client

from fanal.web import api as web
from tests.rooms.web import pages

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("path", ["/en/", "/en/two", "/en/nothing-here", "/elsewhere", "/desk/nothing-here"])
def test_no_response_is_kept_or_says_where_one_comes_from(visitor: Client, path: str) -> None:
    headers = visitor.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == ("no-referrer" if path.startswith("/en/") else "same-origin")
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Server"] == ""
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_only_the_entry_may_be_found_by_search_engines(visitor: Client) -> None:
    assert "X-Robots-Tag" not in visitor.get("/en/").headers
    for path in ("/en/two", "/en/nothing-here", "/elsewhere"):
        assert visitor.get(path).headers["X-Robots-Tag"].startswith("noindex")


def test_an_error_of_an_indexable_page_is_not_indexed(visitor: Client) -> None:
    response = visitor.post("/en/", {"a": "b"})  # multipart: refused
    assert response.status_code == 415
    assert response.headers["X-Robots-Tag"].startswith("noindex")


def test_reporter_pages_set_no_cookie_and_read_no_session(visitor: Client) -> None:
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "of-somebody-who-works-here"
    for path in ("/en/", "/en/two", "/en/nothing-here"):
        response = visitor.get(path)  # without the `db` mark a query would fail this test
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert b"csrfmiddlewaretoken" not in response.content
    sent = visitor.post("/en/two", "words=hello&kept=sealed", content_type=FORM)
    assert b"Thank you" in sent.content
    assert not sent.cookies


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data; boundary=x", "application/json", "text/plain", "image/png", "application/octet-stream", ""],
)
def test_other_content_types_are_refused_in_words(visitor: Client, content_type: str) -> None:
    response = visitor.post("/fr/two", b"words=hello", content_type=content_type)
    assert response.status_code == 415
    assert 'lang="fr"' in response.content.decode()
    assert not pages.received


def test_192_kilobytes_are_read_and_one_more_is_not(visitor: Client) -> None:
    start = "kept=sealed&words="
    most = 192 * 1024 - len(start)
    assert visitor.post("/en/two", start + "x" * most, content_type=FORM).status_code == 200
    assert len(pages.received) == 1
    response = visitor.post("/en/two", start + "x" * (most + 1), content_type=FORM)
    assert response.status_code == 413
    assert "too long" in response.content.decode()
    assert len(pages.received) == 1


@pytest.mark.parametrize("length", ["-1", "x", "1e9", "٢٤"])
def test_a_length_that_is_none_is_refused(visitor: Client, length: str) -> None:
    assert visitor.post("/en/two", "words=a", content_type=FORM, CONTENT_LENGTH=length).status_code == 400
    assert not pages.received


def test_a_form_that_another_site_sends_is_refused(visitor: Client) -> None:
    response = visitor.post("/en/two", "words=hello", content_type=FORM, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "another website" in response.content.decode()
    assert not pages.received


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused_in_words(visitor: Client, method: str) -> None:
    response = getattr(visitor, method)("/en/two")
    assert response.status_code == 405
    assert "<h1>" in response.content.decode()


def test_leaving_goes_elsewhere_and_makes_the_browser_forget(visitor: Client) -> None:
    response = visitor.get("/en/leave")
    assert response.status_code == 303
    assert response.headers["Location"] == "http://testserver/elsewhere"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("target", ["/relative", "javascript:alert(1)", "data:text/html,x", ""])
def test_leaving_needs_a_web_address(target: str) -> None:
    with pytest.raises(ValueError, match="absolute"):
        web.leave(target)


def test_every_reporter_view_carries_its_access_decision() -> None:
    assert pages.two.decision.startswith("public:")  # type: ignore[attr-defined]


def test_a_browser_that_asks_for_an_icon_gets_none(visitor: Client) -> None:
    response = visitor.get("/favicon.ico")
    assert response.status_code == 204
    assert "max-age" in response.headers["Cache-Control"]
