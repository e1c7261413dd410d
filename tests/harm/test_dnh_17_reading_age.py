"""DNH-17: reading age at most 11 for children, at most 14 for everybody, in English, French and Spanish."""

import pytest
from django.utils.translation import gettext, override

from fanal.concerns.form import texts
from fanal.concerns.form.form import FIELDS
from fanal.concerns.form.questions import core
from fanal.concerns.public import child
from fanal.engines.language.api import reading_age

FILL = {
    "member": "Aurora", "n": "4", "hours": "", "law": "", "country": "XA", "limit": "24", "time": "10", "hotline": "",
    "how_to_remove": "", "day": "", "over": "9",
}  # fmt: skip


def _whole(messages: list[str], lang: str) -> str:
    with override(lang):
        said = [gettext(message).format(**FILL).strip() for message in messages]
        if lang != "en":
            assert not set(said) & {message for message in messages if " " in message and "{" not in message}
    return " ".join(text if text[-1:] in ".?!:" else f"{text}." for text in said if text)


def _child() -> list[str]:
    asked = [question.id for page in core().child_door for question in page.questions]
    found = [*child.TEXTS.values(), *texts.CHILD_ALWAYS]
    for name in asked:
        words = FIELDS[name]
        found += [words.label, words.hint, *words.answers.values()]
    return [text for text in dict.fromkeys(found) if text]


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_child_of_eleven_can_read_the_child_door(lang: str) -> None:
    assert reading_age(_whole(_child(), lang), lang).age <= 11


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_young_person_of_fourteen_can_read_what_stands_before_the_form(lang: str) -> None:
    assert reading_age(_whole(list(texts.BEFORE.values()), lang), lang).age <= 14
    said = [*texts.STATUS.values(), *texts.ON_THE_PHONE, texts.MEDIA, texts.ADDRESS_REMOVED, texts.EMERGENCY_NONE]
    assert reading_age(_whole(said, lang), lang).age <= 14


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_no_single_text_is_far_above(lang: str) -> None:
    """Formulas are not reliable on one sentence; none may be more than three years over the limit all the same."""
    for name, text in texts.BEFORE.items():
        assert reading_age(_whole([text], lang), lang).age <= 17, name
    for text in _child():
        if len(text.split()) >= 5:  # one hard sentence must not hide among thirty short ones
            assert reading_age(_whole([text], lang), lang).age <= 14, text
