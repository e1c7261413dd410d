"""Addresses of grants, gaps and reforms, below `/desk/law/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.justice.desk import grants

patterns: list[URLPattern] = [
    path("grants/", grants.grants, name="grants"),
    path("grants/propose/", grants.propose, name="grant_propose"),
    path("grants/<uuid:grant_id>/", grants.grant, name="grant"),
    path("grants/<uuid:grant_id>/confirm/", grants.confirm, name="grant_confirm"),
    path("grants/<uuid:grant_id>/end/", grants.end, name="grant_end"),
]
