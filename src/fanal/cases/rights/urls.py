"""Addresses of requests about what is kept."""

from django.urls import URLPattern, path

from fanal.cases.rights.desk import acts, pages

patterns: list[URLPattern] = [
    path("requests/", pages.queue, name="requests"),
    path("requests/<uuid:request_id>/", pages.one, name="subject_request"),
    path("requests/<uuid:request_id>/paper/", pages.paper, name="request_paper"),
    *acts.REQUESTS.paths("requests/<uuid:request_id>/", "", acts.REQUEST_ACTS),
    *acts.FILES.paths("<uuid:case_id>/", "", acts.ACTS),
]
