"""Addresses of files opened on call, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.breaking.desk import pages

patterns: list[URLPattern] = [
    path("on-call/", pages.on_call, name="on_call"),
    path("on-call/all/", pages.reviews, name="emergencies"),
    path("on-call/<uuid:row_id>/", pages.emergency, name="emergency"),
    *pages.OPENINGS.paths("on-call/<uuid:row_id>/", "", pages.ACTS),
]
