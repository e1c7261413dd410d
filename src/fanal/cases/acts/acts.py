"""What happened to the child, act by act. The account is written once; later entries are added below it, so that
nobody asks the child again (CM-24)."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotHere, Opened, need
from fanal.cases.files import record
from fanal.cases.files.files import row_of
from fanal.cases.model import days
from fanal.cases.model.sealed import Said
from fanal.cases.models import Act, Case
from fanal.cases.policy import WRITE
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import is_country

LONGEST: Final = 2000
"""Signs of an account, with all that was added."""


def add(actor: Actor, case_id: UUID, said: Said, now: datetime, concern: UUID | None = None) -> Act:
    """What happened once, or for some time. `concern`: from which it is known. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    _check(said, network.day_at(actor.org, now))
    with record.writing(actor, case_id, WRITE, now) as (case, opened):
        if concern is not None and not case.told.filter(concern=concern).exists():
            raise NotHere
        row = record.add(opened, Act(case=case, concern_id=concern, **record.by(actor, now)), said)
        _set_country(opened, case, said)
    return row


def change(actor: Actor, case_id: UUID, act_id: UUID, said: Said, more: str, version: int, now: datetime) -> None:
    """What is known of it now. `more`: what is added to the account; what stands there stays as it is. Raises as `add`
    does, and `NotNow` where a colleague was faster."""
    _check(said, network.day_at(actor.org, now))
    with record.writing(actor, case_id, WRITE, now) as (case, opened):
        row = act_of(actor, case.pk, act_id)
        record.need_now(opened, row, version)
        told = opened.try_read(row, "content")
        record.keep(opened, row, {**said, "account": _account(told.account if told else "", said, more, case, now)})
        _set_country(opened, case, said)


def act_of(actor: Actor, case_id: UUID, act_id: UUID) -> Act:
    """An act of a file that the person may see. Raises `NotHere`."""
    return row_of(actor, Act, case_id, act_id)


def _check(said: Said, today: date) -> None:
    need((not said.get("kind"), _("Answer this."), "kind"), *days.lacks("act", said, today))


def _account(before: str, said: Said, more: str, case: Case, now: datetime) -> str:
    """What stood there, and below it what was added, with its day."""
    if not before:
        return str(said.get("account") or more)
    if not more:
        return before
    whole = f"{before}\n\n{network.day_at(case.org_id, now).isoformat()}: {more}"
    need((len(whole) > LONGEST, _("There is no room for it here. Write it as an entry in the file."), "more"))
    return whole


def _set_country(opened: Opened, case: Case, said: Said) -> None:
    """Where nobody said in which country it happened, the act does."""
    country = said.get("country") or ""
    if is_country(case.country_of_harm) or not is_country(country):
        return
    case.country_of_harm = country
    case.version += 1
    opened.state(case)
    case.save(update_fields=["country_of_harm", "version"])
