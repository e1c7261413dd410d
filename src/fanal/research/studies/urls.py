"""Addresses of studies, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.studies.desk import acts, studies

patterns: list[URLPattern] = [
    path("studies/", studies.listed, name="studies"),
    *acts.LIST.paths("studies/", "study_", {"new": acts.NEW}),
    path("studies/<uuid:study_id>/", studies.study, name="study"),
    path("studies/<uuid:study_id>/table/", studies.table, name="study_table"),
    path("studies/<uuid:study_id>/progress/", studies.progress, name="study_progress"),
    *acts.STUDIES.paths("studies/<uuid:study_id>/", "study_", acts.ACTS),
]
