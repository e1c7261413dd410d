"""What the demonstration says of two programmes of prevention and four practices. Firms, places and numbers are made
up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with all that is told of it. `safety`: concerns that were raised, and answered in time; `measures`:
    each with its points; `cost`: of each of two years, in euros."""

    about: Mapping[str, Any]
    outline: str
    look: Mapping[str, Any]
    safety: tuple[int, int]
    measures: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]
    cost: int
    remark: str = ""


def _about(title: str, country: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "project", "title": title, "country": country, "admin1": "", "lead": "The safeguarding office",
        "org_ref": "",
    } | more  # fmt: skip


def _measure(code: str, title: str, level: str = "outcome", **more: Any) -> dict[str, Any]:
    return {
        "code": code, "title": title, "level": level, "unit": "share", "counts": "children", "up": True, "what": "",
        "place": "", "no_baseline": "",
    } | more  # fmt: skip


def _of(moment: str, n: int, lost: int, hits: int, arm: str = "programme") -> dict[str, Any]:
    return {"moment": moment, "n": n, "lost": lost, "hits": hits, "arm": arm}


MENTORS: Final = Programme(
    _about(
        "School fees and a mentor (fictional)", "XA", ages=["10-14", "15-17"], settings=["school", "home"],
        push=["out_of_school", "debt"], reaches="families who owe money and whose children left school",
        approach="The fees of two years are paid, and a mentor visits each week.",
        adverse="Whether families who get nothing resent it; they were asked, and a few said so.",
    ),
    """problem p: Families in debt take children out of school
  leads to a: they send them back when fees are paid [evidence: talks with families, 2023]
activity a: Fees of two years, and a mentor
  leads to o: schools keep a place for each [believed]
output o: 150 places kept
  leads to u: who has a place and a mentor stays [believed]
outcome u: More children stay in school
  measured by U1
harm: Families who get nothing resent it
  watch: children stay away from the programme
""",
    {"comparison": "found", "same": True, "independent": True},
    (3, 3),
    (
        (
            _measure("O1", "Places kept at schools", "output", unit="number", counts="things"),
            ({"moment": "baseline", "value": 0}, {"moment": "during", "target": 150, "value": 141}),
        ),
        (
            _measure("U1", "Children who are in school on eight of ten days", what="Lists of the schools"),
            (
                _of("baseline", 150, 0, 62), _of("after_12", 150, 11, 108),
                _of("baseline", 140, 0, 60, "comparison"), _of("after_12", 140, 15, 57, "comparison"),
            ),
        ),
    ),
    48_000,
)  # fmt: skip
"""It helped: 78 of 100 after a year, where of those who were compared 46 were."""

EVENINGS: Final = Programme(
    _about(
        "Evenings for parents (fictional)", "XB", ages=["carers"], settings=["community"], push=["family_violence"],
        reaches="parents of pupils at six schools",
        approach="Six evenings on how to bring up children without blows.",
        adverse="Whether talking of it brings new quarrels home; nobody said so.",
    ),
    """problem p: Blows at home make children leave
  leads to a: parents come when it is offered at the school [believed]
activity a: Six evenings
  leads to o: who comes once stays [believed]
output o: 80 parents come
  leads to u: who knows another way uses it [believed]
outcome u: Fewer children are beaten at home
  measured by U1
harm: It is talked of, and there are new quarrels
  watch: parents stop coming
""",
    {"comparison": "none", "same": True, "independent": False},
    (0, 0),
    (
        (
            _measure("U1", "Parents who say that there were no blows last month", counts="people",
                     what="A sheet without names"),
            (_of("baseline", 84, 0, 45), _of("after_12", 84, 12, 40)),
        ),
    ),
    9_500,
    "We had hoped for more. Six evenings are perhaps too few; the next round has twelve, and another group beside it.",
)  # fmt: skip
"""It did not help, as far as one can tell: 54 of 100 before, 56 after a year."""


def _practice(kind: str, sector: str, description: str, found: str, addressee: str, of: str) -> dict[str, Any]:
    return {
        "kind": kind, "country": "XA", "sector": sector, "description": description, "found": found,
        "addressee": addressee, "addressee_kind": of, "basis": "good practice",
    }  # fmt: skip


ADVERTISING: Final = _practice(
    "advertising", "travel", "A page for guests advertises the nightlife of the port with the word “young”.",
    "The page for guests, this spring", "Blue Harbour Tours (fictional)", "firm",
)  # fmt: skip
VISITS: Final = _practice(
    "visits", "travel", "A day trip has a visit to a home for children on its list.",
    "The printed list of trips, this spring", "Palm Day Trips (fictional)", "firm",
)  # fmt: skip
BOOKING: Final = _practice(
    "booking", "platform", "Rooms by the hour are offered without anybody who looks who comes in.",
    "The search of the platform, this autumn", "Roomfinder (fictional)", "platform",
)  # fmt: skip
REPORT: Final = _practice(
    "media", "media", "A report on exploitation blames those who were exploited.",
    "The evening edition, this week", "The Evening Lamp (fictional)", "publisher",
)  # fmt: skip
LETTER: Final = (
    "We ask you to end this. Children are harmed where it goes on, and guests do not want it. We would like to know "
    "within thirty days what you will do."
)
ANSWER: Final = "Thank you for telling us. The agency wrote that page, and nobody of us had read it. It is gone."
CAME: Final = "The page is gone, and the firm reads what its agency writes."
