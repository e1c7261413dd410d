"""Addresses of keeping and erasing, below `/desk/concerns/`."""

from django.urls import URLPattern, path

from fanal.concerns.keeping import desk

patterns: list[URLPattern] = [
    *desk.EARLY.paths("decision/<uuid:decision_id>/", "", {"erase": desk.ERASE}),
    path("<uuid:concern_id>/keeping/", desk.keep, name="keeping"),
    *desk.KEPT.paths("<uuid:concern_id>/keeping/", "keeping_", desk.KEEPING),
    path("<uuid:concern_id>/reporter/", desk.reporter, name="reporter"),
    *desk.REPORTERS.paths("<uuid:concern_id>/reporter/", "", {"keep_reporter": desk.LONGER}),
    path("<uuid:concern_id>/reporter-seen/", desk.reporter_seen, name="reporter_seen"),
]
