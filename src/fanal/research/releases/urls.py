"""Addresses of releases, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.releases import desk

patterns: list[URLPattern] = [
    path("releases/", desk.listed, name="releases"),
    path("releases/<uuid:release_id>/", desk.release, name="release"),
    *desk.RELEASES.paths("releases/<uuid:release_id>/", "release_", desk.ACTS),
]
