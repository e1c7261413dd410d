"""Signing in: both steps, wrong ones, too many, spare codes, and what opens when."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fanal.network.models import Person, SessionRow
from tests.desk import client_of, give_app, person_of, sign_in, text, totp_code
from tests.people import PASSWORD, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
LOGIN, SECOND = reverse("account_login"), reverse("mfa_authenticate")


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


def _password(client: Client, username: str, password: str = "") -> Any:
    return client.post(LOGIN, {"login": username, "password": password or f"{PASSWORD} {username}"})


def test_both_steps_open_the_desk_and_a_password_alone_opens_nothing(cast: Cast) -> None:
    """After the password there is no actor: every page of the desk leads back. After the code there is one."""
    give_app("amara")
    client = Client()
    response = _password(client, "amara")
    assert response["Location"] == SECOND
    assert client.get(reverse("desk:day")).status_code == 302
    assert client.post(SECOND, {"code": totp_code()})["Location"] == reverse("desk:day")
    assert client.get(reverse("desk:day")).status_code == 200


def test_the_page_that_was_asked_for_comes_after_both_steps(cast: Cast) -> None:
    """`next` survives the second step, and leads nowhere else."""
    give_app("amara")
    client = Client()
    for asked, reached in (
        (reverse("desk:agreements"), reverse("desk:agreements")),
        ("https://example.org/", reverse("desk:day")),
    ):
        cache.clear()
        client.post(f"{LOGIN}?next={asked}", {"login": "amara", "password": f"{PASSWORD} amara"})
        assert client.post(SECOND, {"code": totp_code()})["Location"] == reached
        client.post(reverse("account_logout"))


def test_capitals_in_the_name_do_not_matter(cast: Cast) -> None:
    """Phones write the first letter large."""
    give_app("amara")
    assert _password(Client(), " Amara", f"{PASSWORD} amara")["Location"] == SECOND


def test_without_a_second_step_one_must_be_set_up_first(cast: Cast) -> None:
    """The password leads to the choice of a second step and opens nothing else; a wrong first code is refused.

    The rest of the way, with app and passkey, is a journey: the library finishes it after the commit.
    """
    client = Client()
    _password(client, "edo")
    assert client.get(reverse("desk:day"))["Location"] == reverse("desk:account")
    assert "Set up the second step" in text(client.get(reverse("desk:account")))
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "<svg" in text(page)
    assert secret[:4] in text(page)
    assert "This code does not fit" in text(client.post(reverse("mfa_activate_totp"), {"code": "000000"}))
    assert client.get(reverse("desk:day")).status_code == 302


def test_spare_codes_are_shown_once(cast: Cast) -> None:
    """After that only how many are left."""
    client = sign_in("amara")
    assert client.post(reverse("mfa_generate_recovery_codes"))["Location"] == reverse("mfa_view_recovery_codes")
    code = RecoveryCodes.activate(Person.objects.get(username="amara")).get_unused_codes()[0]
    assert code in text(client.get(reverse("mfa_view_recovery_codes")))
    again = text(client.get(reverse("mfa_view_recovery_codes")))
    assert code not in again
    assert "You have 10 left" in again


def test_the_secret_of_the_app_is_sealed(cast: Cast) -> None:
    """Neither the secret of the app nor the seed of the spare codes stands in the database."""
    give_app("amara")
    RecoveryCodes.activate(Person.objects.get(username="amara"))
    for row in Authenticator.objects.all():
        assert "JBSWY3DP" not in str(row.data)


def test_a_spare_code_works_once(cast: Cast) -> None:
    """Instead of the app; the second time it is refused."""
    give_app("amara")
    code = RecoveryCodes.activate(Person.objects.get(username="amara")).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        _password(client, "amara")
    assert first.post(SECOND, {"code": code})["Location"] == reverse("desk:day")
    assert first.get(reverse("desk:day")).status_code == 200
    assert "This code does not fit" in text(second.post(SECOND, {"code": code}))


def test_a_code_of_the_app_works_once(cast: Cast) -> None:
    """Whoever looked over a shoulder cannot use it again within its half minute."""
    give_app("amara")
    first, second, code = Client(), Client(), totp_code()
    for client in (first, second):
        _password(client, "amara")
    assert first.post(SECOND, {"code": code}).status_code == 302
    assert "This code does not fit" in text(second.post(SECOND, {"code": code}))


def test_a_wrong_password_and_an_unknown_name_look_alike(cast: Cast) -> None:
    """The page does not tell which names exist; nor of those who left."""
    Person.objects.filter(username="quim").update(state="left")
    pages = []
    for username in ("amara", "nobody", "quim"):
        response = _password(Client(), username, "wrong wrong wrong")
        assert response.status_code == 200
        pages.append(text(response).replace(username, "NAME"))
    bare = {page[page.index("<main") : page.index("</main>")].split('value="')[0] for page in pages}
    assert len(bare) == 1
    assert "Name and password do not fit together" in pages[0]
    assert "Name and password do not fit together" in pages[2]


def test_whoever_left_cannot_sign_in(cast: Cast) -> None:
    """Also with the right password."""
    Person.objects.filter(username="quim").update(state="left")
    assert "do not fit together" in text(_password(Client(), "quim"))


def test_too_many_wrong_passwords_close_one_account_for_one_source_only(cast: Cast) -> None:
    """After five the right one is refused too, for five minutes; another source and another account go on."""
    give_app("amara")
    client = Client()
    for _ in range(5):
        _password(client, "amara", "wrong wrong wrong")
    assert "wrong too often" in text(_password(client, "amara"))
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert _password(elsewhere, "amara")["Location"] == SECOND


def test_one_source_cannot_try_many_names(cast: Cast) -> None:
    """Ten wrong ones a minute from one source, whatever the names."""
    client = Client()
    for number in range(10):
        _password(client, f"nobody{number}", "wrong wrong wrong")
    assert "wrong too often" in text(_password(client, "amara"))


def test_too_many_wrong_codes_are_refused(cast: Cast) -> None:
    """Six digits must not be guessable by whoever has the password."""
    give_app("amara")
    client = Client()
    _password(client, "amara")
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    assert "wrong too often" in text(client.post(SECOND, {"code": totp_code()}))
    assert client.get(reverse("desk:day")).status_code == 302


def test_the_throttle_keeps_no_name_and_no_address(cast: Cast) -> None:
    """The shared cache holds keyed hashes only."""
    from django.db import connection

    _password(Client(REMOTE_ADDR="192.0.2.77"), "amara", "wrong wrong wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM web_cache")
        rows = cursor.fetchall()
    assert rows
    assert not [row for row in rows if "amara" in str(row) or "192.0.2.77" in str(row)]


def test_too_many_requests_get_a_page_in_words(cast: Cast) -> None:
    """429 with what happened and what to do."""
    client = Client()
    answers = [_password(client, "nobody", "") for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Wait a few minutes" in text(answers[-1])


def test_signing_out_ends_the_session(cast: Cast) -> None:
    """The row is gone; the old cookie opens nothing."""
    client = client_of(cast, "amara")
    cookie = client.cookies["desk"].value
    response = client.post(reverse("account_logout"), follow=True)
    assert "You are signed out" in text(response)
    thief = Client()
    thief.cookies["desk"] = cookie
    assert thief.get(reverse("desk:day")).status_code == 302
    assert not SessionRow.objects.filter(person=person_of("amara")).exists()


def test_removing_the_last_second_step_shuts_everything_at_once(cast: Cast) -> None:
    """The open session cannot go on without a second step; setting one up opens it again."""
    client = sign_in("amara")
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert client.get(reverse("desk:day"))["Location"] == reverse("desk:account")
    assert "Set up the second step" in text(client.get(reverse("desk:account")))


@pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_add_webauthn", "desk:password", "desk:code"])
def test_what_changes_an_account_asks_for_the_password_again(cast: Cast, name: str) -> None:
    """A session without a fresh password is led to the question; after the answer the page comes."""
    client = client_of(cast, "amara")
    asked = client.get(reverse(name))
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert "This is not your password" in text(client.post(asked["Location"], {"password": "wrong wrong wrong"}))
    assert client.post(asked["Location"], {"password": f"{PASSWORD} amara"})["Location"] == reverse(name)
    assert client.get(reverse(name)).status_code == 200


def test_pages_take_the_language_of_the_person(cast: Cast) -> None:
    """From the moment of signing in, whatever the browser asks for."""
    Person.objects.filter(username="amara").update(language="fr")
    client = sign_in("amara")
    assert '<html lang="fr"' in text(client.get(reverse("desk:day")))


def test_only_a_demonstration_shows_codes_and_names(cast: Cast, settings: Any) -> None:
    """The code of the second step and the list of people stand on the pages of a demonstration and nowhere else."""
    give_app("amara")
    client = Client()
    assert "Whom can I sign in as?" not in text(client.get(LOGIN))
    _password(client, "amara")
    assert "Demonstration: the code is now" not in text(client.get(SECOND))
    settings.MODE = "demo"
    assert "Whom can I sign in as?" in text(Client().get(LOGIN))
    assert "Demonstration: the code is now" in text(client.get(SECOND))
