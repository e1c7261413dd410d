"""A language is taken back while somebody writes in it, or the page of a country has it not: nothing that was typed is
lost, and whom to call stands first."""

from typing import Any

import pytest

from fanal.concerns.models import Concern, Message, ReportingPage
from fanal.concerns.public.place import forget
from tests.people import Cast, now_are
from tests.rooms.concerns.reporter import Reporter, every_page, filled, opened, say, tell

WORDS = "La fille au sac rouge"
GONE = "This page is not there in Français just now, so it goes on in English"
POLICE = 'href="tel:'


def taken_back(settings: Any) -> None:
    """Nobody stands for French any more."""
    settings.LANGUAGES_REVIEWED = ["en", "es"]


def page_has(*codes: str) -> None:
    """The manager chooses other languages for the page of XA."""
    now_are(ReportingPage.objects.filter(country="XA"), languages=list(codes))
    forget()


def in_english(page: Reporter) -> None:
    assert page.status == 200
    assert '<html lang="en" dir="ltr"' in page.html
    assert page.response.headers["Content-Language"] == "en"
    assert 'lang="fr"' not in page.html.replace('hreflang="fr"', "")


def typed(page: Reporter) -> str:
    return next(one.value for one in page.form.fields if one.name == "words")


def begun() -> Reporter:
    """On the second page in French, after the first was answered."""
    return Reporter().get("/fr/xa/").press("next", danger="no")


@pytest.mark.parametrize("go", ["next", "send"])
def test_what_was_typed_goes_on_in_a_language_that_is_there(here: Cast, settings: Any, go: str) -> None:
    reporter = begun()
    taken_back(settings)
    reporter.press(go, words=WORDS)
    in_english(reporter)
    assert GONE in reporter.words
    assert "You may write in any language." in reporter.words
    assert "not there in" not in (reporter.press("send") if go == "next" else reporter.press("finish")).words
    assert opened(here["amara"], Concern.objects.get())["content"].words == WORDS


def test_what_cannot_be_taken_comes_back_with_what_is_wrong(here: Cast, settings: Any) -> None:
    reporter = begun()
    taken_back(settings)
    reporter.press("next", words="a" * 2001)
    in_english(reporter)
    assert len(typed(reporter)) == 2001
    assert "Characters too many: 1." in reporter.words
    reporter.press("back", words=WORDS).press("Continue")
    assert typed(reporter) == WORDS


def test_no_page_of_the_way_is_a_dead_end(here: Cast, settings: Any) -> None:
    """Whichever page lies open in French: what its first button sends is answered, and so is the way out."""
    pages = every_page("fr")
    taken_back(settings)
    for name, page in pages.items():
        if page.form and page.form.buttons and name != "nowhere":
            again = Reporter().post(*page.sending(page.form.buttons[-1].value))
            assert again.status in {200, 422}, name
            assert again.response.headers["Content-Language"] == "en", name
        assert Reporter().client.get("/fr/xa/leave").status_code == 303


def test_a_child_who_tells_goes_on_too(here: Cast, settings: Any) -> None:
    child = Reporter().get("/fr/xa/you/2")
    taken_back(settings)
    child.press("send", happening=WORDS)
    in_english(child)
    assert opened(here["amara"], Concern.objects.get())["content"].happening == WORDS


def test_a_reply_with_a_code_arrives(here: Cast, settings: Any) -> None:
    code = tell().code
    say(here["amara"], Concern.objects.get(), "Which house?")
    talk = Reporter().post("/fr/code", {"code": code})
    taken_back(settings)
    talk.press("send", text="The second")
    in_english(talk)
    assert "We have what you wrote." in talk.words
    assert Message.objects.count() == 2
    again = Reporter().get("/fr/code")
    in_english(again.press("Open", code=code))


def test_the_page_of_the_country_gives_a_language_up(here: Cast) -> None:
    """The site still speaks it, so that this is said in it; the form goes on in one that it has."""
    reporter = begun()
    page_has("es")
    reporter.press("next", words=WORDS)
    assert '<html lang="es"' in reporter.html
    assert '<p lang="fr" dir="ltr">' in reporter.html
    assert Reporter().get(reporter.url).status == 200
    reporter.press("send")
    assert opened(here["amara"], Concern.objects.get())["content"].words == WORDS


def test_with_no_language_left_the_words_stay_on_the_page(here: Cast, settings: Any) -> None:
    page_has("fr")
    reporter = begun()
    taken_back(settings)
    reporter.press("next", words=WORDS)
    assert reporter.status == 503
    assert "The form closed while you were writing" in reporter.words
    assert POLICE in reporter.html
    settings.LANGUAGES_REVIEWED = ["en", "fr"]
    reporter.press("")
    reporter.press("send")
    assert opened(here["amara"], Concern.objects.get())["content"].words == WORDS


@pytest.mark.parametrize("address", ["", "danger", "you", "you/2", "3"])
def test_whoever_asks_for_it_is_led_to_the_same_in_a_language_of_the_page(
    here: Cast, settings: Any, address: str
) -> None:
    taken_back(settings)
    page_has("es")
    page = Reporter().get(f"/fr/xa/{address}")
    assert '<html lang="es"' in page.html
    assert page.status == 200
    if address[:3] != "you":  # there after the title, people before forms
        assert page.html.index(POLICE) < page.html.index("<h1")


def test_the_menu_has_the_languages_of_the_page_and_elsewhere_the_numbers_stand_first(here: Cast) -> None:
    """Of the site all; where somebody comes by another way, they read whom to call before anything else."""
    page_has("en", "es")
    for address in ("/en/xa/", "/en/xa/you", "/es/xa/danger"):
        page = Reporter().get(address).html
        assert ('lang="es"' in page, 'lang="fr"' in page) == (True, False), address
    assert 'lang="fr"' not in Reporter().post("/en/xa/2", {"state": filled(), "page": "danger", "danger": "no"}).html
    assert 'lang="fr"' in Reporter().get("/en/").html
    other = Reporter().get("/fr/xa/")
    assert '<html lang="fr"' in other.html
    assert other.html.index(POLICE) < other.html.index("<h1")
    assert {"English", "Español"} <= set(other.form.links)
