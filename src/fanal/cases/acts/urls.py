"""Addresses of what happened and of persons suspected, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.acts.desk import acts, law, suspects

patterns: list[URLPattern] = [
    *acts.FILES.paths("<uuid:case_id>/", "", acts.NEW),
    *acts.ONE.paths("<uuid:case_id>/acts/<uuid:act_id>/", "", acts.ACTS),
    *acts.ONE.paths("<uuid:case_id>/acts/<uuid:act_id>/", "", law.ACTS),
    path("<uuid:case_id>/persons/", suspects.persons, name="persons"),
    path("<uuid:case_id>/persons/new/", suspects.new, name="person_new"),
    *suspects.FILES.paths("<uuid:case_id>/", "", suspects.OF_FILE),
    *suspects.ONE.paths("<uuid:case_id>/persons/<uuid:row_id>/", "", suspects.ACTS),
]
