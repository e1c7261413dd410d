"""Rows for which this installation vouches as a whole: people, organisations, public pages (decisions 16 and 24).

No key signs what they say, and much follows from it: who may do what, who is given what was told, whom to call. So each
stands under one code of the installation over all of its columns and what belongs to it, with a number that every deed
counts up and that has its mark outside the database (`marks`). A row that somebody wrote, changed or put back is not
whole: nothing follows from it, and no deed that goes on from there vouches for it.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.journal import api as journal
from fanal.network import marks
from fanal.network.contracts import NetworkError
from fanal.network.keyfile import installation, keyfile
from fanal.network.models import Organisation, Vouched

_CODE = 32
"""Bytes of one code."""

type Parts = Callable[[Collection[UUID]], Mapping[UUID, object]]


@dataclass(frozen=True, slots=True)
class Vouching:
    """What is vouched for of the rows of a model. `org`: its column with the organisation. `words`: what one is
    about. `beside`: columns that no code covers. `parts`: what belongs to each row beside its columns. `apart`: what
    does, and may be lost by itself. `since`: columns, and names in parts, that came after version 1 of its code."""

    mark: marks.MarkKind
    org: str
    words: Callable[[models.Model], str]
    beside: frozenset[str] = frozenset()
    parts: Parts = lambda _ids: {}
    apart: Parts | None = None
    since: Mapping[str, int] = field(default_factory=dict)

    def later(self, version: int) -> frozenset[str]:
        """What a version of the code did not know yet."""
        return frozenset(name for name, since in self.since.items() if since > version)

    @property
    def versions(self) -> range:
        """Each version of the code, the newest first."""
        return range(max(self.since.values(), default=1), 0, -1)


kinds: dict[type[Vouched], Vouching] = {}


def keep[M: Vouched](
    model: type[M],
    mark: marks.MarkKind,
    words: Callable[[M], str],
    *,
    org: str = "org_id",
    beside: Iterable[str] = (),
    parts: Parts = lambda _ids: {},
    apart: Parts | None = None,
    since: Mapping[str, int] | None = None,
) -> None:
    """Vouch for the rows of a model. Said once, where the model stands or is written."""
    kinds[model] = Vouching(mark, org, words, frozenset(beside), parts, apart, since or {})  # type: ignore[arg-type]


def is_whole(row: Vouched) -> bool:
    """Whether a row is as this installation left it last."""
    return bool(whole([row]))


def whole[M: Vouched](rows: Iterable[M]) -> list[M]:
    """Those of some rows of a model that are as this installation left them. A deed may be done between the look at a
    row and the look at its parts and mark: such a row is read once more, before anybody is told that it was changed."""
    found = list(rows)
    good = _whole(found)
    if len(good) < len(found):
        there = set(map(id, good))
        there.update(map(id, _whole(read_again(row for row in found if id(row) not in there))))
        good = [row for row in found if id(row) in there]
    return good


def _whole[M: Vouched](rows: list[M]) -> list[M]:
    parts, apart = _parts(rows), _apart(rows)
    return [row for row in rows if fits(row, parts.get(row.pk)) and fits_apart(row, apart.get(row.pk))]


def read_again[M: Vouched](rows: Iterable[M]) -> list[M]:
    """Those of some rows to which a deed was done since they were read, as they are now."""
    late = list(rows)
    now = (
        {row.pk: row for row in type(late[0])._default_manager.filter(pk__in=[row.pk for row in late])} if late else {}
    )
    late = [row for row in late if row.pk in now and now[row.pk].number > row.number]
    for row in late:
        row.refresh_from_db()
    return late


def fits(row: Vouched, parts: object) -> bool:
    """Whether a row, with what belongs to it, is the newest, and has its code."""
    is_newest = row.number >= marks.newest(kinds[type(row)].mark, row.pk)
    return is_newest and any(vault.same(code, bytes(row.code)[:_CODE]) for code in _codes(row, parts))


def fits_apart(row: Vouched, apart: object) -> bool:
    """Whether what may be lost by itself has the code that stands behind that of the row."""
    return vault.same(_code_apart(row, apart), bytes(row.code)[_CODE:])


def seal(row: Vouched) -> None:
    """Vouch for what stands there now: of something new, or after a deed."""
    mark = kinds[type(row)].mark
    row.number = max(row.number, marks.newest(mark, row.pk)) + 1
    row.code = _code(row, _parts([row]).get(row.pk), frozenset()) + _code_apart(row, _apart([row]).get(row.pk))
    row.save(update_fields=["number", "code"])
    marks.note(mark_of(row))


def end(row: Vouched, *columns: str) -> None:
    """After a deed that ends a row: vouch for it, or, where somebody had changed it, note alone that what stood there
    before is over, so that no earlier state of it comes back. Saves what it changed, these columns."""
    was_left = is_whole(type(row)._default_manager.get(pk=row.pk))
    row.save(update_fields=columns)
    if was_left:
        seal(row)
    else:
        mark = mark_of(row)
        marks.note(replace(mark, number=max(row.number, marks.newest(mark.kind, row.pk)) + 1))


@transaction.atomic
def vouch(row: Vouched, shown: Mapping[str, str], org: UUID, now: datetime) -> None:
    """Vouch for what somebody changed, after whoever runs this site saw all of it (`told`) and made sure that it is
    right. Raises NetworkError where something else stands there by then. The entry names the new code."""
    fresh = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
    if told(fresh) != shown:
        raise changed(fresh)
    seal(fresh)
    journal.write(org, installation(org), "network.vouch", at=now, items=[bytes(fresh.code)])


@contextmanager
def changing[M: Vouched](model: type[M], pk: UUID) -> Iterator[M]:
    """A deed that changes a row, and saves what it changed: nobody else changes it meanwhile, and it is sealed anew at
    the end. Raises NetworkError where it is not whole, so that no deed vouches for what somebody wrote there."""
    with transaction.atomic():
        row = model._default_manager.select_for_update(no_key=True).get(pk=pk)
        if not is_whole(row):
            raise changed(row)
        yield row
        seal(row)


def changed(row: Vouched) -> NetworkError:
    """The refusal of what somebody changed past this program."""
    words = _("Somebody changed what is stored about {name} past Fanal. Nothing was done. Tell your administrator.")
    return NetworkError(words.format(name=words_of(row)))


def words_of(row: Vouched) -> str:
    """What a row is about, for people."""
    return kinds[type(row)].words(row)


def mark_of(row: Vouched) -> marks.Mark:
    """What is noted of a row outside the database."""
    return marks.Mark(kinds[type(row)].mark, row.pk, row.number, getattr(row, "left_on", None))


def broken(org: UUID) -> Iterator[Vouched]:
    """Everything of an organisation that is not as this installation left it."""
    for model, kind in kinds.items():
        rows = list(model._default_manager.filter(**{kind.org: org}).order_by("pk"))
        good = {row.pk for row in whole(rows)}
        yield from (row for row in rows if row.pk not in good)


def newest() -> Iterator[marks.Mark]:
    """The marks of everything that is as it was left."""
    for model in kinds:
        yield from map(mark_of, whole(model._default_manager.all()))


def taken_out() -> Iterator[str]:
    """What has a mark, and is in the database no more, in words."""
    there = {kind.mark: set(model._default_manager.values_list("pk", flat=True)) for model, kind in kinds.items()}
    for mark in marks.known().values():
        if mark.id not in there.get(mark.kind, {mark.id}):
            yield f"what was known as {mark.kind.value} {mark.id} was taken out of the database"


def columns(model: type[Vouched]) -> list[str]:
    """The columns over which the code goes."""
    beside = kinds[model].beside | {"code"}
    return sorted(one.attname for one in model._meta.concrete_fields if one.attname not in beside)


def told(row: Vouched) -> dict[str, str]:
    """What stands there, and would be vouched for, as text."""
    return _columns(row) | {"with it": _text(_parts([row]).get(row.pk))}


def _columns(row: Vouched) -> dict[str, str]:
    return {name: _text(getattr(row, name)) for name in columns(type(row))}


def _codes(row: Vouched, parts: object) -> Iterator[bytes]:
    """What the code may be: that of each version which can have left the row so. What came later must be as its
    migration left it, or an older code would let anybody write there."""
    kind = kinds[type(row)]
    for version in kind.versions:
        later = kind.later(version)
        if all(_is_untouched(row, parts, name) for name in later):
            yield _code(row, parts, later)


def _is_untouched(row: Vouched, parts: object, name: str) -> bool:
    if isinstance(parts, dict) and name in parts:
        return not parts[name]
    column: Any = row._meta.get_field(name)
    return bool(getattr(row, name) == column.get_default())


def _code(row: Vouched, parts: object, without: Collection[str]) -> bytes:
    told = {name: text for name, text in _columns(row).items() if name not in without}
    if isinstance(parts, dict):
        parts = {name: part for name, part in parts.items() if name not in without}
    about = {"of": row._meta.label_lower, "columns": told, "parts": _text(parts)}
    return keyfile().signing.code("vouched", vault.canonical(about))


def _code_apart(row: Vouched, apart: object) -> bytes:
    if kinds[type(row)].apart is None:
        return b""
    about = {"of": row._meta.label_lower, "row": str(row.pk), "number": row.number, "apart": _text(apart or None)}
    return keyfile().signing.code("vouched apart", vault.canonical(about))


def _apart(rows: Collection[Vouched]) -> Mapping[UUID, object]:
    load = kinds[type(next(iter(rows)))].apart if rows else None
    return load([row.pk for row in rows]) if load else {}


def _parts(rows: Collection[Vouched]) -> Mapping[UUID, object]:
    return kinds[type(next(iter(rows)))].parts([row.pk for row in rows]) if rows else {}


def _text(value: object) -> str:
    """One form for each value, whichever database it comes from."""
    match value:
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex()
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case dict() | list() | tuple():
            return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return "" if value is None else str(value)


keep(
    Organisation,
    marks.MarkKind.ORG,
    lambda org: org.name,
    org="pk",
    # keys that the key file pins or the identity signs, and what these sign: each says by itself whether it holds
    beside=("identity", "recovery", "recovery_signature", "kit_test", "kit_code", "installation", "known"),
    since={"profile": 2, "full_from": 3},
)
