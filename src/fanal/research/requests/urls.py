"""Addresses of requests for data, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.requests import desk

patterns: list[URLPattern] = [
    path("requests/", desk.listed, name="requests"),
    *desk.LIST.paths("requests/", "request_", {"new": desk.NEW}),
    path("requests/<uuid:request_id>/", desk.one, name="request"),
    *desk.REQUESTS.paths("requests/<uuid:request_id>/", "request_", desk.ACTS),
]
