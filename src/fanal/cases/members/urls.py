"""Addresses of what goes between members, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.members.desk import acts, pages

patterns: list[URLPattern] = [
    path("members/", pages.listed, name="members"),
    path("members/ask/", pages.ask_for, name="member_ask"),
    path("members/<uuid:row_id>/", pages.transition, name="transition"),
    path("members/<uuid:row_id>/opened/", pages.opened_by, name="transition_opened_by"),
    path("<uuid:case_id>/members/", pages.whom, name="member_whom"),
    path("<uuid:case_id>/members/<slug:role>/<uuid:org>/", pages.new, name="member_new"),
    path("members/<uuid:row_id>/names/", pages.names, name="transition_names"),
    path("members/<uuid:row_id>/file/", pages.open_file, name="transition_open"),
    *acts.TRANSITIONS.paths("members/<uuid:row_id>/", "transition_", acts.ACTS),
]
