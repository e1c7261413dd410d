"""From what an ask starts: one on law from a reform that a member published, one on firms from a practice that two
people published, all others by hand."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone

from fanal.access.api import NotHere
from fanal.justice import api as justice
from fanal.progress import reforms as about
from fanal.progress.asks.flow import Addressee, Kind
from fanal.progress.models import Practice
from fanal.progress.practices import practices
from fanal.progress.practices.flow import Addressee as Asked
from fanal.vocabulary.countries import is_country

type Reform = justice.PublishedReform


@dataclass(frozen=True, slots=True)
class Start:
    """What an ask begins with. `kinds`: what it may ask for; `reform` or `practice`: from which it starts;
    `commitments` and `citations`: the promises that the change is about, and the provisions that it changes."""

    country: str
    kinds: tuple[Kind, ...]
    title: str = ""
    smallest: str = ""
    addressee: str = ""
    addressee_kind: str = ""
    reform: UUID | None = None
    practice: Practice | None = None
    commitments: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()


SMALLEST: Final = 2000
"""Letters of the smallest change that would do."""
PROVISIONS: Final = 8
"""With so many provisions of a reform an ask begins."""
_BY_HAND = tuple(one for one in Kind if one not in {Kind.LAW, Kind.INDUSTRY})
_ASKED = {Asked.FIRM: Addressee.FIRM, Asked.PLATFORM: Addressee.FIRM, Asked.PUBLISHER: Addressee.FIRM}


def reforms(country: str) -> tuple[Reform, ...]:
    """The reforms of a country that members published."""
    return justice.published_reforms(country)


def cases(country: str) -> list[Practice]:
    """The practices in a country that two people published."""
    return [one for one in practices.published() if one.country == country]


def by_hand(country: str) -> Start:
    """An ask that starts from nothing here. Raises `NotHere`."""
    if not is_country(country):
        raise NotHere
    return Start(country, _BY_HAND)


def of_reform(country: str, reform: UUID) -> Start:
    """An ask for a reform that was published. Raises `NotHere`."""
    found = next((one for one in reforms(country) if one.id == reform), None)
    if found is None:
        raise NotHere
    now = timezone.now()
    return Start(
        country, (Kind.LAW,), found.title[:160], _lines(found.words), reform=found.id,
        commitments=about.promises(found, now),
        citations=tuple(f"law:{country}/{name}" for name in about.touched(found, now)[:PROVISIONS]),
    )  # fmt: skip


def _lines(words: str) -> str:
    """As many whole lines as the field for the smallest change takes."""
    short = words[: SMALLEST + 1]
    return words if len(words) <= SMALLEST else short.rpartition("\n")[0].rstrip() or words[:SMALLEST]


def of_practice(practice: UUID) -> Start:
    """An ask to end a practice that was published. Raises `NotHere`."""
    row = next((one for one in practices.published() if one.pk == practice), None)
    if row is None:
        raise NotHere
    kind = _ASKED.get(Asked(row.addressee_kind), Addressee.AUTHORITY)
    return Start(row.country, (Kind.INDUSTRY,), "", "", row.addressee, kind.value, practice=row)
