#!/usr/bin/env python3
"""In the place of systemd: `standin stop|start|restart fanal`. What the service gives away to be kept (sd_notify(3),
FDSTORE) it finds again after a restart. Text of this file is put where a test needs it (`installation.service`)."""

import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

PID, RUN, LOG = Path("{pid}"), "{run}", "{log}"


def running() -> list[int]:
    """Who keeps the service, and how often it has started it."""
    try:
        keeper, times = map(int, PID.read_text().split())
        os.kill(keeper, 0)
        return [keeper, times]
    except (OSError, ValueError):
        return []


def stop() -> None:
    while there := running():
        with suppress(ProcessLookupError):
            os.kill(there[0], signal.SIGTERM)
        time.sleep(0.05)
    PID.unlink(missing_ok=True)


def restart() -> None:
    there = running()
    if not there:
        return start()
    os.kill(there[0], signal.SIGHUP)
    while running() == there:
        time.sleep(0.02)
    return None


def start() -> None:
    if running():
        return
    if os.fork():
        while not running():
            time.sleep(0.02)
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    keep()


def keep() -> None:
    """Be the keeper."""
    log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for number in range(3):
        os.dup2(log, number)
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(f"\0fanal-{os.getpid()}")
    bell, rings = os.pipe()
    os.set_blocking(rings, False)
    signal.set_wakeup_fd(rings)
    for one in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(one, lambda *_: None)
    kept: list[int] = []
    times, child = 1, begin(kept)
    while True:
        PID.write_text(f"{os.getpid()} {times}")
        again = False
        while not again:
            ready, _, _ = select.select([told, bell], [], [])
            if told in ready:
                said, given, _flags, _whose = socket.recv_fds(told, 1024, 4)
                kept = [] if said.startswith(b"FDSTOREREMOVE=1") else given or kept
            if bell in ready:
                rang = os.read(bell, 64)
                if signal.SIGTERM in rang:
                    end(child)
                    os._exit(0)
                if signal.SIGHUP in rang:
                    end(child)
                    again = True
                elif os.waitpid(child, os.WNOHANG)[0]:
                    os._exit(1)
        times, child = times + 1, begin(kept)


def end(child: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)


def begin(kept: list[int]) -> int:
    child = os.fork()
    if not child:
        serve(kept)
    return child


def serve(kept: list[int]) -> None:
    os.environ["NOTIFY_SOCKET"] = f"@fanal-{os.getppid()}"
    for one in kept[-1:]:
        os.dup2(one, 3)
        os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
    os.closerange(4 if kept else 3, 64)
    os.execv(RUN, [RUN, "serve"])


{"stop": stop, "restart": restart}.get(sys.argv[1], start)()
