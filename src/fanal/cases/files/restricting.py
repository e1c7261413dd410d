"""A file opens for named people only, once our own people may be concerned: worker, supervisor and safeguarding lead
keep their keys, the teams lose theirs, and what is written from then on has new ones (CM-51).

What a colleague has read cannot be un-read.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from fanal.access.api import Opened, open_record, stated
from fanal.cases import duties, holding
from fanal.cases.access_terms import CASE, CHILD, child_ref, grants
from fanal.cases.files import record
from fanal.cases.models import Case, Note
from fanal.cases.policy import RESTRICT
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose


def restrict(actor: Actor, case_id: UUID, now: datetime, reason: str = "") -> None:
    """Have a file open for named people only; the reason is an entry of it. Once more does no harm. Raises `NotHere`,
    `NotAllowed`."""
    with record.writing(actor, case_id, RESTRICT, now, grounded=False, ended=True) as (case, opened):
        narrow(actor, case, opened, RESTRICT, now)
        if reason:
            record.add(opened, Note(case=case, kind="decision", **record.by(actor, now)), {"body": reason})


def narrow(actor: Actor, case: Case, of_case: Opened, deed: str, now: datetime) -> None:
    """The same within a deed on the file (`record.writing`)."""
    purpose = AccessPurpose.SAFEGUARDING_ALARM
    with open_record(actor, child_ref(case.child), deed, purpose=purpose, now=now, thing=case, write=True) as of_child:
        _set(case)
        of_case.state(case)
        _narrow(of_case, case, CASE)
        _narrow(of_child, case, CHILD)
    duties.hand_on(case, now)


def on_concern_restricted(sender: object, *, concern: UUID, by: Signatory, now: datetime, **_more: Any) -> None:
    """Hears from concerns that one is about our own people. Its file shows itself to nobody else at once; the keys of
    the teams go when somebody who holds them does it, which the safeguarding lead is asked for."""
    for case in Case.objects.filter(told__concern=concern).select_related("child"):
        if not case.restricted:
            _set(case)
            journal.write(case.pk, by, RESTRICT, at=now, items=[stated.item(case)])
            duties.hand_on(case, now)
            holding.write(case)
        duties.begin(duties.CONNECTED, case, now)


def _set(case: Case) -> None:
    case.restricted = True
    case.version += 1
    case.save(update_fields=["restricted", "version"])


def _narrow(opened: Opened, case: Case, kind: str) -> None:
    """The keys go to those who are named, as far as the writer can hand them on, and from everybody else."""
    wanted = grants(case, kind)
    named = {(to.kind, to.id) for to, _only in wanted}
    held: dict[tuple[str, bytes], set[str]] = {}
    for principal, who, _version, boxes in records.holders(opened.ref.id):
        held.setdefault((principal, who), set()).update(boxes)
    for to, only in wanted:
        if lacks := opened.keys.compartments & set(only) - held.get((to.kind, to.id), set()):
            opened.held.grant(to, lacks)
    for principal, who in held.keys() - named:
        opened.held.revoke(principal, who)
    opened.freshen()
