"""What all pages of the room share: the instant, and how a deed that cannot be done is told."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest


def at(request: HttpRequest) -> datetime:
    """The one instant of a request, UTC."""
    return request.now  # type: ignore[attr-defined,no-any-return]
