"""In which languages the form of a page speaks: in those that are offered here and in which the country's file has what
nobody may miss. One that falls out of them takes no other one along (docs/concerns-handovers.md, "The gate of a public
form")."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from fanal.access.api import gate as gates
from fanal.access.api import languages
from fanal.concerns.models import ReportingPage
from fanal.contacts.api import country_info
from fanal.contacts.contracts import OUR_ROLE, CountryInfo
from fanal.network import api as network
from fanal.vocabulary.hours import Hours
from fanal.web.api import listed


def unspoken(codes: Iterable[str], info: CountryInfo | None) -> dict[str, str]:
    """Those of some languages in which no form can speak, each with the reason in words."""
    offered, found = languages.offered(), {}
    for code in codes:
        if code not in offered:
            found[code] = _("not reviewed, or not any more")
        elif not _has_texts(info, code):
            found[code] = _("the country’s file says nothing in it")
    return found


def spoken(page: ReportingPage) -> list[str]:
    """The languages in which the form of a page speaks."""
    out = unspoken(page.languages, country_info(page.country))
    return [code for code in page.languages if code not in out]


def fallen(page: ReportingPage) -> list[str]:
    """The languages that were chosen for the form of a page and are not on it."""
    return list(unspoken(page.languages, country_info(page.country)))


def not_on(code: str, pages: Iterable[ReportingPage]) -> list[ReportingPage]:
    """The pages for which an offered language was not chosen: nobody can tell anything in it there."""
    return [page for page in pages if code in languages.offered() and code not in page.languages]


def languages_shown(page: ReportingPage, today: date) -> list[str]:
    """The languages in which the form can be shown, to a class before the page is open: there are hours, and the duty
    to report is known."""
    info = country_info(page.country)
    if info is None or info.duty_to_report(OUR_ROLE, today) is None:
        return []
    hours = Hours.parse(network.org(page.org_id).time_zone, page.hours)
    return spoken(page) if any(hours.week) else []


def lines(page: ReportingPage, info: CountryInfo | None) -> Iterator[gates.Line]:
    """The gate fails where no language is left. Those that fell out it names."""
    out = unspoken(page.languages, info)
    left = [code for code in page.languages if code not in out]
    todo = _("Offer reviewed languages only: the page, and the country’s texts, read by a named native speaker.")
    bad = _("No language is offered.")
    if out:
        bad = _("Not reviewed, or texts of the country are missing: %(codes)s.") % {"codes": listed(map(name, out))}
    good = _("The form is there in: %(languages)s.") % {"languages": listed(map(name, left))}
    yield gates.Line.of("language", bool(left), good, bad, todo)
    if left and out:
        words = _("Chosen, but not on the form. It is there in the others.")
        todo = _("Have it reviewed, or write it in the country’s file. Or take it out of the settings.")
        each = tuple(f"{name(code)}: {why}" for code, why in out.items())
        yield gates.Line("language_out", True, words, todo, watch=True, each=each)


def name(code: str) -> str:
    """A language in its own words."""
    return dict(settings.LANGUAGES).get(code, code)


def _has_texts(info: CountryInfo | None, language: str) -> bool:
    law = (info.mandated or {}).get(OUR_ROLE) if info else None
    trace = info.remove_trace if info else None
    return all(text is not None and bool(text.text_in(language)) for text in (law.text if law else None, trace))
