"""Addresses of files, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.files.desk import acts, file, lists

patterns: list[URLPattern] = [
    path("", lists.mine, name="mine"),
    path("team/", lists.team, name="team"),
    path("closed/", lists.closed, name="closed"),
    path("<uuid:case_id>/", file.file, name="file"),
    path("<uuid:case_id>/history/", file.history, name="history"),
    *acts.FILES.paths("<uuid:case_id>/", "", acts.ACTS),
    *acts.PUSHES.paths("<uuid:case_id>/push/<uuid:push_id>/", "", acts.PUSH_ACTS),
]
