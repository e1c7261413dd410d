"""Signing in: the library's pages under our addresses, in our words. Each carries its access decision."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account import views as account
from allauth.mfa.base import forms as base_forms
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.mfa.webauthn import views as passkeys
from django import forms
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from fanal.access.api import public, signed_in
from fanal.network.models import Person
from fanal.web import api as web
from fanal.web import errors


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


class AuthenticateForm(base_forms.AuthenticateForm):
    """The second step of a sign-in."""

    code = _code(_("Code from your app, or a spare code"))


class ReauthenticateCodeForm(base_forms.ReauthenticateForm):
    """The second step once more."""

    code = _code(_("Code from your app, or a spare code"))


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


@public("says that the person is signed out")
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """After signing out."""
    return render(request, "desk/signed_out.html")


def too_many(request: HttpRequest) -> HttpResponse:
    """Django-allauth's `handler429`."""
    return errors.problem(request, 429)


_OWN = signed_in("a person looks after their own second step, also before it is set up; the password is asked again")
_STEP = public("the second step itself: the library lets in only who has just given a password")
urlpatterns = [
    path("", public("signing in")(account.login), name="account_login"),
    path("ended/", public("says that an account has ended")(account.account_inactive), name="account_inactive"),
    path("out/", public("signing out")(account.logout), name="account_logout"),
    path("again/", signed_in("the password once more")(account.reauthenticate), name="account_reauthenticate"),
    path("second/", _STEP(base.authenticate), name="mfa_authenticate"),
    path("second/again/", _OWN(base.reauthenticate), name="mfa_reauthenticate"),
    path("second/passkey/again/", _OWN(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("steps/", _OWN(base.index), name="mfa_index"),
    path("steps/app/", _OWN(totp.activate_totp), name="mfa_activate_totp"),
    path("steps/app/remove/", _OWN(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("steps/codes/", _OWN(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("steps/codes/new/", _OWN(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("steps/passkeys/", _OWN(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("steps/passkeys/add/", _OWN(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("steps/passkeys/<int:pk>/name/", _OWN(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("steps/passkeys/<int:pk>/remove/", _OWN(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
]
