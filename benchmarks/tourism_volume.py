"""A network of companies for `benchmarks.tourism`, and what is done in it: 400 companies with 40,000 places, tables
that come in, pages of a representative and of the public. Organisations and rows of memberships are made up, each with
a real entry of the journal, without which the product believes nothing."""

import json
import resource
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any
from uuid import uuid4

from fanal.site.console import start_django

PLACES, OF_REPORT, OF_TREE = 100, 1_000, 5_000
"""Of each company; of one that writes its report, of one whose places are looked at."""
STATES = (
    *("active",) * 30, *("report_due",) * 4, "overdue", "submitted", "submitted", "plan_review", "suspended", "lapsed",
)  # fmt: skip
_MANY = 5_000
CODE = "the-code"


def found(given: dict[str, int]) -> dict[str, int]:
    """So many companies with their places and memberships; three of them have somebody who works here."""
    start_django()
    from django.db import transaction

    from fanal.tourism.models import Site

    now = datetime.now(UTC)
    for at in range(given["firms"]):
        with transaction.atomic():
            org = _firm(f"Firm {at:04}", now)
            _places(org, PLACES, now)
            _membership(org, STATES[at % len(STATES)], now)
    for name in ("lantern", "reef", "palm"):
        _person(name, now)
    return {"places": Site.objects.count()}


def _firm(name: str, now: datetime) -> Any:
    from fanal.network import api as network
    from fanal.network.contracts import NewOrg, OrgKind
    from fanal.tourism.models import Company

    new = NewOrg(name, OrgKind.COMPANY, "XA", ("XA",), ("en",))
    org, _shares = network.organisations.establish(new, [], now - timedelta(days=400), (0, 0))
    Company.objects.create(
        org=org, sectors=["accommodation"], countries=["XA"], registrations=[name], listed=True, made_on=now.date()
    )
    _tells(org.id, now)
    return org


def _tells(org: Any, now: datetime) -> None:
    """The company said what it says of itself."""
    from fanal.access.api import stated
    from fanal.journal import api as journal
    from fanal.network.api import keyfile
    from fanal.tourism.companies import firm
    from fanal.tourism.models import Company
    from fanal.tourism.policy import KEEP

    items = [stated.whole(Company.objects.get(pk=org), places=firm._places(org))]
    journal.write(org, keyfile.installation(org), KEEP, at=now, items=items)


def _places(org: Any, number: int, now: datetime) -> None:
    from fanal.tourism.models import Site

    for some in batched(range(number), _MANY, strict=False):
        Site.objects.bulk_create(
            Site(
                org=org, code=f"P{at:06}", name=f"House {at}", country="XA", kind="hotel", operated="owned",
                made_on=now.date() - timedelta(days=400),
            )
            for at in some
        )  # fmt: skip
    _tells(org.id, now)


def _membership(org: Any, state: str, now: datetime) -> Any:
    from fanal.access.api import stated
    from fanal.journal import api as journal
    from fanal.network.api import keyfile
    from fanal.tourism.membership.flow import Move
    from fanal.tourism.membership.policy import deed_of
    from fanal.tourism.models import Membership
    from fanal.vocabulary import short_codes

    joined, day = state not in {"submitted", "plan_review"}, now.date()
    row = Membership(
        org=org, programme=CODE, criteria=_criteria(), state=state, entered_on=day - timedelta(days=9), begun_at=now,
        member_since=day - timedelta(days=300) if joined else None, public_code=short_codes.new() if joined else None,
        report_due_on=day + timedelta(days=20) if joined else None, revenue_class="B",
        ended_on=day if state == "lapsed" else None, suspended_for="late" if state == "suspended" else "",
    )  # fmt: skip
    row.save(force_insert=True)
    by = keyfile.installation(org.id)
    journal.write(row.pk, by, deed_of(Move.SIGN), at=now, items=[stated.whole(row)])
    return row


def _criteria() -> str:
    from fanal.tourism import known

    current = known.programme(CODE).current(datetime.now(UTC).date())
    assert current is not None
    return str(current.version)


def _person(name: str, now: datetime) -> None:
    """A company with a focal point, whose recovery code is kept."""
    from benchmarks.inside import keep_code
    from fanal.network import api as network
    from fanal.tourism.models import Company

    org, _one, code = network.by_itself.found(name.title(), "XA", name, name, f"seven lanterns of {name}", now)
    keep_code(name, code)
    Company.objects.create(org_id=org, sectors=["accommodation"], countries=["XA"], made_on=now.date())
    _tells(org, now)


# ---- tables ----


def tables(given: dict[str, int]) -> dict[str, float]:
    """Seconds in which places and posts come in by tables, and come once more; of a piece that a program sends."""
    start_django()
    from benchmarks.inside import actor
    from fanal.learning import api as learning
    from fanal.tourism.companies import companies, sheet
    from fanal.web.api import tables as web

    rosa = actor("lantern")
    head = "site_code,name,country,kind,rooms,operated\n"
    lines = [f"A{at:06},House {at},XA,hotel,{at % 90 + 1},owned\n" for at in range(given["places"])]

    def sites() -> None:
        kind = sheet.kind(rosa.org)
        checked = web.check([head, *lines], kind, web.exact(kind, head.strip().split(",")))
        if checked.refused:
            raise RuntimeError("rows were refused")
        companies.take_sites(rosa, json.loads(checked.reading.kept()), datetime.now(UTC))

    told = {"sites": _took(sites), "sites_again": _took(sites)}
    head = "person_code,label,site_code,role_class,start\n"

    def posts(first: int, last: int) -> None:
        some = (f"p{at},Person {at},A{at % given['places']:06},reception,2025-03-01\n" for at in range(first, last))
        kind = learning.posts_in(rosa)
        checked = web.check([head, *some], kind, web.exact(kind, head.strip().split(",")))
        if checked.refused:
            raise RuntimeError("rows were refused")
        learning.take_posts(rosa, web.Taken(checked.reading.kept(), 0), uuid4(), datetime.now(UTC))

    told["posts"] = sum(
        _took(lambda s=start: posts(s, min(s + 100_000, given["posts"])))  # type: ignore[misc]
        for start in range(0, given["posts"], 100_000)
    )
    told["people"] = len(learning.worked(rosa.org, datetime.now(UTC).date()))
    return told | _sent(rosa, given) | {"mb": _most()}


def _sent(rosa: Any, given: dict[str, int]) -> dict[str, float]:
    """Seconds of one piece of 2,000 rows by a token: new, and as it was."""
    from django.test import Client

    from fanal.tourism.systems import tokens

    headers = {"host": "localhost", "authorization": f"Bearer {tokens.let_in(rosa, 'x', 30, datetime.now(UTC))}"}
    client = Client(headers=headers)

    def send(address: str, rows: Sequence[dict[str, Any]], expect: str) -> float:
        said = {"rows": rows, "dry_run": False}
        begun = time.perf_counter()
        answer = client.post(address, said, content_type="application/json")
        spent = time.perf_counter() - begun
        told = answer.json()
        if answer.status_code != 200 or not told["stored"] or told["refused"] or not told[expect]:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return spent

    rows = [{"site_code": f"B{n:06}", "name": f"House {n}", "country": "XA", "kind": "hotel"} for n in range(2_000)]
    last = given["places"]
    post = {"role_class": "reception", "start": "2025-03-01"}
    posts = [{"person_code": f"q{n}", "label": f"P{n}", "site_code": f"A{n % last:06}", **post} for n in range(2_000)]
    sites, people = "/api/tourism/v1/sites", "/api/tourism/v1/posts"
    return {
        "piece_sites": send(sites, rows, "new"), "piece_sites_again": send(sites, rows, "same"),
        "piece_posts": send(people, posts, "new"), "piece_posts_again": send(people, posts, "same"),
    }  # fmt: skip


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _most() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ---- pages ----


def pages(_given: Any) -> dict[str, Any]:
    """Seconds, queries and bytes of the pages of a representative, of everybody, of a company with many places."""
    start_django()
    from django.test import Client

    from benchmarks.progress import asked
    from fanal.network.models import Organisation
    from fanal.tourism.models import Membership

    now = datetime.now(UTC)
    _represents("amara", now)
    palm = Organisation.objects.get(name="Palm")
    _places(palm, OF_TREE, now)
    code = Membership.objects.filter(state="active").values_list("public_code", flat=True)[0]
    public, amara, of_palm = Client(headers={"host": "localhost"}), _signed_in("amara"), _signed_in("palm")
    return {
        "desk": asked(amara, "/desk/travel/"), "day": asked(amara, "/desk/day/"),
        "register": asked(public, f"/en/travel/register/{code}/"),
        "document": asked(public, "/api/public/register.json"),
        "list": asked(public, "/en/travel/register/"),
        "tree": asked(of_palm, "/desk/travel/places/"),
        "mb": _most(),
    }  # fmt: skip


def _represents(name: str, now: datetime) -> None:
    from benchmarks.inside import actor
    from fanal.access.api import stated
    from fanal.journal import api as journal
    from fanal.network import standing
    from fanal.network.api import keyfile
    from fanal.network.contracts import Role
    from fanal.network.models import RoleHeld
    from fanal.tourism.models import Mandate
    from fanal.tourism.policy import GIVE_MANDATE

    one = actor(name)
    with standing.changing(one.person):
        RoleHeld.objects.create(person_id=one.person, role=Role.LOCAL_CODE_REPRESENTATIVE, since=now.date())
    day = now.date()
    row = Mandate.objects.create(
        person_id=one.person, org_id=one.org, programme=CODE, countries=["XA"], may_approve=True, starts=day,
        until=day + timedelta(days=300), given_by_id=one.person,
    )  # fmt: skip
    journal.write(one.person, keyfile.installation(one.org), GIVE_MANDATE, at=now, items=[stated.whole(row)])


def _signed_in(name: str) -> Any:
    from benchmarks.triage import signed_in

    client = signed_in(name)
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def report(_given: Any) -> dict[str, float]:
    """Seconds in which a report of a company with a thousand places is filled from records."""
    start_django()
    from benchmarks.inside import actor
    from fanal.network.models import Organisation
    from fanal.tourism.planning import actions
    from fanal.tourism.plans import plans
    from fanal.tourism.reports import reports

    mina, now = actor("reef"), datetime.now(UTC)
    org = Organisation.objects.get(name="Reef")
    _places(org, OF_REPORT, now)
    row = _membership(org, "report_due", now)
    day = now.date()
    taken = _took(lambda: actions.adopt(mina, row.pk, [a.id for a in actions.proposed(row, day)], mina.person, now))
    said = sum(
        _took(lambda o=one: actions.say(mina, row.pk, o.pk, 3, day, [], now))  # type: ignore[misc]
        for one in plans.actions(row)
    )
    return {"adopt": taken, "say": said, "begin": _took(lambda: reports.begin(mina, row.pk, now)), "mb": _most()}
