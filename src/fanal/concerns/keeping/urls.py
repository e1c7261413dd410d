"""Addresses of keeping and erasing, below `/desk/concerns/`."""

from django.urls import URLPattern, path

from fanal.concerns.keeping import desk

patterns: list[URLPattern] = [
    path("decision/<uuid:decision_id>/erase/", desk.erase, name="erase"),
    path("<uuid:concern_id>/keeping/", desk.keep, name="keeping"),
    path("<uuid:concern_id>/reporter/", desk.reporter, name="reporter"),
    path("<uuid:concern_id>/reporter/longer/", desk.keep_reporter, name="keep_reporter"),
    path("<uuid:concern_id>/reporter-seen/", desk.reporter_seen, name="reporter_seen"),
    path("<uuid:concern_id>/facts/", desk.facts, name="facts"),
]
