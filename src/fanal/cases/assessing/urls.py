"""Addresses of assessments, below the address of a file."""

from django.urls import URLPattern, path

from fanal.cases.assessing.desk import acts, pages

patterns: list[URLPattern] = [
    *acts.FILES.paths("<uuid:case_id>/", "", acts.BEGIN),
    path("<uuid:case_id>/assessment/<uuid:assessment_id>/", pages.assessment, name="assessment"),
    *acts.ASSESSMENTS.paths("<uuid:case_id>/assessment/<uuid:assessment_id>/", "assessment_", acts.ACTS),
    *acts.SECTIONS.paths(
        "<uuid:case_id>/assessment/<uuid:assessment_id>/<slug:section>/", "assessment_", acts.SECTION_ACTS
    ),
]
