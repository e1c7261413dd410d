"""What the parts of a language are called, and how they stand, in the reader's language."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.language.texts import DESK
from fanal.vocabulary.languages import language_name
from fanal.web import api as web

PARTS: Mapping[str, str | Promise] = {
    "form": lazy("The form, and what every page says"),
    "child": lazy("Pages of a child with a code"),
    "law": lazy("Law of countries"),
    "evidence": lazy("Evidence"),
    DESK: lazy("Pages of staff"),
}


def name(language: str) -> str:
    """The name of a language in its own words."""
    return dict(settings.LANGUAGES).get(language, language)


def theirs(language: str) -> str:
    """The name of a language in the reader's words, with its code."""
    return f"{language_name(language, web.spoken())} ({language})"
