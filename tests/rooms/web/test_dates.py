"""Days, due times and numbers as the reader writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from fanal.web import dates
from fanal.web.templatetags import parts

NOW = datetime(2026, 11, 24, 14, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "24 November 2026"), ("fr", "24 novembre 2026"), ("es", "24 de noviembre de 2026"),
        ("ar", "٢٤ نوفمبر ٢٠٢٦"), ("km", "២៤ វិច្ឆិកា ២០២៦"),
    ],
)  # fmt: skip
def test_days_are_words(language: str, words: str) -> None:
    assert dates.day_words(date(2026, 11, 24), language) == words
    with translation.override(language):
        assert parts.day_words(date(2026, 11, 24)) == words


@pytest.mark.parametrize(("language", "words"), [("en", "SE, DE"), ("fr", "SE, DE"), ("ar", "SE، DE")])
def test_lists_have_the_comma_of_the_reader(language: str, words: str) -> None:
    assert dates.listed(["SE", "DE"], language) == words
    with translation.override(language):
        assert parts.listed(iter(("SE", "DE"))) == words


@pytest.mark.parametrize(("language", "words"), [("en", "SE; DE"), ("fr", "SE; DE"), ("ar", "SE؛ DE")])
def test_lists_of_longer_parts_have_the_semicolon_of_the_reader(language: str, words: str) -> None:
    assert dates.apart(["SE", "DE"], language) == words
    with translation.override(language):
        assert parts.apart(iter(("SE", "DE"))) == words


def test_no_day_is_no_text() -> None:
    assert dates.day_words(None) == ""


def test_a_moment_is_the_day_and_time_of_the_reader() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Asia/Phnom_Penh")):
        assert dates.day_words(late, "en") == "25 November 2026"
        assert dates.time_words(late, "en") == "06:30"
        assert dates.time_words(late, "km") == "០៦:៣០"
    assert dates.day_words(late, "en") == "24 November 2026"


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (2000, "en", "2,000"), (2000, "fr", "2\u202f000"), (2000, "es", "2.000"), (20_000, "es", "20.000"),
        (2000, "ar", "٢٬٠٠٠"), (2000, "km", "២.០០០"), (0, "ar", "٠"), ("7KQ2", "en", "7KQ2"), ("7KQ2", "ar", "٧KQ٢"),
    ],
)  # fmt: skip
def test_numbers_wear_the_readers_digits(value: object, language: str, words: str) -> None:
    assert dates.digits(value, language) == words


@pytest.mark.parametrize(
    ("after", "kind", "words"),
    [
        (timedelta(days=-3), "late", "3 days late"),
        (timedelta(minutes=-20), "late", "20 mins late"),
        (timedelta(seconds=-1), "late", "1 min late"),
        (timedelta(0), "soon", "due in 1 min"),
        (timedelta(minutes=41), "soon", "due in 41 mins"),
        (timedelta(hours=4), "soon", "due in 4 hrs"),
        (timedelta(hours=4, seconds=1), "later", "due today 18:24"),
        (timedelta(hours=19), "later", "due tomorrow 09:24"),
        (timedelta(days=10), "later", "due 4 December"),
        (timedelta(days=60), "later", "due 23 January 2027"),
    ],
)
def test_a_clock_says_how_it_stands(after: timedelta, kind: str, words: str) -> None:
    with translation.override("en"):
        assert dates.due(NOW + after, NOW) == dates.Due(kind, words)  # type: ignore[arg-type]


def test_tomorrow_is_the_readers_tomorrow() -> None:
    with translation.override("en"), timezone.override(ZoneInfo("Pacific/Auckland")):  # there it is 03:24 of the 25th
        assert dates.due(NOW + timedelta(hours=19), NOW).words == "due today 22:24"


def test_the_tag_has_a_clock_a_kind_and_the_machines_time() -> None:
    with translation.override("en"):
        late = parts.due(NOW - timedelta(hours=2), NOW)
    assert '<time datetime="2026-11-24T12:24+00:00">' in late
    assert 'class="tag late"' in late
    assert "<svg" in late
    assert "2 hrs late" in late
    assert parts.due(None) == ""


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2012", "en", "2012"), ("2012-05", "en", "May 2012"), ("2012-05", "fr", "mai 2012"),
        ("2012-05-03", "es", "3 de mayo de 2012"), ("2012", "ar", "٢٠١٢"), ("last spring", "en", "last spring"),
    ],
)  # fmt: skip
def test_days_known_in_part_are_words(text: str, language: str, words: str) -> None:
    assert dates.part_day_words(text, language) == words
