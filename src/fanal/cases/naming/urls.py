"""Addresses of a name that is hidden. None of them holds it."""

from django.urls import URLPattern, path

from fanal.cases.naming.desk import naming

patterns: list[URLPattern] = [
    path("<uuid:case_id>/name/", naming.name, name="name"),
    *naming.FILES.paths("<uuid:case_id>/", "", naming.ACTS),
]
