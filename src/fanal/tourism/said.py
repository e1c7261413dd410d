"""A text of a programme, in the language of the page."""

from collections.abc import Mapping

from fanal.web import api as web


def said(text: Mapping[str, str]) -> str:
    """In the language of the page where it is there, or in English."""
    return text.get(web.spoken()) or text["en"]
