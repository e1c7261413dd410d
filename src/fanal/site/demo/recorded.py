"""What was recorded before the stories begin: count cells of a year, and a file of partners. All fictional."""

import csv
import io
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from fanal.concerns.counting import counting
from fanal.concerns.counting.cells import CountCell, quarter_of

CHILDREN = 8_000
"""Rows of the file: enough that attacks on synthetic rows, which compare halves, are not decided by chance."""
_CHANNELS = (("web_form", 5), ("phone", 4), ("in_person", 3), ("police", 2), ("other", 1))
_FOUND = (("open_case", 4), ("not_confirmed", 3), ("information_only", 2), ("route_elsewhere", 2))
_OUTCOMES = (("helped", 3), ("passed_on", 2), ("not_found", 1))
_AGES = (("from_0_to_9", 2), ("from_10_to_14", 3), ("from_15_to_17", 4), ("not_said", 2), ("unknown", 1))
_PLACES = (("home", 3), ("accommodation", 3), ("street", 3), ("online", 3), ("school", 1), ("not_said", 2))
_FROM = (("local_resident", 4), ("domestic_traveller", 2), ("foreign_tourist", 3), ("unknown", 3), ("not_said", 2))
_YES = {"isSexualExploit": 0.45, "isForcedLabour": 0.35, "isForcedMarriage": 0.2, "typeOfLabourBegging": 0.15,
        "meansThreats": 0.4, "meansFalsePromises": 0.5, "meansDebtBondageEarnings": 0.25,
        "recruiterRelationFamily": 0.4, "recruiterRelationFriend": 0.25}  # fmt: skip


def cells(org: UUID, name: str, year: int, many: int) -> None:
    """Count cells of a year, as triage and handovers leave them: skewed, with gaps."""
    dice = Random(f"{name}/{year}")  # noqa: S311  draws a story, no key
    first = datetime(year, 1, 2, 9, tzinfo=UTC)
    own = {"aurora": "XA", "nordlys": "XB"}[name]
    for place in range(many):
        when = first + timedelta(days=361 * place // many)
        counting.add(org, _cell(dice, own, when), when)


def _cell(dice: Random, own: str, when: datetime) -> CountCell:
    what = _drawn(dice, (("triage", 4), ("handover", 1)))
    places = ((own, 8), ("XC", 1), ("online", 2), ("unknown", 1))
    return CountCell(
        what=what,
        quarter=quarter_of(when.date()),
        country=_drawn(dice, places),
        channel=_drawn(dice, _CHANNELS),
        result=_drawn(dice, _FOUND if what == "triage" else _OUTCOMES),
        age_band=_drawn(dice, _AGES),
        place_type=_drawn(dice, _PLACES),
        mobility=_drawn(dice, _FROM),
        in_time=_drawn(dice, (("yes", 6), ("no", 3), ("unknown", 1))),
    )


def file(year: int) -> str:
    """A file in the shape of CTDC: one row a child, some rows of adults and a column of places, which are left out.

    Every class has children: of one with none, noise alone would be shown now and then, as if all of them were alike.
    """
    dice, out = Random(f"file/{year}"), io.StringIO()  # noqa: S311
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["yearOfRegistration", "gender", "ageBroad", "CountryOfExploitation", *_YES])
    for _ in range(CHILDREN):
        sex = _drawn(dice, (("Female", 6), ("Male", 3), ("Other", 1), ("Unknown", 1)))
        age = _drawn(dice, (("9--17", 12), ("0--8", 4), ("18--20", 1)))
        yes = [str(int(dice.random() < _share(name, sex, age))) for name in _YES]
        rows.writerow([str(year), sex, age, "XB", *yes])
    return out.getvalue()


def _share(name: str, sex: str, age: str) -> float:
    """How likely a yes is. Where it leans on sex and age, no child is alone with the four."""
    if name == "isForcedMarriage":
        return _YES[name] if (sex, age) == ("Female", "9--17") else 0.0
    if name == "typeOfLabourBegging":
        return 2 * _YES[name] if age == "0--8" else _YES[name] / 2
    return _YES[name]


def _drawn(dice: Random, choices: tuple[tuple[str, int], ...]) -> str:
    return dice.choices([one for one, _ in choices], [weight for _, weight in choices])[0]
