"""A text of a programme, and where a concern is told, in the language of the page."""

from collections.abc import Mapping

from fanal.network import api as network
from fanal.tourism.models import Membership
from fanal.tourism.programmes import library
from fanal.web import api as web


def said(text: Mapping[str, str]) -> str:
    """In the language of the page where it is there, or in English."""
    return text.get(web.spoken()) or text["en"]


def tell_link(row: Membership) -> str:
    """Where whoever has to do with a company tells a concern, as anybody does: country and language alone are in the
    address."""
    return web.concern_link(network.org(row.org_id).country, web.spoken())


def programme_name(code: str) -> str:
    """The name of a programme; its code where this version knows none of that."""
    found = library.shipped().get(code)
    return said(found.name) if found else code
