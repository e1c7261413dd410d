"""Between the server and Django: a request is whole before a thread takes it up.

Bodies are read in the event loop of the web process, with a deadline that moves with what arrives and a bound on how
many are on their way and how many wait for a thread. An answer is handed over whole. So whoever is slow holds a
connection for a while, and never a thread; neither does who waits for a password to be looked at (`line`). This needs
no proxy in front: an onion address has none.
"""

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import RequestDataTooBig

from fanal.network.pace import BUSY
from fanal.site import line

FIRST_SECONDS = 15
"""In which a body must begin to come. A telephone on a bad line takes a few."""
BYTES_A_SECOND = 512
"""How much must come on average after that: a tenth of what the slowest mobile network gives."""
NEW_SECONDS = 1
"""So long nobody is thought to be slower than that: on most lines the first bytes are there by then."""
MOST_BODIES = 500
MOST_BYTES = 32 * 1024 * 1024
"""Half of them for bodies on their way, half for those that are whole."""
_LOOK_SECONDS = 0.01

type Environ = dict[str, Any]
type Application = Callable[[Environ, Callable[..., None]], Iterable[bytes]]


class Request(Protocol):
    """What the server knows of a request when its head is there (the scope of RSGI)."""

    method: str
    path: str
    query_string: str
    http_version: str
    scheme: str
    client: str
    server: str
    headers: Any


class Exchange(Protocol):
    """The body as it comes, and the way back (the protocol of RSGI)."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


class Slow(Exception):
    """A body did not arrive in time, or not whole."""


@dataclass(eq=False, slots=True)
class _Body:
    begun: float
    limit: asyncio.Timeout
    count: int = 0

    def speed(self, now: float) -> float:
        """Bytes a second."""
        age = now - self.begun
        return max(self.count / max(age, _LOOK_SECONDS), BYTES_A_SECOND if age < NEW_SECONDS else 0)


class Room:
    """Where bodies wait until they are whole. If there are too many, whoever sends the fewest bytes a second goes.

    Use one in one event loop.
    """

    def __init__(self, most: int = MOST_BODIES, most_bytes: int = MOST_BYTES) -> None:
        self.most, self.most_bytes = most, most_bytes // 2
        self._coming: dict[_Body, None] = {}  # the oldest first
        self._whole = 0
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[Callable[[int], None]]:
        """A place for one body; tell it how many bytes came. Raises Slow when the time is over."""
        await self._wait()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(FIRST_SECONDS) as limit:
                body = _Body(loop.time(), limit)
                self._coming[body] = None

                def came(count: int) -> None:
                    if body in self._coming:
                        body.count += count
                        limit.reschedule(body.begun + FIRST_SECONDS + body.count / BYTES_A_SECOND)
                        self._make_room(loop.time())

                self._make_room(loop.time())
                yield came
        except TimeoutError:
            raise Slow from None
        finally:
            self._coming.pop(body, None)

    @asynccontextmanager
    async def whole(self, size: int) -> AsyncIterator[None]:
        """Counts a body that is there, until it is answered."""
        self._whole += size
        try:
            yield
        finally:
            self._whole -= size

    async def _wait(self) -> None:
        """While what is whole fills its half, nothing more is read: it stays with its senders, who come in turn."""
        async with self._turn:
            while self._whole > self.most_bytes:
                await asyncio.sleep(_LOOK_SECONDS)
                if self._whole <= self.most_bytes:  # the next one looks again when this one may have come
                    await asyncio.sleep(_LOOK_SECONDS)
                    return

    def _make_room(self, now: float) -> None:
        while len(self._coming) > self.most or sum(one.count for one in self._coming) > self.most_bytes:
            slowest = min(self._coming, key=lambda one: one.speed(now))
            del self._coming[slowest]
            slowest.limit.reschedule(now)


class Cut(io.BytesIO):
    """The beginning of a body that is too long: enough to see that it is a file, never taken for the whole."""

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        if not found and size != 0:
            raise RequestDataTooBig
        return found


class Front:
    """The application as the server calls it."""

    def __init__(self, application: Application, *, threads: int, most: int) -> None:
        self._application = application
        self._most = most
        self._door = line.Door()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self._room = Room()

    async def __call__(self, request: Request, exchange: Exchange) -> None:
        """Answer one request."""
        headers = request.headers
        if "transfer-encoding" in headers:  # no browser sends a form like this, and it could end anywhere
            exchange.response_empty(411, [("connection", "close")])
            return
        at_door = self._door.is_at(request.method, request.path)
        length, most = int(headers.get("content-length", "0")), line.LARGEST if at_door else self._most
        try:
            body = await self._body(exchange, length, most) if length else io.BytesIO()
        except Slow:
            exchange.response_empty(408, [("connection", "close")])
            return
        environ = environ_of(request) | {"wsgi.input": body}
        turn = self._door.turn(environ) if at_door else nullcontext(True)
        async with self._room.whole(length and body.getbuffer().nbytes), turn as mine:
            environ[BUSY] = not mine
            await asyncio.get_running_loop().run_in_executor(self._pool, self._answer, environ, exchange)

    async def _body(self, exchange: Exchange, length: int, limit: int) -> io.BytesIO:
        """The body, once it is there. Raises Slow."""
        most, held = min(length, limit + 1), bytearray()
        async with self._room.place() as came:
            async for chunk in exchange:
                held += chunk
                if len(held) >= most:
                    break
                came(len(chunk))
        if len(held) < most:  # whoever sent it is gone
            raise Slow
        return io.BytesIO(held) if length <= limit else Cut(held)

    def _answer(self, environ: Environ, exchange: Exchange) -> None:
        head: list[Any] = []
        parts = self._application(environ, lambda *told: head.extend(told))
        try:
            status, headers = int(head[0].split(" ", 1)[0]), head[1]
            exchange.response_bytes(status, headers, b"".join(parts))
        finally:
            if close := getattr(parts, "close", None):
                close()


def environ_of(request: Request) -> Environ:
    """A request as WSGI describes it. A header with an underscore is left out: it could pass for one with a hyphen."""
    server, _, port = request.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path.encode().decode("latin-1"),
        "QUERY_STRING": request.query_string,
        "SERVER_PROTOCOL": f"HTTP/{request.http_version}",
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": request.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ
