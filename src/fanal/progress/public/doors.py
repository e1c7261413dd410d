"""Where the board shows itself to everybody."""

from django.utils.translation import gettext_lazy as lazy

from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register_open(
        lazy("Progress"), "board:board", place=15, front=lazy("What governments promised, and where each stands")
    )
