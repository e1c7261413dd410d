"""One page that looks at the statement of a certificate on the device: with all that it needs inside, so that it works
kept on a telephone or a stick. It asks for nothing but a list of what was taken back, which is the same for everybody.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from fanal.access.api import languages, public
from fanal.learning.certificates import issuing, jws, keys
from fanal.learning.certificates.status import stamp
from fanal.learning.courses import library
from fanal.learning.signin.views import in_language
from fanal.web import api as web

HERE: Final = Path(__file__).parent
LARGEST: Final = 25_000
"""Bytes of the page at most: some seconds on the slowest line."""
ROOM: Final = 1_800
"""Signs of status lists that stand in the page; those that do not fit are fetched."""
DAYS: Final = 7
"""So long a browser may show the page without asking for it again: as long as a list holds."""


def _small(text: str) -> str:
    """Without what is there for whoever writes it: indents, comment lines, ends of lines behind which nothing ends."""
    lines = (line.strip() for line in text.splitlines())
    kept = "\n".join(line for line in lines if line and not line.startswith("//"))
    return re.sub(r"([{;,])\n", r"\1", kept)


@cache
def script() -> str:
    """What checks: with the check of signatures for browsers that have none of their own, unchanged."""
    theirs = (HERE / "vendored" / "ed25519.js").read_text("utf-8")
    return f"{theirs}{_small((HERE / 'check.js').read_text('utf-8'))}"


@cache
def style() -> str:
    """The colours and letters of all pages, and what this one has besides."""
    found = finders.find("web/public.css")
    assert isinstance(found, str)
    tokens = Path(found).read_text("utf-8").partition("@layer base {")[0].partition("*/")[2]
    return re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", _small(tokens + (HERE / "check.css").read_text("utf-8")))


def _allowed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def policy() -> dict[str, list[str]]:
    """What a browser lets the page do: what stands in it, and nothing else."""
    common: dict[str, Any] = settings.SECURE_CSP
    return {**common, "script-src": [_allowed(script())], "style-src": [_allowed(style())]}


@public("whoever is shown a certificate may check it; it is looked at on the device alone")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Where the code on a certificate leads: in the language of the reader."""
    return _drawn(request, web.spoken())


@public("whoever is shown a certificate may check it; it is looked at on the device alone")
@in_language
@require_GET
def page_in(request: HttpRequest, language: str) -> HttpResponse:
    """The same in a language."""
    return _drawn(request, language)


def _drawn(request: HttpRequest, language: str) -> HttpResponse:
    here = request.build_absolute_uri
    context = {
        "script": SafeString(script()),
        "style": SafeString(style()),
        "data": {
            "keys": {kid: jws.encoded(public_key) for kid, public_key in keys.public_keys().items()},
            "stolen": {kid: stamp(since) for kid, since in keys.compromised().items()},
            "names": _names(language),
            "lists": _lists(request),
            "lists_at": here(reverse("certificate:status", args=[0])).removesuffix("0"),
            "did": here(reverse("certificate:did")),
        },
        "others": [(code, name, here(reverse("certificate:page_in", args=[code]))) for code, name in languages.shown()],
        "language": language,
        "mine": here(reverse("certificate:page_in", args=[language])),
        "by_code": here(reverse("certificate:check", args=[language])),
    }
    answer = render(request, "learning/certificates/offline.html", context)
    answer._csp_config = policy()  # type: ignore[attr-defined]
    answer["Cache-Control"] = f"max-age={DAYS * 86400}"  # so that the code opens it where there is no network
    answer["Vary"] = "Accept-Language"
    return answer


def _names(language: str) -> dict[str, str]:
    """By code, what courses are called."""
    return {
        code: library.spoken(code, language if language in library.languages(code) else course.language).texts["title"]
        for code, course in library.shipped().items()
        if course.playable
    }


def _lists(request: HttpRequest) -> dict[str, str]:
    """The newest status lists, the last first, as long as there is room."""
    found, left = {}, ROOM
    for number in issuing.list_numbers():
        token = issuing.status_list(number, web.deeds.at(request)).token
        if (left := left - len(token)) < 0:
            break
        found[str(number)] = token
    return found
