"""The directories of Casa Aurora and Nordlys: who helps children there, checked again, stopped, gone. Made up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from fanal.cases.directory import keeping
from fanal.cases.models import Provider
from fanal.site.demo.stage import Play, Stage

KEEPERS: Mapping[str, str] = {"XA": "vera", "XB": "thea"}
"""Who keeps the directory of a member, by country."""
SINCE = 352
"""Days ago."""
_LEADS = {"XA": "dalia", "XB": "pia"}
_WEEK = {day: ["08:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}

# name, services, area, ages, languages, free places, days until the check ends, days until the agreement ends
_HELPERS: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "XA": (
        ("The Wide Door", ("safe_shelter", "emergency_protection"), "Port", (8, 17), ("khm", "eng"), 2, 240, 300),
        ("Harbour Clinic", ("medical", "post_rape_care"), "Port", (0, 17), ("khm", "eng", "fra"), None, 200, 210),
        ("Quiet Room", ("psychosocial", "mental_health"), "Hill", (6, 17), ("khm", "spa"), 4, 260, 200),
        ("Law for Children", ("legal", "documentation_registration"), "Hill", (0, 17), ("khm", "eng"), None, 21, 150),
        ("Lake School", ("education", "school_return", "vocational"), "Lake district", (6, 17), ("khm",), 10, 300, 280),
        ("Market Women’s Fund", ("cash_or_material", "livelihood", "food"), "Port", (0, 99), ("khm",), 0, 180, None),
        ("Night Bus", ("social_care", "food"), "Bus station", (10, 17), ("khm", "eng"), None, 150, None),
    ),
    "XB": (
        ("Birch House", ("safe_shelter", "alternative_care"), "North", (10, 17), ("nor", "eng"), 1, 250, 300),
        ("Child Health Centre", ("medical", "psychosocial"), "North", (0, 17), ("nor", "eng", "spa"), None, 230, 220),
        ("Free Advice", ("legal",), "Centre", (0, 17), ("nor", "eng"), None, 190, 180),
        ("Second Start", ("school_return", "education"), "Centre", (6, 17), ("nor",), 6, 200, None),
    ),
}  # fmt: skip
_STOPPED, _GONE = "Night Bus", ("Old Mill Workshop", ("vocational",), "Mill street", (14, 17), ("khm",), 3, 60, None)


def plan(stage: Stage, play: Play) -> None:
    """Keepers enter them in the first weeks, look at them again half a year later and lately."""
    for country, keeper in KEEPERS.items():
        for days, deed in ((SINCE, _enters), (170, _looks_again), (14, _looks_again)):
            play.at(stage.ago(days=days), partial(deed, stage, country))
        play.at(stage.ago(days=25), partial(_stops, stage, _LEADS[country]))
        play.at(stage.ago(days=90), partial(_ends, stage, keeper))


def _enters(stage: Stage, country: str, when: datetime) -> None:
    gone = (_GONE,) if country == "XA" else ()
    for one in (*_HELPERS[country], *gone):
        keeping.add(stage.actor(KEEPERS[country]), _said(stage, one, when), when)


def _said(stage: Stage, one: tuple[Any, ...], when: datetime) -> dict[str, Any]:
    name, services, area, (youngest, oldest), languages, free, checked, agreed = one
    today = stage.now.date()
    return {
        "name": name, "organisation_id": None, "public": False, "confidential": "safe_shelter" in services,
        "services": list(services), "areas": [area], "age_from": youngest, "age_to": oldest, "sexes": [],
        "languages": list(languages), "access": ["step_free"] if free else [], "hours": _WEEK, "free": "yes",
        "cost": "", "contact": "Ask for the person who knows us", "capacity_free": free,
        "capacity_as_of": when.date() - timedelta(days=1) if free is not None else None, "answer_hours_urgent": 4,
        "answer_hours": 48, "vetted_until": today + timedelta(days=checked),
        "agreement_until": today + timedelta(days=agreed) if agreed else None, "source": "Visited, with two colleagues",
    }  # fmt: skip


def _mine(stage: Stage, username: str) -> list[Provider]:
    rows = Provider.objects.filter(org=stage.actor(username).org, ended_on=None)
    return list(rows.order_by("name"))


def _looks_again(stage: Stage, country: str, when: datetime) -> None:
    """With new counts of free places where there are some."""
    keeper = stage.actor(KEEPERS[country])
    for row in _mine(stage, KEEPERS[country]):
        free = {"capacity_free": row.capacity_free, "capacity_as_of": when.date()} if row.capacity_as_of else {}
        said = {name: getattr(row, name) for name in keeping.FILLED} | free | {"source": "Rang, and asked again"}
        keeping.change(keeper, row.pk, said, row.version, when)


def _stops(stage: Stage, lead: str, when: datetime) -> None:
    for row in _mine(stage, lead):
        if row.name == _STOPPED:
            keeping.suspend(stage.actor(lead), row.pk, when)


def _ends(stage: Stage, keeper: str, when: datetime) -> None:
    for row in _mine(stage, keeper):
        if row.name == _GONE[0]:
            keeping.end(stage.actor(keeper), row.pk, row.version, when)


def who_gives(org: UUID, service: str) -> str:
    """Who of the directory gives a kind of help now; nobody where nobody does."""
    rows = Provider.objects.filter(org=org, ended_on=None, suspended=False).order_by("name")
    return next((str(row.pk) for row in rows if service in row.services), "")
