"""What the pages for everybody call things, and where they are."""

from django.conf import settings
from django.urls import reverse

from fanal.progress import words
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web

named = words.named


def address(name: str, *parts: object) -> str:
    """The address of a page in the language of the reader."""
    return reverse(f"board:{name}", args=[web.spoken(), *parts])


def every_country() -> tuple[tuple[str, str], ...]:
    """All countries by name, in the language of the reader; the made-up ones where nothing is in earnest."""
    return country_choices(web.spoken(), not settings.PRODUCTION)
