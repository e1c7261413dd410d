"""Addresses of evidence for everybody: a language first, as on every page that opens without a session."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from fanal.research.public import codebook, country, evidence, release
from fanal.web.api import converters  # noqa: F401  `tongue` and `state`


class ReleaseNumber(StringConverter):
    """The number of a release: capitals, digits, dashes; with a digit in it, so that no word of an address is one."""

    regex = "[A-Z]+-[0-9]{4}-[0-9]{3,5}"


class FileName(StringConverter):
    regex = r"[a-z0-9][a-z0-9.-]{0,60}\.[a-z]{2,5}"


class Reference(StringConverter):
    """A format of reference managers."""

    regex = "bib|ris"


register_converter(ReleaseNumber, "release")
register_converter(Reference, "reference")
register_converter(FileName, "file_name")

app_name = "evidence"
urlpatterns = [
    path("<tongue:lang>/evidence/", evidence.evidence, name="evidence"),
    path("<tongue:lang>/evidence/catalogue/", evidence.variables, name="catalogue"),
    path("<tongue:lang>/evidence/country/", evidence.world, name="countries"),
    path("<tongue:lang>/evidence/country/context.csv", country.table, name="context"),
    path("<tongue:lang>/evidence/country/<state:code>/", country.country, name="country"),
    path("<tongue:lang>/evidence/<release:number>/", release.latest, name="release"),
    path("<tongue:lang>/evidence/<release:number>/v<int:version>/", release.version, name="release_version"),
    path("<tongue:lang>/evidence/<release:number>/v<int:version>.zip", release.whole, name="release_zip"),
    path(
        "<tongue:lang>/evidence/<release:number>/v<int:version>.<reference:kind>",
        release.reference,
        name="release_reference",
    ),
    path("<tongue:lang>/evidence/<release:number>/v<int:version>/codebook/", codebook.whole, name="codebook"),
    path("<tongue:lang>/evidence/<release:number>/v<int:version>/<file_name:name>", release.file, name="release_file"),
]
