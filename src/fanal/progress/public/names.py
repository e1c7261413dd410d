"""What the pages for everybody call things, and where they are."""

from collections.abc import Container

from django.conf import settings
from django.urls import reverse

from fanal.engines.jurisdiction.api import world_states
from fanal.progress import words
from fanal.vocabulary.countries import country, country_choices
from fanal.web import api as web

named = words.named


def address(name: str, *parts: object) -> str:
    """The address of a page in the language of the reader."""
    return reverse(f"board:{name}", args=[web.spoken(), *parts])


def every_state(looked: Container[str]) -> list[tuple[str, str]]:
    """The states of the world by name, in the language of the reader; the made-up ones where nothing is in earnest, and
    whichever other place somebody has looked at: a territory promised nothing of its own."""
    of_world = frozenset(world_states())
    every = country_choices(web.spoken(), not settings.PRODUCTION)
    return [(code, name) for code, name in every if code in of_world or country(code).demonstration or code in looked]
