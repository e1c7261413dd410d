"""The readiness gate of a room: what must be true before it opens for an organisation, and stays true
(docs/gate-and-incident.md, "A gate").

A tool does not make a service: most lines are about people. Where no machine can look, somebody signs, until a day. A
room registers its lines and what is signed for them; statements of all rooms are rows of one table, and each stands
under the code of a row of its room (`network.vouched`), so that nothing opens on one that nobody made.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fanal.access.acting import NotNow, ask
from fanal.access.contracts import NotHere
from fanal.access.models import Statement
from fanal.journal import api as journal
from fanal.network.api import vouched
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.dates import months_later

type Words = str | Promise
type Place = tuple[UUID, str]
"""An organisation, and the country; empty where the gate is for all of the organisation."""

SOON = timedelta(days=30)
"""So long before its end `fanal check` warns of a statement."""
_WORDS = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One condition. `words`: how it stands; `todo`: what to do where it does not hold; `item`: what may be signed for
    it; `by`, `until`: who signed, and the last day. `watch`: it holds, and somebody should know what it rests on or
    lacks; `each`: what it says, one by one."""

    code: str
    ok: bool
    words: str
    todo: str = ""
    item: str = ""
    by: str = ""
    until: date | None = None
    watch: bool = False
    each: tuple[str, ...] = ()

    @classmethod
    def of(cls, code: str, ok: bool, good: str, bad: str, todo: str) -> "Line":
        """What is said where it holds, and what is said and to be done where it does not."""
        return cls(code, ok, good if ok else bad, "" if ok else todo)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement that a person signs: what it says, who may sign it, how long it holds, what it rests on where that is
    asked; whether the installation may look by itself."""

    words: Words
    todo: Words
    roles: tuple[Role, ...]
    months: int
    source: Words = ""
    machine: bool = False

    def until(self, today: date) -> date:
        """The last day of a statement that is signed today."""
        return months_later(today, self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The gate of a room. `look`: its lines for an organisation, a country and a day; `titles`: of lines, by code;
    `items`: what is signed, by code, with `deed`; `row`: the row of the room under whose code statements stand, where
    there is one; `check`: the daily look, which closes what lapsed; `by_country`: whether there is one a country."""

    room: str
    look: Callable[[UUID, str, date], list[Line]]
    titles: Mapping[str, Words]
    items: Mapping[str, Item]
    deed: str
    row: Callable[[UUID, str], Any]
    check: Callable[[datetime], object]
    by_country: bool = True


_gates: dict[str, Gate] = {}
_machine: dict[tuple[str, str], Callable[[date], bool | None]] = {}


def register(gate: Gate) -> None:
    """Called when the room starts. Raises ValueError where it has a gate already."""
    if gate.room in _gates:
        raise ValueError("a room has one gate")
    _gates[gate.room] = gate


def gates() -> Mapping[str, Gate]:
    """Every gate, by its room."""
    return dict(_gates)


def of(room: str) -> Gate:
    """The gate of a room. Raises KeyError."""
    return _gates[room]


def look_by_machine(room: str, item: str, look: Callable[[date], bool | None]) -> None:
    """Let the installation answer an item, where the room lets a machine do that (`Item.machine`): yes, no, or None
    where it cannot say and a person must."""
    _machine[room, item] = look


# ---- what was stated ----


def in_force(room: str, org: UUID, country: str, today: date) -> dict[str, Statement]:
    """The newest statement of each item that holds on a day."""
    rows = Statement.objects.filter(org_id=org, room=room, country=country).select_related("by")
    rows = rows.filter(stated_on__lte=today, holds_until__gte=today)
    return {row.item: row for row in rows.order_by("stated_on", "pk")}


def places(org: UUID) -> list[tuple[str, str]]:
    """The rooms and countries for which somebody of an organisation signed something."""
    rows = Statement.objects.filter(org_id=org, room__in=list(_gates))
    return list(rows.order_by("room", "country").values_list("room", "country").distinct())


def line(room: str, item: str, stated: Mapping[str, Statement], today: date, code: str = "") -> Line:
    """The line of a statement, or of what the installation sees by itself."""
    known = of(room).items[item]
    seen = _machine[room, item](today) if known.machine and (room, item) in _machine else None
    code, row = code or item, stated.get(item)
    if seen is False:
        return Line(code, False, _("This does not hold: %(what)s") % {"what": known.words}, str(known.todo))
    if seen:
        return Line(code, True, str(known.words))
    if row is None:
        words = _("Nobody has signed this: %(what)s") % {"what": known.words}
        return Line(code, False, words, str(known.todo), item)
    return Line(code, True, str(known.words), "", item, row.by.name, row.holds_until)


def parts(room: str, places: Callable[[Collection[UUID]], Mapping[Place, UUID]]) -> vouched.Parts:
    """What was stated, as what belongs to rows of a room that are vouched for: what follows from them rests on it.
    `places`: the place of each row."""

    def stated(ids: Collection[UUID]) -> dict[UUID, object]:
        known = places(ids)
        found: dict[UUID, list[list[str]]] = {}
        rows = Statement.objects.filter(room=room, org__in={org for org, _country in known}).order_by("pk")
        for row in rows:
            told = (row.pk, row.item, row.by_id, row.stated_on, row.holds_until, row.words)
            if (place := (row.org_id, row.country)) in known:
                found.setdefault(known[place], []).append([str(part) for part in told])
        return dict(found)

    return stated


def sign(actor: Actor, room: str, country: str, item: str, words: str, now: datetime) -> Statement:
    """Sign a statement for a gate of one's organisation. Who may, and until when it holds, stands with the item.

    Raises `NotHere`, `NotAllowed`, `NotNow`, and `NetworkError` where somebody changed what it stands under.
    """
    gate = of(room)
    row = gate.row(actor.org, country)
    if row is None:
        raise NotHere
    ask(actor, gate.deed, row)
    with vouched.changing(type(row), row.pk):
        known, words = gate.items.get(item), " ".join(words.split())
        if known is None or not actor.has(*known.roles):
            raise NotNow(_("Somebody else signs this: see who may."))
        if known.source and not words:
            raise NotNow(_("Write what it rests on."))
        made = Statement.objects.create(
            org_id=actor.org, room=room, country=country, item=item, words=words[:_WORDS], by_id=actor.person,
            stated_on=now.date(), holds_until=known.until(now.date()),
        )  # fmt: skip
        journal.write(row.pk, actor.signatory(), gate.deed, at=now, purpose=item)
    return made
