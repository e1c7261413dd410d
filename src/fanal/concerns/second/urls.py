"""Addresses of the second yes of a partner, below `/desk/concerns/`."""

from django.urls import URLPattern, path

from fanal.concerns.second import desk

patterns: list[URLPattern] = [
    path("second/<slug:what>/<uuid:subject>/", desk.ask, name="ask_partner"),
    path("second/<uuid:opinion_id>/", desk.opinion, name="opinion"),
    *desk.OPINIONS.paths("second/<uuid:opinion_id>/", "opinion_", desk.ACTS),
]
