"""Addresses of what waits for a supervisor, and of each approval."""

from django.urls import URLPattern, path

from fanal.cases.approvals.desk import acts, lists

patterns: list[URLPattern] = [
    path("approvals/", lists.waiting, name="to_approve"),
    path("approvals/each-other/", lists.each_other, name="each_other"),
    path("approvals/each-other/<uuid:approval_id>/", lists.noted, name="each_other_noted"),
    *acts.ASKED.paths("<uuid:case_id>/approvals/<slug:kind>/<uuid:subject>/", "approval_", acts.ASK_ACTS),
    *acts.APPROVALS.paths("<uuid:case_id>/approvals/<uuid:approval_id>/", "approval_", acts.DECIDE_ACTS),
]
