"""Addresses of courses for everybody: a language first, as on every page that opens without a session."""

from django.urls import path

from fanal.learning.public import pages, poster
from fanal.web.api import converters  # noqa: F401  `tongue`, `state`

app_name = "learn"
urlpatterns = [
    path("<tongue:lang>/learn/", pages.catalogue, name="catalogue"),
    path("<tongue:lang>/learn/<slug:code>/", pages.course, name="course"),
    path("<tongue:lang>/learn/poster/<state:country>/", poster.page, name="poster"),
    path("<tongue:lang>/learn/poster/<state:country>/poster.pdf", poster.file, name="poster_file"),
]
