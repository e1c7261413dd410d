"""Deeds on the care of children of an organisation: begin its list, switch it on through the gate, switch it off; and
the daily look."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask
from fanal.cases.gate import duties
from fanal.cases.gate.gate import look
from fanal.cases.models import Readiness
from fanal.cases.readiness import row_of
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor

BEGIN, STATE, ON, OFF, LAPSE = "cases.begin_care", "cases.state_gate", "cases.on", "cases.off", "cases.care_lapsed"
SEE: Final = "cases.readiness"


def mine(actor: Actor) -> Readiness:
    """The list of the actor's organisation. Raises `NotHere` where nobody began it."""
    row = row_of(actor.org)
    if row is None:
        raise NotHere
    return row


@transaction.atomic
def begin(actor: Actor, now: datetime) -> Readiness:
    """Begin the list. Raises `NotAllowed`, `NotNow` where it is there already."""
    ask(actor, BEGIN)
    if row_of(actor.org) is not None:
        raise NotNow(_("The list is there already."))
    row = Readiness.objects.create(org_id=actor.org)
    network.vouched.seal(row)
    journal.write(row.pk, actor.signatory(), BEGIN, at=now)
    return row


@contextmanager
def _changing(actor: Actor, deed: str) -> Iterator[Readiness]:
    ask(actor, deed)
    with network.vouched.changing(Readiness, mine(actor).pk) as row:
        yield row


def switch_on(actor: Actor, now: datetime) -> None:
    """Files may be opened from now on. Raises `NotNow` while a line of the gate does not hold."""
    with _changing(actor, ON) as row:
        if any(not line.ok for line in look(actor.org, "", now.date())):
            raise NotNow(_("Not yet. Each line below says what to do."))
        row.on, row.lapsed_on = True, None
        row.save(update_fields=["on", "lapsed_on"])
        clocks.stop(row.pk, duties.CARE_LAPSED, now=now)
        journal.write(row.pk, actor.signatory(), ON, at=now)


def switch_off(actor: Actor, now: datetime) -> None:
    """No new file from now on; what is open is worked on. Raises as `switch_on` does."""
    with _changing(actor, OFF) as row:
        row.on = False
        row.save(update_fields=["on"])
        journal.write(row.pk, actor.signatory(), OFF, at=now)


def check_all(now: datetime) -> int:
    """Look at each list that is on: what lapsed since is a task, what holds again is none. Returns how many lapsed.
    Key-less, daily. One that somebody changed has lapsed, and still nobody vouches for it."""
    lapsed = 0
    for pk in list(Readiness.objects.filter(on=True).values_list("pk", flat=True)):
        with transaction.atomic():
            row = Readiness.objects.select_for_update(no_key=True).get(pk=pk)
            good, bad = network.vouched.is_whole(row), any(not line.ok for line in look(row.org_id, "", now.date()))
            lapsed += bad
            if bad != (row.lapsed_on is not None):
                _set_lapsed(row, bad, now)
                if good:
                    network.vouched.seal(row)
    return lapsed


def _set_lapsed(row: Readiness, bad: bool, now: datetime) -> None:
    row.lapsed_on = now.date() if bad else None
    row.save(update_fields=["lapsed_on"])
    journal.write(row.pk, keyfile.installation(row.org_id), LAPSE, at=now, purpose="lapsed" if bad else "holds")
    if bad:
        clocks.start(duties.CARE_LAPSED, row.org_id, row.pk, now=now)
    else:
        clocks.stop(row.pk, duties.CARE_LAPSED, now=now)
