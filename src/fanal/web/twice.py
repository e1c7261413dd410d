"""The same form sent twice is one deed: each drawn form brings a key, and a key whose deed is being done, or
was done in this session, is not done again. Two machines are held apart where it matters by the database."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

FIELD: Final = "form_key"
_SESSION: Final = "done_forms"
MOST: Final = 20
"""So many are remembered: the session is sealed, and stays small."""
_HELD: Final = 60
"""Seconds: longer than any deed takes. Afterwards the session knows."""
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{12}")


def key_of(request: HttpRequest) -> str:
    """The key that was sent with a form; empty where none was."""
    sent = request.POST.get(FIELD, "")
    return sent if _KEY.fullmatch(sent) else ""


def led_to(request: HttpRequest) -> str | None:
    """Where the form led that is sent again; None where this one is new."""
    found: str | None = dict(request.session.get(_SESSION, ())).get(key_of(request))
    return found


@contextmanager
def first(request: HttpRequest) -> Iterator[bool]:
    """Whether a request is the first with its key: of those that come at the same moment, in whichever process, one is.
    Where its deed fails the key is free again."""
    key, session = key_of(request), request.session.session_key
    place = f"{FIELD}:{session}:{key}"
    if not (key and session):
        yield True
    elif not cache.add(place, True, _HELD):
        yield False
    else:
        try:
            yield True
        except BaseException:
            cache.delete(place)
            raise


def draw(request: HttpRequest, form: forms.BaseForm, *, anew: bool = False) -> None:
    """Give a form that is drawn its key: the one that was sent, as long as nothing was done by it. `anew`: another."""
    sent = "" if anew or led_to(request) is not None else key_of(request)
    form.key = sent or secrets.token_urlsafe(9)  # type: ignore[attr-defined]


def carried(form: forms.BaseForm) -> list[tuple[str, str]]:
    """What is sent along with a form, hidden."""
    key = getattr(form, "key", "")
    return [(FIELD, key)] if key else []


def remember(request: HttpRequest, session: str | None, answer: HttpResponse, url: str) -> None:
    """A deed was done. `session`: which it was before; one that ended or began anew with the deed remembers nothing."""
    key = key_of(request)
    if key and session and request.session.session_key == session:
        then = answer.url if isinstance(answer, HttpResponseRedirect) else url
        done = [one for one in request.session.get(_SESSION, ()) if one[0] != key]
        request.session[_SESSION] = [*done, [key, then]][-MOST:]
