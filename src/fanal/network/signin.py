"""Sign-in: the vault's verifier behind Django's password field, and what the sign-in library must be told.

The password is hashed once and only by the vault; the same run gives the key that opens the person's seed. Until
the second factor is
passed the session holds the seed as pending, and no keyring can be made from it (docs/network.md, "Signing in").
"""

import base64
import time
from typing import Any, cast
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import authentication_step_completed
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import BasePasswordHasher
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal import vault
from fanal.network import accounts, pace, sessions, words
from fanal.network.keyfile import keyfile, pepper
from fanal.network.memberships import number_of
from fanal.network.models import Person

SEED = "seed"  # where the session keeps the seed; the whole session is sealed


class VaultHasher(BasePasswordHasher):
    """Lets Django's own checks (re-authentication) run on the vault's verifier. It never makes a second kind of
    hash."""

    algorithm = "vault"

    def encode(self, password: str, salt: str) -> str:
        raw = bytes.fromhex(salt) if salt else vault.new_salt()
        return accounts.encode(vault.hash_password(password, raw, pepper()), raw, pepper().version)

    def salt(self) -> str:
        return vault.new_salt().hex()

    def verify(self, password: str, encoded: str) -> bool:
        version, salt, verifier = accounts.decode(encoded)
        keys = vault.hash_password(password, salt, keyfile().pepper_of(version))
        return vault.same(keys.verifier, verifier)

    def decode(self, encoded: str) -> dict[str, Any]:
        version, salt, _verifier = accounts.decode(encoded)
        return {"algorithm": self.algorithm, "version": version, "salt": salt.hex()}

    def must_update(self, encoded: str) -> bool:
        return False  # moved to a newer pepper at sign-in, where the seed is open

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        return {"algorithm": self.algorithm}

    def harden_runtime(self, password: str, encoded: str) -> None:
        """One Argon2id run is always made; there is nothing to even out."""


class VaultPasswordRules:
    """Django's validator on the vault's rules."""

    def validate(self, password: str, user: Person | None = None) -> None:
        try:
            vault.check_password_rules(password, *((user.username, user.name) if user else ()))
        except vault.WeakPassword as why:
            raise ValidationError(words.weak(why)) from None

    def get_help_text(self) -> str:
        return words.weak(vault.WeakPassword("short"))


class VaultBackend(BaseBackend):
    """Checks a password with one Argon2id run and leaves the opened seed on the person for `keep_pending`."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_more: object
    ) -> Person | None:
        if not username or not password:
            return None
        person = Person.objects.filter(username=username.strip().lower()).first()
        fits, keys = accounts.check(person, username, password)
        if not fits or person is None or not person.is_active:
            return None
        seed = accounts.seed_by_password(person, keys)
        accounts.rewrap(person, seed, password)
        if request is not None and not request.user.is_authenticated:
            request.session.cycle_key()  # whoever knew the cookie before the password does not know it after
            sessions.begin(request.session, person.id)
            keep_pending(request, seed)
        return person

    def get_user(self, user_id: UUID | str) -> Person | None:
        person = Person.objects.select_related("org").filter(pk=user_id).first()
        return person if person is not None and person.is_active else None


def keep_pending(request: HttpRequest, seed: vault.Seed) -> None:
    """Put a seed into the session as pending."""
    _store(request, vault.PendingSeed(seed))


def _store(request: HttpRequest, seed: vault.Seed | vault.PendingSeed) -> None:
    request.session[SEED] = base64.b64encode(vault.pack_seed(seed)).decode()


def seed_of(request: HttpRequest) -> vault.Seed | None:
    """The open seed of a signed-in person who passed the second factor, or None."""
    seed = _packed(request)
    return seed if isinstance(seed, vault.Seed) else None


def _packed(request: HttpRequest) -> vault.Seed | vault.PendingSeed | None:
    packed = request.session.get(SEED)
    if not packed:
        return None
    try:
        return vault.unpack_seed(base64.b64decode(packed))
    except (vault.CannotOpen, ValueError):
        return None


def second_factor_passed(request: HttpRequest) -> None:
    """Turn the pending seed into an open one."""
    seed = _packed(request)
    if isinstance(seed, vault.PendingSeed):
        _store(request, seed.passed())


def key_number(seed: vault.Seed) -> str:
    """The number of the key of a seed, which two people compare."""
    return number_of(seed.kem().public.raw, seed.signer().public)


def needs_second_factor(person: Person) -> bool:
    """Whether the person has not set up a second factor yet: then nothing opens until they do."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return not Authenticator.objects.filter(user_id=person.pk, type__in=types).exists()


def on_step(sender: object, request: HttpRequest, user: Person, method: str, **_more: object) -> None:
    """The sign-in library says which step was completed: the second factor opens the seed."""
    if method == "mfa":
        second_factor_passed(request)


def on_factor_added(
    sender: object, request: HttpRequest, user: Person, authenticator: Authenticator, **_more: object
) -> None:
    """Whoever sets up the factor at this sign-in has just proved it."""
    if authenticator.type in {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
        second_factor_passed(request)


def on_factor_removed(sender: object, request: HttpRequest, user: Person, **_more: object) -> None:
    """Whoever removes their last second factor opens nothing until they set up another."""
    seed = _packed(request)
    if isinstance(seed, vault.Seed) and needs_second_factor(user):
        keep_pending(request, seed)


def connect() -> None:
    """Listen to the sign-in library."""
    from allauth.mfa.signals import authenticator_added, authenticator_removed

    authentication_step_completed.connect(on_step, dispatch_uid="fanal.network.step")
    authenticator_added.connect(on_factor_added, dispatch_uid="fanal.network.factor")
    authenticator_removed.connect(on_factor_removed, dispatch_uid="fanal.network.factor_removed")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; nothing is mailed by the sign-in library."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("Name and password do not fit together. Check both and try again."),
        "incorrect_password": gettext_lazy("This is not your password. Check it and try again."),
        # Of codes: at most five minutes after the first of them there is room again. Passwords: `pace`.
        "too_many_login_attempts": gettext_lazy("That was wrong too often. Wait five minutes. Then try again."),
        "rate_limited": gettext_lazy("That was wrong too often. Wait five minutes. Then try again."),
        "incorrect_code": gettext_lazy("This code does not fit. Wait for the next one and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """One try of a password, unless it has to wait first. Raises ValidationError."""
        if request.META.get(pace.BUSY):
            raise ValidationError(pace.too_many())
        tries = pace.Tries.of(str(credentials.get("username", "")), request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""))
        if wait := tries.begin(time.time()):
            raise ValidationError(pace.too_often(wait, tries.known))
        person = authenticate(request, **credentials)
        if person is not None:
            tries.fitted()
        return person

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """After both steps: this device is known from now on."""
        response = super().post_login(request, user, **more)
        response.set_cookie(
            settings.KNOWN_COOKIE_NAME,
            pace.remember(cast("Person", user)),
            max_age=pace.KNOWN_FOR,
            path="/desk/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A password that was given at most five minutes ago counts, also when it was given to sign in."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        given = [record["at"] for record in records if record["method"] == "password"]
        return time.time() - max(given, default=0) >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def send_mail(self, *args: object, **kwargs: object) -> None:
        """Notices go through the clocks, with one constant text (docs/clocks.md, "Notices")."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """As `send_mail`."""

    def add_message(self, *args: object, **kwargs: object) -> None:
        """The pages themselves say what happened, in our words."""

    def is_ajax(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are sealed under the pepper."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code does not fit. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(vault.seal_secret(pepper(), "mfa", text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.open_secret(keyfile().pepper_of, "mfa", base64.b64decode(encrypted_text)).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return _("My passkey")

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Nothing is mailed."""
