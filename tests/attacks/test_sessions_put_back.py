"""Somebody holds a cookie that is over and writes to the database: the row of the session is put back as it was, lives
on, or is called somebody else's. It opens nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from fanal.network import api as network
from fanal.network import marks, sessions, unbelieved
from fanal.network.models import Person, SessionRow
from tests.attacks.writer import kept, put_back
from tests.desk import client_of, person_of
from tests.people import NOW, PASSWORD, Cast

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
DAY = reverse("desk:day")


def _rows(username: str = "amara") -> QuerySet[SessionRow]:
    return SessionRow.objects.filter(person=person_of(username))


def _thief(cookie: str) -> Client:
    client = Client()
    client.cookies["desk"] = cookie
    return client


def _opens(client: Client) -> bool:
    return client.get(DAY).status_code == 200


def test_a_session_that_was_signed_out_does_not_come_back_with_its_row(cast: Cast) -> None:
    """The control: put back while it lasts, the row opens as before. Another session of hers goes on."""
    client, other = client_of(cast, "amara"), client_of(cast, "amara")
    cookie = client.cookies["desk"].value
    copy = kept(_rows())
    SessionRow.objects.all().delete()
    assert not _opens(_thief(cookie))
    put_back(copy)
    assert _opens(_thief(cookie))
    client.post(reverse("account_logout"))
    put_back(copy)
    assert not _opens(_thief(cookie))
    assert _opens(other)


ENDS: dict[str, Callable[[Cast], object]] = {
    "signed out everywhere": lambda cast: network.people.sign_out_everywhere(cast["bao"], cast["amara"].person, NOW),
    "a new password": lambda cast: network.people.change_password(
        cast["amara"], cast.seed("amara"), f"{PASSWORD} another", NOW
    ),
    "a link to a new password": lambda cast: network.people.reset_password(
        network.people.make_reset_link(cast["bao"], cast["amara"].person, NOW), f"{PASSWORD} another", NOW
    ),
    "left": lambda cast: network.people.end_membership(cast["bao"], cast["femi"].person, NOW),
}


@pytest.mark.parametrize("how", ENDS)
def test_where_all_sessions_of_somebody_ended_none_comes_back(
    cast: Cast, how: str, django_capture_on_commit_callbacks: Any
) -> None:
    """With the row as it was, also where it was called a colleague's before, and what the database says of the password
    put back too; nor after a restore. Who signs in anew works."""
    username = "femi" if how == "left" else "amara"
    client, person = client_of(cast, username), Person.objects.filter(username=username)
    rows, people = kept(_rows(username)), kept(person)
    SessionRow.objects.update(person=person_of("edo"))
    with django_capture_on_commit_callbacks(execute=True):
        ENDS[how](cast)
    put_back([*people, *rows])
    assert not client.session.get("_auth_user_id")
    assert not _opens(client)
    marks.restored(unbelieved.newest(), NOW)
    assert not client.session.get("_auth_user_id"), "a restore takes back what a backup holds; it holds no session"
    if how == "signed out everywhere":
        assert _opens(client_of(cast, "amara"))


def test_no_column_lets_a_session_live_longer(cast: Cast) -> None:
    """After 15 minutes without a page, and after 12 hours in any case, whatever the row says."""
    ever = datetime.now(UTC) + timedelta(days=300)
    client = client_of(cast, "amara")
    session = client.session
    assert session.idle == timedelta(minutes=15)
    session.idle = timedelta(seconds=-1)  # as it was left a quarter of an hour ago
    session.save()
    SessionRow.objects.update(idle_until=ever, dies_at=ever)
    assert not _opens(client)

    client = client_of(cast, "amara")
    session = client.session
    session["_born"] -= timedelta(hours=12).total_seconds()
    session.save()
    SessionRow.objects.update(idle_until=ever, dies_at=ever)
    assert not _opens(client)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_who_changes_their_password_goes_on_and_every_other_session_ends(people: Cast) -> None:
    """In the browser in which it was changed, the page after it comes."""
    other, client = client_of(people, "amara"), client_of(people, "amara")
    copy = kept(_rows())
    again = client.get(reverse("desk:password"))["Location"]
    client.post(again, {"password": f"{PASSWORD} amara"})
    new = f"{PASSWORD} another one"
    changed = client.post(reverse("desk:password"), {"password": new, "again": new})
    assert changed["Location"] == reverse("desk:account")
    assert _opens(client)
    put_back([row for row in copy if not SessionRow.objects.filter(pk=row.pk).exists()])
    assert not _opens(other)


def test_what_somebody_typed_is_kept_beside_sessions_that_ended(cast: Cast) -> None:
    """Its row lies under another cookie, and nothing here ends it."""
    store = sessions.KeptStore()
    store["kept"] = ["words"]
    store.save()
    sessions.end_all(cast["amara"].person)
    assert sessions.KeptStore(store.session_key)["kept"] == ["words"]


def test_whoever_was_signed_out_on_one_machine_signs_in_on_another_and_works_on_both(
    cast: Cast, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """Each machine has a file of marks of its own; the database is one."""
    with django_capture_on_commit_callbacks(execute=True):
        network.people.sign_out_everywhere(cast["bao"], cast["amara"].person, NOW)
    here, settings.DATA = settings.DATA, tmp_path / "another"
    settings.DATA.mkdir()
    client = client_of(cast, "amara")
    settings.DATA = here
    assert _opens(client)
