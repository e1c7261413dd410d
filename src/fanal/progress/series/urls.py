"""Addresses of numbers, below `/desk/progress/numbers/`."""

from django.urls import path

from fanal.progress.series import desk

urlpatterns = [
    path("", desk.numbers, name="numbers"),
    *desk.SERIES.paths("", "", desk.SERIES_ACTS),
    *desk.TABLE_IN.paths("series/<uuid:pk>/table/", "series_in"),
    path("series/<uuid:pk>/", desk.vintage, name="vintage"),
    *desk.VINTAGES.paths("series/<uuid:pk>/", "", desk.VINTAGE_ACTS),
    path("<slug:code>/", desk.number, name="number"),
]
