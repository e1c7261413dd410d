"""Names of languages, and languages by what somebody wrote."""

import pytest

from fanal.vocabulary.languages import language_name, language_of, languages


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("spa", "en", "Spanish"), ("es", "en", "Spanish"), ("khm", "fr", "khmer"), ("quc", "es", "quiché"),
        ("swa", "en", "Swahili"), ("zzz", "en", "zzz"), ("spa", "xx", "Spanish"),
    ],
)  # fmt: skip
def test_a_language_has_the_name_of_cldr_or_its_code(code: str, language: str, name: str) -> None:
    assert language_name(code, language) == name


@pytest.mark.parametrize("written", ["espagnol", " Espagnol ", "Spanish", "spa", "ES"])
def test_a_language_is_found_by_its_name_and_its_codes(written: str) -> None:
    assert language_of(written, "fr") == "spa"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Deutsch", "deu"),
        ("العربية", "ara"),
        ("ខ្មែរ", "khm"),
        ("中文", "zho"),
        ("Kiswahili", "swa"),
        ("Português", "por"),
    ],
)
def test_a_language_is_found_by_the_name_that_it_has_for_itself(written: str, code: str) -> None:
    assert language_of(written, "en") == code


@pytest.mark.parametrize("written", ["", "Klingon of the hills", "fre"])
def test_what_is_no_language_is_none(written: str) -> None:
    assert language_of(written, "en") == ""


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_name_that_is_shown_finds_its_language(language: str) -> None:
    assert [one for one in languages() if language_of(language_name(one, language), language) != one] == []
