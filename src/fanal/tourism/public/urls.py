"""Addresses of programmes for everybody: a language first, as on every page that opens without a session."""

from django.urls import path

from fanal.tourism.public import pages
from fanal.web.api import converters  # noqa: F401  `tongue`

app_name = "promises"
urlpatterns = [
    path("<tongue:lang>/travel/", pages.programmes, name="programmes"),
    path("<tongue:lang>/travel/programmes/<slug:code>/", pages.programme, name="programme"),
]
