"""Files that a member reads in for counting: coded at once, sealed, erased when no plan needs them or on their day.

The file itself is never stored. The identifier of a row follows from its codes and from how many rows before it have
the same: a file that is read in again has the same noise, so that nobody learns more by averaging. It leads to nobody.
"""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Collection, Iterator
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
from fanal.research.contracts import ENDED, Report, Source
from fanal.research.models import ImportedTable, Population
from fanal.research.questions.catalogue import CatalogueError
from fanal.research.records import coding, coverages, mapping, populations, sources
from fanal.research.records.coding import Coded
from fanal.research.records.policy import ERASE_IMPORT, READ_IN, WORK
from fanal.research.records.sources import Asked, Rows
from fanal.vocabulary.dates import months_later

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


@transaction.atomic
def read_in(actor: Actor, population_id: UUID, text: str, shape: str, now: datetime) -> Report:
    """Read a CSV text in: codes are sealed, the rest is forgotten. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    population = populations.population_of(actor, population_id, lock=True)
    ask(actor, READ_IN, population)
    if population.source != Source.IMPORT or population.closed_on is not None:
        raise NotNow(_("Files cannot be read in for these records."))
    form = _shape(shape, population)
    classes = populations.classes_of(population)
    coded = coding.code(text, form, classes)
    _once(population, coded)
    row = _kept(actor, population, shape, coded, classes, now) if coded.read else None
    cohorts = {cohort: len(rows) for cohort, rows in sorted(coded.rows.items())}
    return Report(
        row.pk if row else None, coded.read, coded.refused, coded.others, coded.opted_out, cohorts,
        coded.left_out, tuple(coded.problems),
    )  # fmt: skip


def _shape(name: str, population: Population) -> mapping.Shape:
    try:
        found = mapping.shape(name) if name in SHAPES else None
    except CatalogueError:
        found = None
    if found is None or found.classes != population.class_set:
        raise NotNow(_("Choose the format of the file."), "shape")
    return found


def _once(population: Population, coded: Coded) -> None:
    """A year is read in once: a child must not be counted twice."""
    if _years(population) & set(coded.rows):
        raise NotNow(_("A year of this file was read in already. Erase that first, or leave the year out."), "text")


def _kept(
    actor: Actor, population: Population, shape: str, coded: Coded, classes: ClassSet, now: datetime
) -> ImportedTable:
    row = ImportedTable(org_id=actor.org, population=population, shape=shape, imported_by_id=actor.person)
    row.imported_on, row.erase_on = now.date(), months_later(now.date(), KEPT_MONTHS)
    row.report = {
        "read": coverages.rounded(coded.read),
        "refused": coverages.rounded(coded.refused),
        "others": coverages.rounded(coded.others),
        "opted_out": coverages.rounded(coded.opted_out),
        "cohorts": {str(year): coverages.rounded(len(rows)) for year, rows in sorted(coded.rows.items())},
        "left_out": [[left.column, left.name, left.why] for left in coded.left_out],
    }
    keys, granted = records.make(actor.org, row.pk, populations.COMPARTMENTS, rings.grants(actor.org, populations.TO))
    item = seal_into(keys, _ref(row), row, "content", _content(coded, classes))
    row.save(force_insert=True)
    said = [item, *granted, stated.item(row)]
    journal.write(row.pk, actor.signatory(), READ_IN, at=now, purpose=populations.PURPOSE, items=said)
    return row


def _content(coded: Coded, classes: ClassSet) -> RowsContent:
    cohorts = sorted(coded.rows)
    return RowsContent(
        columns=tuple(one.name for one in classes.variables),
        cohorts=tuple(cohorts),
        codes=tuple(b64encode(np.array(coded.rows[one], dtype=np.uint8).tobytes()).decode() for one in cohorts),
        ids=tuple(b64encode(b"".join(_ids(one, coded.rows[one]))).decode() for one in cohorts),
    )


def _ids(cohort: int, rows: list[list[int]]) -> Iterator[bytes]:
    """Identifiers of the rows of a year; the secret of the population makes record keys of them."""
    before: Counter[bytes] = Counter()
    for row in rows:
        codes = bytes(row)
        yield sha256(b"%s/%d/%d/" % (MARK, cohort, before[codes]) + codes).digest()[:ID_BYTES]
        before[codes] += 1


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
