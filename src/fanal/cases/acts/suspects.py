"""Persons suspected: each entry stands in one file only, in a compartment of its own. There is no search, list, link or
count of them (DNH-25), and no child is among them (CM-65)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, ask, need
from fanal.cases import duties
from fanal.cases.acts.policy import SETTLE, SUSPECT, SUSPECTS
from fanal.cases.ages import is_child
from fanal.cases.codes_work import PersonStatus
from fanal.cases.files import files, record, restricting, rows
from fanal.cases.files.files import File, Read, case_of, row_of
from fanal.cases.model.sealed import Said
from fanal.cases.models import Act, AllegedOffender, Case, CaseProceeding
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.columns import sealed
from fanal.journal import api as journal
from fanal.network.contracts import Actor

UNDER_AGE: Final = "no"
"""The answer that no entry can hold: the form ends with it."""
NEEDED: Final = (
    "status", "known", "adult_at_time", "relationship", "mobility", "access_to_children_now", "connected_to_us",
)  # fmt: skip
FOR_THE_LAW: Final = ("nationalities", "residence")
"""Asked only where the law is asked, with the sentence why (DNH-26)."""
_SAYS_WHY: Final = frozenset(Eye) - {Eye.OWNER}


def look(actor: Actor, case_id: UUID, now: datetime, reason: str = "") -> File:
    """A file with its persons suspected: the worker reads what they wrote, others with a reason. Raises `NotHere`,
    `NotAllowed`, `ReasonFirst`."""
    with files.looking(actor, case_id, now, reason, deed=SUSPECTS, first=_SAYS_WHY) as found:
        return found


def add(actor: Actor, case_id: UUID, said: Said, now: datetime) -> AllegedOffender:
    """Enter a person suspected. Raises `NotHere`, `NotAllowed`, `NotNow` where an answer is missing, or where it was a
    child then."""
    _check(said, now)
    with record.writing(actor, case_id, SUSPECT, now) as (case, opened):
        row = record.add(opened, AllegedOffender(case=case, **record.by(actor, now)), said)
        _alarm(actor, case, opened, said, now)
    return row


def change(actor: Actor, case_id: UUID, row_id: UUID, said: Said, version: int, now: datetime) -> None:
    """What is known now; the worker changes what they wrote. Raises as `add` does, and `NotNow` where a colleague was
    faster."""
    _check(said, now)
    with record.writing(actor, case_id, SUSPECT, now) as (case, opened):
        row = _own(actor, case, row_id, opened, version)
        record.keep(opened, row, said)
        _alarm(actor, case, opened, said, now)


def take_out(actor: Actor, case_id: UUID, row_id: UUID, now: datetime) -> None:
    """The person was a child then, as is known now: the entry is emptied, and nothing names it any more. Raises as
    `change` does."""
    with record.writing(actor, case_id, SUSPECT, now) as (case, opened):
        row = _own(actor, case, row_id, opened)
        for table, name in ((Act, "persons"), (CaseProceeding, "accused")):
            for other in rows.of(opened, table, case):  # one that somebody changed is not vouched for by this
                told = opened.try_read(other, "offender")
                if told is not None and str(row.pk) in getattr(told, name):
                    left = tuple(one for one in getattr(told, name) if one != str(row.pk))
                    record.keep(opened, other, {name: left})
        for box in sealed(row):
            opened.empty(row, box)
        row.version += 1
        row.save()


def suspect_of(actor: Actor, case_id: UUID, row_id: UUID) -> AllegedOffender:
    """An entry of a file that the person may see; nothing of it is read. Raises `NotHere`."""
    return row_of(actor, AllegedOffender, case_id, row_id)


@transaction.atomic
def settle(actor: Actor, case_id: UUID, now: datetime) -> None:
    """The safeguarding lead acted on what the file alarmed of; of a restricted one, teams that still hold keys lose
    them. Raises `NotHere`, `NotAllowed`."""
    case = case_of(actor, case_id)
    ask(actor, SETTLE, case)
    if case.restricted:
        restricting.restrict(actor, case_id, now)
    for kind in duties.ALARMS:
        clocks.stop(case.pk, kind, now=now)
    journal.write(case.pk, actor.signatory(), SETTLE, at=now)


def entries(found: File) -> list[Read]:
    """Those of a file that this person reads; what was taken out is none."""
    return [one for one in found.of(AllegedOffender) if one.said["status"]]


def word(status: str) -> str:
    """What a person is called, which follows how far the law is: nobody is more than is known (DNH-24)."""
    words = {
        PersonStatus.CHARGED: _("Person charged"),
        PersonStatus.ON_TRIAL: _("Person charged"),
        PersonStatus.CONVICTED: _("Person convicted"),
        PersonStatus.ACQUITTED: _("Person acquitted"),
        PersonStatus.NOT_PROCEEDED: _("Person no longer suspected"),
    }
    return words.get(PersonStatus(status), _("Person suspected")) if status else _("Person suspected")


def _check(said: Said, now: datetime) -> None:
    """Raises `NotNow` for a child, and for what is missing."""
    if said.get("adult_at_time") == UNDER_AGE:
        raise NotNow(_("A child is never entered here. Talk to your supervisor."), "adult_at_time")
    if is_child(said.get("birth_date"), now):
        raise NotNow(_("A child is never entered here. Talk to your supervisor."), "birth_date")
    need(*((not said.get(name), _("Answer this."), name) for name in NEEDED))


def _own(actor: Actor, case: Case, row_id: UUID, opened: Opened, version: int | None = None) -> AllegedOffender:
    row = suspect_of(actor, case.pk, row_id)
    if row.made_by_id != actor.person:
        raise NotHere
    record.need_now(opened, row, version)
    return row


def _alarm(actor: Actor, case: Case, opened: Opened, said: Said, now: datetime) -> None:
    """Who belongs to us makes the file one for named people only; who reaches children now is the safeguarding lead's
    to stop. Both pass by whoever leads the worker."""
    if said.get("connected_to_us") == "yes":
        restricting.narrow(actor, case, opened, SUSPECT, now)
        duties.begin(duties.CONNECTED, case, now)
    if said.get("access_to_children_now") == "yes":
        duties.begin(duties.CAN_REACH, case, now)
