"""Addresses of alarms, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.alarms.desk import pages

patterns: list[URLPattern] = [
    path("alarms/", pages.all_, name="alarms"),
    *pages.ALARMS.paths("alarms/<uuid:alarm_id>/", "", pages.ACTS),
]
