"""Addresses of conferences, below the address of a file; and the page of whoever attends."""

from django.urls import URLPattern, path

from fanal.cases.conferences.desk import acts, pages

patterns: list[URLPattern] = [
    path("conference/<uuid:seat_id>/", pages.seat, name="conference_seat"),
    *acts.FILES.paths("<uuid:case_id>/", "", acts.PLANS),
    path("<uuid:case_id>/conferences/<uuid:conference_id>/", pages.conference, name="conference"),
    *acts.CONFERENCES.paths("<uuid:case_id>/conferences/<uuid:conference_id>/", "conference_", acts.ACTS),
]
