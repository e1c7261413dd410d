"""What tests of the board begin from: who assesses, who reads, and a place that somebody assessed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from fanal.access.api import reviews
from fanal.network import api as network
from fanal.progress import promised
from fanal.progress.assessing import assessing, cells, linking
from fanal.progress.assessing.cells import Place
from fanal.progress.commitments import rubrics
from fanal.progress.models import CountryAssessment, Notice, Publication
from fanal.progress.policy import ASSESSOR, SECOND_READER
from fanal.vocabulary.dates import months_later
from tests.people import FOUNDED, NOW, Cast

TODAY = NOW.date()
DAY = timedelta(days=1)
COUNTRY, ITEM = "KH", "SA-2a"
SOURCE = "National plan 2024 to 2028 | p. 12 | https://plan.example/2024"


def ready(cast: Cast, *items: str) -> Cast:
    """Noor of Aurora assesses, as Lena there could; Oda of Nordlys reads; Tove is the analyst of the secretariat, and
    compared the wording of these promises with the full text."""
    until = date(2036, 1, 1)
    for who, code in (("noor", ASSESSOR), ("lena", ASSESSOR), ("oda", SECOND_READER)):
        network.grants.hold(cast[who].person, code, FOUNDED.date(), until)
    for one in items or (ITEM, "SA-4d", "SA-4g"):
        compared(cast, one)
    return cast


def compared(cast: Cast, item: str) -> None:
    """Tove compared our wording of a commitment with the full text."""
    about = promised.item_of(rubrics.shipped()[item])
    on = FOUNDED.date()
    said = reviews.Statement("methods", True, about.digest, on, months_later(on, 24), reviewer="Tove")
    reviews.review(cast["tove"], about, said, FOUNDED + DAY)


def where(country: str = COUNTRY, item: str = ITEM) -> Place:
    return cells.place(country, item)


def told(at: Place, **more: Any) -> dict[str, Any]:
    """What an assessor fills in; the newest assessment is what they saw."""
    live = cells.work(at.cell)
    return {
        "seen": str(live.assessment.pk) if live else "", "found": "2", "as_of": TODAY, "rationale": "The plan covers "
        "five of 25 provinces.", "citations": [SOURCE], "searched": "", "differs": "", "confidence": "high", "ties": "",
        "corrects": "",
    } | more  # fmt: skip


def assessed(
    cast: Cast, at: Place | None = None, now: datetime = NOW, by: str = "noor", **more: Any
) -> CountryAssessment:
    at = at or where()
    return assessing.assess(cast[by], at, told(at, **more), now)


def read(
    cast: Cast, at: Place | None = None, now: datetime = NOW, *, agrees: bool = True, by: str = "oda", words: str = ""
) -> None:
    at = at or where()
    assessing.read(cast[by], at, {"seen": "", "agrees": agrees, "words": words, "ties": ""}, now)


@dataclass(frozen=True, slots=True)
class Told:
    """What an office has to reply: the link of whoever told it, and the number that a colleague made; none where nobody
    was reached."""

    notice: Notice
    token: str
    proof: str


def number(cast: Cast, at: Place | None = None, now: datetime = NOW, by: str = "oda") -> str:
    return linking.give(cast[by], at or where(), {"seen": ""}, now).digits


def tell(cast: Cast, at: Place | None = None, now: datetime = NOW, **more: Any) -> Told:
    given = {"seen": "", "reached": True, "office": "Ministry of Justice", "how": "Letter", "told_on": now.date()}
    made = assessing.tell(cast["noor"], at or where(), given | more, now)
    return Told(made.notice, made.token, number(cast, at, now) if made.token else "")


def publish(cast: Cast, at: Place | None = None, now: datetime = NOW, by: str = "tove") -> Publication:
    return assessing.publish(cast[by], at or where(), {"seen": ""}, now)


def published(cast: Cast, country: str = COUNTRY, item: str = ITEM, now: datetime = NOW, **more: Any) -> Publication:
    """The whole way: assessed, read, told where that is needed, published once the time is over."""
    assessed(cast, where(country, item), now, **more)
    read(cast, where(country, item), now)
    at = where(country, item)
    work = cells.work(at.cell)
    assert work
    if cells.needs_notice(work, cells.stands(at.cell)):
        tell(cast, at, now)
        now += 30 * DAY
    return publish(cast, where(country, item), now)
