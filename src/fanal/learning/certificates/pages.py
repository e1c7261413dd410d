"""The pages of certificates for everybody: checking one, the status lists, the keys. Nothing is kept of who checks."""

import hashlib
from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from fanal.access.api import NotHere, languages, public
from fanal.learning.certificates import believing, issuing, keys
from fanal.learning.certificates.issuing import Checked, State
from fanal.learning.certificates.status import REFRESHED, day_of
from fanal.learning.signin.views import in_language
from fanal.vocabulary import short_codes
from fanal.vocabulary.languages import language_name
from fanal.web import api as web

STATES = {
    State.VALID: (lazy("Valid"), "ok"),
    State.EXPIRED: (lazy("Expired"), "soon"),
    State.REVOKED: (lazy("Taken back"), "danger"),
    State.NOT_GENUINE: (lazy("Not genuine"), "danger"),
}


class CodeForm(forms.Form):
    """The short code on a certificate, and the name on it, where one wants to compare."""

    code = forms.CharField(
        label=lazy("The code on the certificate"), help_text=lazy("10 letters and digits."), max_length=40
    )
    name = forms.CharField(label=lazy("The name on the certificate"), required=False, max_length=200)
    status = 422
    """Of the page, where something is wrong."""


TRIES = web.AddressLimiter(burst=20, refill=timedelta(seconds=3))
"""So many codes are looked up for one source, and 20 more a minute: whoever tries them all finds none."""
OFTEN = lazy(
    "Many codes were tried from where you are. Wait a minute, then try again. The code for a camera needs no waiting."
)


def _look(request: HttpRequest, form: CodeForm, code: str) -> Checked | None:
    """Look a code up; the form says where there is none."""
    if not TRIES.within(web.address_of(request), web.deeds.at(request)):
        form.status = 429
        form.add_error("code", OFTEN)
        return None
    found = issuing.check(code, web.deeds.at(request).date())
    if found is None:
        form.status = 404
        form.add_error("code", _("There is no certificate of this code here. Look at each sign again."))
    return found


@public("whoever is shown a certificate may check it; nothing is kept of who does")
@in_language
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, language: str) -> HttpResponse:
    """Type a code; where a name is typed, too, whether it was given to somebody of that name. The name is compared and
    forgotten."""
    form = CodeForm(request.POST or None)
    found: Checked | None = None
    if request.method == "POST" and form.is_valid():
        code = short_codes.tidied(form.cleaned_data["code"])
        if code and not form.cleaned_data["name"].strip():
            return HttpResponseRedirect(reverse("certificate:one", args=[language, code]))
        found = _look(request, form, code)
    return _page(request, language, form, found, _as_read(found, form))


def _page(
    request: HttpRequest, language: str, form: CodeForm, found: Checked | None, read: dict[str, object]
) -> HttpResponse:
    """With the same in the other languages: of one certificate, or of none."""
    rest = [found.row.code] if found else []
    to = "certificate:one" if found else "certificate:check"
    others = [(code, name, reverse(to, args=[code, *rest])) for code, name in languages.shown()]
    context = {"form": form, "language": language, "others": others, **read}
    return render(request, "learning/certificates/check.html", context, status=form.status if form.errors else 200)


def _as_read(found: Checked | None, form: CodeForm | None) -> dict[str, object]:
    if found is None:
        return {"found": None}
    words, kind = STATES[found.state]
    name = form.cleaned_data.get("name", "").strip() if form else ""
    compared = found.is_of(name) if name and found.payload else None
    return {
        "found": found,
        "words": words,
        "kind": kind,
        "facts": [] if not found.payload else facts_of(found),
        "compared": compared,
        "first": bool(found.payload) and compared is None and not believing.is_certain(found.row),
        "shown": short_codes.grouped(found.row.code),
    }


def facts_of(found: Checked) -> list[tuple[object, object]]:
    """What one says, as it was signed."""
    said = found.payload
    achieved = said["credentialSubject"]["achievement"]
    return [
        (lazy("Course"), said["name"]),
        (lazy("Given by"), said["issuer"]["name"]),
        (lazy("Given on"), web.day_words(day_of(said["validFrom"]))),
        (lazy("Holds until"), web.day_words(day_of(said["validUntil"]))),
        (lazy("Language"), language_name(achieved["inLanguage"], web.spoken())),
    ]


@public("whoever is shown a certificate may check it; nothing is kept of who does")
@in_language
@require_GET
def one(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """One certificate: what it says, and whether it holds."""
    form = CodeForm({"code": code})
    found = _look(request, form, code) if form.is_valid() else None
    return _page(request, language, form, found, _as_read(found, None))


@public("the short way to a certificate, in the language of the reader")
@require_GET
def short(request: HttpRequest, code: str) -> HttpResponse:
    """To the page of the code in the reader's language."""
    return HttpResponseRedirect(reverse("certificate:one", args=[web.spoken(), code]))


@public("which certificates were taken back is for everybody who checks one")
@require_GET
def status(request: HttpRequest, number: int) -> HttpResponse:
    """A status list, signed today."""
    try:
        found = issuing.status_list(number, web.deeds.at(request))
    except NotHere:
        raise Http404 from None
    answer = web.for_all(HttpResponse(found.token, content_type="application/vc+jwt"))
    answer["Cache-Control"] = f"public, max-age={REFRESHED.seconds}"  # as `ttl` in the list says
    answer["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()}"'
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


@public("the keys that sign certificates are for everybody who checks one")
@require_GET
def did(_request: HttpRequest) -> HttpResponse:
    """The DID document of this site."""
    return web.for_all(JsonResponse(keys.document()))
