"""What a reform that a member published is about, for whoever asks for it or writes of it."""

from datetime import datetime

from fanal.justice import api as justice
from fanal.progress.commitments import rubrics


def _items(one: justice.PublishedReform, now: datetime) -> tuple[str, ...]:
    return justice.proposed(one.state, one.atoms, now).items


def touched(one: justice.PublishedReform, now: datetime) -> list[str]:
    """The provisions on which the items of the checklist rest that it changes, by their ids."""
    stands = justice.benchmark(one.state, now)
    found = (stands[item] for item in _items(one, now) if item in stands)
    return list(dict.fromkeys(name for item in found for name, _article, _url in item.provisions))


def promises(one: justice.PublishedReform, now: datetime) -> tuple[str, ...]:
    """The promises of Stockholm behind which these items stand."""
    items = set(_items(one, now))
    return tuple(each.id for each in rubrics.shipped().values() if not items.isdisjoint(each.law))
