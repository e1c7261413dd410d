"""Somebody who is only slow: a byte a second, or nothing at all, on many connections. Bounded in number and time, on
loopback."""

import socket
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing
from urllib.parse import urlencode

import pytest
from benchmarks.load import ENTRY, STATE, Load, Person, crowd, for_seconds
from benchmarks.scene import scene
from benchmarks.server import Server, serving
from benchmarks.slow import Crowd, Way

pytestmark = pytest.mark.once

EACH = 25  # of each way; eight held the site before
PATIENCE = 10.0  # nobody waits so long for a page, however busy this machine is
CUT = 60.0


def _told(port: int) -> Load:
    return crowd(port, 2, for_seconds(3.0), gives_up=PATIENCE)


def test_honest_people_are_heard_while_others_are_slow_and_the_slow_are_cut_off() -> None:
    with scene("sqlite", processes=1, threads=2) as here, serving(here) as server:
        control = _told(here.port)
        with ExitStack() as crowds:
            slow = {way: crowds.enter_context(_crowd(here.port, way)) for way in Way}
            beside = _told(here.port)
            end = time.monotonic() + CUT
            while (held := _held(server, slow)) and time.monotonic() < end:
                time.sleep(0.2)
        with closing(Person(here.port, gives_up=PATIENCE)) as person:  # who sends with care is heard: a byte at a time
            state = str(STATE.search(person.ask("GET", ENTRY).body)[1], "ascii")
            assert _piecewise(here.port, state) == 200
        said = server.log()

    assert control.told, "nobody was heard even without the slow: nothing is proved"
    assert control.failures == []
    assert beside.told, "who is slow keeps everybody else out"
    assert beside.failures == []
    assert held == [], "somebody may hold a connection for ever"
    assert "Traceback" not in said


def _crowd(port: int, way: Way) -> Crowd:
    if way is Way.READER:  # so many pages that they fill what the system keeps for a reader
        return Crowd(port, way, 2, pages=400, most_seconds=CUT)
    return Crowd(port, way, EACH, most_seconds=CUT)


def _held(server: Server, slow: Mapping[Way, Crowd]) -> list[Way]:
    """Of whom the site still holds a connection that was there at the beginning."""
    every = (one for process in server.web_processes() for one in process.net_connections("tcp"))
    ports = {one.raddr.port for one in every if one.raddr}
    return [way for way, crowd in slow.items() if crowd.first & ports]


def _piecewise(port: int, state: str) -> int:
    """The status of an honest form that arrives in pieces, over a bad line."""
    body = urlencode({"page": "danger", "state": state, "danger": "no", "go": "next"}).encode()
    head = f"POST {ENTRY}2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(head.encode())
        for at in range(0, len(body), 100):
            line.sendall(body[at : at + 100])
            time.sleep(0.1)
        return int(line.recv(12)[9:])
