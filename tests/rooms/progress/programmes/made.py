"""A programme as tests need it: Amara and Bao of Aurora hold the duty, Edo does not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fanal.network import api as network
from fanal.progress.models import Measure, Programme
from fanal.progress.policy import PROGRAMME_OFFICER
from fanal.progress.programmes import programmes
from tests.people import FOUNDED, NOW, Cast
from tests.rooms.progress.programmes.test_theory import GOOD

DAY = timedelta(days=1)
STARTS, ENDS = date(2025, 1, 1), date(2025, 12, 31)
ABOUT: dict[str, Any] = {
    "kind": "project", "title": "Debt Advice", "country": "XA", "admin1": "North", "starts": STARTS, "ends": ENDS,
    "reaches": "families in debt", "ages": ["10-14", "15-17"], "settings": ["home"], "push": ["debt"],
    "approach": "Advice about debt, free of charge.", "lead": "The safeguarding office",
    "adverse": "Whether lenders press harder; families were asked, and none said so.", "org_ref": "",
}  # fmt: skip
LOOK: dict[str, Any] = {"comparison": "none", "same": True, "planned_on": date(2024, 11, 1), "independent": True}


def officers(cast: Cast, *names: str) -> None:
    """They hold the duty."""
    for name in names or ("amara", "bao"):
        until = FOUNDED.date() + timedelta(days=3650)
        network.grants.hold(cast[name].person, PROGRAMME_OFFICER, FOUNDED.date(), until)


def measure(**more: Any) -> dict[str, Any]:
    return {
        "code": "U1", "title": "Children who stay in school", "level": "outcome", "unit": "share",
        "counts": "children", "up": True, "what": "", "place": "North", "no_baseline": "",
    } | more  # fmt: skip


def point(**more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("target", "n", "lost", "hits", "value", "lower", "upper"))
    return empty | {"arm": "programme", "moment": "baseline", "starts": STARTS, "ends": STARTS, "comment": ""} | more


def begun(cast: Cast, **more: Any) -> Programme:
    officers(cast)
    return programmes.begin(cast["amara"], ABOUT | more, NOW)


def whole(cast: Cast, before: int = 60, after: int = 60, **more: Any) -> tuple[Programme, Measure]:
    """Ready to be proposed: of 100 children so many stayed in school before, and so many after."""
    row, amara = begun(cast, **more), cast["amara"]
    programmes.outline(amara, row.pk, GOOD, NOW)
    programmes.design(amara, row.pk, LOOK, NOW)
    programmes.say_safety(amara, row.pk, 2, 2, NOW.date() - 30 * DAY, NOW)
    one = programmes.add_measure(amara, row.pk, measure(), NOW)
    programmes.add_point(amara, one.pk, point(n=100, lost=0, hits=before), NOW)
    programmes.add_point(
        amara, one.pk, point(moment="after_6", starts=ENDS, ends=ENDS + 180 * DAY, n=100, lost=0, hits=after), NOW
    )
    cost = {"year": 2025, "funder": "A fund", "named": True, "amount": Decimal(9000), "currency": "EUR"}
    programmes.add_cost(amara, row.pk, cost, NOW)
    return row, one


def published(cast: Cast, before: int = 60, after: int = 60, **more: Any) -> tuple[Programme, Measure]:
    """The same, published by Amara and Bao."""
    row, one = whole(cast, before, after, **more)
    programmes.propose(cast["amara"], row.pk, NOW)
    programmes.publish(cast["bao"], row.pk, NOW)
    return row, one
