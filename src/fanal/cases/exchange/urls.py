"""Addresses of taking in and taking out, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.exchange.desk import confirms, takes

patterns: list[URLPattern] = [
    path("take/", takes.takes, name="takes"),
    path("take/fields/", takes.fields, name="take_fields"),
    *takes.LIST.paths("take/", "take_", takes.NEW),
    path("take/<uuid:batch_id>/", takes.take, name="take"),
    *takes.BATCHES.paths("take/<uuid:batch_id>/", "take_", takes.ACTS),
    *takes.TABLE.paths("take/<uuid:batch_id>/in/", "take_in"),
    *confirms.FILES.paths("<uuid:case_id>/", "", confirms.ACTS),
]
