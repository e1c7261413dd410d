"""Nothing acknowledged is lost: the server is killed at random points while people tell, as a crash, a full memory or a
power cut would do it (issue 2, "Done means" 5)."""

import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.load import Load, crowd
from benchmarks.scene import scene
from benchmarks.server import Server, serving

from fanal import vault

CLIENTS = 6
MORE = 8  # receipts between two kills: what is killed has answered again before
PATIENCE = 240.0  # of a slow machine


def _until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@contextmanager
def _telling(port: int) -> Iterator[Load]:
    """People who tell all the while, and send again what gets no answer."""
    load, over = Load(), threading.Event()
    given = {"gives_up": PATIENCE, "load": load}
    people = threading.Thread(target=crowd, args=(port, CLIENTS, lambda: not over.is_set()), kwargs=given)
    people.start()
    try:
        yield load
    finally:
        over.set()
        people.join()


def _kill(server: Server, victim: str) -> None:
    time.sleep(random.uniform(0, 0.3))  # anywhere within a request
    if victim == "everything":
        server.kill_all()
        server.start()
    elif victim == "task worker":
        _until(lambda: server.kill(server.task_workers()), "the task worker was not started again")
    else:
        _until(lambda: server.kill(server.web_processes()), "the web process was not started again")


def test_every_receipt_that_was_shown_opens_after_kills() -> None:
    victims = ["web process", "web process", "web process", "task worker", "everything"]
    random.shuffle(victims)
    with scene(os.environ.get("FANAL_TEST_DATABASE") or "sqlite") as here, serving(here) as server:
        with _telling(here.port) as load:
            for victim in [*victims, ""]:
                told = len(load.told)
                _until(lambda told=told: len(load.told) >= told + MORE, f"nothing is told any more, before: {victim}")
                if victim:
                    _kill(server, victim)
        never = vault.new_receipt().letters  # of nothing that was told: the check itself must be able to fail
        pairs = [[one.receipt, one.words] for one in load.told]
        opened = here.inside("check", given=[*pairs, [never, "words"]])
        journal = json.loads(here.fanal("journal", "verify", "--json"))

    assert server.kills == len(victims)
    assert load.again > 0, "no kill met a request: nothing was proved"
    assert load.failures == [], "somebody was answered with an error, or never"
    assert len({one.receipt for one in load.told}) == len(load.told) >= MORE * len(victims)
    assert opened["lost"] == [never], "a receipt was shown that does not open what was told"
    assert opened["unseen"] == 0, "what was sent again was stored twice"
    assert journal == {"whole": True, "defects": []}
