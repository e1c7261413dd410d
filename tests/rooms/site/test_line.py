"""The line at the door of sign-in: whoever tries without end waits behind everybody else, and no thread waits."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings

from fanal.network import pace
from fanal.network.models import Person
from fanal.site.front import Front
from fanal.site.line import Line
from tests.people import Cast
from tests.rooms.site.installation import HOST, PASSWORDS, Installation, Site

FLOOD = 12  # connections of the attacker; two held the door before
SIGN_IN = "/desk/sign-in/"


class _Served:
    """Who was served in which order, and who was sent away."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.order: list[str] = []
        self.away: list[str] = []

    async def visit(self, source: str, name: str = "") -> None:
        async with self.line.turn(source) as mine:
            await asyncio.sleep(0.01)
            (self.order if mine else self.away).append(name or source)


def _play(line: Line, play: Callable[[_Served, asyncio.TaskGroup], Any]) -> _Served:
    served = _Served(line)

    async def run() -> None:
        async with asyncio.timeout(5), asyncio.TaskGroup() as group:
            await play(served, group)

    asyncio.run(run())
    return served


def test_who_was_served_longest_ago_comes_next_whoever_stood_there_first() -> None:
    """Six tries of one network stand in line, then a colleague comes from elsewhere, and comes next; the six are served
    all the same. One more network that was served before waits behind one that never was."""

    async def play(served: _Served, group: asyncio.TaskGroup) -> None:
        for number in range(6):
            group.create_task(served.visit("flood", f"flood {number}"))
        await asyncio.sleep(0)
        group.create_task(served.visit("office"))
        while "office" not in served.order:
            await asyncio.sleep(0)
        group.create_task(served.visit("office", "office again"))
        group.create_task(served.visit("home"))

    served = _play(Line(), play)
    assert served.order.index("office") == 1
    assert served.order.index("home") < served.order.index("office again") < served.order.index("flood 3")
    assert [name for name in served.order if name.startswith("flood")] == [f"flood {number}" for number in range(6)]
    assert served.away == []


def test_who_stands_in_line_most_often_is_the_first_without_a_place() -> None:
    """A full line has room for whoever comes from elsewhere; the newest try of the flood goes. Of networks with one
    each, the one that was served last goes."""

    async def flood(served: _Served, group: asyncio.TaskGroup) -> None:
        for number in range(5):
            group.create_task(served.visit("flood", f"flood {number}"))
        await asyncio.sleep(0)
        group.create_task(served.visit("office"))

    served = _play(Line(most=3), flood)
    assert served.away == ["flood 4", "flood 3"]
    assert served.order == ["flood 0", "office", "flood 1", "flood 2"]

    async def many(served: _Served, group: asyncio.TaskGroup) -> None:
        await served.visit("was here")
        for name in ("first", "was here", "second", "third"):
            group.create_task(served.visit(name))

    served = _play(Line(most=2), many)
    assert served.away == ["was here"]
    assert served.order == ["was here", "first", "second", "third"]


def test_who_leaves_the_line_holds_nobody_up() -> None:
    """Before their turn, and at the moment in which it comes."""

    async def play(served: _Served, group: asyncio.TaskGroup) -> None:
        over = asyncio.Event()

        async def first() -> None:
            async with served.line.turn("first"):
                await over.wait()

        group.create_task(first())
        await asyncio.sleep(0)
        early, late = (asyncio.create_task(served.visit(name)) for name in ("early", "late"))
        await asyncio.sleep(0)
        early.cancel()
        await asyncio.sleep(0)
        over.set()
        await asyncio.sleep(0)
        late.cancel()
        group.create_task(served.visit("last"))

    assert _play(Line(), play).order[-1] == "last"


@pytest.mark.parametrize("known", [False, True])
def test_while_passwords_wait_every_other_page_has_its_thread(cast: Cast, known: bool) -> None:
    """Twenty passwords of strangers at two threads: one is looked at, and a reporter is answered meanwhile. A device
    that is known has a line of its own."""
    goes_on, answered = threading.Event(), []
    cookie = pace.remember(Person.objects.get(username="amara")) if known else ""

    def application(environ: dict[str, Any], start: Callable[..., None]) -> list[bytes]:
        if environ["HTTP_COOKIE"] == "" and environ["PATH_INFO"] == SIGN_IN:
            goes_on.wait(10)
        start("200 OK", [])
        return [b""]

    class Sender:
        def __init__(self, name: str) -> None:
            self.name = name

        async def __aiter__(self) -> Any:
            yield b"login=amara"

        def response_bytes(self, *_answer: object) -> None:
            answered.append(self.name)

    def request(path: str, cookie: str) -> Any:
        return SimpleNamespace(
            method="POST", path=path, query_string="", http_version="1.1", scheme="http", client="192.0.2.1:1",
            headers={"content-length": "11", "host": "testserver", "cookie": cookie}, server="127.0.0.1:8000",
        )  # fmt: skip

    async def play() -> None:
        front = Front(application, threads=2, most=512 * 1024)
        async with asyncio.TaskGroup() as group:
            for _number in range(20):
                group.create_task(front(request(SIGN_IN, ""), Sender("stranger")))
            await asyncio.sleep(0.05)
            path, sent = (SIGN_IN, f"{settings.KNOWN_COOKIE_NAME}={cookie}") if known else ("/en/", "")
            async with asyncio.timeout(5):
                await front(request(path, sent), Sender("honest"))
            goes_on.set()

    asyncio.run(play())
    assert answered[0] == "honest"
    assert answered.count("stranger") == 20


@pytest.mark.once
def test_a_colleague_signs_in_while_somebody_tries_passwords_on_many_connections(
    installation: Installation, founded: object
) -> None:
    """Real connections: twelve of one network without a pause. From elsewhere the first try is looked at, each time,
    and reporters are heard."""
    with installation.serving("--only", "web", FANAL_WORKERS="1", FANAL_THREADS="4", FANAL_PROXIES="1") as site:
        quiet = _sign_in(site, "198.51.100.9")
        assert quiet.startswith("HTTP/1.1 302"), "the control: nobody else is there"
        over, tries = threading.Event(), []
        flood = [threading.Thread(target=_try_on, args=(site, over, tries), daemon=True) for _ in range(FLOOD)]
        for one in flood:
            one.start()
        until = time.monotonic() + 60
        while len(tries) < FLOOD and time.monotonic() < until:
            time.sleep(0.1)
        assert len(tries) >= FLOOD, "the flood came to the door"
        found = [_sign_in(site, f"198.51.100.{number}") for number in range(3)]
        heard = site.get("/en/")
        over.set()
        for one in flood:
            one.join(30)
    assert [one.split(" ")[1] for one in found] == ["302"] * 3
    assert heard == 200


@pytest.mark.django_db(databases="__all__")
def test_who_has_no_place_hears_when_to_come_again(cast: Cast, client: Any) -> None:
    """503 with the time, the name stays in its box, and it does not count as wrong."""
    said = client.post(SIGN_IN, {"login": "amara", "password": "whatever it is"}, **{pace.BUSY: True})
    assert said.status_code == 503
    assert said["Retry-After"] == "10"
    assert "Wait ten seconds" in said.content.decode()
    assert 'value="amara"' in said.content.decode()
    assert pace.Tries.of("amara", "").begin(time.time()) == 0
    assert client.post(SIGN_IN, {"login": "amara", "password": "x"}, HTTP_FANAL_BUSY="1").status_code == 200


def _try_on(site: Site, over: threading.Event, tries: list[str]) -> None:
    with suppress(OSError):
        token, cookie = _begin(site, "203.0.113.7")
        while not over.is_set():
            tries.append(_post(site, "203.0.113.7", cookie, token, f"nobody{len(tries)}", "x" * 14))


def _sign_in(site: Site, address: str) -> str:
    token, cookie = _begin(site, address)
    return _post(site, address, cookie, token, "amara", PASSWORDS[0])


def _begin(site: Site, address: str) -> tuple[str, str]:
    page = _ask(site, f"GET {SIGN_IN}", address)
    return (
        re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0],
        re.findall(r"(?i)set-cookie: (__Host-desk=[^;]+)", page)[0],
    )


def _post(site: Site, address: str, cookie: str, token: str, name: str, password: str) -> str:
    body = urlencode({"csrfmiddlewaretoken": token, "login": name, "password": password})
    origin = f"Origin: https://{HOST}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded"
    return _ask(site, f"POST {SIGN_IN}", address, f"{origin}\r\nContent-Length: {len(body)}", body)


def _ask(site: Site, what: str, address: str, more: str = "X-Nothing: 1", body: str = "") -> str:
    head = f"{what} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: {address}\r\n"
    found = b""
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=30)) as line:
        line.sendall(f"{head}Connection: close\r\n{more}\r\n\r\n{body}".encode())
        while got := line.recv(65536):
            found += got
    return found.decode(errors="replace")
