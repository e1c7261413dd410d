"""Addresses of the directory, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.directory.desk import acts, find, pages

patterns: list[URLPattern] = [
    path("directory/", pages.listed, name="directory"),
    path("directory/find/", find.find, name="find_help"),
    *acts.NEW.paths("directory/", "", acts.NEW_ACTS),
    path("directory/<uuid:provider_id>/", pages.provider, name="provider"),
    *acts.PROVIDERS.paths("directory/<uuid:provider_id>/", "", acts.ACTS),
]
