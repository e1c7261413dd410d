"""Where the room shows itself."""

from django.utils.translation import gettext_lazy as lazy

from fanal.progress.policy import READ
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Progress"), "progress:home", READ, place=60, part=web.Part.EVIDENCE)
