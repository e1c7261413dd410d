"""The journal in words: who did what, when. Each room names its deeds when it starts; screens read them from here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Line
from fanal.network import api as network
from fanal.network.contracts import Actor

type Words = str | Promise

_words: dict[str, Words] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry for a reader: `when` is a day only where somebody told us something, `what` the deed in words."""

    when: date | datetime
    what: str
    who: str
    line: Line


def name_deeds(words: Mapping[str, Words]) -> None:
    """Say in words what the deeds of a room are ("Invited a colleague"). Call it from the room's `AppConfig.ready`."""
    _words.update(words)


def deed_words(deed: str) -> str:
    """A deed in words; its code where no room named it."""
    return str(_words.get(deed, deed))


def named_deeds() -> dict[str, Words]:
    """Every deed that has words, by code."""
    return dict(_words)


def events(actor: Actor, lines: Iterable[Line]) -> list[Event]:
    """Lines of the journal for the actor to read, with two queries at most.

    People of another organisation appear under the name of their organisation.
    """
    lines = list(lines)
    ours = network.names(line.actor for line in lines if line.actor and line.org == actor.org)
    foreign = {line.org for line in lines if line.kind is ActorKind.PERSON and line.org and line.org != actor.org}
    offices = {org.id: org.name for org in network.orgs()} if foreign else {}
    return [Event(_when(line), deed_words(line.deed), _who(line, ours, offices), line) for line in lines]


def history(actor: Actor, record: UUID, *, limit: int = 100) -> list[Event]:
    """Who did what with one record, newest first. Drawn by `access/history.html` (`{"events": history(…)}`)."""
    return events(actor, journal.read(record, limit=limit))


def _when(line: Line) -> date | datetime:
    return line.at.date() if line.kind is ActorKind.REPORTER else line.at


def _who(line: Line, ours: Mapping[UUID, str], offices: Mapping[UUID, str]) -> str:
    if line.kind is ActorKind.REPORTER:
        return _("the person who told us")
    if line.kind is ActorKind.SYSTEM:
        return _("the system")
    if line.actor and line.actor in ours:
        return ours[line.actor]
    return offices.get(line.org, _("a former partner")) if line.org else _("someone")
