"""Providers as a keeper enters them."""

from datetime import date, timedelta
from typing import Any

from fanal.cases.directory import keeping
from fanal.cases.models import Provider
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from tests.people import NOW, Cast

TODAY = NOW.date()
SAID: dict[str, Any] = {
    "name": "Old Harbour Clinic", "organisation_id": None, "public": False, "confidential": False,
    "services": ["psychosocial"], "areas": ["Harbour"], "age_from": 0, "age_to": 17, "sexes": [],
    "languages": ["spa"], "access": [], "hours": {"mon": ["08:00-12:00"]}, "free": "yes", "cost": "", "contact": "",
    "capacity_free": None, "capacity_as_of": None, "answer_hours_urgent": 24, "answer_hours": 72,
    "vetted_until": date(2027, 9, 1), "agreement_until": date(2027, 3, 31), "source": "visit",
}  # fmt: skip


def keeper(cast: Cast) -> Actor:
    """Femi keeps the directory."""
    if not cast["femi"].has(Role.DIRECTORY_KEEPER):
        actor = cast["bao"]
        network.people.give_roles(actor, cast["femi"].person, [Role.DIRECTORY_KEEPER], NOW)
    return cast["femi"]


def a_provider(cast: Cast, **more: Any) -> Provider:
    """An entry of the directory, checked and with an agreement."""
    said = SAID | more
    if said["capacity_free"] is not None and said["capacity_as_of"] is None:
        said["capacity_as_of"] = TODAY - timedelta(days=1)
    return keeping.add(keeper(cast), said, NOW)
