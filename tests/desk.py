"""Signing in to the desk in tests: the real pages, with the real password and second step."""

import base64
import time
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import encrypt
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fanal import vault
from fanal.network import vouched
from fanal.network.models import Person
from fanal.network.signin import SEED
from tests.people import PASSWORD, Cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def totp_code(secret: str = SECRET) -> str:
    """The code that an app shows now. Near the end of its half minute the next one is waited for, as a person would."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left + 0.1)
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def give_app(username: str) -> None:
    """Set up the app as a second step, as `/desk/sign-in/steps/app/` would."""
    person = Person.objects.get(username=username)
    _app, made = Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(SECRET)}}
    )
    if made:
        vouched.seal(person)


def give_spare_codes(username: str) -> list[str]:
    """The codes that somebody has for when the phone is not there: new ones, if they have none."""
    person = Person.objects.get(username=username)
    found = RecoveryCodes.activate(person)
    vouched.seal(person)
    return found.get_unused_codes()


def sign_in(username: str, password: str = "", *, csrf: bool = False) -> Client:
    """A browser in which somebody of the cast signed in through the real pages, with both steps."""
    give_app(username)
    cache.clear()  # one code may be used once, and tests sign in often within half a minute
    client = Client(enforce_csrf_checks=csrf)
    token = {"csrfmiddlewaretoken": _token(client)} if csrf else {}
    client.post(reverse("account_login"), token | {"login": username, "password": password or f"{PASSWORD} {username}"})
    response = client.post(reverse("mfa_authenticate"), token | {"code": totp_code()})
    assert response.status_code == 302, "the sign-in did not work"
    return client


def client_of(cast: Cast, username: str) -> Client:
    """A browser in which somebody of the cast is signed in, without the cost of a password."""
    give_app(username)
    client = Client()
    client.force_login(Person.objects.get(username=username))
    session = client.session
    session[SEED] = base64.b64encode(vault.pack_seed(cast.seed(username))).decode()
    session.save()
    return client


def _token(client: Client) -> str:
    return token_in(client.get(reverse("account_login")).content.decode())


def token_in(html: str) -> str:
    """The CSRF token of the first form of a page."""
    return html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def person_of(username: str) -> UUID:
    """The identifier of somebody of the cast."""
    return Person.objects.get(username=username).pk


def text(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())
