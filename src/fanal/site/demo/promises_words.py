"""What the demonstration says of XA, XB and XC, which are made up: how far they are, and why. Nothing of it is of a
country of the world."""

from typing import Final

from fanal.progress.assessing.cells import Place
from fanal.progress.commitments.rubrics import Commitment

_IN_ORDER: Final = (
    "SA-2a", "SA-2b", "SA-2c", "SA-2d", "SA-2e", "SA-2f", "SA-3a", "SA-3b", "SA-3c", "SA-3d", "SA-3e", "SA-3f",
    "SA-3g", "SA-3h", "SA-3i", "SA-3j", "SA-3k", "SA-3l", "SA-3m", "SA-4a", "SA-4b", "SA-4c", "SA-4d", "SA-4e",
    "SA-4f", "SA-4g", "SA-4h", "SA-5a", "SA-5b", "SA-5c", "SA-5d", "SA-5e", "SA-5f", "SA-6a", "SA-6b",
)  # fmt: skip


def _row(found: str) -> dict[str, str]:
    """Points from 0 to 4; - for no data. In the order of the commitments; a blank leaves one out."""
    said = {"-": "no_data"}
    return {item: said.get(one, one) for item, one in zip(_IN_ORDER, found, strict=True) if one != " "}


FOUND: Final = {
    "XA": _row("324123421-2302122-114023213-2321214"),
    "XB": _row("43-2443322134223432134234-233322234"),
    "XC": _row("2 1   3      1    - 2  0    1    2 "),
}
"""What people found first, by country and commitment."""
LOWERED, CITES, TOLD, UNREAD, UNTOLD = "SA-5b", "SA-2b", "SA-3l", "SA-6b", "SA-5e"
"""Of XA what was lowered later; what cites a release in XA and XB; what XA was told and is not
published; what waits for a second reader in XB, and of what nobody told XB yet."""
OFFICES: Final = {
    "XA": "Ministry for Children of XA (fictional)", "XB": "Directorate for Families of XB (fictional)",
    "XC": "Office of the Prime Minister of XC (fictional)",
}  # fmt: skip
REPLY: Final = {
    "name": "", "consent": False, "language": "en",
    "words": "The two centres are closed for repair, and open again next year. Until then families are received at the "
    "hospital. We ask that this is said.",
}  # fmt: skip
"""What the office answers to the state that was lowered."""
SEARCHED: Final = (
    "The yearbook of statistics, the last two reports to the Committee on the Rights of the Child, and the websites of "
    "three ministries. None of them says anything of it (fictional)."
)
DIFFERS: Final = "The text of the law is one thing; the reports that we read say how it is applied (fictional)."
_MEASURE: Final = (
    "No plan names this, and nobody has begun with it.",
    "It is planned in writing, and one ministry answers for it.",
    "It is done in the two cities, and not yet in the country.",
    "It is done in the whole country, without money of its own.",
    "It is done in the whole country, with money of its own, and what comes of it is published each year.",
)
_LAW: Final = (
    "No law says this, and no bill is before parliament.",
    "A bill is before parliament.",
    "Parts of it are law; children of sixteen and seventeen are left out.",
    "All of it is law; nobody can say yet whether courts apply it everywhere.",
    "All of it is law for every child, and published decisions show that it is applied.",
)
_SURE: Final = ("medium", "high", "medium", "low", "high")


def why(one: Commitment, points: int) -> str:
    """A sentence that everybody can read."""
    said = _LAW if one.anchors[0].startswith("Nothing of it is law") else _MEASURE
    return f"{said[points]} This is a made-up country."


def sure(points: int | None) -> str:
    """How sure the assessor is."""
    return _SURE[points] if points is not None else ""


def source(where: Place) -> str:
    """A page of a report that is made up as everything here."""
    page = 4 + 3 * _IN_ORDER.index(where.item)
    return f"Report of {where.country} to the Committee (fictional) | p. {page}"
