"""In which languages a page of the public is there. One that is asked for in another goes on in one of these and says
so in one line: nobody loses what they typed because a language is no longer offered."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import translation


def only(request: HttpRequest, languages: Iterable[str]) -> None:
    """This page is there in these languages alone: its menu offers no other."""
    request.tongues = frozenset(languages)  # type: ignore[attr-defined]


def has(request: HttpRequest, language: str) -> bool:
    """Whether this page is there in an offered language."""
    known: frozenset[str] | None = getattr(request, "tongues", None)
    return known is None or language in known


def speak(request: HttpRequest, language: str, *, asked: str) -> None:
    """The page goes on in this language, until the end of the request; it was asked for in another one."""
    request.asked_in = asked_in(request) or asked  # type: ignore[attr-defined]
    translation.activate(language)


def asked_in(request: HttpRequest) -> str:
    """The language in which the page was asked for, where it speaks another one; else nothing."""
    return str(getattr(request, "asked_in", ""))
