"""Where matters show themselves: in the navigation, and where a duty of a proceeding is done."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fanal.justice import duties
from fanal.justice import policy_matters as policy
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Matters"), "justice:matters", policy.LIST, place=55)
    for kind in duties.ALL:
        web.day.lead(kind, _proceeding)


def _proceeding(subject: UUID) -> str:
    return reverse("justice:proceeding", args=[subject])
