"""Addresses of people around the child, below `/desk/cases/`."""

from django.urls import URLPattern

from fanal.cases.people.desk import people

patterns: list[URLPattern] = [
    *people.FILES.paths("<uuid:case_id>/", "", people.NEW),
    *people.ONE.paths("<uuid:case_id>/around/<uuid:link_id>/", "", people.ACTS),
]
