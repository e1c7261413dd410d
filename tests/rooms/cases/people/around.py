"""Who is entered around a child."""

from typing import Any

from fanal.cases.models import CareLink, Case
from fanal.cases.people import people
from tests.people import NOW, Cast

LINK: dict[str, Any] = {
    "relationship": "aunt",
    "contact_allowed": "free",
    "is_current_caregiver": True,
    "is_legal_guardian": False,
}
PERSON: dict[str, Any] = {"name": "Ilva Storm", "may_be_told": "plan"}


def entered(cast: Cast, case: Case, **link: Any) -> CareLink:
    """Marek notes somebody around the child."""
    return people.add(cast["marek"], case.pk, PERSON, LINK | link, NOW)
