"""Signing in: the library's pages under our addresses, in our words. Each carries its access decision."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from allauth.account import forms as account_forms
from allauth.account import views as account
from allauth.mfa.base import forms as base_forms
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.mfa.webauthn import views as passkeys
from django import forms
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from fanal.access.api import public, signed_in
from fanal.network import api as network
from fanal.network import pace
from fanal.network.contracts import Actor, NetworkError
from fanal.network.models import Person
from fanal.web import api as web
from fanal.web import errors
from fanal.web.api import deeds


def _password(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )


class LoginForm(account_forms.LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Sign-in name"),
            max_length=60,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
            error_messages={"required": _("Type your sign-in name.")},
        )
        self.fields["password"] = _password(_("Password"))
        self.order_fields(["login", "password"])


class ReauthenticateForm(account_forms.ReauthenticateForm):
    """The password once more, before something that must stay in the right hands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(_("Your password"))


def _code(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Type the code.")},
    )


def _tried[T](person: Person, look: Callable[[], T]) -> T:
    """What `look` says of a second step, if it is one for which this installation vouches. Raises ValidationError."""
    try:
        with network.second.tried(person.pk, datetime.now(UTC)):
            try:
                return look()
            except ValidationError as error:
                wrong = error  # raised outside: that it was tried stays counted
    except NetworkError as why:
        raise ValidationError(str(why)) from None
    raise wrong


def _code_tried(form: Any, look: Callable[[], str]) -> str:
    """As `_tried`. Whoever types a spare code a second time hears that, and not to wait for the next one."""
    try:
        return _tried(form.user, look)
    except ValidationError as wrong:
        if wrong.code == "incorrect_code" and network.second.was_used(form.user.pk, form.cleaned_data["code"]):
            raise ValidationError(
                _("You have used this spare code before. Each works once. Take another one.")
            ) from None
        raise


class AuthenticateForm(base_forms.AuthenticateForm):
    """The second step of a sign-in."""

    code = _code(_("Code from your app, or a spare code"))

    def clean_code(self) -> str:
        return _code_tried(self, super().clean_code)


class ReauthenticateCodeForm(base_forms.ReauthenticateForm):
    """The second step once more."""

    code = _code(_("Code from your app, or a spare code"))

    def clean_code(self) -> str:
        return _code_tried(self, super().clean_code)


class AuthenticatePasskeyForm(passkey_forms.AuthenticateWebAuthnForm):
    """The second step of a sign-in, by passkey."""

    def clean_credential(self) -> Authenticator:
        return _tried(self.user, super().clean_credential)


class ReauthenticatePasskeyForm(passkey_forms.ReauthenticateWebAuthnForm):
    """The passkey once more."""

    def clean_credential(self) -> Authenticator:
        return _tried(self.user, super().clean_credential)


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    """The first code from the app, which proves that it was set up."""

    code = _code(_("Code that the app shows now"))


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """A name for a passkey. The browser adds the rest."""

    name = forms.CharField(
        label=_("Name of this passkey"), help_text=_("For example: my phone."), max_length=40, required=False
    )


class EditPasskeyForm(passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(
        label=_("Name of this passkey"), max_length=40, error_messages={"required": _("Give it a name.")}
    )


def on_signed_in(sender: object, request: HttpRequest, user: Person, **_more: object) -> None:
    """The pages take the language that the person chose."""
    request.session[web.LANGUAGE_KEY] = user.language


def connect() -> None:
    """Listen to Django's sign-in."""
    user_logged_in.connect(on_signed_in, dispatch_uid="fanal.site.signed_in")


@public("signing in")
def login(request: HttpRequest) -> HttpResponseBase:
    """Name and password. Whoever found no place in the line (`site.line`) hears when to come again; the name stays."""
    response: HttpResponseBase = account.login(request)
    if request.META.get(pace.BUSY) and response.status_code == 200:
        response.status_code, response["Retry-After"] = 503, str(pace.AGAIN)
    return response


@public("says that the person is signed out")
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """After signing out."""
    return render(request, "desk/signed_out.html")


def too_many(request: HttpRequest) -> HttpResponse:
    """Django-allauth's `handler429`."""
    return errors.problem(request, 429)


def _own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page on which a person looks after their own second step. Who has one must have passed it: a password alone
    neither shows nor changes it. What the page changes is a deed."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        assert isinstance(person, Person)
        if network.signin.seed_of(request) is None and not network.signin.needs_second_factor(person):
            request.session.flush()
            return HttpResponseRedirect(reverse("account_login"))
        if request.method != "POST":
            return view(request, *args, **kwargs)
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        by = actor.signatory() if actor is not None else network.keyfile.installation(person.org_id)
        try:
            with network.second.changing(person.pk, by, deeds.at(request)):
                return view(request, *args, **kwargs)
        except NetworkError as why:
            return web.problem(request, 403, happened=str(why), kept=_("Nothing was changed."), todo=_NEXT)

    return _OWN(page)


_NEXT = _("Go back to your account: it says what to do.")
_OWN = signed_in("a person looks after their own second step, also before it is set up; the password is asked again")
_STEP = public("the second step itself: the library lets in only who has just given a password")
urlpatterns = [
    path("", login, name="account_login"),
    path("ended/", public("says that an account has ended")(account.account_inactive), name="account_inactive"),
    path("out/", public("signing out")(account.logout), name="account_logout"),
    path("again/", signed_in("the password once more")(account.reauthenticate), name="account_reauthenticate"),
    path("second/", _STEP(base.authenticate), name="mfa_authenticate"),
    path("second/again/", _OWN(base.reauthenticate), name="mfa_reauthenticate"),
    path("second/passkey/again/", _OWN(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("steps/", _own(base.index), name="mfa_index"),
    path("steps/app/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("steps/app/remove/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("steps/codes/", _own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("steps/codes/new/", _own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("steps/passkeys/", _own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("steps/passkeys/add/", _own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("steps/passkeys/<int:pk>/name/", _own(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("steps/passkeys/<int:pk>/remove/", _own(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
]
