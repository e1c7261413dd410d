"""Times of keeping of the cast: Bao types them, Dalia confirms."""

from datetime import datetime, timedelta
from typing import Any

from fanal.access.api import KeepingRule, keeping
from fanal.vocabulary.keeping import Period
from tests.people import NOW, Cast

SOURCE = "Records Act of XA, section 4"


def wanted(now: datetime = NOW, **more: Any) -> keeping.Wanted:
    """A rule of 24 months that a lawyer compared a month ago."""
    found: dict[str, Any] = {
        "period": Period("closing", months=24),
        "source": SOURCE,
        "reviewer": "Ines Falk",
        "reviewer_kind": "lawyer",
        "reviewed_on": now.date() - timedelta(days=30),
        "stale_on": now.date() + timedelta(days=365),
    }
    return keeping.Wanted(**found | more)


def typed(
    cast: Cast, code: str = "concern_closed", seen: int = 0, now: datetime = NOW, by: str = "bao", **more: Any
) -> KeepingRule:
    """A rule that waits for its second person."""
    return keeping.type_rule(cast[by], "XA", code, wanted(now, **more), seen, now)


def ruled(
    cast: Cast, code: str = "concern_closed", seen: int = 0, now: datetime = NOW, second: str = "dalia", **more: Any
) -> KeepingRule:
    """A rule that counts."""
    return keeping.confirm(cast[second], typed(cast, code, seen, now, **more).pk, now)


def all_ruled(cast: Cast, room: str = "concerns", now: datetime = NOW, **who: str) -> None:
    """Every class of a room as the house keeps it, and by law."""
    for one in keeping.record_classes().values():
        if one.room == room:
            ruled(cast, one.code, now=now, period=one.period, **who)
