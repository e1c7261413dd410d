"""Staff sessions open only with cookie, row and key file together."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from fanal import vault
from fanal.network import keyfile, sessions
from fanal.network.models import SessionRow

pytestmark = pytest.mark.django_db(databases=list(settings.DATABASES))


def _stored(**data: object) -> sessions.SessionStore:
    store = sessions.SessionStore()
    store.update(data)
    store.create()
    return store


def test_what_was_put_in_comes_out_with_the_cookie() -> None:
    """Another process that gets the cookie serves the request."""
    key = _stored(word="lantern-canary").session_key
    assert sessions.SessionStore(key)["word"] == "lantern-canary"


def test_row_cookie_or_key_file_alone_open_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row holds no plaintext and no cookie; without the pepper the cookie opens nothing."""
    store = _stored(word="lantern-canary")
    row = SessionRow.objects.get()
    assert b"lantern-canary" not in bytes(row.payload)
    assert (store.session_key or "").encode() not in bytes(row.payload) + bytes(row.key)
    other = vault.KeyFile.new()
    monkeypatch.setattr(sessions, "keyfile", lambda: other)
    assert sessions.SessionStore(store.session_key).load() == {}
    assert sessions.SessionStore("A" * 43).load() == {}


def test_a_row_moved_under_another_cookie_opens_nothing() -> None:
    """The payload is bound to its cookie."""
    mine, theirs = _stored(word="mine"), _stored(word="theirs")
    rows = {row.key: bytes(row.payload) for row in SessionRow.objects.all()}
    keys = list(rows)
    SessionRow.objects.filter(key=keys[0]).update(payload=rows[keys[1]])
    SessionRow.objects.filter(key=keys[1]).update(payload=rows[keys[0]])
    assert sessions.SessionStore(mine.session_key).load() == {}
    assert sessions.SessionStore(theirs.session_key).load() == {}


def test_idle_and_old_sessions_are_gone() -> None:
    """15 minutes without a request, or 12 hours whatever one does."""
    store = _stored(word="x")
    past = datetime.now(UTC) - timedelta(seconds=1)
    SessionRow.objects.update(idle_until=past)
    assert sessions.SessionStore(store.session_key).load() == {}
    SessionRow.objects.update(idle_until=datetime.now(UTC) + timedelta(minutes=5), dies_at=past)
    assert sessions.SessionStore(store.session_key).load() == {}
    sessions.SessionStore.clear_expired()
    assert not SessionRow.objects.exists()


def test_use_prolongs_until_the_absolute_end() -> None:
    """An active person's idle time starts anew, but never past twelve hours from the start."""
    store = _stored(word="x")
    born = store["_born"]
    soon = datetime.now(UTC) + timedelta(minutes=2)
    SessionRow.objects.update(idle_until=soon)
    again = sessions.SessionStore(store.session_key)
    again.load()
    assert again.modified
    again["_born"] = born - sessions.ABSOLUTE.total_seconds() + 60
    again.save()
    row = SessionRow.objects.get()
    assert row.idle_until == row.dies_at
    assert row.dies_at - datetime.now(UTC) <= timedelta(seconds=60)


def test_a_rotated_pepper_keeps_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row names the version of the pepper that it needs."""
    store = _stored(word="x")
    rotated = keyfile.keyfile().rotated()
    monkeypatch.setattr(sessions, "keyfile", lambda: rotated)
    monkeypatch.setattr(sessions, "pepper", lambda: rotated.pepper)
    assert sessions.SessionStore(store.session_key)["word"] == "x"


def test_a_nonsense_cookie_is_no_error() -> None:
    """Whatever the browser sends."""
    for cookie in ("", "x", "é" * 43, "A" * 4000, "../../etc"):
        assert sessions.SessionStore(cookie).load() == {}


def test_signing_out_everywhere_ends_every_session_of_that_person_only() -> None:
    """By the identifier beside the row."""
    from fanal.vocabulary.ids import new_id

    one, two = new_id(), new_id()
    first, second = _stored(_auth_user_id=str(one)), _stored(_auth_user_id=str(one))
    other = _stored(_auth_user_id=str(two))
    assert sessions.end_all(one) == 2
    assert sessions.SessionStore(first.session_key).load() == sessions.SessionStore(second.session_key).load() == {}
    assert sessions.SessionStore(other.session_key).load() != {}
