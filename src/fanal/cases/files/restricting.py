"""A file opens for named people only, once our own people may be concerned: worker, supervisor and safeguarding lead
keep their keys, the teams lose theirs, and what is written from then on has new ones (CM-51).

What a colleague has read cannot be un-read.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from fanal.access.api import NotAllowed, Opened, open_record, stated
from fanal.cases import duties, holding, index
from fanal.cases.access_terms import CASE, CHILD, case_ref, child_ref, grants
from fanal.cases.codes import Status
from fanal.cases.files import apart, record
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
    """The same within a deed on the file (`record.writing`): with it go the records beside it, and the other files of
    the child. What the writer cannot hand on is left to the safeguarding lead."""
    purpose = AccessPurpose.SAFEGUARDING_ALARM
    with open_record(actor, child_ref(case.child), deed, purpose=purpose, now=now, thing=case, write=True) as of_child:
        _set(case)
        of_case.state(case)
        _narrow(of_case, grants(case, CASE))
        whole = _beside(actor, case, deed, now)
        for other in (
            Case.objects.filter(org_id=actor.org, child=case.child_id).exclude(pk=case.pk).select_related("child")
        ):
            whole &= _other(actor, other, case, deed, now)
        _narrow(of_child, grants(_last(case), CHILD))
    duties.hand_on(case, now)
    if not whole:
        duties.begin(duties.CONNECTED, case, now)


def _last(case: Case) -> Case:
    """The newest file of the child: its two open what is known of the child, whoever had an earlier one does not."""
    rows = Case.objects.filter(child=case.child_id, restricted=True).exclude(status=Status.VOID)
    newest = rows.order_by("-opened_on", "-pk").first()
    return newest if newest is not None and newest.pk != case.pk and stated.stands(newest) else case


def _other(actor: Actor, other: Case, case: Case, deed: str, now: datetime) -> bool:
    """Another file of the child: whether all its keys could be handed on."""
    purpose = AccessPurpose.SAFEGUARDING_ALARM
    try:
        with open_record(actor, case_ref(other), deed, purpose=purpose, now=now, thing=case, write=True) as opened:
            _shut(other, now)
            opened.state(other)
            _narrow(opened, grants(other, CASE))
    except NotAllowed:
        _shut(other, now)
        journal.write(other.pk, actor.signatory(), deed, at=now, items=[stated.item(other)])
        return False
    index.follow(actor, other)
    return _beside(actor, other, deed, now, thing=case)


def _beside(actor: Actor, case: Case, deed: str, now: datetime, thing: Case | None = None) -> bool:
    """The records beside a file: whether their keys could be handed on. What a child says of us the worker does not
    open."""
    purpose, whole = AccessPurpose.SAFEGUARDING_ALARM, True
    for row in apart.rows(case):
        try:
            with open_record(
                actor, apart.ref(row), deed, purpose=purpose, now=now, thing=thing or case, write=True
            ) as opened:
                if opened.holds(row):
                    _narrow(opened, apart.again(row))
        except NotAllowed:
            whole = False
    return whole


def on_concern_restricted(sender: object, *, concern: UUID, by: Signatory, now: datetime, **_more: Any) -> None:
    """Hears from concerns that one is about our own people. Its file shows itself to nobody else at once; the keys of
    the teams go when somebody who holds them does it, which the safeguarding lead is asked for."""
    for case in Case.objects.filter(told__concern=concern).select_related("child"):
        for one in Case.objects.filter(child=case.child_id, restricted=False).select_related("child"):
            _shut(one, now)
            journal.write(one.pk, by, RESTRICT, at=now, items=[stated.item(one)])
        duties.begin(duties.CONNECTED, Case.objects.get(pk=case.pk), now)


def _shut(case: Case, now: datetime) -> None:
    """It shows itself to nobody else. The caller states it."""
    if not case.restricted:
        _set(case)
        duties.hand_on(case, now)
        holding.write(case)


def _set(case: Case) -> None:
    case.restricted = True
    case.version += 1
    case.save(update_fields=["restricted", "version"])


def _narrow(opened: Opened, whom: apart.Grants) -> None:
    """The keys go to those who are named, as far as the writer can hand them on, and from everybody else; a child's own
    code stays."""
    wanted = list(whom)
    named = {(to.kind, to.id) for to, _only in wanted}
    held: dict[tuple[str, bytes], set[str]] = {}
    for principal, who, _version, boxes in records.holders(opened.ref.id):
        held.setdefault((principal, who), set()).update(boxes)
    for to, only in wanted:
        if lacks := opened.keys.compartments & set(only) - held.get((to.kind, to.id), set()):
            opened.held.grant(to, lacks)
    for principal, who in held.keys() - named:
        if principal != "reporter":
            opened.held.revoke(principal, who)
    opened.freshen()
