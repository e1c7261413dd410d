"""DNH-52, of progress: nothing that somebody of ours translated is for everybody before somebody else read it, and no
page leads to a language that nobody reviewed."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.progress.asks import asks, reviewing
from fanal.progress.asks.flow import State
from fanal.progress.assessing import replying
from fanal.progress.composing.skeletons import shipped
from fanal.progress.models import BesideReply
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.asks import made

pytestmark = pytest.mark.django_db(databases="__all__")
FRENCH = {"title": "De l’argent public", "text": "Nous demandons au ministère de payer l’aide.", "smallest": ""}
ENGLISH = "The budget covers all provinces."
DAY = places.DAY


def test_an_ask_in_another_language_is_read_again_before_it_is_sent(cast: Cast) -> None:
    held = made.reviewed(made.advocates(cast))
    made.advised(cast, held)
    held = asks.translate(cast["amara"], held.row.pk, "fr", FRENCH, NOW + DAY)
    assert held.state is State.DRAFT, "the second person reads it again"
    with pytest.raises(NotNow):
        asks.send(cast["amara"], held.row.pk, NOW.date(), "Letter", False, NOW + DAY)
    held = made.reviewed(cast, held, NOW + DAY)
    assert any(lacks for lacks, _said, _field in reviewing.lacks(held, NOW.date())), "so does the adviser"


def _page() -> str:
    return Client().get(f"/en/progress/{places.COUNTRY}/{places.ITEM}/").content.decode()


def test_a_translated_reply_is_for_everybody_once_a_second_person_compared_it(cast: Cast, that_day: None) -> None:
    places.assessed(places.ready(cast), found="0", rationale="Nothing is planned.")
    places.read(cast)
    told = places.tell(cast)
    said = {"office": "Ministry", "name": "", "consent": False, "language": "fra", "words": "Le budget couvre tout."}
    replying.reply(told.token, said | {"proof": told.proof}, NOW)
    given = {"seen": "", "language": "eng", "words": ENGLISH}
    replying.translate(cast["oda"], places.where(), given, NOW)
    places.publish(cast, now=NOW + 30 * DAY)
    assert "Le budget couvre tout." in _page()
    assert ENGLISH not in _page()
    row = BesideReply.objects.get()
    compared = {"seen": "", "which": str(row.pk)}
    with pytest.raises(NotNow, match="Somebody else"):
        replying.compare(cast["oda"], places.where(), compared, NOW + 31 * DAY)
    replying.compare(cast["noor"], places.where(), compared, NOW + 31 * DAY)
    assert ENGLISH in _page()


def test_a_document_is_written_in_languages_whose_headings_are_whole() -> None:
    for one in shipped().values():
        for section in one.sections:
            assert {"en", "fr", "es"} <= {code for code, said in section.heading.items() if said.strip()}


@pytest.mark.parametrize(
    "lang", [code for code, _name in settings.LANGUAGES if code not in settings.LANGUAGES_REVIEWED]
)
def test_no_page_offers_a_language_that_nobody_reviewed(cast: Cast, lang: str, settings: object) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]
    for path in (reverse("board:board", args=["en"]), "/en/asks/", "/en/prevention/", "/en/practices/"):
        said = Client().get(path).content.decode()
        assert f'lang="{lang}"' not in said, path
        assert f'href="/{lang}/' not in said, path
