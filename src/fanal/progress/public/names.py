"""What the pages for everybody call things, and where they are."""

from django.urls import reverse

from fanal.progress import words
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web

named = words.named


def address(name: str, *parts: object) -> str:
    """The address of a page in the language of the reader."""
    return reverse(f"board:{name}", args=[web.spoken(), *parts])


def every_country() -> tuple[tuple[str, str], ...]:
    """All countries of the world by name, in the language of the reader."""
    return country_choices(web.spoken(), demonstration=False)
