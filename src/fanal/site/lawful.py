"""Joins two rooms of one floor: the law library of `justice` answers the question that routing in `concerns` asks."""

from datetime import UTC, date, datetime, time

from django.urls import NoReverseMatch

from fanal.concerns import api as concerns
from fanal.engines.jurisdiction.contracts import Corpus
from fanal.justice import api as justice


def connect() -> None:
    """Called once when the site starts. Nothing is loaded before somebody asks."""
    concerns.register_law(concerns.LawLibrary(_corpus, _address))


def _corpus(day: date) -> Corpus:
    """The law in force at the end of a day."""
    return justice.corpus(datetime.combine(day, time.max, UTC))


def _address(code: str, provision: str) -> str:
    try:
        return justice.provision_address(code, provision)
    except NoReverseMatch:
        return ""
