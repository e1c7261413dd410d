"""An office replies by a link that one of us sends and a number that another tells it by telephone."""

from typing import Any

import pytest
from django.core.cache import cache

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.progress.assessing import assessing, cells, linking, replying
from fanal.progress.models import ReplyNumber, StateReply
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.places import DAY, where

pytestmark = pytest.mark.django_db(databases="__all__")
SAID = {"office": "Ministry of Justice", "name": "", "consent": False, "language": "eng", "words": "We disagree."}


@pytest.fixture
def told(cast: Cast) -> assessing.Told:
    """Noor told the office. Nobody called it yet."""
    cache.clear()
    places.ready(cast)
    places.assessed(cast, found="0", rationale="Nothing is planned.")
    places.read(cast)
    given = {"seen": "", "reached": True, "office": "Ministry of Justice", "how": "Letter", "told_on": NOW.date()}
    return assessing.tell(cast["noor"], where(), given, NOW)


def replied(told: assessing.Told, number: str, now: Any = NOW + DAY) -> StateReply:
    return replying.reply(told.token, SAID | {"proof": number}, now)


def test_whoever_told_an_office_does_not_make_its_number(cast: Cast, told: assessing.Told) -> None:
    with pytest.raises(NotNow, match="Somebody else makes the number"):
        places.number(cast, by="noor")
    assert not ReplyNumber.objects.exists()
    for who in ("lena", "oda", "tove"):
        assert len(places.number(cast, by=who)) == 8
    with pytest.raises(NotAllowed):
        places.number(cast, by="bao")
    assert replied(told, places.number(cast))


def test_without_a_number_nothing_is_sent_by_the_link(told: assessing.Told) -> None:
    for number in ("", "00000000"):
        with pytest.raises(NotNow, match="Nobody told you a number yet") as why:
            replied(told, number)
        assert why.value.field == "proof"
    assert not StateReply.objects.exists()


def test_a_number_that_was_lost_is_made_anew_and_opens_nothing_any_more(cast: Cast, told: assessing.Told) -> None:
    lost = places.number(cast, by="lena")
    number = places.number(cast, by="oda", now=NOW + DAY)
    with pytest.raises(NotNow, match="not the number"):
        replied(told, lost)
    assert replied(told, number)
    with pytest.raises(NotNow, match="replied already"):
        places.number(cast, now=NOW + 2 * DAY)


def test_nothing_is_published_before_the_office_was_called(cast: Cast, told: assessing.Told) -> None:
    with pytest.raises(NotNow, match="makes its number and calls"):
        places.publish(cast, now=NOW + 30 * DAY)
    places.number(cast, now=NOW + 29 * DAY)
    assert replying.asked(told.token, NOW + 29 * DAY).until == (NOW + 59 * DAY).date()
    with pytest.raises(NotNow, match="can reply until then"):
        places.publish(cast, now=NOW + 58 * DAY)
    places.number(cast, now=NOW + 40 * DAY)
    assert places.publish(cast, now=NOW + 59 * DAY), "it could reply for thirty days; a new number begins none anew"


def test_a_letter_makes_the_number_needless(cast: Cast, told: assessing.Told) -> None:
    letter = SAID | {"seen": "", "on": NOW.date(), "corrects": ""}
    replying.type_letter(cast["lena"], where(), letter, NOW)
    replying.confirm(cast["oda"], where(), {"seen": ""}, NOW)
    assert places.publish(cast, now=NOW + 30 * DAY)


def test_nobody_is_called_who_was_not_reached(cast: Cast) -> None:
    places.ready(cast)
    places.assessed(cast)
    places.read(cast)
    with pytest.raises(NotNow):
        places.number(cast)
    places.tell(cast, reached=False, how="Three letters came back")
    with pytest.raises(NotNow, match="No office was reached"):
        places.number(cast)


def test_a_number_that_was_planted_opens_nothing(cast: Cast, told: assessing.Told) -> None:
    """Neither a code of another notice nor one that nobody made is believed: the chain of the cell names each."""
    places.number(cast)
    mine = linking._proof(told.notice, "12345678")
    ReplyNumber.objects.create(notice=told.notice, proof=mine, by_id=cast["noor"].person, at=NOW + DAY)
    assert not cells.is_believed(where().cell)  # type: ignore[arg-type]
    with pytest.raises(NotHere):
        replied(told, "12345678")
    assert not StateReply.objects.exists()


def test_a_number_is_typed_in_digits_of_any_script(cast: Cast, told: assessing.Told) -> None:
    number = places.number(cast)
    assert linking.fits(told.notice, f"{number[:4]} {number[4:]}")
    assert linking.fits(told.notice, "".join(chr(0x660 + int(sign)) for sign in number))
    assert not linking.fits(told.notice, f"{(int(number) + 1) % 10**8:08}")
