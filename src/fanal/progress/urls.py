"""Addresses of those who do the work of the room, below `/desk/progress/`."""

from django.urls import path

from fanal.progress.desk import pages
from fanal.progress.programmes import desk as programmes

app_name = "progress"
_PROGRAMME = "programmes/<uuid:pk>/"
urlpatterns = [
    path("", pages.home, name="home"),
    path("programmes/", programmes.programmes_page, name="programmes"),
    *programmes.BEGUN.paths("programmes/", "", programmes.NEW_ACTS),
    path(_PROGRAMME, programmes.programme, name="programme"),
    path(f"{_PROGRAMME}form/", programmes.paper, name="programme_form"),
    path(f"{_PROGRAMME}iati/", programmes.as_iati, name="programme_iati"),
    *programmes.PROGRAMMES.paths(_PROGRAMME, "", programmes.ACTS),
    *programmes.MEASURES.paths("programmes/measures/<uuid:pk>/", "", programmes.MEASURE_ACTS),
    *(
        one
        for kind, (things, acts) in programmes.TAKEN.items()
        for one in things.paths(f"programmes/{kind}/<uuid:pk>/", "", acts)
    ),
]
