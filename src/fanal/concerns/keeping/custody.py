"""The reporter's part after a decision: only the custodian opens it, with a reason, and the safeguarding lead hears."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow, ask, open_record, stated
from fanal.clocks import api as clocks
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import ReporterContent
from fanal.concerns.keeping import duties
from fanal.concerns.models import Concern
from fanal.concerns.triage.duties import LOOKED_AT
from fanal.concerns.triage.triage import concern_of, to_change
from fanal.journal import api as journal
from fanal.network.contracts import Actor

OPEN, SEEN, KEEP = "concerns.open_reporter", "concerns.seen_reporter", "concerns.keep_reporter"
REASONS = {
    "danger_to_them": lazy("They may be in danger"),
    "they_asked": lazy("They asked us to reach them"),
    "child_needs_it": lazy("Only they can help to find the child"),
    "proceeding": lazy("A proceeding asks for them"),
    "law": lazy("The law makes us pass it on"),
}
LONGEST = timedelta(days=366)


def open_reporter(actor: Actor, concern_id: UUID, reason: str, now: datetime) -> ReporterContent:
    """Who told us, for the custodian. The reason stands in the journal, and the safeguarding lead gets a duty.

    Raises `NotHere`, `NotAllowed`, and `NotNow` without a reason.
    """
    if reason not in REASONS:
        raise NotNow(_("Choose a reason."))
    with transaction.atomic():
        concern = concern_of(actor, concern_id, lock=True)
        with open_record(actor, ref_of(concern), OPEN, purpose=reason, now=now, thing=concern) as opened:
            found = opened.read(concern, "reporter") or ReporterContent()
        clocks.start(duties.REPORTER_OPENED, concern.org_id, concern.pk, now=now)
    return found


def seen(actor: Actor, concern_id: UUID, now: datetime) -> Concern:
    """The safeguarding lead has looked at who opened it, and why. Raises `NotHere`, `NotAllowed`."""
    with transaction.atomic():
        concern = concern_of(actor, concern_id, lock=True)
        ask(actor, SEEN, concern)
        for kind in (duties.REPORTER_OPENED, LOOKED_AT):
            clocks.stop(concern.pk, kind, now=now)
        journal.write(concern.pk, actor.signatory(), SEEN, at=now)
    return concern


def keep_longer(actor: Actor, concern_id: UUID, until: date, reason: str, now: datetime) -> None:
    """Keep who told us longer: only because they asked, or a proceeding needs it. Raises as `open_reporter` does."""
    if reason not in {"they_asked", "proceeding"}:
        raise NotNow(_("It is kept longer only if they asked, or a proceeding needs it."))
    with transaction.atomic():
        concern = to_change(actor, concern_id)
        ask(actor, KEEP, concern)
        if not now.date() < until <= now.date() + LONGEST:
            raise NotNow(_("Choose a day within a year from now."))
        concern.reporter_erase_on = until
        concern.save(update_fields=["reporter_erase_on"])
        journal.write(concern.pk, actor.signatory(), KEEP, at=now, purpose=reason, items=[stated.item(concern)])
