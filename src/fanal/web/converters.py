"""Parts of addresses that several rooms use. Importing this module registers them."""

from django.conf import settings
from django.urls import register_converter
from django.urls.converters import StringConverter


class Tongue(StringConverter):
    """A language of the installation, as the first part of a public path."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)


class StateCode(StringConverter):
    """The two letters of a country, upper case, so that no other word of an address is taken for one."""

    regex = "[A-Z]{2}"


register_converter(Tongue, "tongue")
register_converter(StateCode, "state")
