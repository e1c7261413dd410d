"""Addresses of records, below `/desk/research/`."""

from django.urls import URLPattern, path

from fanal.research.records import desk

patterns: list[URLPattern] = [
    path("records/", desk.listed, name="records"),
    path("records/new/", desk.new, name="record_new"),
    path("records/<uuid:population_id>/", desk.record, name="record"),
    path("records/<uuid:population_id>/read/", desk.read_in, name="record_read"),
    path("records/<uuid:population_id>/read/<uuid:import_id>/erase/", desk.erase, name="record_erase"),
    path("records/<uuid:population_id>/end/", desk.close, name="record_close"),
]
