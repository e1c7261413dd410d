"""The ledger of a child's grounds: new rows, and the rows read from an open record for the pure rules (`ground`). What
cannot be read or believed gives nothing."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened
from fanal.cases import ground, limits
from fanal.cases.codes import Assent, Basis, ConsentAct, ConsentPurpose, GivenBy, Told
from fanal.cases.ground import OURSELVES, Row
from fanal.cases.models import Child, Consent
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import DataCategory, DutyKind, RecipientCategory
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.ids import new_id

_WORK: Final = frozenset(DataCategory) - {DataCategory.OFFENDER}
"""What working with a child uses."""
RENEWED_AFTER: Final = timedelta(days=365) - limits.BEFORE[DutyKind.CONSENT_RENEWAL]

type Said = Mapping[str, Any]
"""What was filled in of `consent`, by field."""


def new(child: Child, said: Said, actor: Actor, now: datetime) -> Consent:
    """A ground for working with the child, still to be sealed and saved."""
    return Consent(
        child=child,
        made_by_id=actor.person,
        made_at=now,
        act=ConsentAct.GIVE.value,
        purpose=ConsentPurpose.CASE_MANAGEMENT.value,
        recipients=[RecipientCategory.NONE.value],  # ourselves
        categories=sorted(_WORK),
        method=said.get("method") or "spoken_witnessed",
        explained=sorted(said.get("explained") or ()),
        basis=Basis(said["basis"]).value,
        given_at=now,
        expires_on=months_later(network.day_at(child.org_id, now), ground.LONGEST_MONTHS),
    )


def need_recordable(said: Said, actor: Actor, age: int | None, rows: Collection[Row], now: datetime) -> None:
    """Raises `NotNow` where such a ground may not be recorded: without a reason or a second person, or by a child that
    cannot decide alone."""
    row = Row(
        id=new_id(),
        act=ConsentAct.GIVE,
        purpose=ConsentPurpose.CASE_MANAGEMENT,
        recipients=frozenset({RecipientCategory.NONE.value}),
        categories=_WORK,
        given_at=now,
        expires_on=now.date(),
        by=actor.person,
        given_by=GivenBy(said["given_by"]),
        assent=Assent(said["child_assented"]),
        basis=Basis(said["basis"]),
        reason=bool(said.get("basis_reason")),
    )
    answer = ground.may_record(row, ground.Giver(age=age), rows)
    if not answer:
        raise NotNow(_(answer.words), "basis_reason" if answer.reason_code == "no_reason" else "given_by")


def read(of_child: Opened, child: Child) -> tuple[Row, ...]:
    """The rows of a child's ledger that hold."""
    rows = (row for row in Consent.objects.filter(child=child) if of_child.holds(row))
    return tuple(made for row in rows if (made := _row(of_child, row)) is not None)


def _row(of_child: Opened, row: Consent) -> Row | None:
    personal, content = of_child.try_read(row, "personal"), of_child.try_read(row, "content")
    if personal is None:
        return None
    return Row(
        id=row.pk,
        act=ConsentAct(row.act),
        purpose=ConsentPurpose(row.purpose),
        recipients=frozenset(row.recipients),
        categories=frozenset(map(DataCategory, row.categories)),
        given_at=row.given_at,
        expires_on=row.expires_on,
        by=row.made_by_id,
        given_by=GivenBy(personal.given_by),
        assent=Assent(personal.child_assented),
        basis=Basis(row.basis),
        reason=bool(content and content.basis_reason),
        second_signature=row.second_signature_id,
        told=Told(personal.child_told) if personal.child_told else Told.NOT_NEEDED,
        follows=row.follows_id,
    )


def works(rows: tuple[Row, ...], now: datetime) -> bool:
    """Whether there is a live ground for working with the child (CM-41)."""
    found = ground.effective(rows, ConsentPurpose.CASE_MANAGEMENT, OURSELVES, DataCategory.EXISTENCE, now)
    return found is not None
