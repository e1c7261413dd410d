"""No route reaches a gap without the grant, and none takes free facts (docs/justice.md, "The question of one act").

The URLconf is walked whole: every address is asked for by somebody of each kind, with real identifiers in it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

import fanal.justice
from fanal.access.api import rules
from fanal.clocks import api as clocks
from fanal.justice.gaps import exports, gaps, policy, words
from fanal.justice.models import GapsCount, GapsExport, GapsFound, Reform
from tests.desk import client_of
from tests.people import NOW, Cast, opened_once
from tests.rooms.justice.small import small_law, with_grant

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("small_law")]
__all__ = ["small_law"]
ROOM = Path(fanal.justice.__file__).parent
SECRET = "A sentence of a reform that nobody has published"
_ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _routes(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


ROUTES = list(_routes(get_resolver()))
OURS = [(address, entry) for address, entry in ROUTES if entry.callback.__module__.startswith("fanal.justice.gaps.")]
OF_LAW = {address for address, entry in ROUTES if entry.callback.__module__.startswith("fanal.justice.")}


@pytest.fixture
def things(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, UUID]:
    """Gaps were counted, a table was asked for, a reform is drafted: by Lena, who has the grant. Noor has none."""
    opened_once(cast, monkeypatch)
    with_grant(cast, "lena")
    gaps.start(cast["lena"], "XA", NOW)
    clocks.drain()
    count = GapsCount.objects.get()
    row = exports.ask_for(cast["lena"], "XA", count.found, "A letter", NOW)
    reform = Reform.objects.create(
        org_id=cast.aurora, state="XA", title=SECRET, words=SECRET, as_of=NOW.date(), corpus_version="v",
        drafted_by_id=cast["lena"].person, drafted_at=NOW,
    )  # fmt: skip
    return {"export_id": row.pk, "reform_id": reform.pk}


def filled(address: str, things: dict[str, UUID]) -> str:
    """An address with something in the place of each argument: the real thing where there is one."""

    def value(found: re.Match[str]) -> str:
        kind, name = found.groups()
        if kind == "uuid":
            return str(things.get(name, uuid4()))
        if name in {"lang", "language"}:
            return "en"
        if kind in {"state", "jurisdiction"} or name in {"code", "country", "cc"}:
            return {"law_item": "B3", "state": "XA", "jurisdiction": "XA"}.get(kind, "xa")
        return {"int": "1", "treaty": "CRC"}.get(kind, "one")

    plain = re.sub(r"[\^$\\]|\(\?P<(\w+)>[^)]*\)", lambda found: f"<{found[1]}>" if found[1] else "", address)
    return "/" + _ARGUMENT.sub(value, plain)


def secrets() -> list[str]:
    """Words that only somebody with the grant may read."""
    found = [words.who(item.content) for item in GapsFound.objects.all()]
    return [*found, *(words.closing(item.content["closing"]) for item in GapsFound.objects.all()), SECRET]


def _said(response: Any) -> str:
    """What a page says. Of a paper or a workbook the bytes; the same stands on a page that is walked, too."""
    return str(response.content.decode(errors="replace"))


def answers(
    client: Client, things: dict[str, UUID], methods: tuple[str, ...] = ("GET", "POST")
) -> Iterator[tuple[str, str, HttpResponseBase]]:
    """Every address asked for by this client, with each method."""
    form = {"from": "1", "boxes": "1", "reason": "x", "number": "1", "title": "x", "words": "x", "facts": "{}"}
    for address, _entry in ROUTES:
        if address.startswith("desk/sign-in/") or "static" in address or "account" in address:
            continue  # signing in and out: what the client is must stay
        there = filled(address, things)
        for method in methods:
            yield address, method, client.get(there) if method == "GET" else client.post(there, form)


def test_every_route_to_gaps_asks_for_the_grant() -> None:
    """By the policy: only the grant lets in; a manager may look at tables that were asked for, not into them."""
    assert len(OURS) >= 12
    open_to_managers = {policy.EXPORTS, policy.APPROVE_EXPORT}
    for address, entry in OURS:
        rule = rules()[entry.callback.decision.removeprefix("staff: ")]  # type: ignore[attr-defined]
        assert rule.grant == policy.GRANT, address
        assert not rule.roles or rule.deed in open_to_managers, address


def test_only_these_modules_read_gaps_and_reforms() -> None:
    """Whoever else reads them would have to be looked at: deeds of the room, its pages, the public list, and what
    proves that a reform which is published was published so."""
    reads = {"GapsFound", "GapsCount", "Reform"}
    found = {
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and reads.intersection(alias.name for alias in node.names)
    }
    assert {name for name in found if not name.startswith("gaps/")} <= {"proved.py"}


@pytest.mark.parametrize("who", ["noor", "marek", "omar", "edo", "oda", "sol"])
def test_without_the_grant_no_route_reaches_a_gap(cast: Cast, things: dict[str, UUID], who: str) -> None:
    """An advocate, a caseworker, a lawyer, an auditor, the manager of another member, the secretariat."""
    client, hidden, seen = client_of(cast, who), secrets(), set()
    assert hidden
    for address, method, response in answers(client, things):
        page = _said(response) if not response.streaming else ""
        assert not any(secret in page for secret in hidden), (address, method)
        if address in OF_LAW and "law/item" not in address:
            assert not response.headers.get("Content-Type", "").startswith("text/csv"), address
        if any(address == ours for ours, _entry in OURS):
            seen.add((address, response.status_code))
    lists = {address for address, status in seen if status == 200}
    assert lists <= ({"desk/law/gaps/tables/"} if who == "oda" else set()), "a manager sees an empty list of tables"
    assert {status for _address, status in seen} <= {200, 403, 404, 405}
    assert all(status == 403 for _address, status in seen) or who == "oda"
    assert GapsExport.objects.get().taken_at is None
    assert GapsCount.objects.count() == 1


def test_the_public_reaches_none_either(cast: Cast, things: dict[str, UUID]) -> None:
    client, hidden = Client(), secrets()
    asked = 0
    for address, method, response in answers(client, things):
        page = _said(response) if not response.streaming else ""
        assert not any(secret in page for secret in hidden), (address, method)
        asked += 1
    assert asked > 200


def test_with_the_grant_the_same_walk_finds_them(cast: Cast, things: dict[str, UUID]) -> None:
    """The control: the walk would see a gap if there were one to see."""
    hidden = secrets()
    found = {
        address
        for address, _method, response in answers(client_of(cast, "lena"), things, ("GET",))
        if not response.streaming and any(secret in _said(response) for secret in hidden)
    }
    assert {"desk/law/gaps/<state:state>/boxes/", "desk/law/gaps/<state:state>/boxes/<int:number>/"} <= found
    assert found <= {address for address, _entry in OURS}


def test_nothing_takes_free_facts() -> None:
    """The evaluator is called where a matter is asked (sealed, journalled), and for a pattern that was kept."""
    calls = {
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") == "evaluate" or getattr(node.func, "id", "") == "evaluate")
    }
    assert calls <= {"matters/asking.py", "gaps/gaps.py", "gaps/reforming.py"}
    asks = {
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("asking", "put_question"), ("asking", "why_not")}
    }
    assert asks
    views = [(address, entry) for address, entry in ROUTES if _module(entry) in asks and "POST" in _methods(entry)]
    for address, _entry in views:
        assert re.search(r"<uuid:(matter|question|proceeding)_id>", address) or "train" in address, address


def test_the_public_pages_of_the_law_take_nothing(cast: Cast) -> None:
    """They are read: no form, no question, no facts in an address."""
    public = [
        (address, entry) for address, entry in ROUTES if entry.callback.__module__.startswith("fanal.justice.public")
    ]
    assert public
    for address, _entry in public:
        there = filled(address, {})
        assert Client().post(there, {"facts": "{}", "conduct": "sexual_activity"}).status_code in {403, 405}, address


def _module(entry: URLPattern) -> str:
    return entry.callback.__module__.removeprefix("fanal.justice.").replace(".", "/") + ".py"


def _methods(entry: URLPattern) -> str:
    import inspect

    return inspect.getsource(inspect.unwrap(entry.callback)) + "POST"


def test_the_walk_knows_every_kind_of_argument() -> None:
    """A new kind of argument must be filled with something real, or the walk would ask for nothing."""
    used = {kind for address, _entry in ROUTES for kind, _name in _ARGUMENT.findall(address) if kind}
    known = {"uuid", "str", "slug", "int", "state", "jurisdiction", "law_item", "treaty", "tongue", "path"}
    assert used <= known | set(get_converters()) - {"path"}
