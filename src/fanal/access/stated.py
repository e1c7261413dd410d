"""Plain columns that the journal vouches for: what was decided, who wrote something, until when it is kept.

A model names them (`stated`). A deed that makes a row, or changes one of them, names the row in its entry beside the
ciphertexts that it wrote. What stands in the row counts while it is what the newest entry says of it: whoever writes to
the database moves no decision, no author and no day of erasure, and a row that is gone is missed.

What the entry holds is a code of the installation, not a plain hash: a few codes and days are soon guessed, and entries
outlive what was erased.

A model whose rows are believed by the entries of their own deeds, person by person, names the columns as `whole`
instead: steps of reviews, decisions of research, replies, reforms, duties for a time, signatures. Rows of 0.1.0, whose
entries name none, are believed where person and second fit.

A column that a later version adds to either says so in `since`: what was named before goes on to hold while the column
is as its migration left it.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.contracts import NotAllowed
from fanal.columns import sealed
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Line, Said, Told
from fanal.network.api import keyfile, trusted
from fanal.vocabulary.results import Refused

logger = logging.getLogger(__name__)

WHOLE = "whole"
EMPTY: Mapping[Any, Any] = MappingProxyType({})
_PLAIN = frozenset({str, int, bool, type(None), list, dict})


def item(row: models.Model) -> Item:
    """What the entry of a deed must name of a row, as it stands now."""
    return next(_items(row, "stated"))


def whole(row: models.Model, **beside: object) -> Item:
    """What the entry of a deed must name of a row that is believed by entries of its deeds. `beside`: what belongs to
    it, and stands in other rows."""
    return next(_items(row, WHOLE, beside))


def named(row: models.Model, **beside: object) -> bytes:
    """How such an entry names it."""
    return _named(whole(row, **beside))


def dropped(row: models.Model) -> Item:
    """What the entry of a deed must name after which such a row is gone."""
    return Item(place(row, UUID(str(row.pk))), b"")


def names(row: models.Model, items: Collection[bytes], **beside: object) -> bool | None:
    """Whether an entry with these items names a row whole, as it stands now; None where it names no row at all, as
    those of 0.1.0."""
    if _is_before(items):
        return None
    return any(_named(one) in items for one in _items(row, WHOLE, beside))


def states(row: models.Model, items: Collection[bytes]) -> bool:
    """Whether an entry with these items states a row; as it stands now, says `holds`."""
    mark = _mark(row, "stated")
    return any(one[vault.ITEM_HASH :] == mark for one in items)


def is_by(person: UUID | None, at: datetime | None, row: models.Model, said: Said) -> bool:
    """Whether an entry says that this person did what stands in a row. One of 0.1.0 names no row: only who, and
    when."""
    line, items = said
    if person is None or line.actor != person:
        return False
    is_named = names(row, items)
    return is_named if is_named is not None else at is not None and line.at == at.replace(microsecond=0)


def believed[R: models.Model](rows: Sequence[R], told: Told) -> list[R]:
    """The rows of one chain that people made whom they name (`by`). Of those before one that was taken away or changed,
    which may have been a no, none counts; of a torn chain none at all."""
    if told.torn:
        logger.error("rows are not those that the journal names")
        return []
    last = gone(rows, told)
    return [row for row in rows if is_said(row, told, after=-1 if last is None else last)]


def gone(rows: Iterable[models.Model], told: Told) -> int | None:
    """The number of the last entry that names a row which is not there."""
    there = set(map(named, rows))
    return max((line.seq for line, items in told.said if not items <= there), default=None)


def is_said(row: Any, told: Told, after: int = -1) -> bool:
    """Whether an entry behind this number says that a person made the row whom it names."""
    return any(one[0].seq > after and is_by(row.by_id, row.at, row, one) for one in told.said)


def is_last(row: models.Model, told: Told, **beside: object) -> bool | None:
    """Whether the last of these entries names a row whole, as it stands now; None where none of them names any: all are
    of 0.1.0. Where the chain is torn, nobody knows what the last was."""
    if told.torn:
        return False
    if all(_is_before(items) for _line, items in told.said):
        return None
    return bool(names(row, told.said[-1][1], **beside))


def is_as_told(row: models.Model, told: Told, **beside: object) -> bool | None:
    """`is_last` of those entries that name the row, which others beside it do not; None where none does."""
    return is_last(row, naming(row, told), **beside)


def naming(row: models.Model, told: Told) -> Told:
    """Those of these entries that name a row whole, as it stood then."""
    mark = place(row, UUID(str(row.pk)))
    return Told(tuple(one for one in told.said if any(item[vault.ITEM_HASH :] == mark for item in one[1])), told.torn)


def holds(row: models.Model, chain: journal.Newest) -> bool:
    """Whether a row is as the journal of its record says last. One of 0.1.0, whose entries name no rows, is believed
    until something of it is written anew."""
    return any(chain.holds(one.place, one.sealed) for one in _items(row, "stated")) or is_before(row, chain)


def is_before(row: models.Model, chain: journal.Newest) -> bool:
    """Whether only 0.1.0 wrote this row, and as it lies there: by a deed that wrote such rows then (`of_0_1_0`), and
    one text for one row only."""
    texts = {name: bytes(getattr(row, name) or b"") for name in sealed(row)}
    marks = [_mark(row, name) for name in ("stated", *texts)]
    deeds: Collection[str] = row.of_0_1_0  # type: ignore[attr-defined]
    return chain.is_before(UUID(str(row.pk)), marks, texts.values(), deeds) and not _has_twin(row, texts)


def _has_twin(row: models.Model, texts: Mapping[str, bytes]) -> bool:
    """Whether one of the texts lies in another row of the record, too. A row that is a record has its own chain."""
    record = {
        one.name: getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if one.name in row.stated  # type: ignore[attr-defined]
        and getattr(one.remote_field, "on_delete", None) is models.CASCADE
    }
    others = type(row)._base_manager.filter(**record).exclude(pk=row.pk) if record else ()
    return any(bytes(getattr(other, name) or b"") == text for other in others for name, text in texts.items() if text)


def kept[R: models.Model](record: UUID, rows: Iterable[R], known: trusted.Signers | None = None) -> list[R]:
    """Those rows of a record that hold; what does not is passed over, and the log says so. A deed may be done between
    the look at a row and the look at the journal: both are looked at once more before a row is passed over. `known`:
    whom this deed looked up already."""
    every = list(rows)
    if not every:
        return every
    chain = journal.newest([record], known or trusted.Signers())[record]
    late = [row for row in every if not holds(row, chain)]
    if not late:
        return every
    for row in late:
        with suppress(ObjectDoesNotExist):
            row.refresh_from_db()
    chain = journal.newest([record], trusted.Signers())[record]
    good = [row for row in every if holds(row, chain)]
    if len(good) < len(every):
        logger.error("rows are not what the journal names")
    return good


def stands(row: models.Model) -> bool:
    """Whether a row that is a record itself holds."""
    return bool(kept(UUID(str(row.pk)), [row]))


def need(record: UUID, *rows: models.Model, known: trusted.Signers | None = None) -> None:
    """Raises `NotAllowed` where one of the rows is not as it was decided: nothing may rest on it."""
    if len(kept(record, rows, known)) < len(rows):
        raise NotAllowed(Refused("changed", words()))


def need_last(row: models.Model, *deeds: str) -> None:
    """Raises `NotAllowed` where a row is not as the last of these deeds left it, or none of them names it."""
    if not is_last(row, need_whole(UUID(str(row.pk)), *deeds)):
        raise NotAllowed(Refused("changed", words()))


def last(record: UUID, *deeds: str) -> Line | None:
    """Who did one of these deeds last, as a whole entry says it: a second person is another than the first."""
    return journal.last(record, deeds, trusted.Signers())


def need_each(
    record: UUID, rows: Iterable[models.Model], *deeds: str, beside: Mapping[UUID, Mapping[str, object]] = EMPTY
) -> None:
    """Raises `NotAllowed` where one of these rows, all of those that entries of this record (of these deeds, where some
    are named) name whole, is not as the newest that names it left it, or one that was named is gone. `beside`: by row,
    what belongs to it and stands in other rows."""
    last = {one[vault.ITEM_HASH :]: one for _line, items in need_whole(record, *deeds).said for one in items}
    there = {place(row, UUID(str(row.pk))): row for row in rows}
    named = {mark for mark, one in last.items() if one != vault.placed_hash(mark, b"")}
    as_left = (names(row, [last[mark]], **beside.get(row.pk, EMPTY)) for mark, row in there.items() if mark in named)
    if named != set(there) or not all(as_left):
        raise NotAllowed(Refused("changed", words()))


def is_each(record: UUID, rows: Iterable[models.Model]) -> bool:
    """Whether rows that entries of a record name whole are all as they were left, as `need_each`."""
    try:
        need_each(record, rows)
    except NotAllowed:
        return False
    return True


def need_whole(record: UUID, *deeds: str) -> Told:
    """What the chain of a record says of these deeds. Raises `NotAllowed` where it is torn: what is given must rest on
    all that was ever done."""
    told = journal.told(record, deeds, trusted.Signers())
    if told.torn:
        raise NotAllowed(Refused("torn", trusted.torn()))
    return told


def as_left[R: models.Model](rows: Iterable[R], *deeds: str) -> list[R]:
    """Those of these rows, each a record itself, that are as the last of these deeds left them; their chains are looked
    at together. Raises `NotAllowed` where one is torn."""
    every = list(rows)
    told = journal.told_of([UUID(str(row.pk)) for row in every], deeds, trusted.Signers())
    if any(one.torn for one in told.values()):
        raise NotAllowed(Refused("torn", trusted.torn()))
    return [row for row in every if is_last(row, told[UUID(str(row.pk))])]


def left_by(going: type[models.Model], pks: Collection[UUID]) -> list[models.Model]:
    """The records that point to rows which go, as they are without them: the caller has the journal name them anew."""
    found: list[models.Model] = []
    for relation in going._meta.get_fields(include_hidden=True):
        column = getattr(relation, "field", None)
        if column is None or column.name not in getattr(column.model, "stated", ()):
            continue
        for row in column.model._base_manager.filter(**{f"{column.name}__in": pks}).exclude(pk__in=pks):
            if relation.on_delete is models.SET_NULL and stands(row):  # type: ignore[union-attr]
                setattr(row, column.attname, None)
                found.append(row)
    return found


def words() -> str:
    """What people read where a row does not hold."""
    return _("This is not what was written here last: somebody changed it. Tell your administrator.")


def place(table: type[models.Model] | models.Model, pk: UUID) -> bytes:
    """The mark under which deeds name a row whole."""
    return vault.place_mark(f"{table._meta.db_table}.{WHOLE}", pk)


def _is_before(items: Collection[bytes]) -> bool:
    """Whether an entry names no place, as those of 0.1.0."""
    return all(len(one) == vault.ITEM_HASH for one in items)


def _named(one: Item) -> bytes:
    return vault.placed_hash(one.place, one.sealed)


def _items(row: models.Model, name: str, beside: Mapping[str, object] | None = None) -> Iterator[Item]:
    """What entries can have named of a row as it stands, by the newest version first. A column that came later must be
    as its migration left it, or what was named before would let anybody write there."""
    since: Mapping[str, int] = getattr(row, "since", {})
    columns = _columns(type(row), tuple(getattr(row, name)))
    told = {column.name: _plain(getattr(row, column.attname)) for column in columns}
    about = {"schema": "fanal.stated/1", "table": row._meta.db_table, "row": str(row.pk), **(beside or {})}
    for version in range(max([1, *(since.get(one, 1) for one in told)]), 0, -1):
        later = [column for column in columns if since.get(column.name, 1) > version] if since else ()
        if all(getattr(row, column.attname) == column.get_default() for column in later):
            then = {one: value for one, value in told.items() if since.get(one, 1) <= version}
            yield Item(_mark(row, name), keyfile.keyfile().signing.code(name, vault.canonical(then | about)))


@cache
def _columns(table: type[models.Model], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(map(table._meta.get_field, names))


def _mark(row: models.Model, name: str) -> bytes:
    return vault.place_mark(f"{row._meta.db_table}.{name}", UUID(str(row.pk)))


def _plain(value: Any) -> object:
    if type(value) in _PLAIN:  # most are
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)
