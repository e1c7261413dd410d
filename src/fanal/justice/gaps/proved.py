"""What people did to reforms and tables of gaps, as the journal holds it (as `law.proved`, for what stands behind the
grant)."""

from collections.abc import Collection, Iterator

from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.justice.gaps.policy import DRAFT_REFORM, EXPORTING, PUBLISH_REFORM, REFORMING
from fanal.justice.law.proved import second
from fanal.justice.models import GapsExport, Reform
from fanal.network.api import trusted


def published(rows: Collection[Reform]) -> list[Reform]:
    """Those reforms that another person than whoever wrote them published as they stand."""
    known = trusted.Signers()
    return [row for row in rows if row.published_at is not None and is_left(row, known)]


def is_left(row: Reform, known: trusted.Signers) -> bool:
    """Whether a reform, published or not, is as the last deed left it. Entries of 0.1.0 name no row: it is believed
    where person and second fit."""
    said = journal.told(row.pk, REFORMING, known)
    drafted = {line.actor for line in said.lines if line.deed == DRAFT_REFORM}
    if not drafted:
        return False
    is_last = stated.is_last(row, said)
    if is_last is not None:
        return is_last
    first, last = said.lines[0], said.lines[-1]
    if last.deed == PUBLISH_REFORM:  # 0.1.0 asked for another person than the drafter
        who = (last.actor, last.org, last.at)
        return last.actor not in drafted and who == (row.published_by_id, row.org_id, second(row.published_at))
    return row.published_at is None and (first.actor, first.at) == (row.drafted_by_id, second(row.drafted_at))


def unproved() -> Iterator[str]:
    """Reforms and tables that nobody left so, and what is gone, in words."""
    yield from _unproved_reforms()
    yield from _unproved_exports()


def _unproved_reforms() -> Iterator[str]:
    rows, known = list(Reform.objects.order_by("pk")), trusted.Signers()
    for reform in rows:
        if not is_left(reform, known):
            what = "a draft of a reform" if reform.published_at is None else "a reform that is published"
            yield f"record {reform.pk}: {what} is by nobody, or was changed"
    for record in sorted(journal.records_of({PUBLISH_REFORM}) - {row.pk for row in rows}, key=str):
        yield f"record {record}: a reform that is published was taken away"


def _unproved_exports() -> Iterator[str]:
    known = trusted.Signers()
    for row in GapsExport.objects.order_by("pk"):
        if stated.is_last(row, journal.told(row.pk, EXPORTING, known)) is False:
            yield f"record {row.pk}: a table of gaps that somebody asked for was changed"
