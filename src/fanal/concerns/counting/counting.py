"""Count cells: one sealed row when triage or a handover ends, for the member's counting team
(docs/concerns-triage.md, "Counting")."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fanal import vault
from fanal.access.api import Opened
from fanal.concerns.content import PersonalContent, PersonSuspected
from fanal.concerns.counting.cells import CountCell as Cell
from fanal.concerns.counting.cells import cell_of
from fanal.concerns.models import Concern, CountCell
from fanal.network.api import rings
from fanal.network.contracts import RingKind
from fanal.vocabulary.codes import ReportChannel
from fanal.vocabulary.ids import day_id


@dataclass(frozen=True, slots=True)
class Sealed:
    """A count cell as it lies at the member: whose, for which quarter, and which version of the ring opens it."""

    id: UUID
    org: UUID
    quarter: str
    ring_version: int
    cell: bytes


def count_triage(opened: Opened, concern: Concern, *, in_time: bool | None, now: datetime) -> None:
    """One cell for a decided concern. Practice is never counted, what was marked as the same only once."""
    if concern.practice or concern.duplicate_of_id:
        return
    cell = cell_of(
        "triage",
        now.date(),
        country=concern.country_of_harm,
        channel=ReportChannel(concern.channel),
        result=concern.finding or concern.triage,
        personal=opened.read(concern, "personal") or PersonalContent(),
        offender=opened.read(concern, "offender") or PersonSuspected(),
        in_time=in_time,
    )
    add(concern.org_id, cell, now)


def add(org: UUID, cell: Cell, now: datetime) -> None:
    """Seal a cell to the counting team. It needs no key, and nothing in the row says which concern it came from."""
    ring = rings.principal(org, RingKind.STATISTICS)
    row = CountCell(id=day_id(now.date()), org_id=org, quarter=cell.quarter, ring_version=ring.version)
    row.cell = vault.seal_to(ring.public, purpose(org, row.pk), cell.to_json().encode())
    row.save(force_insert=True)


def purpose(org: UUID, cell: UUID) -> str:
    """What a cell is bound to."""
    return f"count/{org}/{cell}"


def of(org: UUID) -> list[Sealed]:
    """Every sealed cell of a member, by quarter. Only its counting team can open them."""
    rows = CountCell.objects.filter(org_id=org).order_by("quarter", "id")
    return [Sealed(row.pk, row.org_id, row.quarter, row.ring_version, bytes(row.cell)) for row in rows]
