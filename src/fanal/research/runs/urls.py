"""Addresses of linkage runs, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.runs.desk import acts, runs

patterns: list[URLPattern] = [
    path("runs/", runs.listed, name="runs"),
    *acts.LIST.paths("runs/", "run_", {"new": acts.NEW}),
    path("runs/<uuid:run_id>/", runs.run, name="run"),
    *acts.RUNS.paths("runs/<uuid:run_id>/", "run_", acts.ACTS),
]
