"""What the file of a child answers to routing, which asks who can act on a concern that went to it: the country of the
child's home, and which members may be told. Only to the two who are named in the file: they know of it. A file for
named people only answers nothing: what is handed over is seen by the intake team."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from fanal.access.api import NotAllowed, Opened, may, open_record, stated
from fanal.cases import ground
from fanal.cases.access_terms import child_ref, relation
from fanal.cases.codes import Status
from fanal.cases.files import ledger
from fanal.cases.files.files import purpose_of
from fanal.cases.ground import Row
from fanal.cases.models import Case, Child, Told
from fanal.cases.policy import WHO_ACTS
from fanal.concerns import api as concerns
from fanal.concerns.contracts import BASE, Care
from fanal.journal.contracts import Signatory
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind
from fanal.vocabulary.codes import RecipientCategory
from fanal.vocabulary.results import Answer, Refused

FOR: Final = (ground.Use.REFER, ground.Use.TRANSFER)
"""For what another member may be told."""


def care(actor: Actor, concern: UUID, now: datetime) -> Care | None:
    """What the open file of a concern says to somebody; None where there is none, or it is not theirs to know."""
    rows = Told.objects.filter(concern=concern, case__status=Status.OPEN, case__restricted=False, case__org=actor.org)
    for told in rows.select_related("case__child").order_by("case__opened_on", "pk"):
        case = told.case
        if may(actor, WHO_ACTS, case) and stated.stands(case) and stated.kept(case.pk, [told]):
            with suppress(NotAllowed):  # somebody who is named and has no keys knows nothing of it
                return _read(actor, case, now)
    return None


def _read(actor: Actor, case: Case, now: datetime) -> Care:
    purpose = purpose_of(relation(actor, case))
    with open_record(actor, child_ref(case.child), WHO_ACTS, purpose=purpose, now=now, thing=case) as of_child:
        personal = of_child.try_read(case.child, "personal")
        return Care(personal.home_country if personal else "", _told(of_child, case.child, now))


def covered(concern: UUID, member: UUID, day: date, agreed: Answer) -> Answer:
    """What an agreement answers, where a ground of a child whose file a concern went to carries it, and for how long.
    Key-less (`ledger.unread_allows`)."""
    words = ground.WORDS["no_ground"]
    answer: Answer = Refused("no_ground", words)
    for told in Told.objects.filter(concern=concern).select_related("case__child").order_by("pk"):
        if stated.stands(told.case) and stated.kept(told.case_id, [told]):
            for use in FOR:
                held = ledger.unread_allows(told.case.child, use, _member(member), BASE, day)
                answer = ground.within(agreed, held)
                if answer:
                    return answer
    return answer


def on_taken_back(
    sender: object, *, by: Signatory, case: Case, rows: Collection[Row], now: datetime, **_more: Any
) -> None:
    """Hears from the ledger that a child takes something back: what was handed over on that ground ends (CM-39)."""

    def allows(member: UUID) -> bool:
        return any(ground.allows(rows, use, _member(member), BASE, now) for use in FOR)

    for told in Told.objects.filter(case=case).order_by("concern"):
        concerns.end_for_child(told.concern_id, allows, by, now)


def _member(org: UUID) -> ground.Recipient:
    return ground.Recipient(RecipientCategory.MEMBER_ORG, str(org))


def _told(of_child: Opened, child: Child, now: datetime) -> frozenset[UUID]:
    """The members that may be told what leaves of a concern by default."""
    rows = ledger.read(of_child, child)
    members = [one.id for one in network.orgs(OrgKind.MEMBER)]
    named = [(one, _member(one)) for one in members]
    return frozenset(one for one, to in named if any(ground.allows(rows, use, to, BASE, now) for use in FOR))
