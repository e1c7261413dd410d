"""The frame of the evidence pages: who may see them, their addresses, and how a page is drawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from fanal.vocabulary.countries import country_name
from fanal.web import api as web

page = web.open_page("releases are public; the page reads no session and takes nothing")


def draw(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page in its frame."""
    return render(request, f"research/public/{template}.html", {"home": address("evidence"), **context})


def address(name: str, *parts: object) -> str:
    """The address of a public page in the language of the reader."""
    return reverse(f"evidence:{name}", args=[get_language() or "en", *parts])


def country(code: str) -> str:
    """The name of a country in the language of the reader."""
    return country_name(code, get_language() or "en")
