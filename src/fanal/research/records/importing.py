"""Files that a member reads in for counting: coded at once, sealed, erased when no plan needs them or on their day.

The file itself is never stored. The identifier of a row follows from its codes and from how many rows before it have
the same: a file that is read in again has the same noise, so that nobody learns more by averaging. It leads to nobody.
"""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, RecordRef, ask, open_record, seal_into, stated, visible
from fanal.engines.disclosure.contracts import ClassSet, CodedTable, record_keys
from fanal.journal import api as journal
from fanal.network.api import keyfile, records, rings
from fanal.network.contracts import Actor
from fanal.research.content import RowsContent
from fanal.research.contracts import ENDED, Source
from fanal.research.models import Extraction, ImportedTable, Population
from fanal.research.records import coding, coverages, mapping, populations, sources
from fanal.research.records.coding import Coded
from fanal.research.records.policy import ERASE_IMPORT, READ_IN, WORK
from fanal.research.records.sources import Asked, Rows
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.ids import new_id
from fanal.web.api import tables

KIND = "import"
SHAPES = ("htcds", "ctdc")
KEPT_MONTHS = 12
ID_BYTES = 16
MARK = b"fanal.import/1"


def imports_of(actor: Actor, population: Population) -> list[ImportedTable]:
    """What was read in for a population that the actor may see."""
    rows = visible(actor, ImportedTable.objects.filter(population=population))
    return list(rows.select_related("imported_by").order_by("-imported_on", "pk"))


def held(actor: Actor) -> dict[UUID, tuple[int, date]]:
    """Of each population of files: how many rows lie here, rounded, and the last day on which they may."""
    found: dict[UUID, tuple[int, date]] = {}
    for row in visible(actor, ImportedTable.objects.all()):
        rows, until = found.get(row.population_id, (0, row.erase_on))
        found[row.population_id] = (rows + int(row.report["read"]), max(until, row.erase_on))
    return found


def not_here(population: Population, cohorts: Collection[int]) -> list[int]:
    """Years of a population of files of which nothing lies here: never read in, or erased since."""
    return sorted(set(cohorts) - _years(population)) if population.source == Source.IMPORT else []


def _years(population: Population) -> set[int]:
    rows = ImportedTable.objects.filter(population=population)
    return {int(year) for row in rows for year in row.report["cohorts"]}


@dataclass(frozen=True, slots=True)
class Report:
    """What reading a table in came to. `read`, `refused` and the others count rows; `cohorts`: rows of each year.

    `table` is the import that was kept; None where no row could be used. `others`: rows that are about no child;
    `opted_out`: of people who refused to be counted. Neither was kept.
    """

    table: UUID | None
    read: int
    refused: int
    others: int
    opted_out: int
    cohorts: Mapping[int, int]
    left_out: tuple[tables.LeftOut, ...]
    problems: tuple[tables.Problem, ...]


def kind_of(population: Population) -> tables.Kind:
    """The table that can be read in for a population. Raises `NotNow` where none can."""
    if population.source != Source.IMPORT or population.closed_on is not None:
        raise NotNow(_("Files cannot be read in for these records."))
    return coding.kind(_shape(population), populations.classes_of(population))


def _shape(population: Population) -> mapping.Shape:
    """The format of its class set: each has one."""
    return next(one for one in map(mapping.shape, SHAPES) if one.classes == population.class_set)


def read_in(actor: Actor, population_id: UUID, text: str, now: datetime) -> Report:
    """Read a whole text in: codes are sealed, the rest is forgotten. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    population = populations.population_of(actor, population_id)
    ask(actor, READ_IN, population)
    kind, heading = kind_of(population), tables.read([text]).heading
    places = tables.exact(kind, heading)
    checked, left = tables.check([text], kind, places), tables.left_out(kind, heading, places)
    kept = checked.reading.kept()
    taken = tables.Taken(kept, checked.refused)
    row = take_in(actor, population_id, taken, new_id(), now) if kept else None
    coded = coding.Coded.opened(kept) if kept else coding.Coded()
    cohorts = _counts(coded, population)
    return Report(
        row.pk if row else None, sum(cohorts.values()), checked.refused, coded.others, coded.opted_out, cohorts,
        tuple(left), tuple(checked.problems),
    )  # fmt: skip


@transaction.atomic
def take_in(actor: Actor, population_id: UUID, taken: tables.Taken, request_key: UUID, now: datetime) -> ImportedTable:
    """Take in what a table came to; asked twice, it is done once. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    population = populations.population_of(actor, population_id, lock=True)
    ask(actor, READ_IN, population)
    known = ImportedTable.objects.filter(population=population, pk=request_key).first()
    if known is not None:
        return known
    kind_of(population)
    coded = coding.Coded.opened(taken.made)
    _once(population, coded)
    return _kept(actor, population, coded, taken, request_key, now)


def _counts(coded: Coded, population: Population) -> dict[int, int]:
    width = len(populations.classes_of(population).variables)
    return {year: len(codes) // width for year, codes in sorted(coded.rows.items())}


def _once(population: Population, coded: Coded) -> None:
    """A year is read in once: a child must not be counted twice."""
    if _years(population) & set(coded.rows):
        raise NotNow(_("A year of this file was read in already. Erase that first, or leave the year out."), "text")


def _kept(
    actor: Actor, population: Population, coded: Coded, taken: tables.Taken, request_key: UUID, now: datetime
) -> ImportedTable:
    row = ImportedTable(id=request_key, org_id=actor.org, population=population, imported_by_id=actor.person)
    row.shape = _shape(population).name
    row.imported_on, row.erase_on = now.date(), months_later(now.date(), KEPT_MONTHS)
    counts = _counts(coded, population)
    row.report = {
        "read": coverages.rounded(sum(counts.values())),
        "refused": coverages.rounded(taken.refused),
        "others": coverages.rounded(coded.others),
        "opted_out": coverages.rounded(coded.opted_out),
        "cohorts": {str(year): coverages.rounded(rows) for year, rows in counts.items()},
    }
    keys, granted = records.make(actor.org, row.pk, populations.COMPARTMENTS, rings.grants(actor.org, populations.TO))
    item = seal_into(keys, _ref(row), row, "content", content(coded, populations.classes_of(population)))
    row.save(force_insert=True)
    said = [item, *granted, stated.item(row)]
    journal.write(row.pk, actor.signatory(), READ_IN, at=now, purpose=populations.PURPOSE, items=said)
    return row


def content(coded: Coded, classes: ClassSet) -> RowsContent:
    """What is sealed of a table: codes, and the identifiers that follow from them."""
    cohorts, width = sorted(coded.rows), len(classes.variables)
    return RowsContent(
        columns=tuple(one.name for one in classes.variables),
        cohorts=tuple(cohorts),
        codes=tuple(b64encode(coded.rows[one]).decode() for one in cohorts),
        ids=tuple(b64encode(b"".join(_ids(one, coded.rows[one], width))).decode() for one in cohorts),
    )


def _ids(cohort: int, rows: bytearray, width: int) -> Iterator[bytes]:
    """Identifiers of the rows of a year; the secret of the population makes record keys of them."""
    before: Counter[bytes] = Counter()
    for start in range(0, len(rows), width):
        codes = bytes(rows[start : start + width])
        yield sha256(b"%s/%d/%d/" % (MARK, cohort, before[codes]) + codes).digest()[:ID_BYTES]
        before[codes] += 1


def in_use(row: ImportedTable) -> bool:
    """Whether something was counted of it since it was read in."""
    found = Extraction.objects.filter(plan__population=row.population_id, at__date__gte=row.imported_on)
    return found.exists()


# ---- erasing ----


@transaction.atomic
def erase(actor: Actor, import_id: UUID, now: datetime) -> None:
    """Erase what was read in. Raises `NotHere`, `NotAllowed`."""
    row = visible(actor, ImportedTable.objects.select_for_update()).filter(pk=import_id).first()
    if row is None:
        raise NotHere
    ask(actor, ERASE_IMPORT, row)
    journal.write(row.pk, actor.signatory(), ERASE_IMPORT, at=now, purpose=populations.RETENTION)
    populations.erase_import(row, now)


def erase_unneeded(population: Population, now: datetime) -> None:
    """Where no plan counts a population any more, what was read in for it goes."""
    if population.plans.exclude(state__in=ENDED).exists():
        return
    for row in ImportedTable.objects.filter(population=population).order_by("pk"):  # as whoever else erases some
        populations.erase_import(row, now)


@transaction.atomic
def erase_due(now: datetime) -> int:
    """Erase what has reached the day that it was read in for; says how many. Needs no key."""
    due = list(filter(stated.stands, ImportedTable.objects.filter(erase_on__lte=now.date()).order_by("pk")))
    for row in due:
        journal.write(row.pk, keyfile.installation(row.org_id), ERASE_IMPORT, at=now, purpose=populations.RETENTION)
        populations.erase_import(row, now)
    return len(due)


# ---- the source ----


class Imports:
    """Coded rows that were read in, as the port gives them."""

    def rows(self, actor: Actor, asked: Asked) -> Rows:
        found: dict[int, list[tuple[bytes, bytes]]] = {cohort: [] for cohort in asked.cohorts}
        opted_out = 0
        for row in ImportedTable.objects.filter(population=asked.population).order_by("pk"):
            opted_out += int(row.report["opted_out"])
            content = _opened(actor, row, asked.now)
            for cohort, codes, ids in zip(content.cohorts, content.codes, content.ids, strict=True):
                if cohort in found:
                    found[cohort].append((b64decode(codes), b64decode(ids)))
        return Rows(tuple(_table(asked, cohort, parts) for cohort, parts in found.items()), opted_out)

    def at_most(self, population: Population, cohorts: tuple[int, ...]) -> int | None:
        wanted = {str(one) for one in cohorts}
        reports = [row.report["cohorts"] for row in ImportedTable.objects.filter(population=population)]
        return sum(int(rows) + coverages.STEP // 2 for one in reports for year, rows in one.items() if year in wanted)


def _opened(actor: Actor, row: ImportedTable, now: datetime) -> RowsContent:
    with open_record(actor, _ref(row), WORK, purpose=populations.PURPOSE, now=now) as opened:
        content: RowsContent = opened.read(row, "content")
    return content


def _table(asked: Asked, cohort: int, parts: list[tuple[bytes, bytes]]) -> CodedTable:
    width = len(asked.classes.variables)
    codes = np.frombuffer(b"".join(codes for codes, _ in parts), dtype=np.uint8).reshape(-1, width)
    ids = b"".join(ids for _, ids in parts)
    each = [ids[start : start + ID_BYTES] for start in range(0, len(ids), ID_BYTES)]
    return CodedTable(asked.classes, cohort, codes, record_keys(asked.secret, each))


def _ref(row: ImportedTable) -> RecordRef:
    return RecordRef(row.org_id, row.pk, KIND)


sources.register(Source.IMPORT, Imports())
