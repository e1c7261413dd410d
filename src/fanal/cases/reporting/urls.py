"""Addresses of reports to authorities, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.reporting.desk import acts, pages

patterns: list[URLPattern] = [
    path("<uuid:case_id>/report/", pages.prepare, name="report_new"),
    path("report/<uuid:row_id>/", pages.report, name="report"),
    path("report/<uuid:row_id>/paper/", pages.paper, name="report_paper"),
    *acts.REPORTS.paths("report/<uuid:row_id>/", "", acts.ACTS),
]
