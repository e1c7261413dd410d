"""Deeds of staff on the public form: a link for a class that practises, and the switch of the flood shield."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask
from fanal.concerns.gate import gate, spoken
from fanal.concerns.models import PracticeLink, ReportingPage
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor

LINK = "concerns.practice_link"
SHIELD = "concerns.shield"
LASTS = timedelta(hours=24)
SHIELD_LASTS = timedelta(hours=6)


def make_link(actor: Actor, country: str, now: datetime) -> str:
    """A token for `/<lang>/<cc>/practice/<token>`, good for 24 hours. It is shown once and kept as a hash only.

    Raises `NotAllowed`, `ReportingPage.DoesNotExist`, and `NotNow` where the form cannot be shown.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        page = _own_page(actor, country, LINK)
        if not spoken.languages_shown(page, now.date()):
            raise NotNow(_("Not yet: hours, a language or the text on the duty to report is missing."))
        PracticeLink.objects.create(page=page, token=_hash(token), made_by_id=actor.person, expires_at=now + LASTS)
        journal.write(page.id, actor.signatory(), LINK, at=now)
    return token


def page_of_link(token: str, country: str, now: datetime) -> ReportingPage | None:
    """The page that a link opens for practice, published or not; None when the link is over or never was."""
    links = PracticeLink.objects.filter(token=_hash(token), expires_at__gt=now, page__country=country)
    link = links.select_related("page").first()
    return link.page if link and gate.holds(link.page) else None


def shield(actor: Actor, country: str, *, up: bool, now: datetime) -> None:
    """Put the flood shield of a page up for six hours, or take it down. Raises as `make_link` does."""
    with network.vouched.changing(ReportingPage, _own_page(actor, country, SHIELD).pk) as page:
        page.shield_until = now + SHIELD_LASTS if up else None
        page.save(update_fields=["shield_until"])
        journal.write(page.id, actor.signatory(), SHIELD, at=now, purpose="up" if up else "down")


def _own_page(actor: Actor, country: str, deed: str) -> ReportingPage:
    page = ReportingPage.objects.get(country=country)
    ask(actor, deed, page)
    return page


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
