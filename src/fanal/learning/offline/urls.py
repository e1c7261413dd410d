"""Addresses of what devices load and send, also where nobody sits at them."""

from django.urls import path

from fanal.learning.offline import events, pages
from fanal.web.api import converters  # noqa: F401  `tongue`

app_name = "offline"
urlpatterns = [
    path("api/learning/v1/events", events.events, name="events"),
    path("learn/worker.js", pages.worker, name="worker"),
    path("learn/<tongue:language>/offline/", pages.page, name="page"),
    path("learn/<tongue:language>/packs/<slug:code>/<str:file>", pages.pack, name="pack"),
]
