"""Addresses of those who do the work of the room, below `/desk/progress/`."""

from django.urls import include, path

from fanal.progress.asks import acts as asking
from fanal.progress.asks import desk as asks
from fanal.progress.assessing.desk import acts, table
from fanal.progress.assessing.desk import pages as assessing
from fanal.progress.desk import pages
from fanal.progress.practices import desk as practices
from fanal.progress.programmes import desk as programmes
from fanal.web.api import converters  # noqa: F401  `state`

app_name = "progress"
_CELL = "countries/<state:country>/<str:item>/"
_PRACTICE, _PROGRAMME = "practices/<uuid:pk>/", "programmes/<uuid:pk>/"
urlpatterns = [
    path("", pages.home, name="home"),
    path("countries/", assessing.countries, name="countries"),
    path("countries/<state:country>/", assessing.country, name="country"),
    path("countries/<state:country>/form/", table.form, name="country_form"),
    *table.TABLE_IN.paths("countries/<state:country>/in/", "country_in"),
    path(_CELL, assessing.cell, name="cell"),
    *acts.PLACES.paths(_CELL, "", acts.ACTS),
    path("practices/", practices.practices_page, name="practices"),
    *practices.BEGUN.paths("practices/", "", practices.NEW_ACTS),
    path(_PRACTICE, practices.practice, name="practice"),
    *practices.PRACTICES.paths(_PRACTICE, "", practices.ACTS),
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
    path("asks/", asks.asks_page, name="asks"),
    path("asks/start/", asks.start_page, name="ask_start"),
    *(one for route, things, begun in asking.STARTS for one in things.paths(route, "", begun)),
    path("asks/<uuid:pk>/", asks.ask, name="ask"),
    *asking.ASKS.paths("asks/<uuid:pk>/", "", asking.ACTS),
    path("", include("fanal.progress.composing.urls")),
    path("numbers/", include("fanal.progress.series.urls")),
]
