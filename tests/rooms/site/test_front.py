"""What stands before Django: whole requests only, and no more of them on their way than there is room for."""

import asyncio
import io
import socket
import threading
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest

from fanal.site.front import MOST_BYTES, Cut, Front, Room, Slow, environ_of
from tests.rooms.site.installation import HOST, Installation, Site

pytestmark = pytest.mark.once

CODE = "/en/code"
DESK = "/desk/sign-in/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_only_what_arrived_whole_is_read_and_everything_else_is_refused_in_words(installation: Installation) -> None:
    """Half a form is never taken for a form; too much, a file and a false header are refused as before."""
    picture = (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.jpg"\r\n\r\n' + b"\xff" * 9_000 + b"\r\n--x--"
    )
    multipart = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(len(picture))}
    with installation.serving("--only", "web", FANAL_WORKERS="1") as site:
        control = _ask(site, CODE, FORM | {"Content-Length": "9"}, b"code=abcd")
        assert control.startswith(b"HTTP/1.1 200")
        assert not _ask(site, CODE, FORM | {"Content-Length": "50"}, b"code=abcd", gone=True).startswith(
            b"HTTP/1.1 200"
        )
        assert _ask(site, CODE, FORM | {"Transfer-Encoding": "chunked"}, b"0\r\n\r\n").startswith(b"HTTP/1.1 411")
        long = _ask(site, CODE, FORM | {"Content-Length": "600000"}, b"code=" + b"a" * 599_995)
        assert long.startswith(b"HTTP/1.1 413")
        assert b"too long for us" in long
        assert _ask(site, CODE, multipart, picture).startswith(b"HTTP/1.1 415")
        twice = _ask(site, DESK, {"Content-Length": "0"}, method="GET", times=2)
        assert twice.count(b"HTTP/1.1 200") == 2, "a connection serves more than one request"


def _ask(
    site: Site, path: str, headers: dict[str, str], body: bytes = b"", *, method: str = "POST", times: int = 1,
    gone: bool = False,
) -> bytes:  # fmt: skip
    """All that comes back; `gone`: the sender stops in the middle and sends no more."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "X-Forwarded-Proto: https"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    found = b""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line:
        for number in range(times):
            line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            if gone:
                line.shutdown(socket.SHUT_WR)
            while found.count(b"\r\n\r\n") <= number and (got := line.recv(65536)):
                found += got
            found += line.recv(65536) if found.endswith(b"\r\n\r\n") and not gone and times == 1 else b""
    return found


def test_a_body_that_was_cut_is_never_taken_for_a_whole_one() -> None:
    """Many small parts of which the last are missing are refused; a plain end would have been believed."""
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' for _ in range(50))
    head = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "600000"}
    with pytest.raises(RequestDataTooBig):
        _ = WSGIRequest(head | {"wsgi.input": Cut(parts)}).POST
    assert WSGIRequest(head | {"wsgi.input": io.BytesIO(parts)}).POST.getlist("a")[0] == "b"


def test_a_header_with_an_underscore_does_not_pass_for_one_with_a_hyphen() -> None:
    """`X_Forwarded_For` of a visitor would else stand beside that of our own proxy."""
    headers = {"x-forwarded-for": "192.0.2.1", "x_forwarded_for": "203.0.113.7", "content-type": "text/plain"}
    request = SimpleNamespace(
        method="GET", path="/fr/é", query_string="a=b", http_version="1.1", scheme="http", headers=headers,
        client="[2001:db8::1]:4711", server="127.0.0.1:8000",
    )  # fmt: skip
    environ = environ_of(request)  # type: ignore[arg-type]
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"
    assert environ["REMOTE_ADDR"] == "2001:db8::1"
    assert WSGIRequest(environ | {"wsgi.input": io.BytesIO()}).path == "/fr/é"


def test_where_bodies_have_no_more_room_who_sends_least_has_to_go() -> None:
    """Too many at once, and too many bytes at once: whoever came first and sends goes on beside those who only hold a
    place; of equals the one that has been there longest goes."""
    ended: list[str] = []

    async def body(room: Room, name: str, size: int, over: asyncio.Event) -> None:
        try:
            async with room.place() as came:
                came(size)
                await over.wait()
        except Slow:
            ended.append(name)

    async def play(room: Room, sizes: dict[str, int]) -> list[str]:
        ended.clear()
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for name, size in sizes.items():
                group.create_task(body(room, name, size, over))
                await asyncio.sleep(0)
            await asyncio.sleep(0.01)
            over.set()
        return list(ended)

    assert asyncio.run(play(Room(most=2), {"first": 1, "second": 1, "third": 1})) == ["first"]
    assert asyncio.run(play(Room(most=2), {"slow line": 900, "holds": 1, "comes": 1})) == ["holds"]
    assert asyncio.run(play(Room(most=9, most_bytes=2400), {"a": 600, "b": 300, "c": 600})) == ["b"]
    assert asyncio.run(play(Room(most=3), {"first": 1, "second": 1, "third": 1})) == []


def test_whole_bodies_that_wait_for_a_thread_are_bounded_and_every_sender_is_answered() -> None:
    """A hundred bodies of half a megabyte while the only thread is busy: some are read, and what has no room stays with
    its senders."""
    goes_on, read, answered = threading.Event(), [], []

    def busy(_environ: object, start: Callable[..., None]) -> list[bytes]:
        goes_on.wait(10)
        start("200 OK", [])
        return [b""]

    class Sender:
        async def __aiter__(self) -> AsyncIterator[bytes]:
            read.append(1)
            yield b"a" * 500_000

        def response_bytes(self, *answer: object) -> None:
            answered.append(answer)

    request = SimpleNamespace(
        method="POST", path="/", query_string="", http_version="1.1", scheme="http", client="192.0.2.1:1",
        headers={"content-length": "500000"}, server="127.0.0.1:8000",
    )  # fmt: skip

    async def play() -> int:
        front = Front(busy, threads=1, most=512 * 1024)
        async with asyncio.TaskGroup() as group:
            for _number in range(100):
                group.create_task(front(request, Sender()))
            held, still = 0, 0
            async with asyncio.timeout(9):
                while still < 20:  # until nothing more is read
                    await asyncio.sleep(0.02)
                    still = still + 1 if held == len(read) > 0 else 0
                    held = len(read)
            goes_on.set()
        return held

    assert MOST_BYTES // 2 < asyncio.run(play()) * 500_000 < 20 * 2**20
    assert len(answered) == 100
