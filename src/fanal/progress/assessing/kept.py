"""What was proved of the board, for all processes of the installation, under its code (`network.cache`): by country
with a digest of every byte on which that rests. As long as all of it lies there as it lay then, it needs no proof."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from django.core.cache import cache

from fanal import __version__
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.progress.models import (
    BesideReply,
    Cell,
    CountryAssessment,
    Notice,
    Publication,
    Reading,
    StateReply,
)
from fanal.vocabulary.evidence import State

_OF_ASSESSMENT: Final = "assessment__cell__"
_OF_REPLY: Final = f"notice__{_OF_ASSESSMENT}"
_WAYS: Final[Mapping[type[Any], str]] = {
    Cell: "", CountryAssessment: "cell__", Publication: _OF_ASSESSMENT, Reading: _OF_ASSESSMENT, Notice: _OF_ASSESSMENT,
    StateReply: _OF_REPLY, BesideReply: f"reply__{_OF_REPLY}",
}  # fmt: skip
"""All on which a place rests, and how each leads to its cell."""
type History = tuple[tuple[datetime, date, State], ...]
type Kept = dict[str, tuple[date, History]]
"""By commitment the day for which the last state was found, and each state that was published."""


def marks() -> dict[str, str]:
    """By country a digest of all that lies in the database of its places, their chains in the journal too; and of what
    it is proved by: the keys of those who published, and this version."""
    found: dict[str, list[bytes]] = {}
    for table, way in _WAYS.items():
        columns = [one.attname for one in table._meta.concrete_fields]
        for row in journal.lying(table._default_manager.order_by().values_list(f"{way}country", *columns)):
            found.setdefault(row[0], []).append(sha256(f"{table.__name__}{row!r}".encode()).digest())
    of_cell = dict(Cell.objects.order_by().values_list("pk", "country"))
    for cell, digest in journal.digests(of_cell).items():
        found.setdefault(of_cell[cell], []).append(cell.bytes + digest)
    wrote = (Publication.objects, StateReply.objects, BesideReply.objects)
    people = {who for each in wrote for who in each.values_list("by", flat=True).distinct() if who}
    proof = sha256(__version__.encode() + network.trusted.mark(people)).digest()
    return {country: sha256(b"".join([proof, *sorted(parts)])).hexdigest() for country, parts in found.items()}


def of(now: Mapping[str, str]) -> dict[str, Kept]:
    """What was proved of countries of which all lies there as it lay then."""
    held = cache.get_many([_key(country) for country in now])
    rows = ((country, held.get(_key(country))) for country in now)
    return {country: _read(row[1]) for country, row in rows if row and row[0] == now[country]}


def keep(country: str, mark: str, places: Kept) -> None:
    """Keep what was proved of a country, which lay there with this mark just before."""
    told = {item: [str(as_of), [[str(at), str(day), state] for at, day, state in states]]
            for item, (as_of, states) in places.items()}  # fmt: skip
    cache.set(_key(country), [mark, told], None)


def _key(country: str) -> str:
    return f"progress.board/1:{country}"


def _read(told: Mapping[str, Any]) -> Kept:
    return {item: (date.fromisoformat(as_of), _states(states)) for item, (as_of, states) in told.items()}


def _states(told: Iterable[tuple[str, str, str]]) -> History:
    return tuple((datetime.fromisoformat(at), date.fromisoformat(day), State(state)) for at, day, state in told)
