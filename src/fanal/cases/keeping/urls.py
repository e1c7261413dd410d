"""Addresses of keeping, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.keeping.desk import desk

patterns: list[URLPattern] = [
    path("<uuid:case_id>/keeping/", desk.keep, name="keeping"),
    *desk.KEPT.paths("<uuid:case_id>/keeping/", "keeping_", desk.ACTS),
]
