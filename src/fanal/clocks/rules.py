"""Times of an organisation's own: shorter than those of the house freely, longer with a reason that its manager signs
(docs/clocks.md, "Times of one's own").

A rule stands under the code of the installation, and its deed in the journal: a time that somebody wrote into the
database is none, and the one of the house holds.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.clocks import kinds
from fanal.clocks.kinds import DutyKind, Own
from fanal.clocks.models import ClockRule
from fanal.clocks.times import MINUTE
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, Role

logger = logging.getLogger(__name__)

SET = "clocks.set_rule"
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=30)


class Reason(StrEnum):
    """Why a time is longer than that of the house."""

    FEW_PEOPLE = "few_people"
    FEW_HOURS = "few_hours"
    LAW = "law"


REASONS: Mapping[Reason, str | Promise] = {
    Reason.FEW_PEOPLE: lazy("We are too few to keep the shorter one"),
    Reason.FEW_HOURS: lazy("Our office is open for few hours a week"),
    Reason.LAW: lazy("A law or rule of our country sets it"),
}


def declare() -> None:
    """Declare the rules; called once when the clocks start."""
    access.allow(SET, Role.MANAGER)
    access.name_deeds({SET: lazy("Set the time of a task"), "clocks.put_off": lazy("Put a task off")})
    network.vouched.keep(ClockRule, network.marks.MarkKind.CLOCK, lambda row: str(_(kinds.get(row.kind).words)))


def limit(org: UUID, kind: DutyKind) -> timedelta:
    """How long a duty of this kind has in an organisation."""
    if not kind.own:
        return kind.limit
    row = ClockRule.objects.filter(org_id=org, kind=kind.code).first()
    return timedelta(minutes=row.minutes) if row is not None and _holds(row) else kind.limit


def _holds(row: ClockRule) -> bool:
    if network.vouched.is_whole(row):
        return True
    logger.error("the time of a task is not as it was set")
    return False


def of(org: UUID) -> dict[str, ClockRule]:
    """The rules of an organisation that hold, by kind."""
    return {row.kind: row for row in network.vouched.whole(ClockRule.objects.filter(org_id=org).select_related("by"))}


def settable() -> list[DutyKind]:
    """The kinds whose time an organisation may set."""
    return [kind for kind in kinds.all_kinds() if kind.own]


@transaction.atomic
def set_limit(actor: Actor, code: str, wanted: timedelta, reason: str, now: datetime) -> None:
    """Set the time of a kind of duty for one's organisation. Duties that run keep theirs.
    Raises `NotAllowed`, `NotNow`."""
    access.ask(actor, SET)
    kind = kinds.get(code)
    if not SHORTEST <= wanted <= LONGEST or wanted % MINUTE:
        raise NotNow(_("Between five minutes and thirty days, please."), "number")
    if wanted > kind.limit and kind.own is not Own.ANY:
        raise NotNow(_("This one may be shorter only: a child may be in danger."), "number")
    if wanted > kind.limit and reason not in REASONS:
        raise NotNow(_("It is longer than that of the house. Say why."), "reason")
    row = ClockRule.objects.select_for_update().filter(org_id=actor.org, kind=code).first()
    row = row or ClockRule(org_id=actor.org, kind=code)
    row.minutes, row.since, row.by_id = wanted // MINUTE, now.date(), actor.person
    row.reason = reason if wanted > kind.limit else ""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NotNow(_("A colleague set it a moment ago. Load the page again.")) from None
    network.vouched.seal(row)
    journal.write(row.pk, actor.signatory(), SET, at=now, purpose=f"{code} {row.minutes} {row.reason}".strip())
