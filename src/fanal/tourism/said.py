"""A text of a programme, and where a concern is told, in the language of the page."""

from collections.abc import Mapping

from django.utils.html import format_html

from fanal.network import api as network
from fanal.tourism.models import Membership
from fanal.tourism.programmes import library
from fanal.web import api as web


def said(text: Mapping[str, str]) -> str:
    """In the language of the page where it is there, or in English."""
    return text.get(web.spoken()) or text["en"]


def marked(text: Mapping[str, str]) -> str:
    """The same within a page, where English that stands in for another language is said to be English."""
    return said(text) if web.spoken() in text else format_html('<bdi lang="en">{}</bdi>', text["en"])


def marked_name(code: str) -> str:
    """The name of a programme within a page; its code where this version knows none of that."""
    found = library.shipped().get(code)
    return marked(found.name) if found else code


def tell_link(row: Membership) -> str:
    """Where whoever has to do with a company tells a concern, as anybody does: country and language alone are in the
    address."""
    return web.concern_link(network.org(row.org_id).country, web.spoken())


def programme_name(code: str) -> str:
    """The name of a programme; its code where this version knows none of that."""
    found = library.shipped().get(code)
    return said(found.name) if found else code
