"""Countries by their ISO 3166-1 codes, read from `corpus/countries.csv` (its first lines name the origin)."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from unicodedata import normalize

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from fanal.vocabulary.corpus import CORPUS


class CountryStatus(StrEnum):
    OFFICIAL = "official"
    USER_ASSIGNED = "user_assigned"  # in common use, but not given out by ISO
    DEMONSTRATION = "demonstration"  # fictional; production refuses it (DNH-40)


class UnknownCountry(ValueError):
    """No country has this code. The message carries no value: codes come from outside."""


@dataclass(frozen=True, slots=True)
class Country:
    """`numeric` is three digits, or empty for a user-assigned code; `name` is English."""

    alpha2: str
    alpha3: str
    numeric: str
    name: str
    status: CountryStatus

    @property
    def demonstration(self) -> bool:
        return self.status is CountryStatus.DEMONSTRATION


@cache
def _table() -> dict[str, Country]:
    with (CORPUS / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        found = [
            Country(row["alpha_2"], row["alpha_3"], row["numeric"], row["name_en"], CountryStatus(row["status"]))
            for row in rows
        ]
    return {country.alpha2: country for country in found}


def country(alpha2: str) -> Country:
    """The country with this code, written in capitals; raises `UnknownCountry`."""
    try:
        return _table()[alpha2]
    except KeyError:
        raise UnknownCountry("no such country") from None


def is_country(alpha2: str) -> bool:
    return alpha2 in _table()


def in_place_of(alpha2: str) -> tuple[str, ...]:
    """The codes that stand today in the place of one that is given out no more (YU, SU), as Unicode CLDR has them; none
    for any other. CLDR names who has the code's number today, and of what broke apart before not every state."""
    if is_country(alpha2):
        return ()
    return tuple(filter(is_country, get_global("territory_aliases").get(alpha2, ())))


def countries(*, demonstration: bool) -> tuple[Country, ...]:
    """All countries in the order of their codes; the fictional ones only if asked for."""
    return tuple(found for found in _table().values() if demonstration or not found.demonstration)


def country_name(alpha2: str, language: str) -> str:
    """The name in a language (CLDR), the English one where CLDR has none; raises `UnknownCountry`."""
    found = country(alpha2)
    if found.demonstration:  # CLDR uses XA and XB for its pseudo-locales
        return found.name
    return _names(language).get(alpha2, found.name)


@cache
def country_choices(language: str, demonstration: bool) -> tuple[tuple[str, str], ...]:
    """Every country by its name in a language, in the order of that language's alphabet as far as Unicode has it."""
    named = [(found.alpha2, country_name(found.alpha2, language)) for found in countries(demonstration=demonstration)]
    return tuple(sorted(named, key=lambda pair: _sort_key(pair[1])))


def _sort_key(name: str) -> str:
    return "".join(char for char in normalize("NFKD", name) if char.isalnum() or char == " ").casefold()


@cache
def _names(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language.replace("-", "_")).territories)
    except (UnknownLocaleError, ValueError):
        return {}
