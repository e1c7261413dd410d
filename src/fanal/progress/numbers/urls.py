"""Addresses of numbers for everybody: a language first, as on every page that opens without a session."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from fanal.progress.numbers import pages
from fanal.web.api import converters  # noqa: F401  `tongue` and `state`


class NumberFile(StringConverter):
    """A format of files of numbers."""

    regex = "csv|json"


register_converter(NumberFile, "number_file")

app_name = "numbers"
urlpatterns = [
    path("<tongue:lang>/numbers/", pages.every, name="every"),
    path("<tongue:lang>/numbers/country/<state:state>.<number_file:kind>", pages.country_file, name="country_file"),
    path("<tongue:lang>/numbers/<slug:code>.<number_file:kind>", pages.file, name="file"),
    path("<tongue:lang>/numbers/<slug:code>/", pages.indicator, name="indicator"),
    path("<tongue:lang>/numbers/<slug:code>/<state:state>/", pages.country, name="country"),
]
