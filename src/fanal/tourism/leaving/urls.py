"""Addresses of the deletion of a company, below `/desk/travel/deletion/`."""

from django.urls import path

from fanal.tourism.leaving import desk

app_name = "leaving"
_AT = "desk/travel/deletion/"
urlpatterns = [
    path(_AT, desk.page, name="page"),
    *desk.OWN.paths(_AT, "", desk.OWN_ACTS),
    path(f"{_AT}<uuid:org>/", desk.office, name="office"),
    *desk.ASKING.paths(f"{_AT}<uuid:org>/", "", desk.ASKING_ACTS),
]
