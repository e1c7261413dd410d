"""Tables that tests bring, as supervisors do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from fanal.cases.exchange import importing
from fanal.cases.models import Case, ImportBatch, Imported
from fanal.network import people
from fanal.network.contracts import Role
from fanal.vocabulary.ids import new_id
from fanal.web.api import tables
from tests.people import NOW, Cast
from tests.rooms.cases.exchange.coming import csv

HEAD = ("prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Gender", "vic_TraffickingStatus", "cco_CaseComment")
LILO = ("Lilo", "Anders", "2013-05-03", "Feminine", "ActualVictimOfTrafficking", "She likes to draw")
TABLE = csv(HEAD, LILO)


def many(count: int) -> str:
    """A table of so many children."""
    return csv(HEAD, *[(f"Child {number}", "", "2013", "", "", "") for number in range(count)])


def begun(cast: Cast, source: str = "htcds", now: datetime = NOW) -> ImportBatch:
    """A table that Bao brings for Marek."""
    return importing.begin(cast["bao"], source, cast["marek"].person, cast["bao"].person, now)


def looked(batch: ImportBatch, text: str) -> tables.Taken:
    """What a table comes to, as it waits."""
    kind = importing.kind_of(batch)
    heading = tables.read([text], kind.flat, kind.most).heading
    checked = tables.check([text], kind, tables.suggested(kind, heading))
    return tables.Taken(checked.reading.kept(), checked.refused)


def taken(
    cast: Cast, text: str = TABLE, *, source: str = "htcds", now: datetime = NOW, key: UUID | None = None
) -> ImportBatch:
    """A table that was taken in."""
    batch = begun(cast, source, now)
    importing.take_in(cast["bao"], batch.pk, looked(batch, text), key or new_id(), now)
    return ImportBatch.objects.get(pk=batch.pk)


def files(batch: ImportBatch) -> list[Case]:
    """The files of a table, in the order of its rows."""
    rows = Imported.objects.filter(batch=batch).select_related("case__child").order_by("pk")
    return [one.case for one in rows]


def second(cast: Cast, who: str = "dalia") -> Any:
    """Another supervisor."""
    people.give_roles(cast["bao"], cast[who].person, [Role.SAFEGUARDING_LEAD, Role.SUPERVISOR], NOW)
    return cast[who]
