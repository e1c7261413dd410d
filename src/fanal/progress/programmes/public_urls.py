"""Addresses of programmes for everybody."""

from django.urls import path

from fanal.progress.programmes import public
from fanal.web.api import converters  # noqa: F401  `tongue`

app_name = "prevention"
urlpatterns = [
    path("<tongue:lang>/prevention/", public.programmes, name="programmes"),
    path("<tongue:lang>/prevention/<uuid:pk>/", public.programme, name="programme"),
    path("prevention/programmes.csv", public.as_csv, name="csv"),
    path("prevention/programmes.iati.xml", public.as_iati, name="iati"),
]
