"""Deeds on series: described, read in, looked at by one person, confirmed by another; or dropped.

A table with one row that cannot be kept leaves nothing behind. What was read in is known to nobody but those who do the
work until the second person says yes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.engines import sheets
from fanal.journal.contracts import Signatory
from fanal.network.api import keyfile
from fanal.network.contracts import Actor
from fanal.progress.catalogue import catalogue
from fanal.progress.catalogue.model import Indicator
from fanal.progress.models import Observation, Vintage
from fanal.progress.observations import observations, storing
from fanal.progress.observations.policy import CONFIRM, DROP, IMPORT, PROPOSE, READ_IN
from fanal.progress.observations.signals import values_known
from fanal.progress.observations.values import Line, Origin, State
from fanal.progress.releases import taking
from fanal.progress.series import maps
from fanal.progress.series.checking import History, Reader
from fanal.progress.series.maps import Map
from fanal.progress.series.reports import Report
from fanal.vocabulary.files import Defective
from fanal.vocabulary.results import Refused

MOST_MAP: Final = 20_000
OPEN: Final = (State.DESCRIBED, State.READ, State.PROPOSED)


class Unreadable(ValueError):
    """A table that is none, or lacks a column that the map names."""


class RowsRefused(ValueError):
    """Rows of a table cannot be kept, so none is. `report` names them."""

    def __init__(self, report: Report) -> None:
        super().__init__("rows cannot be kept")
        self.report = report


def mapped(text: str, today: date, file: str = "map") -> Map:
    """A map that somebody wrote. Raises `maps.Defective`."""
    return maps.parse(text, catalogue.shipped(), today, file)


def reader(found: Map, today: date) -> Reader:
    """Reads rows of a series beside what is known of it. What is an organisation's own is compared with nothing: of a
    guess, the answer would tell others how near it is."""
    rows = Observation.objects.filter(indicator=found.indicator.id, version=found.formula.version, place="")
    known = [] if observations.is_own(found.indicator.id, "") else observations.imported_of(rows)
    return Reader(found, today, History(known), demonstration=settings.MODE != "production")


def rows_of(path: Path, found: Map) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a file of CSV, as they come. Raises `Unreadable`, `OSError`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        sheet = sheets.read(file, _unreadable, separators=",;\t", by_row=True)
        places = {name: at for at, name in enumerate(sheet.header)}
        if missing := [name for name in found.columns if name not in places]:
            raise Unreadable(f"the table has no column {', '.join(missing)}")
        wanted, width = [(name, places[name]) for name in found.columns], len(sheet.header)
        for number, cells in sheet.rows:
            if len(cells) != width:
                raise Unreadable(f"row {number} has {len(cells)} cells where the heading has {width}")
            yield number, {name: cells[at].strip() for name, at in wanted}


def _unreadable(_fault: object, words: str, line: int | None) -> Exception:
    return Unreadable(f"{words}{f' (line {line})' if line else ''}")


def look(found: Map, rows: Iterable[tuple[int, Mapping[str, str]]], today: date) -> Report:
    """A dry run: what a table would come to. Nothing is written."""
    reading = reader(found, today)
    for _line in reading.lines(rows):
        pass
    return reading.report


@transaction.atomic
def read_in(
    found: Map, text: str, rows: Iterable[tuple[int, Mapping[str, str]]], by: Signatory, now: datetime
) -> tuple[Vintage, Report]:
    """Write what a table holds as a vintage that nobody knows yet. A command gives it to the people of the desk; a
    person proposes it by that. Raises `RowsRefused`, and `NotNow` where the same was read in before."""
    reading = reader(found, now.date())
    row = _vintage(found, text, by, now)
    row.save()
    storing.store(row, reading.lines(rows))
    if reading.report.refused:
        raise RowsRefused(reading.report)
    if not row.rows:
        raise NotNow(_("There is no row in this table that says something of a country."), "text")
    _need_new(row)
    row.report = asdict(reading.report)
    storing.write(row, by, PROPOSE if by.actor else READ_IN, now)
    return row, reading.report


def _vintage(found: Map, text: str, by: Signatory, now: datetime) -> Vintage:
    return Vintage(
        org_id=by.org, indicator=found.indicator.id, version=found.formula.version, origin=Origin.IMPORTED,
        title=found.title, publisher=found.publisher, address=found.address, licence=found.licence,
        shared=found.shared, read_on=found.read_on, mapping={"text": text},
        state=State.PROPOSED if by.actor else State.READ, made_by_id=by.actor, made_at=now,
    )  # fmt: skip


def _need_new(row: Vintage) -> None:
    """Raises `NotNow` where the last reading of the same series has the same values. What went back to an earlier
    value is new, and so is what another source says alike."""
    same = Vintage.objects.filter(
        indicator=row.indicator, version=row.version, title=row.title, publisher=row.publisher,
        state__in=(State.READ, State.PROPOSED, State.KNOWN),
    )  # fmt: skip
    before = same.exclude(pk=row.pk).order_by("made_at", "pk").last()
    if before is not None and before.digest == row.digest:
        words = _("The same values were read in already, on %(day)s: nothing of it is new.")
        raise NotNow(words % {"day": before.made_at.date().isoformat()}, "text")


def by_command(found: Map, text: str, path: Path, now: datetime) -> tuple[Vintage, Report]:
    """What `fanal progress import` keeps. Raises `RowsRefused`, `Unreadable`, `NotNow`."""
    return read_in(found, text, rows_of(path, found), keyfile.installation(), now)


# ---- deeds of people ----


def vintage(actor: Actor, pk: UUID, *, lock: bool = False) -> Vintage:
    """A vintage that the actor may see. Raises `NotHere`."""
    return access.found(actor, Vintage, pk, lock=lock)


def need_believed(row: Vintage) -> None:
    """Raises `NotAllowed` where a vintage is not as the last deed left it, or its values are others now."""
    if row.pk not in observations.believed([row]) or row.digest != (observations.digest_of(row) if row.rows else ""):
        raise access.NotAllowed(Refused("changed", access.stated.words()))


@transaction.atomic
def describe(actor: Actor, text: str, now: datetime) -> Vintage:
    """A map, before its table. Raises `NotAllowed`, `NotNow` with all that is wrong with it."""
    access.ask(actor, IMPORT)
    try:
        found = mapped(text, now.date())
    except Defective as error:
        raise NotNow("\n".join(f"{one.key}: {one.words}" for one in error.defects), "text") from None
    row = _vintage(found, text, actor.signatory(), now)
    row.state = State.DESCRIBED
    storing.write(row, actor.signatory(), IMPORT, now)
    return row


@transaction.atomic
def take(actor: Actor, pk: UUID, made: bytes, report: Report, now: datetime) -> Vintage:
    """The table of a map, as whoever brings it looked at it: so they propose it. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    row, _none = _open(actor, pk, PROPOSE, State.DESCRIBED)
    storing.store(row, (Line(*one) for one in json.loads(made)))
    _need_new(row)
    row.state, row.made_by_id, row.org_id, row.made_at = State.PROPOSED, actor.person, actor.org, now
    row.report = asdict(report)
    storing.write(row, actor.signatory(), PROPOSE, now)
    return row


@transaction.atomic
def propose(actor: Actor, pk: UUID, now: datetime) -> Vintage:
    """Somebody looked at what a command read in. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row, parts = _open(actor, pk, PROPOSE, State.READ)
    for one in (row, *parts):
        one.state, one.made_by_id, one.org_id, one.made_at = State.PROPOSED, actor.person, actor.org, now
        storing.write(one, actor.signatory(), PROPOSE, now)
    return row


@transaction.atomic
def confirm(actor: Actor, pk: UUID, now: datetime) -> Vintage:
    """The second person says yes: the values are known from now on. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row, parts = _open(actor, pk, CONFIRM, State.PROPOSED)
    access.need_second(actor, row.pk, PROPOSE)
    for one in (row, *parts):
        one.state, one.known_by_id, one.known_at = State.KNOWN, actor.person, now
        storing.write(one, actor.signatory(), CONFIRM, now)
    if row.release:
        taking.known([row, *parts], now)
    else:
        values_known.send(sender=Vintage, indicator=row.indicator, now=now)
    return row


@transaction.atomic
def drop(actor: Actor, pk: UUID, now: datetime) -> Vintage:
    """What nobody confirmed goes; that it was there stays. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row, parts = _open(actor, pk, DROP, *OPEN)
    for one in (row, *parts):
        one.observations.all().delete()
        one.state = State.DROPPED
        storing.write(one, actor.signatory(), DROP, now)
    return row


def _open(actor: Actor, pk: UUID, deed: str, *states: State) -> tuple[Vintage, list[Vintage]]:
    """A vintage on which a deed is done, and those of the same release: with these it is done, too."""
    row = vintage(actor, pk, lock=True)
    access.ask(actor, deed, row)
    if row.state not in states or row.withdrawn_on is not None:
        raise NotNow(_("This cannot be done any more: a colleague did something with this series meanwhile."))
    if row.release and row.indicator:
        raise NotNow(_("This is done for a whole release, on its page."))
    parts = list(parts_of(row).select_for_update()) if row.release else []
    for one in (row, *parts):
        need_believed(one)
    return row, parts


def parts_of(row: Vintage) -> QuerySet[Vintage]:
    """The values of a release, by indicator."""
    rows = Vintage.objects.filter(release=row.release, origin=Origin.RELEASE, state=row.state)
    return rows.exclude(indicator="").order_by("indicator")


def indicator(code: str) -> Indicator:
    """An indicator by its code. Raises `NotHere`."""
    found = catalogue.shipped().indicators.get(code)
    if found is None:
        raise access.NotHere
    return found


def lines(row: Vintage, actor: Actor) -> list[Line]:
    """The first values of a vintage, for whoever looks at it: what is its owner's alone nobody else."""
    held = row.observations.order_by("pk")
    if row.org_id != actor.org:
        held = held.none() if observations.is_own(row.indicator, "") else held.filter(place="")
    return [observations.line(one) for one in held[:100]]
