"""Addresses of taking in and taking out, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.exchange.desk import confirms, outs, takes

patterns: list[URLPattern] = [
    path("take/", takes.takes, name="takes"),
    path("take/fields/", takes.fields, name="take_fields"),
    *takes.LIST.paths("take/", "take_", takes.NEW),
    path("take/<uuid:batch_id>/", takes.take, name="take"),
    *takes.BATCHES.paths("take/<uuid:batch_id>/", "take_", takes.ACTS),
    *takes.TABLE.paths("take/<uuid:batch_id>/in/", "take_in"),
    path("out/", outs.outs, name="outs"),
    *outs.LIST.paths("out/", "out_", outs.NEW),
    path("out/<uuid:export_id>/", outs.out, name="out"),
    path("out/<uuid:export_id>/open/", outs.open_, name="out_open"),
    *outs.OUTS.paths("out/<uuid:export_id>/", "out_", outs.ACTS),
    *outs.FILES.paths("<uuid:case_id>/", "", outs.OF_FILES),
    *confirms.FILES.paths("<uuid:case_id>/", "", confirms.ACTS),
]
