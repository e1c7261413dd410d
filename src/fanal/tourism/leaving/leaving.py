"""That a company is deleted on its own request: one person asks, a second agrees, and for fourteen days anybody who
speaks for it can take it back.

No row says any of it: it stands in the chain of the company in the journal. Whoever writes to the database has no
company deleted.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, need, need_second
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.tourism.companies import companies
from fanal.tourism.leaving.asked import Request, is_alone, request
from fanal.tourism.leaving.duties import follow
from fanal.tourism.leaving.policy import AGREE, ASK, BACK, VOUCH
from fanal.tourism.models import Company
from fanal.web import api as web


def asking(actor: Actor, org: UUID) -> Company:
    """For the secretariat, a company that asks. Raises `NotHere`."""
    row = companies.company(actor, org)
    if request(org) is None:
        raise NotHere
    return row


def _locked_request(org: UUID) -> Request | None:
    """Of two at once the second sees what the first did."""
    Company.objects.select_for_update(of=("self",)).get(pk=org)
    return request(org)


def _need_open(found: Request | None) -> None:
    need((found is None or found.done is not None, _("Nobody asks to have this company deleted."), ""))


def _write(org: UUID, actor: Actor, deed: str, now: datetime) -> None:
    journal.write(org, actor.signatory(), deed, at=now)
    follow(org, request(org), now)


@transaction.atomic
def ask_for(actor: Actor, typed: str, now: datetime) -> None:
    """Ask to have the own company deleted. Raises `NotAllowed`, `NotNow`."""
    ask(actor, ASK)
    row, found = companies.company(actor), _locked_request(actor.org)
    same = " ".join(typed.split()).casefold() == " ".join(row.org.name.split()).casefold()
    need(
        (found is not None, _said(found), ""),
        (not same, _("Type the name of the company to confirm."), "typed"),
    )
    _write(actor.org, actor, ASK, now)


def _said(found: Request | None) -> str:
    return _("This was asked for already, %(when)s.") % {"when": web.time_words(found.at)} if found else ""


@transaction.atomic
def agree(actor: Actor, now: datetime) -> None:
    """A colleague of whoever asked says yes. Raises `NotAllowed`, `NotNow`."""
    ask(actor, AGREE)
    _agree(actor, companies.company(actor), AGREE, now)


@transaction.atomic
def vouch(actor: Actor, org: UUID, now: datetime) -> None:
    """The secretariat says yes where the company has nobody else. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    ask(actor, VOUCH, row := asking(actor, org))
    need((not is_alone(org), _("A second person of the company says yes, not the secretariat."), ""))
    _agree(actor, row, VOUCH, now)


def _agree(actor: Actor, row: Company, deed: str, now: datetime) -> None:
    found = _locked_request(row.pk)
    _need_open(found)
    if found and found.agreed:
        when = web.time_words(found.agreed)
        raise NotNow(_("A second person said yes already, %(when)s.") % {"when": when})
    need_second(actor, row.pk, ASK, BACK, AGREE, VOUCH)
    _write(row.pk, actor, deed, now)


@transaction.atomic
def take_back(actor: Actor, now: datetime) -> None:
    """The company stays. Raises `NotAllowed`, `NotNow`."""
    ask(actor, BACK)
    _need_open(_locked_request(actor.org))
    _write(actor.org, actor, BACK, now)
