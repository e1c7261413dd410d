"""Rounding of times, so that a stored due time tells as little as possible of when a report arrived."""

from datetime import UTC, datetime, time, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GRAINS = (timedelta(hours=1), timedelta(minutes=5))
MINUTE = timedelta(minutes=1)


def grain(limit: timedelta) -> timedelta:
    """The coarsest of an hour, five minutes and a minute that lengthens a limit by at most a tenth."""
    return next((one for one in GRAINS if one * 10 <= limit), MINUTE)


def round_up(at: datetime, to: timedelta) -> datetime:
    """The first whole `to` (counted from 1970 in UTC) at or after `at`."""
    return at + (EPOCH - at) % to


def round_down(at: datetime, to: timedelta) -> datetime:
    """The last whole `to` at or before `at`."""
    return at - (at - EPOCH) % to


def day(at: datetime) -> datetime:
    """Midnight, in UTC, of the day of `at`."""
    return round_down(at.astimezone(UTC), timedelta(days=1))


def day_ends(at: datetime, days: int, zone: tzinfo) -> datetime:
    """The last minute of the day in `zone` so many days after that of `at`."""
    last = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last, time(23, 59), zone).astimezone(UTC)
