"""Many people who tell a concern at once: real pages over TCP, one connection a person, no time to think.

Plain sockets and threads, so that the load costs little beside the server it shares a machine with.
"""

import re
import secrets
import socket
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode

ENTRY = "/en/xa/"
GIVE_UP_SECONDS = 60.0
PAUSE = 0.05  # before a request that got no answer is sent again
STATE = re.compile(rb'name="state" value="([^"]+)"')
_RECEIPT = re.compile(rb'<p class="receipt" translate="no">([^<]+)</p>')
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_FILE = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
_SENTENCE = "This is a line of a report that a program wrote to measure how many people can be heard at once."


class Refused(Exception):
    """An answer that is no success, or none at all within a minute."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, and the receipt that was shown for it."""

    receipt: str
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its body unpacked; `wire` counts its bytes as they came, head included."""

    status: int
    body: bytes
    wire: int


@dataclass
class Load:
    """What came of it: what was told, seconds of whole reports and of each page, why others failed, how many requests
    were sent again, seconds that it took, and CPU seconds of the load itself."""

    told: list[Told] = field(default_factory=list)
    reports: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    again: int = 0
    took: float = 0.0
    cpu: float = 0.0

    @property
    def per_second(self) -> float:
        """Whole reports a second."""
        return len(self.reports) / self.took if self.took else 0.0


class Person:
    """One person with one connection at a time. Whatever gets no answer is sent again, as a browser's reader would."""

    def __init__(self, port: int, gives_up: float = GIVE_UP_SECONDS) -> None:
        self.port, self.gives_up = port, gives_up
        self.again = 0
        self.seconds: list[float] = []
        self._socket: socket.socket | None = None

    def path(self, words: str, *, send: bool = True) -> tuple[Answer, Answer, Answer]:
        """The short path: three requests, the last of which shows the receipt. Without `send` it shows one more page of
        questions, and nothing is stored. Raises Refused."""
        first = self.ask("GET", ENTRY)
        answers = {"page": "danger", "state": _found(STATE, first), "danger": "no", "go": "next"}
        second = self.ask("POST", f"{ENTRY}2", answers)
        last = {"page": "what", "state": _found(STATE, second), "what": "business_lets_happen", "words": words}
        third = self.ask("POST", f"{ENTRY}{'sent' if send else '3'}", last | {"go": "send" if send else "next"})
        return first, second, third

    def tell(self, words: str) -> Told:
        """Tell a concern and keep the receipt that is shown. Raises Refused."""
        return Told(_found(_RECEIPT, self.path(words)[-1]), words)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        """One request, sent again until it is answered. Raises Refused."""
        begun = time.perf_counter()
        request = _request(method, path, urlencode(fields).encode() if fields else b"")
        while True:
            try:
                answer = self._exchange(request)
                break
            except OSError:
                self.close()
                self.again += 1
                if time.perf_counter() - begun > self.gives_up:
                    raise Refused("no answer") from None
                time.sleep(PAUSE)
        self.seconds.append(time.perf_counter() - begun)
        if answer.status != 200:
            raise Refused(f"{method} {path} was answered with {answer.status}")
        return answer

    def _exchange(self, request: bytes) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.gives_up)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        return _answer(self._socket)

    def close(self) -> None:
        """End the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _request(method: str, path: str, body: bytes) -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
    if method == "POST":
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def _answer(connection: socket.socket) -> Answer:
    found = b""
    while (end := found.find(b"\r\n\r\n")) < 0:
        found += _more(connection)
    head, wanted = found[: end + 2], end + 4
    length = _LENGTH.search(head)
    if length is None:
        raise Refused("an answer without its length")
    wanted += int(length[1])
    parts, have = [found], len(found)
    while have < wanted:
        parts.append(_more(connection))
        have += len(parts[-1])
    body = b"".join(parts)[end + 4 :]
    if b"content-encoding: gzip" in head.lower():
        body = zlib.decompress(body, wbits=31)
    return Answer(int(head[9:12]), body, wanted)


def _more(connection: socket.socket) -> bytes:
    got = connection.recv(65536)
    if not got:
        raise ConnectionError
    return got


def _found(what: re.Pattern[bytes], answer: Answer) -> str:
    match = what.search(answer.body)
    if match is None:
        raise Refused("a page without what it must hold")
    return match[1].decode()


def words_of(number: int, whose: str) -> str:
    """About 1.2 KB that nobody else tells."""
    return f"Report {number} of {whose}. " + " ".join([_SENTENCE] * 12)


def for_seconds(seconds: float) -> Callable[[], bool]:
    """Whether so many seconds from now are not over yet."""
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() < end


def crowd(
    port: int,
    clients: int,
    goes_on: Callable[[], bool],
    *,
    send: bool = True,
    gives_up: float = GIVE_UP_SECONDS,
    load: Load | None = None,
) -> Load:
    """So many people tell one concern after another while it goes on; the last ones are told to their end.

    `load` may be read while it grows.
    """
    load, lock, run = load or Load(), threading.Lock(), secrets.token_hex(4)
    begun, spent = time.perf_counter(), time.process_time()

    def one(client: int) -> None:
        number = 0
        while goes_on():
            number += 1
            _tell(Person(port, gives_up), words_of(number, f"{run}-{client}"), load, lock, send=send)

    threads = [threading.Thread(target=one, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.took = time.perf_counter() - begun
    load.cpu = time.process_time() - spent
    return load


def _tell(person: Person, words: str, load: Load, lock: threading.Lock, *, send: bool) -> None:
    begun, told, why = time.perf_counter(), None, ""
    try:
        if send:
            told = person.tell(words)
        else:
            person.path(words, send=False)
    except Refused as refused:
        why = str(refused)
    took = time.perf_counter() - begun
    person.close()
    with lock:
        load.again += person.again
        if why:
            load.failures.append(why)
            return
        if told:
            load.told.append(told)
        load.reports.append(took)
        load.pages += person.seconds


def bytes_of_path(port: int) -> tuple[int, int, Told]:
    """Bytes on the wire of the first load (page, style, script), and of the whole short path; what was told for it."""
    words = words_of(0, secrets.token_hex(4))
    with closing(Person(port)) as person:
        first, second, third = person.path(words)
        files = sorted({match.decode() for match in _FILE.findall(first.body)})
        loaded = first.wire + sum(person.ask("GET", file).wire for file in files)
    return loaded, loaded + second.wire + third.wire, Told(_found(_RECEIPT, third), words)
