"""Addresses of requests for data, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.requests import desk

patterns: list[URLPattern] = [
    path("requests/", desk.listed, name="requests"),
    path("requests/new/", desk.new, name="request_new"),
    path("requests/<uuid:request_id>/", desk.one, name="request"),
    *desk.REQUESTS.paths("requests/<uuid:request_id>/", "request_", desk.ACTS),
]
