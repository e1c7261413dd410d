"""Addresses of courses for everybody: a language first, as on every page that opens without a session."""

from django.urls import path

from fanal.learning.public import pages
from fanal.web.api import converters  # noqa: F401  `tongue`

app_name = "learn"
urlpatterns = [
    path("<tongue:lang>/learn/", pages.catalogue, name="catalogue"),
    path("<tongue:lang>/learn/<slug:code>/", pages.course, name="course"),
]
