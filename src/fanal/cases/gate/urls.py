"""Addresses of the list before the first file, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.gate.desk import desk

patterns: list[URLPattern] = [
    path("readiness/", desk.readiness, name="readiness"),
    *desk.ROOMS.paths("readiness/", "readiness_", desk.ACTS),
    *desk.STATING.paths("readiness/sign/", "readiness_", desk.SIGN),
]
