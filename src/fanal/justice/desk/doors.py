"""Where the room shows itself in the navigation of staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Law"), "justice:law", "law.read", place=60)
