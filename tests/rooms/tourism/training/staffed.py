"""A company with places in Florida, Iowa and elsewhere, and people in posts there, by the tables that a company
brings."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from fanal.learning.people import completing, posting
from fanal.tourism.companies import companies
from fanal.tourism.models import Site
from fanal.web.api import tables
from tests.people import NOW
from tests.rooms.tourism.firms import Firm

TODAY = NOW.date()
POSTS = "person_code,label,site_code,role_class,start,end,agency\n"
COURSES = "person_code,label,course_code,course_version,completed_on,minutes,language,interactive,signed_on,source_id\n"


def site(firm: Firm, code: str, region: str = "FL", country: str = "US", **more: Any) -> Site:
    told = {
        "version": 0, "code": code, "name": f"House {code}", "country": country, "admin1": region, "kind": "hotel",
        "rooms": 40, "licence": "", "operated": "owned", "brand": None,
    }  # fmt: skip
    return companies.keep_site(firm.rosa, told | more, None, NOW)


def _take(firm: Firm, how: Any, text: str) -> tables.Checked:
    kind = how.kind(firm.rosa)
    found = tables.check([text], kind, tables.exact(kind, tables.read([text]).heading))
    if made := found.reading.kept():
        how.take_in(firm.rosa, tables.Taken(made, found.refused), uuid4(), NOW)
    return found


def posts(firm: Firm, *lines: str) -> tables.Checked:
    """Lines of a table of posts."""
    return _take(firm, posting, POSTS + "\n".join(lines) + "\n")


def courses(firm: Firm, *lines: str) -> tables.Checked:
    """Lines of a table of courses that were done elsewhere."""
    return _take(firm, completing, COURSES + "\n".join(lines) + "\n")


def many(firm: Firm, sites: Sequence[str], count: int, start: date) -> None:
    """So many people, over these places."""
    posts(firm, *(f"p{n},Person {n},{sites[n % len(sites)]},reception,{start.isoformat()},," for n in range(count)))
