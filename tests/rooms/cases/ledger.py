"""Rows of a ledger for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from fanal.cases.codes import Assent, Basis, ConsentAct, ConsentPurpose, GivenBy
from fanal.cases.ground import Recipient, Row
from fanal.vocabulary.codes import DataCategory, RecipientCategory

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORKER, SUPERVISOR = UUID(int=101), UUID(int=102)
CLINIC = Recipient(RecipientCategory.SERVICE_PROVIDER, "clinic")
SHELTER = Recipient(RecipientCategory.SERVICE_PROVIDER, "shelter")
POLICE = Recipient(RecipientCategory.POLICE_OR_PROSECUTOR, "police")


def row(number: int, act: ConsentAct = ConsentAct.GIVE, *, hours: int = 0, **more: object) -> Row:
    """A row about help by providers: contact and services, for half a year."""
    made = Row(
        UUID(int=number),
        act,
        ConsentPurpose.REFERRAL,
        frozenset({RecipientCategory.SERVICE_PROVIDER.value}),
        frozenset({DataCategory.CONTACT, DataCategory.SERVICES}),
        NOW + timedelta(hours=hours),
        date(2026, 9, 1),
        WORKER,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def without_consent(number: int, basis: Basis, *, hours: int = 0, **more: object) -> Row:
    """A row that nobody consented to."""
    said = {"basis": basis, "given_by": GivenBy.NOBODY, "assent": Assent.NOT_ASKED, "reason": True}
    return row(number, hours=hours, **{**said, **more})


def to_work(number: int, basis: Basis, *, hours: int = 0, **more: object) -> Row:
    """The ground on which a file is worked, without consent."""
    said = {
        "purpose": ConsentPurpose.CASE_MANAGEMENT,
        "recipients": frozenset({RecipientCategory.NONE.value}),
        "categories": frozenset({DataCategory.EXISTENCE, DataCategory.IDENTITY}),
    }
    return without_consent(number, basis, hours=hours, **{**said, **more})
