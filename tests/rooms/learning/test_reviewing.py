"""A course is given once everybody who must has reviewed it, and in each language that somebody reviewed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from fanal.access.api import reviews
from fanal.access.reviews import Reviewer
from fanal.engines.language.contracts import Entry
from fanal.learning import reviewing
from fanal.learning.courses import library
from fanal.learning.courses.translating import Translation
from fanal.network.models import Organisation
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.reviewed import TODAY, UNTIL

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "words-without-blame"


def _live(cast: Cast, on: date = TODAY) -> list[str]:
    return list(reviewing.given(cast.aurora, on).get(CODE, ()))


def test_nothing_is_given_until_all_four_said_so(cast: Cast) -> None:
    reviewed.people(cast)
    item = reviewing.course_item(library.shipped()[CODE])
    for kind in (Reviewer.SURVIVOR, Reviewer.CLINICAL, Reviewer.LAWYER, Reviewer.PRACTITIONER):
        assert _live(cast) == []
        reviewed.says(cast, item, kind)
    assert _live(cast) == ["en"]
    assert _live(cast, UNTIL) == ["en"]
    assert _live(cast, UNTIL + timedelta(days=1)) == []
    nordlys = Organisation.objects.get(name="Nordlys")
    assert not reviewing.given(nordlys.pk, TODAY), "each member reviews what it gives"


def test_a_language_is_given_once_a_native_speaker_said_so(cast: Cast) -> None:
    reviewed.all_say(cast, CODE, "fr")
    assert _live(cast) == ["en", "fr"]
    reviewed.says(
        cast, reviewing.texts_item(library.spoken(CODE, "fr")), Reviewer.NATIVE, yes=False, reasons="Nobody says that."
    )
    assert _live(cast) == ["en"]


def test_an_act_that_is_another_asks_for_the_reviews_anew(cast: Cast) -> None:
    reviewed.all_say(cast, CODE)
    course = library.shipped()[CODE]
    first = course.scenarios[0]
    swapped = replace(first, choices=(replace(first.choices[0], act=first.choices[1].act), *first.choices[1:]))
    other = replace(course, scenarios=(swapped, *course.scenarios[1:]))
    found = reviews.standing(cast.aurora, reviewing.course_item(other), TODAY)
    assert found.state is reviews.State.CHANGED
    assert reviewing.live(cast.aurora, other, TODAY) == ()


def _translation(**changed: Any) -> Translation:
    """The French of the course, with other texts in its source."""
    said = library.spoken(CODE, "fr")
    return replace(said, course=replace(said.course, texts={**said.course.texts, **changed}))


def test_what_is_stale_shows_for_a_while_and_what_is_unsafe_no_longer(cast: Cast) -> None:
    course = library.shipped()[CODE]
    unsafe = next(iter(sorted(course.safety)))
    late = course.since + reviewing.STALE_DAYS + timedelta(days=1)
    beside = _translation(about="Something else.")
    assert beside.stale == ["about"]
    assert beside.texts["about"] == beside.entries["about"].strings[0], "the old text stands"
    assert reviewing.is_whole(beside, late)
    assert reviewing.is_whole(_translation(**{unsafe: "Do it otherwise."}), course.since + reviewing.STALE_DAYS)
    assert not reviewing.is_whole(_translation(**{unsafe: "Do it otherwise."}), late)
    assert not reviewing.is_whole(_translation(**{"new.text": "A new text."}), course.since)
    assert "missing" in reviewing.texts_item(_translation(**{"new.text": "A new text."})).unready


@pytest.mark.parametrize("sign", ["\u202e", "&#x202E;", "\u2067"])
def test_what_turns_the_direction_of_writing_is_offered_to_nobody(cast: Cast, sign: str) -> None:
    """Nobody sees the sign, and what is shown is not what somebody reviewed."""
    said = library.spoken(CODE, "fr")
    key = min(said.course.safety)
    bad = Entry(said.course.texts[key], None, key, (f"Ne {sign}dites rien.",))
    turned = replace(said, entries={**said.entries, key: bad})
    assert (turned.missing, turned.stale, turned.turned) == ([], [], [key])
    assert reviewing.is_whole(said, said.course.since)
    assert not reviewing.is_whole(turned, said.course.since)
    assert f"turn the direction of writing in: {key}" in reviewing.texts_item(turned).unready
    with translation.override("fr"):
        assert "sens d’écriture" in reviewing.texts_item(turned).unready


def test_a_translation_that_is_worded_anew_is_another_wording() -> None:
    said = library.spoken(CODE, "fr")
    entries = {**said.entries, "about": Entry(said.course.texts["about"], None, "about", ("Autre chose.",))}
    assert reviewing.texts_item(replace(said, entries=entries)).digest != reviewing.texts_item(said).digest


def test_everybody_is_offered_what_some_member_gives(cast: Cast) -> None:
    assert dict(reviewing.offered(TODAY)) == {}
    reviewed.all_say(cast, CODE, "fr")
    assert dict(reviewing.offered(TODAY)) == {CODE: ("en", "fr")}
    assert dict(reviewing.offered(UNTIL + timedelta(days=1))) == {}
