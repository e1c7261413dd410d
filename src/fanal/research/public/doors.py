"""Where evidence shows itself to everybody."""

from django.utils.translation import gettext_lazy as lazy

from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register_open(
        lazy("Evidence"), "evidence:evidence", place=20, front=lazy("What is known: who the children are, in numbers")
    )
    web.register_open(lazy("Countries"), "evidence:countries", place=21, under="evidence:evidence")
    web.register_open(lazy("What can be counted"), "evidence:catalogue", place=22, under="evidence:evidence")
