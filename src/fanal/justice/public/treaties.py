"""Treaties: their text by article, who is bound by them since when, and what was kept out."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse

from fanal.engines.jurisdiction.contracts import Reservation, standards
from fanal.engines.jurisdiction.contracts import treaties as texts
from fanal.justice.law import codes, sources, words
from fanal.justice.law.places import address
from fanal.justice.public.frame import Visit, draw, page


@dataclass(frozen=True, slots=True)
class Party:
    """One state as it stands to a treaty. `year_only`: the source names the year alone."""

    name: str
    url: str
    status: str
    since: str
    year_only: bool
    source: str
    reservations: tuple[Reservation, ...]


def anchor(instrument: str, article: str) -> str:
    """The address of an article of a treaty (or of its page); empty where it is no treaty that we know."""
    if instrument not in codes.TREATIES:
        return ""
    number = article.partition("(")[0]
    held = instrument in texts.ARTICLES and number.isdigit()
    return address("treaty", instrument) + (f"#article-{number}" if held else "")


@page
def treaties(visit: Visit) -> HttpResponse:
    """All treaties of which the library knows who is bound."""
    rows = [
        (
            name,
            address("treaty", treaty),
            sum(row.treaty == treaty and row.status == "party" for row in visit.law.treaties),
            treaty in texts.ARTICLES,
        )
        for treaty, name in codes.TREATIES.items()
    ]
    return draw(visit, "treaties", rows=rows)


@page
def treaty(visit: Visit, treaty: str) -> HttpResponse:
    """One treaty, with its text where we hold it."""
    instrument = standards.shipped().instruments.get(treaty)
    if treaty not in codes.TREATIES or instrument is None:
        raise Http404
    return draw(
        visit,
        "treaty",
        name=codes.TREATIES[treaty],
        instrument=instrument,
        articles=articles(treaty),
        parties=_parties(visit, treaty),
    )


def articles(treaty: str) -> list[tuple[int, str, list[str]]]:
    """The articles of a treaty whose text we hold: number, title, lines."""
    if treaty not in texts.ARTICLES:
        return []
    titles = texts.headings(treaty)
    return [(number, title, texts.article(treaty, number).split("\n")) for number, title in titles.items()]


def _parties(visit: Visit, treaty: str) -> list[Party]:
    found = []
    for row in visit.law.treaties:
        if row.treaty == treaty:
            kept = tuple(one for one in visit.law.reservations if (one.state, one.treaty) == (row.state, treaty))
            since = words.edge_words(row.in_force) if row.in_force else ""
            status = str(codes.TREATY_STATES[row.status])
            name, url = words.state_name(row.state), address("state", row.state)
            source = sources.title(row.source)
            found.append(Party(name, url, status, since, row.year_only, source, kept))
    return sorted(found, key=lambda party: party.name)
