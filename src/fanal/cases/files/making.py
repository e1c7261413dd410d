"""A new file, opened, opened again, or taken in: two sealed records with their grants, their first rows, and a number.
There is no other way in which a file comes to be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from fanal.access.api import seal_into, stated
from fanal.access.contracts import RecordRef
from fanal.cases import holding, index, numbers
from fanal.cases.access_terms import CASE, CHILD, COMPARTMENTS, case_ref, child_ref, grants
from fanal.cases.files.files import ENTITY
from fanal.cases.model.sealed import Said, contents
from fanal.cases.models import Case, CaseRow, ChildRow
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.vault import Principal

type Grants = list[tuple[Principal, Collection[str]]]


def store(
    case: Case,
    child: Said,
    work: Said,
    rows: Sequence[tuple[ChildRow | CaseRow, Said]] = (),
    to: Mapping[str, Grants] | None = None,
) -> dict[UUID, list[Any]]:
    """Seal and save the child and the case of a file, and the first rows of both. What the entry of each record must
    name. `to`: who gets them, by kind of record, where it was looked up for many files of the same people (`circle`).
    Inside a transaction; raises `NetworkError` for a team without a key."""
    to = to or circle(case)
    of_child = [(row, said) for row, said in rows if isinstance(row, ChildRow)]
    of_case = [(row, said) for row, said in rows if isinstance(row, CaseRow)]
    return {
        case.child.pk: _record(child_ref(case.child), to[CHILD], [(case.child, child), *of_child]),
        case.pk: _record(case_ref(case), to[CASE], [(case, work), *of_case]),
    }


def store_again(case: Case, work: Said, rows: Sequence[tuple[CaseRow, Said]] = ()) -> list[Any]:
    """As `store`, for a further period of work for a child whose record is there."""
    return _record(case_ref(case), circle(case)[CASE], [(case, work), *rows])


def listed(actor: Actor, case: Case, child: Said) -> None:
    """Who holds the new file has it in their lists and finds it. In the same transaction, after its clocks."""
    holding.write(case)
    index.write(actor, case, index.card_of(child))


def circle(case: Case) -> dict[str, Grants]:
    """Who gets which compartments of the records of a file, by kind of record."""
    return {kind: grants(case, kind) for kind in (CHILD, CASE)}


def _record(ref: RecordRef, to: Grants, rows: Sequence[tuple[Any, Said]]) -> list[Any]:
    """The first of the rows is the record itself."""
    keys, granted = records.make(ref.org, ref.id, COMPARTMENTS[ref.kind], to)
    return [*granted, *(item for row, said in rows for item in _row(keys, ref, row, said))]


def _row(keys: Any, ref: RecordRef, row: Any, said: Said) -> Iterator[Any]:
    held = contents(ENTITY[type(row)], said) if said else {}
    yield from [seal_into(keys, ref, row, box, content) for box, content in held.items()]
    if isinstance(row, Case):
        _numbered(row)
    else:
        row.save(force_insert=True)
    yield stated.item(row)


def _numbered(case: Case) -> None:
    """Save it under a number that no other file has."""
    prefix = numbers.prefix_of(network.org(case.org_id).name)
    while True:
        case.number = numbers.new_number(prefix)
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            if not Case.objects.filter(number=case.number).exists():
                raise
        else:
            return
