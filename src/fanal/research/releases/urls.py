"""Addresses of releases, below `/desk/research/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.research.releases import desk

patterns: list[URLPattern] = [
    path("releases/", desk.listed, name="releases"),
    path("releases/<uuid:release_id>/", desk.release, name="release"),
    path("releases/<uuid:release_id>/cited/", desk.cited, name="release_cited"),
    path("releases/<uuid:release_id>/doi/", desk.doi, name="release_doi"),
    path("releases/<uuid:release_id>/correct/", desk.correct, name="release_correct"),
    path("releases/<uuid:release_id>/withdraw/", desk.withdraw, name="release_withdraw"),
]
