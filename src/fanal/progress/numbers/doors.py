"""Where numbers show themselves to everybody."""

from django.utils.translation import gettext_lazy as lazy

from fanal.progress.numbers import pages
from fanal.progress.public import parts
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register_open(lazy("Numbers"), "numbers:every", place=16, under="board:board")
    parts.register(parts.NUMBERS, lazy("Numbers"), pages.of_country)
