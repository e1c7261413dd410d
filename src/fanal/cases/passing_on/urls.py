"""Addresses of passing on, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.passing_on.desk import acts, leaves, pages

patterns: list[URLPattern] = [
    path("offered/<uuid:row_id>/", pages.hand_on, name="hand_on"),
    path("<uuid:case_id>/what-leaves/", leaves.what_leaves, name="what_leaves"),
    path("worker/<uuid:worker>/offer-all/", pages.offer_all, name="offer_all"),
    *acts.ROWS.paths("offered/<uuid:row_id>/", "", acts.ROW_ACTS),
    *acts.FILES.paths("<uuid:case_id>/", "", acts.ACTS),
]
