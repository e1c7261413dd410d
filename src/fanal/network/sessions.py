"""Staff sessions (docs/network.md, "Signing in"): the row opens only with cookie and pepper together. Reporters have
none.

Whose a session is and when it ends is sealed in it: the columns that say so are for looking rows up and clearing them
away, and can only end one sooner. A session that ended does not come back with its row: files outside the database
remember each that was signed out until it would have ended by itself, and a mark how often all of a person's ended.
"""

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DatabaseError, IntegrityError, models, router, transaction

from fanal import vault
from fanal.journal.api import Lately
from fanal.network import marks
from fanal.network.keyfile import keyfile, pepper

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
KEPT = timedelta(hours=24)
_BORN = "_born"
_ENDS = "_ends"
_SINCE = "_since"  # in milliseconds, when it began to be that of its person
_MARK = "form"
_ENDED = Lately("sessions.ended", days=1)  # more than twelve hours


class Router:
    """Sends session rows to their own file on SQLite, so that they can live in memory and stay out of backups."""

    def db_for_read(self, model: type[models.Model], **hints: object) -> str | None:
        return self._alias(model._meta.app_label, model._meta.model_name)

    def db_for_write(self, model: type[models.Model], **hints: object) -> str | None:
        return self._alias(model._meta.app_label, model._meta.model_name)

    def allow_relation(self, *args: object, **hints: object) -> None:
        return None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: object) -> bool | None:
        if db == "sessions":
            return app_label == "network" and model_name == "sessionrow"
        if "sessions" in settings.DATABASES and app_label == "network" and model_name == "sessionrow":
            return False
        return None

    def _alias(self, app_label: str, model_name: str | None) -> str | None:
        if app_label == "network" and model_name == "sessionrow" and "sessions" in settings.DATABASES:
            return "sessions"
        return None


class SessionStore(SessionBase):
    """Django's session on a sealed row."""

    idle, absolute = IDLE, ABSOLUTE
    _ends: datetime | None = None
    _dies: datetime | None = None

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)

    @classmethod
    def _model(cls) -> Any:
        from fanal.network.models import SessionRow

        return SessionRow

    def _sid(self) -> bytes:
        try:
            raw = base64.urlsafe_b64decode((self.session_key or "") + "=")
        except ValueError:
            return b""
        return raw if len(raw) == 32 else b""

    def _get_new_session_key(self) -> str:
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")

    def load(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        data = self._opened()
        if not data or self._ends is None or self._ends < now:
            self._session_key = None
            return {}
        if self._ends - now < self.idle - timedelta(minutes=1):
            self.modified = True  # an active person's idle time starts anew
        return data

    def _opened(self) -> dict[str, Any]:
        """What the row holds, with its ends; nothing of one that is none, or was ended before."""
        sid = self._sid()
        row = self._model().objects.filter(key=vault.session_row(sid)).first() if sid else None
        if row is None or vault.session_row(sid).hex() in _ended(_ENDED.stamp()):
            return {}
        try:
            payload = bytes(row.payload)
            opened = vault.unwrap_session(sid, payload, keyfile().pepper_of(vault.pepper_version(payload)))
        except vault.CannotOpen:
            return {}
        data = dict(self.serializer().loads(opened))
        person, born = data.get("_auth_user_id"), datetime.fromtimestamp(data[_BORN], UTC)
        if person and data.get(_SINCE, 0) < ended(UUID(person)):
            return {}
        self._dies = min(row.dies_at, born + self.absolute)
        self._ends = min(row.idle_until, self._dies, datetime.fromtimestamp(data.get(_ENDS, 0), UTC))
        return data

    def exists(self, session_key: str | None) -> bool:
        sid = type(self)(session_key)._sid()
        return bool(sid) and self._model().objects.filter(key=vault.session_row(sid)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        model, sid, now = self._model(), self._sid(), datetime.now(UTC)
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        born = datetime.fromtimestamp(data.setdefault(_BORN, now.timestamp()), UTC)
        person = UUID(data["_auth_user_id"]) if data.get("_auth_user_id") else None
        if person is not None:
            data.setdefault(_SINCE, _since(person))
        self._dies = born + self.absolute
        self._ends = min(now + self.idle, self._dies)
        data[_ENDS] = self._ends.timestamp()
        row = model(
            key=vault.session_row(sid),
            payload=vault.wrap_session(sid, self.serializer().dumps(data), pepper()),
            person=person,
            idle_until=self._ends,
            dies_at=self._dies,
        )
        using = router.db_for_write(model) or "default"
        try:
            with transaction.atomic(using=using):
                row.save(force_insert=must_create, force_update=not must_create, using=using)
        except IntegrityError as error:
            if must_create:
                raise CreateError from error
            raise
        except DatabaseError as error:
            if not must_create:
                raise UpdateError from error
            raise

    def only_asked(self) -> None:
        """A page asked by itself, and nobody need be there: its request begins no idle time anew. Else an open page
        would keep a session alive for ever."""
        self.modified = False

    def left(self) -> tuple[timedelta, timedelta]:
        """How long a signed-in session lasts if nothing more is asked for, and how long whatever is asked for."""
        if not self.get("_auth_user_id") or self._ends is None or self._dies is None:
            return timedelta(0), timedelta(0)
        now = datetime.now(UTC)
        return self._ends - now, self._dies - now

    def delete(self, session_key: str | None = None) -> None:
        sid = (type(self)(session_key) if session_key else self)._sid()
        if sid:  # also where somebody took the row out, to put it back later
            self._model().objects.filter(key=vault.session_row(sid)).delete()
            _ENDED.add(vault.session_row(sid).hex())

    @classmethod
    def clear_expired(cls) -> None:
        now = datetime.now(UTC)
        cls._model().objects.filter(models.Q(idle_until__lt=now) | models.Q(dies_at__lt=now)).delete()


def end_all(person: UUID) -> int:
    """Sign a person out everywhere. Returns how many sessions ended."""
    marks.note(marks.Mark(marks.MarkKind.SESSIONS, person, _since(person) + 1, None))
    return int(SessionStore._model().objects.filter(person=person).delete()[0])


def ended(person: UUID) -> int:
    """When all sessions of a person ended last, as far as this machine knows: in milliseconds. A time and not a count,
    so that somebody who signs in on another machine, which has marks of its own, is signed in here, too."""
    return marks.newest(marks.MarkKind.SESSIONS, person)


def begin(session: SessionBase, person: UUID) -> None:
    """A session of this person begins now, or goes on where all others of theirs ended."""
    session[_SINCE] = _since(person)


def _since(person: UUID) -> int:
    """Now, and never before the last end: clocks are put back."""
    return max(int(datetime.now(UTC).timestamp() * 1000), ended(person))


@lru_cache(maxsize=2)
def _ended(_stamp: object) -> frozenset[str]:
    """The rows of sessions that were signed out."""
    return frozenset(_ENDED.lines())


class KeptStore(SessionStore):
    """What somebody typed and could not send: sealed as a session is, in a row of its own, for a day.

    It lies beside the session, under another cookie, since it must outlive sessions: it is needed when one has ended.
    It holds no key, and who may see it is asked of each thing in it.
    """

    idle = absolute = KEPT

    def _sid(self) -> bytes:
        """Another place than that of a session with the same cookie: neither opens as the other."""
        sid = super()._sid()
        return hashlib.sha256(b"kept" + sid).digest() if sid else b""


def mark_of(person: UUID, about: str) -> str:
    """Says whose a form is and what it is about, to us alone: sealed, so that nobody else makes one or reads one. Each
    is another text."""
    plain = person.bytes + about.encode()
    return base64.urlsafe_b64encode(vault.seal_secret(pepper(), _MARK, plain)).decode()


def read_mark(mark: str) -> tuple[UUID, str] | None:
    """Whose form it was and what it was about, whatever became of the session; None for what we never made."""
    try:
        plain = vault.open_secret(keyfile().pepper_of, _MARK, base64.urlsafe_b64decode(mark))
        return UUID(bytes=plain[:16]), plain[16:].decode()
    except (vault.CannotOpen, ValueError, KeyError):
        return None
