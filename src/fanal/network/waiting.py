"""Texts that wait between two requests of one session, in pieces: a table that somebody looks through first.

They lie where sessions lie, each piece in a row of its own, sealed as a session is: only its cookie and the pepper
together open one, so that a text ends with the session, in memory on SQLite and in no backup. The hourly job that
clears sessions away takes them, and so does whoever signs a person out everywhere (decision 30).
"""

import hashlib
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from fanal import vault
from fanal.network.contracts import NetworkError
from fanal.network.keyfile import keyfile, pepper

LASTS = timedelta(hours=2)
MOST_ROWS = 640
"""Of one person, sessions among them: two of the largest tables, and what belongs to them."""


class Waiting:
    """What waits in a session under one identifier, by name."""

    def __init__(self, session: SessionBase, person: UUID, which: UUID) -> None:
        self.which, self._person = which, person
        self._base = hashlib.sha256(b"waiting" + (session.session_key or "").encode() + which.bytes).digest()

    def put(self, name: str, plain: bytes) -> None:
        """Keep something under a name; what was there makes room. Raises `NetworkError` where too much waits."""
        rows, sid, now = _rows(), self._sid(name), datetime.now(UTC)
        key = vault.session_row(sid)
        if rows.filter(person=self._person).exclude(key=key).count() >= MOST_ROWS:
            raise NetworkError(_("Too many tables of yours wait here. Take one in, or leave them for two hours."))
        sealed = vault.wrap_session(sid, zlib.compress(plain, 1), pepper())
        ends = now + LASTS
        given = {"payload": sealed, "person": self._person, "idle_until": ends, "dies_at": ends}
        rows.update_or_create(key=key, defaults=given)

    def get(self, name: str) -> bytes | None:
        """What was kept under a name; None where there is nothing, or nothing any more."""
        sid = self._sid(name)
        row = _rows().filter(key=vault.session_row(sid), dies_at__gt=datetime.now(UTC)).first()
        if row is None:
            return None
        payload = bytes(row.payload)
        try:
            opened = vault.unwrap_session(sid, payload, keyfile().pepper_of(vault.pepper_version(payload)))
        except vault.CannotOpen:
            return None
        return zlib.decompress(opened)

    def missing(self, names: Iterable[str]) -> list[str]:
        """The names under which nothing waits."""
        keys = {vault.session_row(self._sid(name)): name for name in names}
        there = _rows().filter(key__in=list(keys), dies_at__gt=datetime.now(UTC)).values_list("key", flat=True)
        found = set(map(bytes, there))
        return [name for key, name in keys.items() if key not in found]

    def drop(self, names: Iterable[str]) -> None:
        """Forget what was kept under these names."""
        _rows().filter(key__in=[vault.session_row(self._sid(name)) for name in names]).delete()

    def _sid(self, name: str) -> bytes:
        return hashlib.sha256(self._base + name.encode()).digest()


def _rows() -> Any:
    from fanal.network.models import SessionRow  # models are loaded after the sessions

    return SessionRow.objects
