"""Addresses of records, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.records import desk

patterns: list[URLPattern] = [
    path("records/", desk.listed, name="records"),
    *desk.LIST.paths("records/", "record_", {"new": desk.NEW}),
    path("records/<uuid:population_id>/", desk.record, name="record"),
    *desk.RECORDS.paths("records/<uuid:population_id>/", "record_", desk.ACTS),
    *desk.READ.paths("records/<uuid:population_id>/read/", "record_read"),
    *desk.IMPORTS.paths("records/<uuid:population_id>/read/<uuid:import_id>/", "record_", desk.OF_IMPORTS),
]
