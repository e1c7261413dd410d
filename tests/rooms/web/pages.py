"""A small site to try the look with: a reporter's path of three pages, staff forms, and views that fail."""

import time
from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_GET

from fanal.web import api as web

received: list[dict[str, str]] = []


class Words(web.Page):
    words = web.Text(label="Words", max_length=40)
    kept = forms.CharField(widget=forms.HiddenInput, initial="sealed")
    groups = (web.Group(("words",)),)
    buttons = (web.Button("Continue"), web.Button("Send now", "send", "now"))


def draw(request: HttpRequest, frame: str, main: str, **context: object) -> HttpResponse:
    template = engines["django"].from_string(
        f'{{% extends "web/{frame}.html" %}}{{% block main %}}{main}{{% endblock %}}'
    )
    return HttpResponse(template.render(context, request))


@web.indexable
@web.reporter_page
def entry(request: HttpRequest, lang: str) -> HttpResponse:
    return draw(request, "public", '<h1>Entry</h1><p><a id="on" href="two">On</a></p>')


@web.reporter_page
def two(request: HttpRequest, lang: str) -> HttpResponse:
    form = Words(request.POST or None)
    if request.method == "POST":
        received.append(request.POST.dict())
        if form.is_valid():
            return draw(
                request, "public", '<h1 data-keep>Thank you</h1><p id="said">{{ said }}</p>', said=request.POST["words"]
            )
    return draw(request, "public", "<h1>Two</h1>{% form_page form %}", form=form)


@web.reporter_page
def no_page(request: HttpRequest, lang: str) -> HttpResponse:
    """Answers the script with something that is no page, and the browser itself with a page."""
    if request.headers.get("Sec-Fetch-Mode") == "cors":
        return HttpResponse("{}", content_type="application/json")
    return draw(request, "public", "<h1>By the browser</h1>")


@web.reporter_page
def leave(request: HttpRequest, lang: str) -> HttpResponse:
    return web.leave(request.build_absolute_uri("/elsewhere"))


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><html lang=en><title>Weather</title><main><h1>Weather</h1></main></html>")


def staff_form(request: HttpRequest) -> HttpResponse:
    form = Words(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return draw(request, "desk", "<h1>Saved</h1>")
    return draw(request, "desk", "<h1>Staff</h1>{% form_page form %}", form=form)


def boom(request: HttpRequest, lang: str = "") -> HttpResponse:
    secret_local = request.GET.get("words", "")
    raise ValueError(f"could not read {secret_local}")


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the custodian may open this.")


def slow(request: HttpRequest, lang: str) -> HttpResponse:
    time.sleep(2.6)
    return draw(request, "public", "<h1>Slow</h1>")


only_get: Callable[..., HttpResponse] = require_GET(elsewhere)

urlpatterns = [
    path("", include("fanal.web.urls")),
    path("<slug:lang>/", entry),
    path("<slug:lang>/two", two),
    path("<slug:lang>/slow", slow),
    path("<slug:lang>/no-page", no_page),
    path("<slug:lang>/leave", leave),
    path("<slug:lang>/boom", web.reporter_page(boom)),
    path("elsewhere", elsewhere),
    path("desk/form", staff_form),
    path("desk/boom", boom),
    path("desk/denied", denied),
    path("desk/get", only_get),
]

handler400 = "fanal.web.errors.bad_request"
handler403 = "fanal.web.errors.permission_denied"
handler404 = "fanal.web.errors.page_not_found"
handler500 = "fanal.web.errors.server_error"
