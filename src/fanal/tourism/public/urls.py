"""Addresses of programmes and of the register for everybody: a language first, as on every page that opens without a
session."""

from django.urls import path

from fanal.tourism.public import pages, register
from fanal.web.api import converters  # noqa: F401  `tongue`

app_name = "promises"
urlpatterns = [
    path("<tongue:lang>/travel/", pages.programmes, name="programmes"),
    path("<tongue:lang>/travel/programmes/<slug:code>/", pages.programme, name="programme"),
    path("<tongue:lang>/travel/register/", register.register, name="register"),
    path("<tongue:lang>/travel/register/<slug:code>/", register.entry, name="entry"),
    path("<tongue:lang>/travel/reports/<uuid:report>/", pages.report, name="report"),
]
