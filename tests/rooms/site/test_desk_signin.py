"""Signing in: both steps, wrong ones, too many, spare codes, and what opens when."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from fanal import vault
from fanal.network import accounts, pace, vouched
from fanal.network.models import Person, SessionRow
from fanal.network.sessions import SessionStore
from tests.desk import client_of, give_app, give_spare_codes, person_of, sign_in, text, totp_code
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
    give_spare_codes("amara")
    for row in Authenticator.objects.all():
        assert "JBSWY3DP" not in str(row.data)


def test_a_spare_code_works_once(cast: Cast) -> None:
    """Instead of the app; the second time it is refused."""
    give_app("amara")
    code = give_spare_codes("amara")[0]
    first, second = Client(), Client()
    for client in (first, second):
        _password(client, "amara")
    assert first.post(SECOND, {"code": code})["Location"] == reverse("desk:day")
    assert first.get(reverse("desk:day")).status_code == 200
    assert "You have used this spare code before" in text(second.post(SECOND, {"code": f"{code[:4]} {code[4:]}"}))
    unknown = str((int(code) + 1) % 10**8).zfill(8)
    assert "This code does not fit" in text(second.post(SECOND, {"code": unknown})), "what never worked is only wrong"


def test_the_page_of_the_second_step_says_when_no_spare_code_is_left(cast: Cast) -> None:
    """Each that was used is gone from the count; after the last one it says to make new ones."""
    give_app("amara")
    codes = give_spare_codes("amara")
    client = client_of(cast, "amara")
    assert f"You have {len(codes)} left" in text(client.get(reverse("mfa_index")))
    person = Person.objects.get(username="amara")
    for code in codes:
        assert RecoveryCodes.activate(person).validate_code(code)
    page = text(client.get(reverse("mfa_index")))
    assert "All are used. Make new ones." in page
    assert "left" not in page


@pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_remove_webauthn"])
def test_before_a_second_step_is_taken_away_the_page_says_that_spare_codes_go_with_it(cast: Cast, name: str) -> None:
    """And so they do, where no other way is left."""
    client = sign_in("amara")
    give_spare_codes("amara")
    key = Authenticator.objects.create(
        user_id=person_of("amara"), type="webauthn", data={"name": "Key", "credential": {}}
    )
    vouched.seal(Person.objects.get(username="amara"))
    page = reverse(name, args=[key.pk] if name == "mfa_remove_webauthn" else [])
    assert "your spare codes stop working, too" in text(client.get(page))
    key.delete()
    vouched.seal(Person.objects.get(username="amara"))
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user_id=person_of("amara")).exists()


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


def test_each_wrong_password_after_five_has_to_wait_longer_and_the_page_says_how_long(cast: Cast) -> None:
    """Half a minute, doubled up to a quarter of an hour; what comes too early is neither looked at nor counted."""
    give_app("amara")
    client = Client()
    for _ in range(5):
        _password(client, "amara", "wrong wrong wrong")
    for _ in range(3):
        page = text(_password(client, "amara"))
        found = re.search(r"wrong too often, .*\. Wait (\d+) seconds\. Then try again\.", page)
        assert found is not None
        assert 20 <= int(found[1]) <= 30
    assert [pace.wait_after(wrong) for wrong in (0, 4, 5, 6, 7, 9, 10, 90)] == [0, 0, 30, 60, 120, 480, 900, 900]
    assert pace.too_often(241, True) == "That was wrong too often. Wait 5 minutes. Then try again."
    tries = pace.Tries.of("amara", "")
    assert tries.begin(time.time()) > 0
    assert tries.begin(time.time() + 31) == 0
    assert tries.begin(time.time() + 90) > 0, "the next one waits a minute"


def test_whoever_tries_a_name_elsewhere_does_not_lock_its_owner_out(cast: Cast) -> None:
    """A device on which she has signed in has a count of its own, even behind the same address."""
    hers = sign_in("amara")
    hers.post(reverse("account_logout"))
    for _ in range(6):
        page = _password(Client(), "amara", "wrong wrong wrong")
    assert "typed here or by somebody elsewhere" in text(page)
    assert "On a device on which you have signed in before you need not wait." in text(page)
    assert _password(hers, "amara")["Location"] == SECOND
    forger = Client()
    forger.cookies["desk-known"] = "AAAA" + hers.cookies["desk-known"].value[4:]
    assert "wrong too often" in text(_password(forger, "amara")), "a cookie that was changed is none"


def test_wrong_names_lock_out_no_colleague(cast: Cast) -> None:
    """An office shares one address, and behind an onion address everybody does."""
    give_app("amara")
    for number in range(11):
        _password(Client(), f"nobody{number}", "wrong wrong wrong")
    assert _password(Client(), "amara")["Location"] == SECOND


def test_a_known_device_opens_nothing_and_is_known_for_one_name(cast: Cast) -> None:
    """The cookie stands for no session; another name on that device is a stranger."""
    hers = sign_in("amara")
    thief = Client()
    thief.cookies["desk-known"] = hers.cookies["desk-known"].value
    assert thief.get(reverse("desk:day")).status_code == 302
    assert hers.cookies["desk-known"]["path"] == "/desk/"
    assert pace.Tries.of("amara", hers.cookies["desk-known"].value).known
    assert not pace.Tries.of("femi", hers.cookies["desk-known"].value).known


def test_after_a_reset_or_leaving_a_device_is_not_known_any_more(cast: Cast) -> None:
    """Whoever took the device, or left with it, waits like any stranger."""
    cookie = sign_in("amara").cookies["desk-known"].value
    amara = Person.objects.get(username="amara")
    Person.objects.filter(pk=amara.pk).update(state="left")
    assert not pace.Tries.of("amara", cookie).known
    Person.objects.filter(pk=amara.pk).update(state=amara.state)
    assert pace.Tries.of("amara", cookie).known
    accounts.set_password(amara, vault.Seed.new(), f"{PASSWORD} another one")
    assert not pace.Tries.of("amara", cookie).known


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_of_many_tries_at_the_same_moment_each_that_is_looked_at_is_counted() -> None:
    """Also in several processes: the count is taken in the database."""
    name = f"nobody-{time.time()}"
    together, at = Barrier(8), time.time()

    def one(_number: int) -> int:
        together.wait(20)
        try:
            return pace.Tries.of(name, "").begin(at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(one, range(8)))
    assert 1 <= waits.count(0) == cache.get(pace.Tries.of(name, "").key)[0]


def test_the_cookie_changes_when_the_password_is_accepted(cast: Cast) -> None:
    """Whoever put a cookie into a browser before does not hold the session after."""
    give_app("amara")
    client = Client()
    client.post(LOGIN, {"login": "amara", "password": "wrong wrong wrong"})
    client.get(LOGIN)
    before = client.session.session_key
    if before is None:
        session = client.session
        session["planted"] = True
        session.save()
        client.cookies["desk"] = session.session_key
        before = session.session_key
    _password(client, "amara")
    assert client.cookies["desk"].value != before
    assert not SessionStore().exists(before)


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
    """429 with what happened and what to do: of passwords given again, ten a minute and person."""
    client = client_of(cast, "amara")
    answers = [client.post(reverse("account_reauthenticate"), {"password": ""}) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert "Wait a minute" in text(answers[-1])


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
