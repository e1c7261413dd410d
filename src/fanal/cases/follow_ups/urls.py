"""Addresses of follow-ups, and of the page of how a child may be reached."""

from django.urls import URLPattern, path

from fanal.cases.follow_ups.desk import acts, reach

patterns: list[URLPattern] = [
    path("<uuid:case_id>/reach/", reach.reach, name="reach"),
    *acts.FILES.paths("<uuid:case_id>/reach/", "", acts.FILE_ACTS),
    *acts.CRISES.paths("<uuid:case_id>/follow-ups/<uuid:row_id>/", "", acts.CRISIS_ACTS),
    *acts.ROWS.paths("<uuid:case_id>/follow-ups/<uuid:row_id>/", "", acts.ROW_ACTS),
]
