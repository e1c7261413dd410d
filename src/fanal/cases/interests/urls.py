"""Addresses of what was decided to be best for a child, below the address of a file."""

from django.urls import URLPattern, path

from fanal.cases.interests.desk import acts, pages, panel

patterns: list[URLPattern] = [
    *panel.SEATS.paths("panel/<uuid:seat_id>/", "", panel.SIT_ACTS),
    *acts.FILES.paths("<uuid:case_id>/", "", acts.BEGIN),
    path("<uuid:case_id>/best-interests/<uuid:decision_id>/", pages.decision, name="interests"),
    *acts.DECISIONS.paths("<uuid:case_id>/best-interests/<uuid:decision_id>/", "interests_", panel.GIVE | acts.ACTS),
]
