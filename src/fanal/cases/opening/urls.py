"""Addresses of what waits to be opened."""

from django.urls import URLPattern, path

from fanal.cases.opening.desk import opening

patterns: list[URLPattern] = [
    path("to-open/", opening.listed, name="to_open"),
    path("to-open/<uuid:concern_id>/", opening.open_, name="open"),
    path("told/<uuid:concern_id>/", opening.told, name="told"),
]
