"""Which language a page speaks, and that nobody meets one that no native practitioner has reviewed (DNH-52)."""

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client
from django.urls import reverse

from fanal.web.paths import reporter_language


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/en/", "en"), ("/fr/xa/2", "fr"), ("/ar", "ar"),
        ("/desk/", None), ("/", None), ("/en-GB/", None), ("//en/", None), ("en/", None),
    ],
)  # fmt: skip
def test_the_first_segment_of_a_reporters_path_is_its_language(path: str, language: str | None) -> None:
    assert reporter_language(path) == language


def test_a_reporters_language_comes_from_the_path_alone(visitor: Client) -> None:
    response = visitor.get("/es/two", headers={"Accept-Language": "fr"})
    assert '<html lang="es" dir="ltr"' in response.content.decode()
    assert response.headers["Content-Language"] == "es"


@pytest.mark.parametrize("mode", ["production", "demo", "test"])
@pytest.mark.parametrize("code", ["ar", "km"])
def test_unreviewed_languages_are_not_there_for_the_public(
    visitor: Client, settings: object, mode: str, code: str
) -> None:
    settings.MODE = mode  # type: ignore[attr-defined]
    page = visitor.get(f"/{code}/two", headers={"Accept-Language": f"{code}, fr;q=0.5"})
    assert (page.headers["Content-Language"], page.headers["X-Robots-Tag"][:7]) == ("fr", "noindex")
    assert f'lang="{code}"' not in page.content.decode()
    assert f"<bdi>{dict(django_settings.LANGUAGES)[code]}</bdi>" in page.content.decode()


def test_they_are_not_offered_for_choice_either(visitor: Client) -> None:
    page = visitor.get("/en/two").content.decode()
    assert 'hreflang="fr"' in page
    assert 'hreflang="ar"' not in page
    assert 'hreflang="km"' not in page


@pytest.mark.parametrize("mode", ["demo", "test"])
def test_previews_show_them_and_stay_in_the_preview(visitor: Client, settings: object, mode: str) -> None:
    settings.MODE = mode  # type: ignore[attr-defined]
    page = visitor.get("/preview/ar/two").content.decode()
    assert '<html lang="ar" dir="rtl" data-digits="٠١٢٣٤٥٦٧٨٩">' in page
    assert 'href="/preview/ar/leave"' in page
    assert 'href="/preview/km/two"' in page
    assert reverse("web:icon") == "/favicon.ico"  # the prefix ends with the request


def test_production_has_no_preview(visitor: Client, settings: object) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]
    assert visitor.get("/preview/ar/two").status_code == 404


def test_only_reporter_pages_have_a_preview(visitor: Client) -> None:
    assert visitor.get("/preview/desk/form").status_code == 404
    assert visitor.get("/preview/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("fr-CA,fr;q=0.9", "fr"),
        ("ar", "en"),
        ("km, es;q=0.5", "es"),
        ("de", "en"),
        ("", "en"),
        ("x" * 5000, "en"),
        ("*", "en"),
    ],
)
def test_staff_pages_follow_the_browser_among_reviewed_languages(visitor: Client, asked: str, language: str) -> None:
    page = visitor.get("/desk/nothing-here", headers={"Accept-Language": asked}).content.decode()
    assert f'<html lang="{language}"' in page


@pytest.mark.django_db(databases="__all__")
def test_staff_choose_a_language_and_return_to_their_page(visitor: Client) -> None:
    response = visitor.post("/desk/language/", {"language": "fr", "next": "/desk/nothing-here?a=1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/nothing-here?a=1")
    assert '<html lang="fr"' in visitor.get("/desk/nothing-here").content.decode()


@pytest.mark.django_db(databases="__all__")
def test_staff_may_choose_an_unreviewed_language_outside_production_only(visitor: Client, settings: object) -> None:
    visitor.post("/desk/language/", {"language": "ar"})
    assert '<html lang="ar" dir="rtl"' in visitor.get("/desk/nothing-here").content.decode()
    settings.MODE = "production"  # type: ignore[attr-defined]
    assert '<html lang="en"' in visitor.get("/desk/nothing-here").content.decode()


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_a_choice_of_language_never_leads_away(visitor: Client, next_page: str) -> None:
    response = visitor.post("/desk/language/", {"language": "fr", "next": next_page})
    assert response.headers["Location"] == "/"


@pytest.mark.django_db(databases="__all__")
def test_an_unknown_language_changes_nothing(visitor: Client) -> None:
    visitor.post("/desk/language/", {"language": "tlh"})
    session: SessionBase = visitor.session
    assert "language" not in session
