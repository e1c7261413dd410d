"""Addresses of questions between two members."""

from django.urls import URLPattern, path

from fanal.cases.continuity.desk import acts, pages

patterns: list[URLPattern] = [
    path("asked/<uuid:search_id>/", pages.one, name="member_asked"),
    *acts.FILES.paths("<uuid:case_id>/", "", acts.ACTS),
    *acts.ASKED.paths("asked/<uuid:search_id>/", "", acts.ASKED_ACTS),
    *acts.OURS.paths("asked/<uuid:search_id>/", "", acts.OUR_ACTS),
]
