"""Addresses of what explains this room: a language first, as on every page that opens without a session."""

from django.urls import path

from fanal.tourism.explained import laws, scores
from fanal.web.api import converters  # noqa: F401  `tongue`

app_name = "explained"
urlpatterns = [
    path("<tongue:lang>/travel/scores/", scores.page, name="scores"),
    path("<tongue:lang>/travel/laws/", laws.page, name="laws"),
]
