"""Addresses of requests for data, below `/desk/research/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from fanal.research.desk import requests

patterns: list[URLPattern] = [
    path("requests/", requests.listed, name="requests"),
    path("requests/new/", requests.new, name="request_new"),
    path("requests/<uuid:request_id>/", requests.one, name="request"),
    path("requests/<uuid:request_id>/answer/", requests.answer, name="request_answer"),
    path("requests/<uuid:request_id>/withdraw/", requests.withdraw, name="request_withdraw"),
]
