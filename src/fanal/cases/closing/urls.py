"""Addresses of the end of a file."""

from django.urls import URLPattern, path

from fanal.cases.closing.desk import acts

patterns: list[URLPattern] = [
    *acts.FILES.paths("<uuid:case_id>/end/", "", acts.ACTS),
    path("<uuid:case_id>/end/card/", acts.card, name="card"),
]
