"""Addresses of the ledger, below `/desk/cases/`."""

from django.urls import URLPattern, path

from fanal.cases.grounds.desk import acts, ledger

_ROW = "<uuid:case_id>/ground/<uuid:ground_id>/"
patterns: list[URLPattern] = [
    path("<uuid:case_id>/grounds/", ledger.ledger_page, name="ledger"),
    *acts.WORKS.paths("<uuid:case_id>/", "", acts.WORK_ACTS),
    *acts.ASKINGS.paths("<uuid:case_id>/grounds/<slug:purpose>/", "ground_", acts.GIVE),
    *acts.REFUSALS.paths("<uuid:case_id>/grounds/<slug:purpose>/", "ground_", acts.REFUSE),
    *acts.GROUNDS.paths(_ROW, "", acts.GROUND_ACTS),
    *acts.SIGNING.paths(_ROW, "", acts.SIGN_ACTS),
]
