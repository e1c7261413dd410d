"""For which document blocks are looked up, and what of the country everybody may read, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from fanal.progress import promised
from fanal.progress.assessing import standing
from fanal.progress.assessing.standing import Board
from fanal.progress.composing.kinds import Output
from fanal.progress.observations import observations
from fanal.progress.observations.observations import Number
from fanal.vocabulary.countries import country_name
from fanal.web import api as web


@dataclass(frozen=True)
class About:
    """The country, whose document it is, what becomes of it, and the instant. Words are those of the active
    language."""

    country: str
    org: UUID
    output: Output
    now: datetime

    @property
    def on(self) -> date:
        return self.now.date()

    @property
    def name(self) -> str:
        """The country by name."""
        return country_name(self.country, web.spoken())

    @cached_property
    def numbers(self) -> Mapping[int, Number]:
        """The values of the country that everybody may read, as they are known today."""
        return {one.id: one for one in observations.of_country(self.country, self.now)}

    @cached_property
    def board(self) -> Board:
        return standing.board(self.on)

    @cached_property
    def readable(self) -> frozenset[str]:
        """The commitments whose wording everybody may read."""
        return promised.public(self.on)


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody can choose for a document."""

    ref: str
    title: str
    more: str = ""


def address(page: str, *parts: object) -> str:
    """The address of a page for everybody, whole where this site knows its name."""
    path = reverse(page, args=[web.spoken(), *parts])
    return whole(path)


def whole(path: str) -> str:
    """An address with the name of this site."""
    host = web.own_name()
    return f"https://{host}{path}" if host else path
