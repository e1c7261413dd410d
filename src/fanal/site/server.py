"""Granian's web process, with what this site asks of it, in a process that was forked.

Granian's own main process starts each as a fresh Python, gives each a queue of connections of its own, which is thrown
away with it, and gives up when one dies twice within seconds. So `serving` has their place: all accept from one queue,
and whoever waits while one dies is answered by the next. Who does not read what was asked for is cut off by the system.
"""

import socket
from collections.abc import Callable
from typing import Any

from granian._granian import ListenerSpec
from granian._granian import SocketHolder as Listening
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from fanal.site import queue as queues

CONNECTIONS = 4096
"""Of one web process, most of which may be somebody's who is slow: each costs a file and a few kilobytes."""
_BACKLOG = 1024
_HEAD_MILLISECONDS = 10_000  # in which the head of a request must be there, also of the next one of a connection
_HEAD_BYTES = 32 * 1024
_UNREAD_MILLISECONDS = 15_000
_LOGS = {
    "formatters": {"silent": {"()": "fanal.web.logs.SilentFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "silent"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}


def listening(host: str, port: int) -> Listening:
    """The one queue of connections: a new one, or that of the process before."""
    kept = queues.handed(host, port)
    made = ListenerSpec(host, port, _BACKLOG).build() if kept is None else Listening(kept, False, _BACKLOG)  # type: ignore[call-arg]  # as it is compiled
    queues.keep(made.get_fd())
    with socket.socket(fileno=made.get_fd()) as shown:
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # each connection inherits it
            shown.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD_MILLISECONDS)
        shown.detach()
    return made


def answer(queue: Listening, number: int, load: Callable[[], Any]) -> None:
    """Be a web process, until SIGTERM."""
    server = MPServer(
        "",
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_MILLISECONDS, max_buffer_size=_HEAD_BYTES),
        websockets=False,
        backpressure=CONNECTIONS,
        runtime_mode=RuntimeModes.st,
        log_level=LogLevels.error,
        log_dictconfig=_LOGS,
    )
    server._shd, server._sso = queue, None  # type: ignore[assignment]
    made: Any = server._spawn_worker(number, MPServer._spawn_rsgi_worker, load).inner  # a process that is not started
    made._target(*made._args)
