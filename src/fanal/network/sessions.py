"""Staff sessions (`vault.md` §4.7): the row opens only with the cookie and the pepper together. Reporters have none."""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DatabaseError, IntegrityError, models, router, transaction

from fanal import vault
from fanal.network.keyfile import keyfile, pepper

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
_BORN = "_born"


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


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Cache keys hold source addresses and names of the sign-in throttle: only a keyed hash of them is stored."""
    plain = f"{key_prefix}:{version}:{key}".encode()
    return hashlib.blake2b(plain, key=hashlib.sha256(settings.SECRET_KEY.encode()).digest(), digest_size=24).hexdigest()


class SessionStore(SessionBase):
    """Django's session on a sealed row."""

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
        sid, now = self._sid(), datetime.now(UTC)
        row = self._model().objects.filter(key=vault.session_row(sid)).first() if sid else None
        if row is None or row.idle_until < now or row.dies_at < now:
            self._session_key = None
            return {}
        try:
            payload = bytes(row.payload)
            opened = vault.unwrap_session(sid, payload, keyfile().pepper_of(vault.pepper_version(payload)))
        except vault.CannotOpen:
            self._session_key = None
            return {}
        if row.idle_until - now < IDLE - timedelta(minutes=1):
            self.modified = True  # an active person's idle time starts anew
        return dict(self.serializer().loads(opened))

    def exists(self, session_key: str | None) -> bool:
        sid = SessionStore(session_key)._sid()
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
        dies = born + ABSOLUTE
        row = model(
            key=vault.session_row(sid),
            payload=vault.wrap_session(sid, self.serializer().dumps(data), pepper()),
            person=UUID(data["_auth_user_id"]) if data.get("_auth_user_id") else None,
            idle_until=min(now + IDLE, dies),
            dies_at=dies,
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

    def delete(self, session_key: str | None = None) -> None:
        sid = (SessionStore(session_key) if session_key else self)._sid()
        if sid:
            self._model().objects.filter(key=vault.session_row(sid)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        now = datetime.now(UTC)
        cls._model().objects.filter(models.Q(idle_until__lt=now) | models.Q(dies_at__lt=now)).delete()


def end_all(person: UUID) -> int:
    """Sign a person out everywhere. Returns how many sessions ended."""
    return int(SessionStore._model().objects.filter(person=person).delete()[0])


def owner_of(cookie: str) -> UUID | None:
    """Whose session a cookie was, though it has ended by time; None once the row is gone."""
    sid = SessionStore(cookie)._sid()
    row = SessionStore._model().objects.filter(key=vault.session_row(sid)).first() if sid else None
    return row.person if row is not None else None
