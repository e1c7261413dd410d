"""The line at the door of sign-in. Whoever waits there holds a connection, and never a thread.

A password costs a core for a moment, on purpose. So a web process looks at one of a stranger and at one of a known
device at a time, whatever else waits: reporters have the other threads. Each source (the network of an address, or the
person whose device it says it is) waits for itself, and of those who wait the one comes next that was served longest
ago, if ever. So whoever tries without end waits behind everybody else, and is the first who has no place any more.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from itertools import count
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse

from fanal.network import pace
from fanal.web.api import address_of, prefix_of

MOST = 30
"""How many wait in one line: some ten seconds."""
LARGEST = 16 * 1024
"""Bytes of a name and a password, with room to spare."""
_REMEMBERED = 10_000

type _Place = asyncio.Future[bool]


class Line:
    """Serves one at a time. Use it in one event loop."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._busy = False
        self._waiting: dict[str, list[_Place]] = {}  # the places of each source; who came first stands first
        self._served: dict[str, int] = {}  # the last turn of each source, the newest last
        self._turns = count(1)

    @asynccontextmanager
    async def turn(self, source: str) -> AsyncIterator[bool]:
        """Waits for the turn of one who comes from `source`. False: there is no room to wait."""
        mine = await self._come(source)
        try:
            yield mine
        finally:
            if mine:
                self._next()

    async def _come(self, source: str) -> bool:
        if not self._busy:
            self._serve(source)
            return True
        place: _Place = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(source, []).append(place)
        if sum(map(len, self._waiting.values())) > self.most:
            self._shed()
        try:
            return await place
        except asyncio.CancelledError:
            if place.cancelled():
                with suppress(KeyError, ValueError):  # it may have left already
                    self._leave(source, place)
            elif place.result():
                self._next()
            raise

    def _next(self) -> None:
        self._busy = False
        while self._waiting and not self._busy:
            source = min(self._waiting, key=self._last)
            place = self._waiting[source][0]
            self._leave(source, place)
            if not place.cancelled():
                self._serve(source)
                place.set_result(True)

    def _serve(self, source: str) -> None:
        self._busy = True
        self._served.pop(source, None)
        self._served[source] = next(self._turns)
        if len(self._served) > _REMEMBERED:
            del self._served[next(iter(self._served))]

    def _shed(self) -> None:
        """One too many: of the source that has most in line, of equals the one served last, the newest goes."""
        source = max(reversed(self._waiting), key=lambda one: (len(self._waiting[one]), self._last(one)))
        place = self._waiting[source][-1]
        self._leave(source, place)
        if not place.cancelled():
            place.set_result(False)

    def _leave(self, source: str, place: _Place) -> None:
        self._waiting[source].remove(place)
        if not self._waiting[source]:
            del self._waiting[source]

    def _last(self, source: str) -> int:
        return self._served.get(source, 0)


class Door:
    """The two lines of a web process: of strangers, and of devices on which somebody has signed in before."""

    def __init__(self) -> None:
        self.path = reverse("account_login")
        self._strangers, self._known = Line(), Line()

    def is_at(self, method: str, path: str) -> bool:
        """Whether a request brings a password to be looked at."""
        return path == self.path and method not in {"GET", "HEAD", "OPTIONS"}

    def turn(self, environ: dict[str, Any]) -> AbstractAsyncContextManager[bool]:
        """The turn of a request. No address is kept: in memory lie networks and names, until others push them out."""
        request = WSGIRequest(environ)
        if owner := pace.owner_of(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")):
            return self._known.turn(owner)
        return self._strangers.turn(prefix_of(address_of(request)))
