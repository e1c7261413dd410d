"""How fast a provider answers, and how often not: counted by provider and day, of no file. Who is asked stays sealed in
the file; it holds the identifier of the row here."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Final
from uuid import UUID

from fanal.cases.models import Provider, ProviderAnswer
from fanal.network import api as network
from fanal.vocabulary.dates import months_later

ENOUGH: Final = 10
"""So many requests at least, before a number says anything (own)."""
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the last twelve months. `hours`: half of the answers came within so many; None where none came."""

    asked: int
    unanswered: int
    hours: int | None


def asked(provider: Provider, by: datetime, now: datetime) -> UUID:
    """Somebody is asked, and answers by then."""
    days = (network.day_at(provider.org_id, one) for one in (now, by))
    return ProviderAnswer.objects.create(provider=provider, asked_on=next(days), answer_by=next(days)).pk


def answered(row_id: UUID, hours: int) -> None:
    """They said yes or no, so many hours later."""
    ProviderAnswer.objects.filter(pk=row_id).update(hours=hours)


def taken_back(row_id: UUID) -> None:
    """It is asked no more, and says nothing of them."""
    ProviderAnswer.objects.filter(pk=row_id, hours=None).delete()


def figures(provider_id: UUID, today: date) -> Figures | None:
    """The median of hours and how many stayed without answer; None below ten requests whose time is over."""
    rows = ProviderAnswer.objects.filter(provider=provider_id, asked_on__gt=months_later(today, -MONTHS))
    over = [one for one in rows if one.hours is not None or one.answer_by < today]
    if len(over) < ENOUGH:
        return None
    hours = [one.hours for one in over if one.hours is not None]
    return Figures(len(over), len(over) - len(hours), round(median(hours)) if hours else None)
