"""Countries to choose from, by name."""

from django.conf import settings

from fanal.vocabulary.countries import countries, country_name
from fanal.web import api as web


def choices() -> list[tuple[str, str]]:
    """Every country that this site knows: outside of production those of the demonstration too."""
    found = countries(demonstration=settings.MODE != "production")
    return sorted(((one.alpha2, country_name(one.alpha2, web.spoken())) for one in found), key=lambda pair: pair[1])
