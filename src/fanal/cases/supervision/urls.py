"""Addresses of talks about the work, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.supervision.desk import pages

patterns: list[URLPattern] = [
    path("supervision/", pages.all_, name="supervision"),
    path("supervision/<uuid:row_id>/", pages.one, name="talk"),
    *pages.WORKERS.paths("supervision/with/<uuid:person>/", "", pages.ACTS),
]
