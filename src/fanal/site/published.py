"""Joins two rooms of one floor: what research publishes for everybody comes to progress as signed bundles."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fanal.progress import api as progress
from fanal.research import api as research


def connect() -> None:
    """Called once when the site starts."""
    progress.register_releases(progress.Port(_listed, research.bundle_of))
    research.releases_changed.connect(_changed, dispatch_uid="site.published")


def _listed() -> Iterator[progress.Offered]:
    for one in research.public():
        yield progress.Offered(one.code, one.org, one.is_withdrawn, one.reason)


def _changed(now: datetime, **_sent: Any) -> None:
    progress.look_at_releases(now)
