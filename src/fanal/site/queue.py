"""The queue of connections through a restart of the service: systemd keeps it (sd_notify(3), FDSTORE), and whoever
comes meanwhile waits in it. Without systemd there is nobody who would; then it ends with the service."""

import os
import socket
from contextlib import suppress
from typing import Final

_FIRST: Final = 3  # SD_LISTEN_FDS_START
_NAME: Final = "FDNAME=queue"


def handed(host: str, port: int) -> int | None:
    """The queue that was kept for this process, where it is of this address; one of another is let go."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS") != "1":
        return None
    with socket.socket(fileno=os.dup(_FIRST)) as kept:
        if kept.getsockname()[:2] == (host, port):
            return _FIRST
    del os.environ["LISTEN_FDS"]  # whatever stands at its number from now on is no queue
    os.close(_FIRST)
    forget()
    return None


def keep(queue: int) -> None:
    """Let it outlive this process, in a restart."""
    _tell("FDSTORE=1", queue)


def forget() -> None:
    """Let it end with this process: where a site does not start, nobody is to wait for it."""
    _tell("FDSTOREREMOVE=1")


def _tell(what: str, *queue: int) -> None:
    if at := os.environ.get("NOTIFY_SOCKET", ""):
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.connect("\0" + at[1:] if at.startswith("@") else at)
            socket.send_fds(manager, [f"{what}\n{_NAME}".encode()], queue)
