"""The door of what is known of a country."""

from django.conf import settings

from fanal.contacts.contracts import CountryInfo
from fanal.contacts.files import defects, shipped

__all__ = ["country_info", "defects"]


def country_info(country: str) -> CountryInfo | None:
    """What is held for exactly this country, else None."""
    return shipped(country, production=settings.PRODUCTION)
